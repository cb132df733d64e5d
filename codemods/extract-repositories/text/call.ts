import { fitted, parts, replacement, type Edit, type PyNode } from '#pystd';
import type { Draft } from '../draft/draft.ts';
import type { Method } from '../plan.ts';
import { tailNames } from './tail-names.ts';

/** The edits that make a handler ask a repository where it asked the database. */
export function callEdits({ home, name, object }: Method, draft: Draft, width: number): readonly Edit[] {
  const { unit } = draft;
  const { session, statements, outputs, tails } = unit;
  const receiver = `${home.name}(${session.name})`;
  if (object !== undefined) {
    const [call] = unit.calls;
    const callee = call?.use.parent;
    return callee ? [replacement({ start: callee.start, end: callee.end }, `${receiver}.${name}`)] : [];
  }
  const head = `${unit.awaits ? 'await ' : ''}${receiver}.${name}(`;
  const args = draft.args.map(({ text }) => text.replace(/\r?\n\s*/g, ' '));
  const [first] = statements;
  const last = statements.at(-1);
  const [tail] = tails;
  if (!first || !last) return tail ? [inPlace(tail, head, args, width)] : [];
  if (tail && unit.isInline && (isPlain(tail) || fits(tail, `${head}${args.join(', ')})`, width))) return [removal(first, last), inPlace(tail, head, args, width)];
  const names = tailNames(unit);
  const targets = [...outputs, ...names];
  const indent = indentationAt(first);
  const code = fitted(`${targets.length > 0 ? `${targets.join(', ')} = ` : ''}${head}`, args, ')', width, indent).slice(indent.length);
  if (tails.length === 0) return [replacement({ start: first.start, end: last.end }, code)];
  return [replacement({ start: first.start, end: last.end }, code), ...tails.map((one, index) => replacement({ start: one.start, end: one.end }, names[index] ?? ''))];
}

/** Whether an expression is all that its statement is about: `return …`, `book = …`, `if not …`. */
function isPlain({ parent }: PyNode): boolean {
  const above = parent?.type === 'not_operator' ? parent.parent : parent;
  return above !== undefined && /^(?:expression_statement|return_statement|assignment|if_statement|for_statement)$/.test(above.type);
}

function fits({ start, end, tree: { text } }: PyNode, code: string, width: number): boolean {
  const top = text.lastIndexOf('\n', start - 1) + 1;
  const bottom = text.indexOf('\n', end);
  return start - top + code.length + (bottom < 0 ? text.length : bottom) - end <= width;
}

/** The call in the place of an expression, over several lines where it is too long. */
function inPlace(tail: PyNode, head: string, args: readonly string[], width: number): Edit {
  const { text } = tail.tree;
  const above = tail.parent;
  const isObject = (above?.type === 'attribute' || above?.type === 'subscript' || above?.type === 'call') && parts(above)[0] === tail;
  const [open, close] = isObject && head.startsWith('await ') ? ['(', ')'] : ['', ''];
  const top = text.lastIndexOf('\n', tail.start - 1) + 1;
  const before = text.slice(top, tail.start);
  const end = text.indexOf('\n', tail.end);
  const behind = text.slice(tail.end, end < 0 ? text.length : end).trimEnd();
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  if (!isPlain(tail) || behind.length > 2) return replacement({ start: tail.start, end: tail.end }, `${open}${head}${args.join(', ')})${close}`);
  const code = fitted(`${before.slice(indent.length)}${open}${head}`, args, `)${close}${behind}`, width, indent);
  return replacement({ start: tail.start, end: tail.end }, args.length === 0 ? `${open}${head})${close}` : code.slice(before.length, code.length - behind.length));
}

/** Takes statements away with the lines they are on; comments behind them belong to what follows. */
function removal(first: PyNode, last: PyNode): Edit {
  const { text } = first.tree;
  const space = /\s*/y;
  space.lastIndex = last.end;
  const next = last.end + (space.exec(text)?.[0].length ?? 0);
  return replacement({ start: first.start, end: next }, '');
}

function indentationAt({ start, tree: { text } }: PyNode): string {
  const top = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(top, start))?.[0] ?? '';
}

