import { copyOf, readDockerfile } from '../../formats/dockerfile/index.ts';
import { folderOf, isInside, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/**
 * Modules that an image has because a `COPY` names them, or the folder or pattern they match, and that it would not have in their new place.
 * Each with a full sentence.
 */
export function partedByImages({ repo }: RepositoryView, moves: ReadonlyMap<RepoPath, RepoPath>): ReadonlyMap<RepoPath, string> {
  const kept = new Map<RepoPath, string>();
  for (const file of repo.files.values()) {
    if (!/(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.dockerfile$/i.test(file.path)) continue;
    const sources = readDockerfile(file.text).instructions.flatMap((instruction) => {
      const copy = copyOf(instruction);
      return copy && !instruction.flags.some(({ name }) => name === 'from') ? copy.sources.map(({ value }) => value.replace(/^\.?\//, '').replace(/\/+$/, '')) : [];
    });
    for (const context of new Set([folderOf(file.path), ''])) {
      for (const [from, to] of moves) {
        const holding = sources.filter((source) => covers(source, from, context));
        const named = holding.find((source) => !covers(source, to, context));
        if (named !== undefined && !kept.has(from)) kept.set(from, `\`${file.path}\` copies \`${named}\`, and the new place is not in it.`);
      }
    }
  }
  return kept;
}

/** Whether a source of a `COPY` has a path in it: a folder, a file, or a pattern in which `*` stands for no slash. */
function covers(source: string, path: string, context: string): boolean {
  if (!isInside(path, context)) return false;
  const inner = context === '' ? path : path.slice(context.length + 1);
  if (source === '' || source === '.' || source.includes('$')) return true;
  if (!/[*?[]/.test(source)) return inner === source || isInside(inner, source);
  const pattern = new RegExp(`^${source.replace(/[.+^{}()|\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}(?:/|$)`);
  return pattern.test(inner);
}
