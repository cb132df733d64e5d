import { copyOf, folderOf, foldersAbove, isInside, isTomlProblem, joinPath, nameOf, parseIgnore, parseToml, type Snapshot, type SourceFile } from '#pystd';
import { buildsOf } from './compose-builds.ts';
import { readImage, type ImageFile, type ImageSettings } from './file.ts';
import type { PythonFile } from './python.ts';
import { beside } from '../projects/manifests.ts';
import type { MigratedProject } from '../projects/facts.ts';
import type { Surroundings } from '../surroundings.ts';

/** Whether a file is a Dockerfile, by its name. */
export function isDockerfile({ path }: Pick<SourceFile, 'path'>): boolean {
  return /^(?:.*[._-])?(?:Dockerfile|Containerfile)(?:[._-].*)?$|\.dockerfile$/i.test(nameOf(path)) && !/\.dockerignore$/i.test(path);
}

/** A Dockerfile with what the repository tells about it; a problem when the project is not known, `undefined` when it stays with Poetry. */
export function imageFileOf(file: SourceFile, surroundings: Surroundings): ImageFile | { readonly problem: string } | undefined {
  const { repo } = surroundings.task;
  const read = readImage(file);
  const builds = buildsOf(surroundings.task, file.path);
  const contexts = [...new Set([...builds.map(({ context }) => context), ...foldersAbove(file.path)])];
  const project = copiedProject(read, contexts, surroundings) ?? surroundings.projectOf(file.path);
  if ('problem' in project) return project;
  if (project.state === 'kept') return undefined;
  const has = (path: string): boolean => repo.files.has(path as never) || repo.opaque.has(path as never);
  return {
    ...read,
    project,
    mounts: builds.flatMap(({ mounts }) => mounts),
    hasIgnoreFile: contexts.some((context) => has(joinPath(context, '.dockerignore'))) || has(`${file.path}.dockerignore`),
    isCode: (source) => isCode(source, contexts, [...repo.files.keys()]),
    holdsProject: (source) => contexts.some((context) => {
      const folder = /[*?$[]/.test(source) ? undefined : beside(context, source.replace(/^\/+/, ''));
      return folder !== undefined && (folder === project.folder || isInside(project.folder, folder));
    }),
    pythonFile: pythonFileOf(project.folder, contexts, repo),
    settings: settingsOf(repo.files.get(joinPath(project.folder, 'poetry.toml'))?.text),
  };
}

/** The `.python-version` nearest to a project, unless the build does not see it. */
function pythonFileOf(folder: string, contexts: readonly string[], { files }: Snapshot): PythonFile | undefined {
  const path = foldersAbove(joinPath(folder, 'x')).map((one) => joinPath(one, '.python-version')).find((one) => files.has(one));
  const version = path && files.get(path)?.text.split(/\r?\n/).map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'));
  const ignored = contexts.flatMap((context) => parseIgnore(files.get(joinPath(context, '.dockerignore'))?.text ?? ''));
  if (!path || !version || ignored.some(({ kind, text }) => kind === 'pattern' && /^(?:\*\*\/|\/)?\.python-version$/.test(text.trim()))) return undefined;
  const isIn = (source: string): boolean => contexts.some((context) => {
    const found = beside(context, source.replace(/^\/+/, '').replace(/\*$/, ''));
    return found !== undefined && (found === path || found === folderOf(path) || isInside(path, found));
  });
  return { version, isIn };
}

/** The project whose manifest is copied into the image: the uppermost, where there are several. */
function copiedProject({ docker }: Pick<ImageFile, 'docker'>, contexts: readonly string[], { projects }: Surroundings): MigratedProject | undefined {
  const sources = docker.instructions.flatMap((one) => {
    const copy = copyOf(one);
    return copy && copy.from === undefined ? copy.sources.map(({ value }) => value) : [];
  });
  const manifests = sources.filter((source) => /(?:^|\/)pyproject\.toml$/.test(source)).sort((a, b) => a.split('/').length - b.split('/').length);
  for (const source of manifests) {
    for (const context of contexts) {
      const path = beside(context, source.replace(/^\/+/, ''));
      const found = projects.find(({ manifest }) => manifest === path);
      if (found) return found;
    }
  }
  return undefined;
}

/** Whether a source of `COPY` brings Python code: the whole context, or a folder or file with some. */
function isCode(source: string, contexts: readonly string[], paths: readonly string[]): boolean {
  if (/^(?:\.\/?|\*|\/)$/.test(source) || /\.py$|\$/.test(source)) return true;
  if (/[*?[]/.test(source)) return false;
  return contexts.some((context) => {
    const folder = beside(context, source.replace(/^\/+/, ''));
    return folder !== undefined && paths.some((path) => path.startsWith(`${folder}/`) && path.endsWith('.py'));
  });
}

function settingsOf(text: string | undefined): ImageSettings {
  const document = text === undefined ? undefined : parseToml(text);
  const table = document && !isTomlProblem(document) ? document.data['virtualenvs'] : undefined;
  const said = (name: string): boolean | undefined => {
    const value: unknown = typeof table === 'object' && table !== null ? (table as { readonly [key: string]: unknown })[name] : undefined;
    return typeof value === 'boolean' ? value : undefined;
  };
  return { create: said('create'), inProject: said('in-project') };
}

