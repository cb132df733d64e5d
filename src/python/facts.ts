import type { SourceFile } from '../repo/source-file.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { Span } from '../text/span.ts';
import { analyseNames, type ModuleNames } from './names/index.ts';
import type { PyTree } from './syntax/node.ts';
import type { PythonParser } from './syntax/parser.ts';

/** What was read off one Python file. Both are made when first asked for. */
export interface FileFacts {
  readonly tree: PyTree;
  readonly names: ModuleNames;
}

/** Reads files once: an unchanged file keeps its object from snapshot to snapshot, and with it what was read off it. */
export interface FactReader {
  of(file: SourceFile): FileFacts;
  /** A fresh tree of code that is in no file. */
  parse(code: string): PyTree;
  /** The files of a snapshot that were looked at and do not parse, in path order. */
  unparsable(snapshot: Snapshot): readonly { readonly path: RepoPath; readonly error: Span }[];
}

/** A reader for one run. */
export function factReader(parser: PythonParser): FactReader {
  const facts = new WeakMap<SourceFile, FileFacts>();
  return {
    parse: (code) => parser.parse(code),
    of(file) {
      const known = facts.get(file);
      if (known) return known;
      const tree = parser.parse(file.text);
      let names: ModuleNames | undefined;
      const fresh: FileFacts = {
        tree,
        get names() {
          return (names ??= analyseNames(tree));
        },
      };
      facts.set(file, fresh);
      return fresh;
    },
    unparsable(snapshot) {
      return [...snapshot.files.values()].flatMap((file) => {
        const error = facts.get(file)?.tree.error;
        return error ? [{ path: file.path, error }] : [];
      });
    },
  };
}
