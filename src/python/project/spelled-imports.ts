import type { SourceFile } from '../../repo/source-file.ts';

/** What looks like an import at the beginning of a line: evidence, which may stand in a string. */
export interface SpelledImport {
  /** The module as written, with its leading dots; of `import a, b` only the first. */
  readonly dotted: string;
  /** Where it is written. */
  readonly start: number;
}

const IMPORT = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b|import[ \t]+([.\w]+))/gm;

const known = new WeakMap<SourceFile, readonly SpelledImport[]>();

/** The imports in a text, absolute and relative, by a look at its lines. A file is looked at once; nothing is parsed. */
export function spelledImports(file: SourceFile): readonly SpelledImport[] {
  const found = known.get(file) ?? importsIn(file.text);
  known.set(file, found);
  return found;
}

function importsIn(text: string): SpelledImport[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const dotted = match[1] ?? match[2] ?? '';
    return { dotted, start: match.index + match[0].lastIndexOf(dotted) };
  });
}
