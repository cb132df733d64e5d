import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { calleeOf, plainString } from '../../python/syntax/views.ts';
import { deepDescendants, identifiersSpelled, parts } from '../../python/syntax/walk.ts';

/** One use of the environment that reads no single known variable: a computed name, a copy, a loop, the environment passed on. */
export interface OtherUse {
  readonly module: Module;
  readonly node: PyNode;
  /** A full sentence for a person. */
  readonly because: string;
  /** The variables it reads, where they are written down; `undefined` where it may be any. */
  readonly variables: readonly string[] | undefined;
}

/** Options that click and typer fill from variables: `typer.Option(envvar="PORT")`. */
export function commandLineReads(python: Python): readonly OtherUse[] {
  return python.layout.holding('envvar').flatMap((module) => {
    if (!module.parses) return [];
    return [...identifiersSpelled(module.tree.root, 'envvar')].flatMap((identifier): OtherUse[] => {
      const keyword = identifier.parent?.type === 'keyword_argument' && identifier.parent.children[0] === identifier ? identifier.parent : undefined;
      const value = keyword && parts(keyword)[1];
      const call = keyword?.parent?.parent;
      const callee = call?.type === 'call' ? calleeOf(call) : undefined;
      const symbol = callee && python.symbolOf(module, callee);
      if (!call || !value || symbol?.kind !== 'external' || !/^(click|typer)\./.test(symbol.name)) return [];
      const names = [...deepDescendants(value, () => true)].flatMap((node) => plainString(node) ?? []);
      return [{ module, node: call, because: 'The command line reads it.', variables: names.length > 0 ? names : undefined }];
    });
  });
}
