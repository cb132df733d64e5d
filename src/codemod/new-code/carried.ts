import { projectOf, roleOf } from '../../backend/roles.ts';
import { copyOf, readDockerfile } from '../../formats/dockerfile/index.ts';
import { readTomlData } from '../../formats/toml/read-data.ts';
import { folderOf, isInside, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/** Why a new file would be missing where the program runs: images that copy single files, packages that are listed one by one. A full sentence. */
export function missesNewFile(view: RepositoryView, project: string, path: RepoPath, importRoot: string | undefined): string | undefined {
  return missingInImage(view, project, path) ?? missingInPackage(view, project, path, importRoot);
}

/** An image that has Python files of the project's service, each by its name, and nothing that would take the new one along. */
function missingInImage({ repo, python }: RepositoryView, project: string, path: RepoPath): string | undefined {
  const isOwn = (one: string): boolean => roleOf(one) === 'service' && projectOf(repo, one) === project && python.layout.moduleAt(one) !== undefined;
  for (const file of repo.files.values()) {
    if (!/(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.dockerfile$/i.test(file.path)) continue;
    const contexts = [...new Set([folderOf(file.path), ''])];
    const sources = readDockerfile(file.text).instructions.flatMap((instruction) => {
      const copy = copyOf(instruction);
      return copy && !instruction.flags.some(({ name }) => name === 'from') ? copy.sources.map(({ value }) => value.replace(/^\.\//, '').replace(/\/+$/, '')) : [];
    });
    const places = (source: string): readonly string[] => contexts.map((context) => within(context, source));
    const takesAll = (source: string): boolean => /^\.?$/.test(source) || (/[*$]/.test(source) && !source.endsWith('.py')) || places(source).some((place) => path === place || isInside(path, place));
    const copiesFiles = (source: string): boolean => source.endsWith('.py') && places(source).some((place) => (source.includes('*') ? python.layout.modules.some((module) => folderOf(module.path) === folderOf(place) && isOwn(module.path)) : isOwn(place)));
    const single = sources.find(copiesFiles);
    if (single !== undefined && !sources.some(takesAll)) return `\`${file.path}\` copies single files (\`${single}\`) and would not copy \`${path}\`.`;
  }
  return undefined;
}

function within(context: string, source: string): string {
  return context === '' ? source : `${context}/${source}`;
}

/** A manifest that lists every package by its name. */
function missingInPackage({ repo }: RepositoryView, project: string, path: RepoPath, importRoot: string | undefined): string | undefined {
  const root = importRoot ?? project;
  const folder = folderOf(path);
  if (folder === root || !isInside(path, root)) return undefined;
  const dotted = folder.slice(root === '' ? 0 : root.length + 1).replaceAll('/', '.');
  const manifest = within(project, 'pyproject.toml') as RepoPath;
  const read = readTomlData(repo.files.get(manifest)?.text ?? '');
  const tool = 'data' in read ? read.data['tool'] : undefined;
  const setuptools = record(record(tool)['setuptools']);
  const listed = setuptools['packages'];
  if (Array.isArray(listed) && !listed.includes(dotted)) return `\`${manifest}\` lists its packages one by one and would miss \`${dotted}\`.`;
  const script = within(project, 'setup.py') as RepoPath;
  const [, literal] = /\bpackages\s*=\s*\[([^\]]*)\]/.exec(repo.files.get(script)?.text ?? '') ?? [];
  if (literal !== undefined && !new RegExp(`["']${dotted.replaceAll('.', '\\.')}["']`).test(literal)) return `\`${script}\` lists its packages one by one and would miss \`${dotted}\`.`;
  return undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
