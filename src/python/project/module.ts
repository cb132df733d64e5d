import { nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { Span } from '../../text/span.ts';
import type { FactReader } from '../facts.ts';
import type { ModuleNames } from '../names/index.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';

/** One Python file as a module. Its tree and names are read when first asked for. */
export interface Module {
  readonly file: SourceFile;
  readonly path: RepoPath;
  readonly text: string;
  /** Whether it is a package's `__init__.py`. */
  readonly isPackage: boolean;
  /** Whether it parses; only such modules take part in any answer. */
  readonly parses: boolean;
  readonly tree: PyTree;
  readonly names: ModuleNames;
  /** The place of a node of this module. */
  at(node: Span): { readonly path: RepoPath; readonly span: Span };
}

/** The module of a file. */
export function moduleOf(file: SourceFile, reader: FactReader): Module {
  return {
    file,
    path: file.path,
    text: file.text,
    isPackage: nameOf(file.path) === '__init__.py',
    get parses() {
      return reader.of(file).tree.error === undefined;
    },
    get tree() {
      return reader.of(file).tree;
    },
    get names() {
      return reader.of(file).names;
    },
    at: ({ start, end }) => ({ path: file.path, span: { start, end } }),
  };
}

/** A node together with the module it stands in. */
export interface InModule {
  readonly module: Module;
  readonly node: PyNode;
}

/** Something bound at the top level of a module. */
export interface Named {
  readonly module: Module;
  readonly name: string;
}
