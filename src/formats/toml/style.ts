import { indentationAt, startsLine } from '../../text/indent.ts';
import type { TomlDocument, TomlNode } from './document.ts';
import type { Item, Line, List, Scalar } from './syntax.ts';

/** The longest line a new array is written on; a longer one gets a line for each element. */
export const WIDEST_ARRAY = 88;

/** How values are written where a new one goes. */
export interface WritingStyle {
  readonly quotes: 'basic' | 'literal';
  /** Around `=`, the sign included. */
  readonly equals: string;
  /** Inside the braces of an inline table. */
  readonly padding: '' | ' ';
  readonly eol: '\n' | '\r\n';
}

/** The style of a document near some values: theirs where they show it, otherwise the whole document's, otherwise the usual one. */
export function styleNear(document: TomlDocument, near: readonly (Scalar | List)[]): WritingStyle {
  const { text, eol, syntax } = document;
  const everywhere = syntax.sections.flatMap(({ entries }) => entries);
  const quotes = quotesOf(text, near) ?? quotesOf(text, everywhere.map(({ value }) => value)) ?? 'basic';
  const braces = everywhere.flatMap(({ value }) => listsIn(value)).find(({ kind, items }) => kind === 'inline-table' && items.length > 0);
  const padding = braces && /\S/.test(text[braces.span.start + 1] ?? '') ? '' : ' ';
  return { quotes, equals: equalsOf(text, everywhere) ?? ' = ', padding, eol };
}

/** The spacing around `=` of most of several entries, of the last one in a draw; alignment in columns is not imitated. */
export function equalsOf(text: string, entries: readonly (Line | Item)[]): string | undefined {
  const signs = entries.map((entry) => {
    const [before = '', after = ''] = text.slice(entry.keys.at(-1)?.span.end, entry.value.span.start).split('=');
    return `${before === '' ? '' : ' '}=${after === '' ? '' : ' '}`;
  });
  const count = (sign: string): number => signs.filter((other) => other === sign).length;
  return [...new Set(signs.toReversed())].sort((a, b) => count(b) - count(a))[0];
}

/** The quotes most of the one-line strings have. */
function quotesOf(text: string, values: readonly (Scalar | List)[]): WritingStyle['quotes'] | undefined {
  const marks = values.flatMap(stringsIn).map(({ span }) => text[span.start] === "'" && text.slice(span.start, span.start + 3) !== "'''");
  if (marks.length === 0) return undefined;
  return marks.filter(Boolean).length * 2 > marks.length ? 'literal' : 'basic';
}

function stringsIn(value: Scalar | List): readonly Scalar[] {
  if ('items' in value) return value.items.flatMap((item) => stringsIn(item.value));
  return value.kind === 'string' ? [value] : [];
}

function listsIn(value: Scalar | List): readonly List[] {
  return 'items' in value ? [value, ...value.items.flatMap((item) => listsIn(item.value))] : [];
}

/** What elements of a new multi-line array are indented by: as in the first such array of the document, otherwise four spaces. */
export function indentUnit({ text, syntax }: TomlDocument): string {
  for (const { entries } of syntax.sections) {
    for (const list of entries.flatMap(({ value }) => listsIn(value))) {
      const first = list.kind === 'array' ? list.items.find(({ span }) => startsLine(text, span.start)) : undefined;
      const outer = indentationAt(text, list.span.start);
      const inner = first && indentationAt(text, first.span.start);
      if (inner?.startsWith(outer) && inner.length > outer.length && inner.length <= outer.length + 8) return inner.slice(outer.length);
    }
  }
  return '    ';
}

/** The values beside a node, for the style of a new one. */
export function valuesBeside(node: TomlNode | undefined): readonly (Scalar | List)[] {
  if (!node) return [];
  if (node.role === 'entry' || node.role === 'element') return [node.syntax.value];
  return [...node.children.values()].flatMap((child) => (child.role === 'entry' ? [child.syntax.value] : []));
}
