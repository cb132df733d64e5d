import { indentationAt } from '../../text/indent.ts';
import { belongingsOf } from './belongings.ts';
import type { Carrier, Carriers, StrayComments, Strays } from './carriers.ts';
import type { TomlPath } from './data.ts';
import type { TomlDocument, TomlNode } from './document.ts';
import type { Piece } from './pieces.ts';
import type { WritingStyle } from './style.ts';
import type { TomlComment } from './syntax.ts';
import type { LooseRow } from './source-rows.ts';
import type { Span } from '../../text/span.ts';

/** Whole lines of the new text. */
export interface OutRow {
  readonly pieces: readonly Piece[];
  readonly isBlank: boolean;
  /** A blank row that is needed only where no other comes next. */
  readonly isGap?: true;
}

/** What everything that writes rows has to know. */
export interface Writer {
  readonly document: TomlDocument;
  readonly style: WritingStyle;
  /** What items of a new array are indented by. */
  readonly unit: string;
  readonly carriers: Carriers;
  readonly strays: Strays;
}

/** A row of text. */
export function row(...pieces: readonly Piece[]): OutRow {
  return { pieces, isBlank: false };
}

/** Comments on lines of their own. */
export function commentRows({ document: { eol } }: Writer, comments: readonly TomlComment[], indent: string): OutRow[] {
  return comments.map(({ span }) => row(indent, span, eol));
}

/** Loose rows as lines: as they are, or with an indentation. */
export function looseRows(writer: Writer, loose: readonly LooseRow[] | undefined, indent: string | 'as it is'): OutRow[] {
  const { eol, text } = writer.document;
  return (loose ?? []).flatMap((one) => {
    const isAsItIs = indent === 'as it is' && one.line && text[one.line.end - 1] === '\n';
    if (one.kind === 'blank') return [{ pieces: [isAsItIs ? one.line : eol], isBlank: true }];
    return isAsItIs ? [row(one.line)] : commentRows(writer, [one.comment], indent === 'as it is' ? indentationAt(text, one.comment.span.start) : indent);
  });
}

/** Without blank lines at the start and at the end. */
export function trimmed(rows: readonly OutRow[]): readonly OutRow[] {
  const first = rows.findIndex(({ isBlank }) => !isBlank);
  return first < 0 ? [] : withoutBlankEnd(rows.slice(first));
}

/** Without blank lines at the end. */
export function withoutBlankEnd(rows: readonly OutRow[]): readonly OutRow[] {
  return rows.slice(0, rows.findLastIndex(({ isBlank }) => !isBlank) + 1);
}

/** The comments of an old part of something that go nowhere else. */
export function commentsLeftBy({ document, carriers }: Writer, whole: TomlPath, node: TomlNode): readonly TomlComment[] {
  for (let { length } = node.path; length > whole.length; length--) if (carriers.isCarried(node.path.slice(0, length))) return [];
  const { above, trailing, rest } = belongingsOf(document.text, node, (part) => carriers.isCarried(part.path), carriers.isBody(node.path));
  return [...above, ...(trailing ? [trailing] : []), ...rest].sort((a, b) => a.span.start - b.span.start);
}

/** No comments. */
export const NO_STRAYS: StrayComments = { above: [], before: [], behind: [] };

/** Comments put beside a carrier because nothing nearer takes them. */
export function straysOf({ strays }: Writer, carrier: Carrier | undefined): StrayComments {
  return (carrier && strays.get(carrier)) ?? NO_STRAYS;
}

/** Rows of a carrier with the comments that are put before and behind it, blank lines between. */
export function besideStrays(writer: Writer, carrier: Carrier | undefined, rows: readonly OutRow[], indent: string): readonly OutRow[] {
  const { before, behind } = straysOf(writer, carrier);
  const gap: OutRow = { pieces: [writer.document.eol], isBlank: true, isGap: true };
  const apart = (comments: readonly TomlComment[]): OutRow[] => (comments.length === 0 ? [] : [...commentRows(writer, comments, indent), gap]);
  return before.length + behind.length === 0 ? rows : [...apart(before), ...rows, ...apart(behind)];
}

/** Adds rows behind others: a gap and a blank line are one. */
export function append(rows: OutRow[], more: readonly OutRow[]): void {
  if (rows.at(-1)?.isGap && more[0]?.isBlank) rows.pop();
  rows.push(...more);
}

/** Comments of `all` that some pieces do not hold. */
export function notIn(pieces: readonly Piece[], all: readonly TomlComment[]): readonly TomlComment[] {
  return all.filter(({ span }) => !pieces.some((piece) => typeof piece !== 'string' && piece.start <= span.start && span.end <= piece.end));
}

/** A comment at the end of a line, as far from what stands before it as it was. */
export function atLineEnd({ document: { text } }: Writer, comment: TomlComment | undefined, before: Span | undefined): readonly Piece[] {
  if (!comment) return [];
  const gap = before ? text.slice(before.end, comment.span.start) : '';
  return [/^(?:[ \t]|  )$/.test(gap) ? gap : '  ', comment.span];
}
