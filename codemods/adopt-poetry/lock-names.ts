import { commandSitesIn, nameOf, replacement, type SourceFile } from '#pystd';
import { isProse } from './mentions.ts';
import type { FileKind, Surroundings } from './surroundings.ts';
import { whyUvIsThere } from './uv-providers.ts';

/** The name of the lock file where it stands as a word of its own: cache keys, paths that trigger, mounts, lists of files. */
export const lockNames: FileKind = {
  concerns: (file) => /\buv\.lock\b/.test(file.text) && !isProse(file) && nameOf(file.path) !== 'pyproject.toml',
  rewrite(rewrite, surroundings) {
    // The name may be that of a project that stays with uv.
    if (surroundings.projects.some(({ state }) => state === 'kept') || isForKeptImage(rewrite.file, surroundings)) return;
    for (const match of rewrite.file.text.matchAll(/(?<![\w-])uv\.lock\b/g)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!rewrite.isSpokenOf(span)) rewrite.change(span, '`uv.lock` is `poetry.lock` now.', [replacement(span, 'poetry.lock')]);
    }
  },
};

/** Whether a file says what goes into an image that stays with uv, or what runs in it. */
function isForKeptImage(file: SourceFile, surroundings: Surroundings): boolean {
  if (surroundings.keptImages.length === 0) return false;
  const isAboutImages = nameOf(file.path).endsWith('.dockerignore') || (/\.ya?ml$/.test(file.path) && /^services:/m.test(file.text));
  return isAboutImages || commandSitesIn(file).some((site) => whyUvIsThere(site, surroundings) !== undefined);
}
