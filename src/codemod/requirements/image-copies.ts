import type { CommandSite } from '../../backend/command-sites/index.ts';
import { copyOf, replaceWord, workdirAt, type Dockerfile, type DockerInstruction, type DockerStage, type DockerWord } from '../../formats/dockerfile/index.ts';
import { folderOf, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { Edit } from '../../text/edit.ts';
import { resolvedPath, type RequirementsProject } from './projects.ts';

/** An instruction that brings requirements into an image. */
export interface Copy {
  readonly instruction: DockerInstruction;
  readonly words: readonly DockerWord[];
  readonly target: DockerWord;
}

/** The project whose requirements a stage installs, how they come into it, and the folder they lie in. */
export function projectInStage(path: RepoPath, docker: Dockerfile, stage: DockerStage, site: CommandSite, projects: readonly RequirementsProject[]): { readonly project: RequirementsProject; readonly copies: readonly Copy[]; readonly folder: string | undefined; readonly isWhole: boolean } | undefined {
  const contexts = [...new Set([folderOf(path), ''])];
  for (const project of projects.filter(({ facts }) => facts !== undefined)) {
    for (const context of contexts) {
      const copies: Copy[] = [];
      let isWhole = false;
      let folder: string | undefined;
      for (const instruction of stage.instructions) {
        const copy = copyOf(instruction);
        if (!copy || copy.from !== undefined || instruction.span.start > site.span.start) continue;
        const words = copy.sources.filter(({ value }) => isOf(project, resolvedPath(context, value.replace(/^\//, ''))));
        const target = absolute(workdirAt(docker, instruction), copy.target.value.replace(/[^/]+\.(?:txt|in)$|Pipfile(?:\.lock)?$/, ''));
        if (words.length > 0) {
          copies.push({ instruction, words, target: copy.target });
          folder = target;
        } else if (copy.sources.some(({ value }) => resolvedPath(context, value.replace(/^\//, '')) === project.folder)) {
          isWhole = true;
          folder = target;
        }
      }
      const named = site.words.flatMap(({ value }) => (value !== undefined && /\.(?:txt|in)$/.test(value) ? [absolute(workdirAt(docker, stage.instructions.find(({ span }) => span.start <= site.span.start && site.span.end <= span.end) ?? stage.from), value)] : []));
      const isThere = named.every((one) => one === undefined || folder === undefined || folderOf(one) === folder || one.startsWith(`${folder}/requirements/`) || folder === '/');
      if ((copies.length > 0 || isWhole) && isThere && (project.folder === context || isInside(project.folder, context))) return { project, copies, folder, isWhole: isWhole || folder === undefined };
    }
  }
  return undefined;
}

/** The manifest and the lock in place of the requirements; a file's name as target becomes its folder. */
export function copyEdits({ instruction, words, target }: Copy, lock: string): readonly Edit[] {
  const [first, ...others] = words;
  if (!first) return [];
  const prefix = first.value.replace(/(?:requirements?\/)?[^/]*$/, '');
  const files = instruction.strings ? `${JSON.stringify(`${prefix}pyproject.toml`)}, ${JSON.stringify(`${prefix}${lock}`)}` : `${prefix}pyproject.toml ${prefix}${lock}`;
  const paths = instruction.strings ?? instruction.words;
  const gone = others.map((word): Edit => ({ span: { start: paths[paths.indexOf(word) - 1]?.span.end ?? word.span.start, end: word.span.end }, text: '' }));
  const folder = target.value.replace(/[^/]+\.(?:txt|in)$|Pipfile(?:\.lock)?$/, '').replace(/(^|\/)requirements?\/$/, '$1');
  const place = folder === '' ? './' : folder.endsWith('/') ? folder : `${folder}/`;
  return [{ span: first.span, text: files }, ...gone, ...(place === target.value ? [] : replaceWord(instruction, target, place))];
}

/** Whether a path of the repository is a file of the project that says what to install. */
function isOf({ roles, folder, isPipenv }: RequirementsProject, path: string | undefined): boolean {
  if (path === undefined) return false;
  return [...roles].some(([one, role]) => role !== undefined && one === path) || (isPipenv && (path === joinPath(folder, 'Pipfile') || path === joinPath(folder, 'Pipfile.lock'))) || (/(?:^|\/)requirements\/?$/.test(path) && [...roles].some(([one, role]) => role !== undefined && isInside(one, path.replace(/\/$/, ''))));
}

/** A path in an image; `undefined` when nothing absolute is known. */
function absolute(folder: string | undefined, path: string): string | undefined {
  if (/\$/.test(path) || (!path.startsWith('/') && folder === undefined)) return undefined;
  const inner = resolvedPath('', path.startsWith('/') ? path.slice(1) : `${folder?.slice(1) ?? ''}/${path}`);
  return inner === undefined ? undefined : `/${inner}`;
}
