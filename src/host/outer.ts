import { NOTHING_AROUND, type Outer } from '../repo/snapshot.ts';
import { createFileReader } from './read-file.ts';
import type { GitState } from './work-tree.ts';

/** What the folders between the top of the work tree and the folder that is read say about what git ignores. Links are not followed. */
export function outerOf({ folder, prefix }: GitState): Outer {
  if (prefix === '') return NOTHING_AROUND;
  const reader = createFileReader(folder.slice(0, folder.length + 1 - prefix.length) || '/');
  const above = prefix.split('/').slice(0, -1).map((_, depth, names) => names.slice(0, depth).join('/'));
  const ignoreFiles = above.flatMap((around) => {
    const file = reader.read(around === '' ? '.gitignore' : `${around}/.gitignore`);
    return file.kind === 'text' ? [{ folder: around, text: file.text }] : [];
  });
  return { prefix, ignoreFiles };
}
