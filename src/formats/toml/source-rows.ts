import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { commentedOutName } from './comments.ts';
import type { TomlDocument, TomlNode, TomlTable } from './document.ts';
import type { List, Section, TomlComment } from './syntax.ts';

/** What stands in a table or array, row by row: its parts (with their comments), comments of nobody, and blank lines. */
export type SourceRow = { readonly kind: 'node'; readonly node: TomlNode } | LooseRow;

/** A row of nobody, with the whole line where it has one. */
export type LooseRow =
  | { readonly kind: 'comment'; readonly comment: TomlComment; readonly line: Span | undefined }
  | { readonly kind: 'blank'; readonly line: Span | undefined };

/** The rows of a table or array; for one that has no lines of its own its parts alone. */
export function sourceRows(document: TomlDocument, node: TomlNode): readonly SourceRow[] {
  if (node.role === 'table' && node.section) return [...sectionRows(document, node.section), ...commentedOutBelow(document, node.section), ...subTables(node)];
  if ((node.role === 'entry' || node.role === 'element') && 'items' in node.syntax.value && node.kind === 'array') return listRows(document, node, node.syntax.value);
  return [...node.children.values()].map((child) => ({ kind: 'node', node: child }));
}

/** The rows below a header. */
export function sectionRows(document: TomlDocument, section: Section): readonly SourceRow[] {
  const { text } = document;
  const rows: SourceRow[] = [];
  const first = section.header?.lines.end ?? section.block.start;
  const entries = new Map(section.entries.map((entry) => [lineStartOf(text, entry.above[0]?.span ?? entry.span, first), entry]));
  for (let at = first; at < section.block.end; ) {
    const entry = entries.get(at);
    if (entry) {
      const node = document.get(entry.path);
      if (node) rows.push({ kind: 'node', node });
      at = entry.lines.end;
      continue;
    }
    const end = lineEnd(text, at);
    const comments = section.inside.filter(({ span }) => at <= span.start && span.end <= end);
    const line = { start: at, end };
    if (comments.length === 0) rows.push({ kind: 'blank', line });
    else rows.push(...comments.map((comment): SourceRow => ({ kind: 'comment', comment, line: comments.length === 1 ? line : undefined })));
    at = end;
  }
  return rows;
}

function lineStartOf(text: string, span: Span, first: number): number {
  return Math.max(first, text.lastIndexOf('\n', span.start - 1) + 1);
}

/** What is commented out behind the last entry, although blank lines set it apart: entries of the table, by their look. */
export function commentedOutBelow({ text, syntax }: TomlDocument, { block, header }: Section): readonly LooseRow[] {
  const rows: LooseRow[] = [];
  if (!header || block.end === 0) return rows;
  for (let at = block.end; at < text.length; ) {
    const end = lineEnd(text, at);
    const comment = syntax.loose.find(({ span }) => at <= span.start && span.end <= end);
    const isBlank = text.slice(at, end).trim() === '';
    if (!isBlank && (!comment || commentedOutName(comment.text) === undefined)) break;
    rows.push(comment ? { kind: 'comment', comment, line: { start: at, end } } : { kind: 'blank', line: { start: at, end } });
    at = end;
  }
  const last = rows.findLastIndex(({ kind }) => kind === 'comment');
  const next = rows[last]?.line?.end;
  const isCut = next !== undefined && syntax.loose.some(({ span }) => next <= span.start && text.slice(next, span.start).trim() === '' && !text.slice(next, span.start).includes('\n'));
  return isCut ? [] : rows.slice(0, last + 1);
}

/** Sub-tables with a header of their own: they stand behind the lines of the table. */
function subTables(table: TomlTable): readonly SourceRow[] {
  return [...table.children.values()].filter((child) => child.role === 'tables' || (child.role === 'table' && child.form !== 'dotted')).map((node) => ({ kind: 'node', node }));
}

/** The rows between brackets. */
function listRows({ text }: TomlDocument, node: TomlNode, list: List): readonly SourceRow[] {
  const opening = openingComment(text, list);
  const parts = [
    ...list.items.map((item, index) => ({
      row: node.children.get(index),
      start: item.above[0]?.span.start ?? item.span.start,
      end: Math.max(item.span.end, item.comma?.end ?? 0, item.trailing?.span.end ?? 0),
    })),
    ...list.inside.filter((comment) => comment !== opening).map((comment) => ({ row: comment, start: comment.span.start, end: comment.span.end })),
  ].sort((a, b) => a.start - b.start);
  const rows: SourceRow[] = [];
  let reached = opening?.span.end ?? list.span.start + 1;
  for (const { row, start, end } of parts) {
    if (!row) continue;
    const lines = text.slice(reached, start).split('\n').length - 1;
    rows.push(...Array.from({ length: Math.max(0, lines - 1) }, (): SourceRow => ({ kind: 'blank', line: undefined })));
    rows.push('role' in row ? { kind: 'node', node: row } : { kind: 'comment', comment: row, line: undefined });
    reached = end;
  }
  return rows;
}

/** The comment behind an opening bracket. */
export function openingComment(text: string, { inside, span }: List): TomlComment | undefined {
  return inside.find((comment) => text.slice(span.start + 1, comment.span.start).trim() === '' && !text.slice(span.start, comment.span.start).includes('\n'));
}
