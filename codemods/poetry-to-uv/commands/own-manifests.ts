import { callsPoetry, commandSitesIn, type CommandSite, type FileRewrite } from '#pystd';
import { namesPoetry, type FileKind } from '../surroundings.ts';

/** Shell scripts that make the manifest they work on, from a template or with `poetry new`: it is none of those that move, so that they stay with Poetry. */
export const ownManifests: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && /\.(?:sh|bash|zsh|ksh)$|(^|\/)(?!(?:GNU)?makefile$|justfile$)[^./]+$/i.test(path) && /pyproject\.toml|poetry["']?\s+(?:new|init)\b/.test(text),
  rewrite(rewrite: FileRewrite) {
    const { text } = rewrite.file;
    const maker = commandSitesIn(rewrite.file).find((site) => site.setting !== 'docs' && makesManifest(site));
    if (!maker) return;
    const line = text.slice(0, maker.span.start).split('\n').length;
    rewrite.leave({ start: 0, end: text.length }, `This line stays with Poetry: line ${line} makes the manifest that the script works on, which is none of those that move.`);
  },
};

/** `ln -s … pyproject.toml`, `cp template.toml pyproject.toml`, `rm pyproject.toml`, `poetry new …`. */
function makesManifest({ words }: CommandSite): boolean {
  const [program = '', ...rest] = words.map(({ value, raw }) => value ?? raw);
  if (callsPoetry(words)) return /^(?:new|init)$/.test(rest[0] ?? '');
  const operands = rest.filter((word) => !word.startsWith('-'));
  const isManifest = (word = ''): boolean => /(?:^|\/)pyproject\.toml$/.test(word);
  if (program === 'rm' || program === 'ln') return isManifest(program === 'rm' ? operands.find(isManifest) : operands.at(-1));
  // A version that is put in by hand goes through a copy of the manifest itself.
  return /^(?:cp|mv)$/.test(program) && isManifest(operands.at(-1)) && !/pyproject\.toml/.test(operands[0] ?? '');
}
