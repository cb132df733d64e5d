import { nameOf, replacement } from '#pystd';
import { isProse } from './mentions.ts';
import type { FileKind } from './surroundings.ts';

/** The name of the lock file where it stands as a word of its own: cache keys, paths that trigger, mounts, lists of files. */
export const lockNames: FileKind = {
  concerns: (file) => /\buv\.lock\b/.test(file.text) && !isProse(file) && nameOf(file.path) !== 'pyproject.toml',
  rewrite(rewrite, { projects }) {
    // The name may be that of a project that stays with uv.
    if (projects.some(({ state }) => state === 'kept')) return;
    for (const match of rewrite.file.text.matchAll(/(?<![\w-])uv\.lock\b/g)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!rewrite.isSpokenOf(span)) rewrite.change(span, '`uv.lock` is `poetry.lock` now.', [replacement(span, 'poetry.lock')]);
    }
  },
};
