import { deepDescendants, type PyNode } from '#pystd';
import { piecesOf, type Unit } from '../find/unit.ts';
import type { Slot } from './draft.ts';

/** A text that is equal for code that does the same: white space, comments, the names of locals and of what is handed in do not count. */
export function keyOf(unit: Unit, slots: readonly Slot[]): string {
  const pieces = piecesOf(unit);
  const locals = localsIn(unit);
  const words = pieces.flatMap((piece, index) => [`${index === unit.statements.length ? '⟶' : ';'}`, ...wordsIn(piece, slots, locals)]);
  return `${unit.session.isAsync ? 'async' : 'sync'} ${words.join(' ')} ⟶ ${unit.outputs.map((name) => locals.get(name) ?? name).join()}`;
}

/** Names that the code binds itself, numbered. */
function localsIn(unit: Unit): ReadonlyMap<string, string> {
  const { module, node } = unit.handler;
  const pieces = piecesOf(unit);
  const locals = new Map<string, string>();
  for (const [name, bindings] of module.names.scopeInside(node)?.bindings ?? []) {
    if (bindings.some((binding) => pieces.some((piece) => piece.start <= binding.node.start && binding.node.end <= piece.end))) locals.set(name, `l${locals.size}`);
  }
  return locals;
}

function wordsIn(piece: PyNode, slots: readonly Slot[], locals: ReadonlyMap<string, string>): readonly string[] {
  const words: string[] = [];
  const slotAt = (node: PyNode): Slot | undefined => slots.find(({ start, end }) => start === node.start && end === node.end);
  const isInSlot = (node: PyNode): boolean => slots.some(({ start, end }) => start <= node.start && node.end <= end);
  const enter = (node: PyNode): boolean => !slotAt(node) && !(node.type === 'string' && !slots.some(({ start, end }) => node.start <= start && end <= node.end));
  for (const node of deepDescendants(piece, enter)) {
    const slot = slotAt(node);
    if (slot) words.push(slot.kind === 'argument' ? `#${slot.index}` : slot.kind === 'session' ? '$' : `@${slot.outer.key}`);
    else if (isInSlot(node) || node.type === 'comment') continue;
    else if (node.type === 'string' && !enter(node)) words.push(node.text.replace(/^([a-zA-Z]*)'([^'"\\]*)'$/, '$1"$2"'));
    else if (node.children.length === 0 && node.text !== '') {
      // A comma behind the last thing changes nothing.
      if (/^[)\]}]$/.test(node.text) && words.at(-1) === ',') words.pop();
      const isLabel = node.parent?.type === 'attribute' && node.parent.children[0] !== node;
      words.push((node.type === 'identifier' && !isLabel && locals.get(node.text)) || node.text);
    }
  }
  // The same node may be met with its only child.
  return words;
}
