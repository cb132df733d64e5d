import { NOTHING_AROUND, type Outer } from '../repo/snapshot.ts';
import { createFileReader } from './read-file.ts';
import { runGit } from './run-git.ts';
import type { GitState } from './work-tree.ts';

/** What git knows of the repository, and what the folders between the top of the work tree and the folder that is read say about what it ignores. */
export function outerOf(git: GitState): Outer {
  const clonedAs = nameOfOrigin(git.folder);
  return { ...ignoreFilesAbove(git), ...(clonedAs === undefined ? {} : { clonedAs }) };
}

/** The last part of the address of `origin`; whoever cloned from a folder of their own may have called it anything. */
function nameOfOrigin(folder: string): string | undefined {
  const answer = runGit({ folder, args: ['config', '--get', 'remote.origin.url'], input: '', settings: [] });
  if (answer.kind !== 'done') return undefined;
  return /^(?:(?:https?|ssh|git):\/\/|[\w.-]+@[\w.-]+:)\S*?([\w.-]+?)(?:\.git)?\/?\s*$/.exec(answer.output.toString('utf8'))?.[1];
}

/** Links are not followed. */
function ignoreFilesAbove({ folder, prefix }: GitState): Outer {
  if (prefix === '') return NOTHING_AROUND;
  const reader = createFileReader(folder.slice(0, folder.length + 1 - prefix.length) || '/');
  const above = prefix.split('/').slice(0, -1).map((_, depth, names) => names.slice(0, depth).join('/'));
  const ignoreFiles = above.flatMap((around) => {
    const file = reader.read(around === '' ? '.gitignore' : `${around}/.gitignore`);
    return file.kind === 'text' ? [{ folder: around, text: file.text }] : [];
  });
  return { prefix, ignoreFiles };
}
