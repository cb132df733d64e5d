import type { SourceFile } from '../../repo/source-file.ts';

/** What looks like an import at the beginning of a statement: evidence, which may stand in a string. */
export interface SpelledImport {
  /** The module as written, with its leading dots. */
  readonly dotted: string;
  /** Where it is written. */
  readonly start: number;
  /** The names taken from it; empty for `import module`. */
  readonly names: readonly string[];
}

const FROM = /(?:^|[;:])[ \t]*from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n#;]*)/gm;
const MODULES = /(?:^|[;:])[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/gm;

const known = new WeakMap<SourceFile, readonly SpelledImport[]>();

/** The imports in a text, absolute and relative, by a look at its lines. A file is looked at once; nothing is parsed. */
export function spelledImports(file: SourceFile): readonly SpelledImport[] {
  const found = known.get(file) ?? importsIn(file.text);
  known.set(file, found);
  return found;
}

function importsIn(text: string): SpelledImport[] {
  if (!text.includes('import')) return [];
  const from = [...text.matchAll(FROM)].map((match): SpelledImport => {
    const dotted = match[1] ?? '';
    const names = (match[2] ?? '').replace(/#[^\n]*/g, '').match(/\w+(?:\s+as\s+\w+)?/g) ?? [];
    return { dotted, start: match.index + match[0].indexOf(dotted, match[0].indexOf('from') + 4), names: names.map((name) => name.split(/\s/)[0] ?? name) };
  });
  const modules = [...text.matchAll(MODULES)].flatMap((match): SpelledImport[] => {
    const list = match[1] ?? '';
    const start = match.index + match[0].length - list.length;
    return [...list.matchAll(/(?:^|,)[ \t]*([\w.]+)/g)].map((one) => ({ dotted: one[1] ?? '', start: start + one.index + one[0].length - (one[1] ?? '').length, names: [] }));
  });
  return [...from, ...modules].sort((a, b) => a.start - b.start);
}
