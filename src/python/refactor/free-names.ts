import { contains, type Span } from '../../text/span.ts';
import type { Binding } from '../names/index.ts';
import type { Module } from '../project/module.ts';
import type { PyNode } from '../syntax/node.ts';

/** A name that a piece of code reads and does not bind itself, or not alone. */
export interface FreeName {
  readonly name: string;
  /** The identifiers in the code that read it, in document order. */
  readonly uses: readonly PyNode[];
  /**
   * Who binds it: a function, lambda or comprehension around the code (`local`), the top of the module, nobody but Python (`builtin`), or it cannot be
   * told: a star import, a `global` declaration, or code of a class body around it (`unknown`).
   */
  readonly from: 'local' | 'module' | 'builtin' | 'unknown';
  /** All bindings of the variable outside the code. Empty for `builtin` and `unknown`. */
  readonly bindings: readonly Binding[];
}

/**
 * What a piece of a module's code needs from around it, in the order of the first use. A name that the code binds as well is among them where a binding outside may be the
 * one that is read. Names in string annotations are not seen.
 */
export function freeNamesOf(module: Module, code: readonly Span[]): readonly FreeName[] {
  const found = new Map<string, { uses: PyNode[]; from: FreeName['from']; bindings: readonly Binding[] }>();
  const isInside = (node: Span): boolean => code.some((span) => contains(span, node));
  for (const { node, name, bindings } of module.names.references()) {
    if (!isInside(node)) continue;
    const outside = typeof bindings === 'string' ? [] : bindings.filter((binding) => !isInside(binding.node));
    // What the code itself has surely bound by then hides what others bind.
    const hidden = typeof bindings !== 'string' && bindings.some((binding) => binding.how.kind !== 'delete' && isInside(binding.node) && binding.since <= node.start && binding.certain !== undefined && contains(binding.certain, node));
    if (typeof bindings !== 'string' && (outside.length === 0 || hidden)) continue;
    const from = typeof bindings === 'string' ? (bindings === 'builtin' ? 'builtin' : 'unknown') : originOf(outside);
    const known = found.get(name);
    // The same word may mean two things: whoever moves the code cannot tell them apart.
    if (known) {
      known.uses.push(node);
      if (known.from !== from) known.from = 'unknown';
    } else found.set(name, { uses: [node], from, bindings: outside });
  }
  return [...found].map(([name, free]) => ({ name, ...free }));
}

function originOf(bindings: readonly Binding[]): FreeName['from'] {
  const kinds = new Set(bindings.map(({ scope }) => (scope.kind === 'module' ? 'module' : scope.kind === 'class' ? 'unknown' : 'local')));
  const [kind, other] = kinds;
  return kind === undefined || other !== undefined ? 'unknown' : kind;
}
