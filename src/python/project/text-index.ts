import type { SourceFile } from '../../repo/source-file.ts';

/** Which files hold a text. Each text is looked for once, and in files that stay the same objects not even when others change. */
export interface TextIndex {
  readonly files: ReadonlySet<SourceFile>;
  /** What was looked for, with the files that hold it. */
  readonly known: ReadonlyMap<string, ReadonlySet<SourceFile>>;
  holds(text: string): ReadonlySet<SourceFile>;
}

/** The index of some files, with what an index of mostly the same files knows already. */
export function textIndex(files: readonly SourceFile[], earlier: Pick<TextIndex, 'files' | 'known'>): TextIndex {
  const known = new Map<string, ReadonlySet<SourceFile>>();
  const { files: filesBefore, known: knownBefore } = earlier;
  return {
    files: new Set(files),
    known,
    holds(text) {
      const before = knownBefore.get(text);
      const holders = known.get(text) ?? new Set(files.filter((file) => (before && filesBefore.has(file) ? before.has(file) : file.text.includes(text))));
      known.set(text, holders);
      return holders;
    },
  };
}
