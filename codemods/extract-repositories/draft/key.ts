import { deepDescendants, type PyNode } from '#pystd';
import { piecesOf, type Unit } from '../find/unit.ts';
import type { Slot } from './draft.ts';
import { lastValue } from './returns.ts';

/** A text that is equal for code that does the same: white space, comments, the names of locals and of what is handed in do not count. */
export function keyOf(unit: Unit, slots: readonly Slot[]): string {
  const value = lastValue(unit);
  const statements = value ? unit.statements.slice(0, -1) : unit.statements;
  const locals = localsIn(unit);
  const numbers = new Map<string, string>();
  const called = (name: string): string | undefined => {
    if (!locals.has(name)) return undefined;
    const number = numbers.get(name) ?? `l${numbers.size}`;
    numbers.set(name, number);
    return number;
  };
  const moved = statements.flatMap((piece) => [';', ...wordsIn(piece, slots, called)]);
  const given = (value ? [value] : unit.tails).flatMap((piece) => ['⟶', ...wordsIn(piece, slots, called)]);
  return [unit.session.isAsync ? 'async' : 'sync', ...moved, ...given, '⟶', ...(value ? [] : unit.outputs.map((name) => called(name) ?? name))].join(' ');
}

/** Names that the code binds itself. */
function localsIn(unit: Unit): ReadonlySet<string> {
  const { module, node } = unit.handler;
  const pieces = piecesOf(unit);
  const isInside = (one: PyNode): boolean => pieces.some((piece) => piece.start <= one.start && one.end <= piece.end);
  return new Set([...(module.names.scopeInside(node)?.bindings ?? [])].flatMap(([name, bindings]) => (bindings.some((binding) => isInside(binding.node)) ? [name] : [])));
}

function wordsIn(piece: PyNode, slots: readonly Slot[], called: (name: string) => string | undefined): readonly string[] {
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
      words.push((node.type === 'identifier' && !isLabel && called(node.text)) || node.text);
    }
  }
  return words;
}
