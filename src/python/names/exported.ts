import { plainString } from '../syntax/views.ts';
import type { PyNode } from '../syntax/node.ts';
import { identifiersSpelled, parts } from '../syntax/walk.ts';
import type { Scope } from './scope.ts';

/** What a module's `__all__` says. */
export type ExportedNames =
  | { readonly kind: 'explicit'; readonly names: readonly ExportedName[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly because: string };

/** One entry of `__all__`. */
export interface ExportedName {
  readonly name: string;
  /** The string literal. */
  readonly node: PyNode;
}

/**
 * The names in `__all__` where it is a literal list or tuple, `+=`, `.extend()` and `.append()` of literals at the top of the module included.
 * Anything else that touches it makes it unknown.
 */
export function exportedNamesOf(module: Scope): ExportedNames {
  const bindings = module.bindings.get('__all__') ?? [];
  const names: ExportedName[] = [];
  let assigned = false;
  for (const node of identifiersSpelled(module.node, '__all__')) {
    const binding = bindings.find((one) => one.node === node);
    const how = binding?.how;
    if (how?.kind === 'assignment' && how.value === undefined) continue;
    if (!binding && !isDirectUse(node)) {
      if (isRead(node)) continue;
      return { kind: 'unknown', because: '`__all__` is changed in a way that is not written out.' };
    }
    const entries = how?.kind === 'assignment' || how?.kind === 'augmented' ? entriesOf(how.value) : addedBy(node);
    const replaces = how?.kind === 'assignment';
    if (!entries || !isAtTop(node) || replaces === assigned) return { kind: 'unknown', because: '`__all__` is not one literal list of names.' };
    assigned = true;
    names.push(...entries);
  }
  if (assigned) return { kind: 'explicit', names };
  return bindings.some(({ how }) => how.kind !== 'assignment' || how.value) ? { kind: 'unknown', because: '`__all__` is not assigned.' } : { kind: 'none' };
}

/** `__all__.method(…)` as a statement. */
function isDirectUse(node: PyNode): boolean {
  const attribute = node.parent;
  const call = attribute?.parent;
  return attribute?.type === 'attribute' && parts(attribute)[0] === node && call?.type === 'call' && call.parent?.type === 'expression_statement';
}

/** Whether the identifier is no more than looked at: an attribute of another module, part of an expression. */
function isRead(node: PyNode): boolean {
  const { parent } = node;
  if (parent?.type === 'attribute') return parts(parent)[0] !== node;
  return parent?.type !== 'subscript' && parent?.type !== 'delete_statement';
}

/** Whether the statement of the identifier stands directly in the module. */
function isAtTop(node: PyNode): boolean {
  let above = node.parent;
  while (above && above.type !== 'expression_statement') above = above.parent;
  return above?.parent?.type === 'module';
}

/** The names added by `__all__.extend([…])` or `__all__.append("…")`. */
function addedBy(node: PyNode): readonly ExportedName[] | undefined {
  const method = node.parent && parts(node.parent).at(-1)?.text;
  const list = node.parent?.parent && parts(node.parent.parent)[1];
  const given = list?.type === 'argument_list' ? parts(list) : [];
  const [value] = given;
  if (!value || given.length !== 1) return undefined;
  if (method === 'extend') return entriesOf(value);
  return method === 'append' ? entry(value) : undefined;
}

function entriesOf(value: PyNode | undefined): readonly ExportedName[] | undefined {
  if (!value) return undefined;
  if (value.type === 'parenthesized_expression') return entriesOf(parts(value)[0]);
  if (value.type === 'binary_operator' && value.children.some((child) => child.type === '+')) {
    const [left, right] = parts(value).map(entriesOf);
    return left && right ? [...left, ...right] : undefined;
  }
  if (value.type !== 'list' && value.type !== 'tuple' && value.type !== 'expression_list') return undefined;
  const entries = parts(value).map(entry);
  return entries.every((one) => one !== undefined) ? entries.flat() : undefined;
}

function entry(value: PyNode): readonly ExportedName[] | undefined {
  const name = plainString(value);
  return name === undefined ? undefined : [{ name, node: value }];
}
