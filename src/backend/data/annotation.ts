import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { plainString } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';

/** An annotation without what the grammar puts around it. */
export function bareAnnotation(node: PyNode): PyNode {
  const [only, other] = node.type === 'type' || node.type === 'parenthesized_expression' ? parts(node) : [];
  return only && !other ? bareAnnotation(only) : node;
}

/** `Head[a, b]`, as a type or as an expression. */
export function genericOf(node: PyNode): { readonly head: PyNode; readonly args: readonly PyNode[] } | undefined {
  const [head, ...rest] = node.type === 'generic_type' || node.type === 'subscript' ? parts(node) : [];
  if (!head) return undefined;
  const args = node.type === 'generic_type' ? rest.flatMap((one) => (one.type === 'type_parameter' ? parts(one) : [one])) : rest;
  return { head, args: args.map(bareAnnotation) };
}

/** What a name in an annotation means; a plain name in quotes is one as well. */
export function annotationSymbol(python: Python, module: Module, node: PyNode): Symbol | undefined {
  if (node.type === 'identifier' || node.type === 'attribute' || node.type === 'member_type') return python.symbolOf(module, node);
  const text = plainString(node);
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text) ? python.exported(module, text) : undefined;
}

/** What stands behind a name that an assignment or a `type` statement gives to an annotation: `SessionDep = Annotated[…]`. */
export function aliasedBy(symbol: Symbol | undefined): InModule | undefined {
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0) return undefined;
  const { how } = symbol.binding;
  const value = how.kind === 'assignment' || how.kind === 'type-alias' ? how.value : undefined;
  return value && { module: symbol.module, node: bareAnnotation(value) };
}

/** The last part of a symbol's dotted name, for one of `typing` or a builtin. */
export function typingName(symbol: Symbol | undefined): string | undefined {
  if (symbol?.kind === 'builtin') return symbol.name;
  const [, name] = symbol?.kind === 'external' ? (/^(?:typing|typing_extensions|collections\.abc|types|contextlib)\.(\w+)$/.exec(symbol.name) ?? []) : [];
  return name;
}
