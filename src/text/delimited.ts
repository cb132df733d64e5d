import { deletion, insertion, type Edit } from './edit.ts';
import { indentationAt, startsLine } from './indent.ts';
import { lineEnd, lineEnding, lineStart } from './lines.ts';
import { contains, type Span } from './span.ts';

/** Things between brackets, with commas. */
export interface Delimited {
  /** With the brackets. */
  readonly span: Span;
  readonly parts: readonly DelimitedPart[];
  /** All comments between the brackets, also those within parts. */
  readonly comments: readonly Span[];
}

/** One of several things between brackets. */
export interface DelimitedPart {
  readonly span: Span;
  readonly comma: Span | undefined;
  /** Comments on lines of their own directly above. */
  readonly above: readonly Span[];
  /** A comment behind it on its line. */
  readonly trailing: Span | undefined;
}

/**
 * Takes a part out with its comma and its comments; a list that ended without a comma still does. Nothing stays between the brackets when
 * nothing is left. `undefined` where that would take a comment that belongs to something else.
 */
export function removePart(text: string, list: Delimited, index: number): Edit[] | undefined {
  const part = list.parts[index];
  if (!part) return undefined;
  const own = [...part.above, ...(part.trailing ? [part.trailing] : []), ...list.comments.filter((comment) => contains(part.span, comment))];
  const others = list.comments.filter((comment) => !own.some(({ start }) => start === comment.start));
  const spans = removedSpans(text, list, index, others.length > 0);
  return others.some((comment) => spans.some((span) => span.start < comment.end && comment.start < span.end)) ? undefined : spans.map(deletion);
}

function removedSpans(text: string, { span, parts }: Delimited, index: number, hasOthers: boolean): Span[] {
  const part = parts[index];
  const previous = parts[index - 1];
  const next = parts[index + 1];
  if (!part) return [];
  if (parts.length === 1 && !hasOthers) return [{ start: span.start + 1, end: span.end - 1 }];
  const end = endOf(part);
  const top = part.above[0]?.start ?? part.span.start;
  const isLastWithoutComma = !next && !part.comma && previous?.comma;
  const lines = { start: lineStart(text, top), end: lineEnd(text, end) };
  if (startsLine(text, top) && startsLine(text, part.span.start) && text.slice(end, lines.end).trim() === '' && lines.start > span.start && lines.end <= span.end) {
    return isLastWithoutComma ? [previous.comma, lines] : [lines];
  }
  if (next) return [{ start: part.span.start, end: startsLine(text, next.span.start) ? end : next.span.start }];
  if (!previous) return [{ start: part.span.start, end }];
  // What stands before the last comma, comments too, stays with the part before.
  return [...(isLastWithoutComma ? [previous.comma] : []), { start: endOf(previous), end }];
}

function endOf({ span, comma, trailing }: DelimitedPart): number {
  return Math.max(span.end, comma?.end ?? 0, trailing?.end ?? 0);
}

/** How a first part is put between brackets that are empty. */
export interface EmptyStyle {
  /** What the new part's line is indented by, beyond that of the brackets; `undefined` to stay on one line. */
  readonly unit: string | undefined;
  /** On one line, on both sides. */
  readonly padding: string;
}

/** Puts a part before the one at `index`, or behind the last one: on a line of its own where the others are. `undefined` where comments are in the way. */
export function insertPart(text: string, list: Delimited, index: number, written: string, empty: EmptyStyle): Edit[] | undefined {
  const { parts, span, comments } = list;
  const eol = lineEnding(text);
  const next = parts[index];
  const last = parts.at(-1);
  if (!last) return comments.length > 0 ? undefined : [fillEmpty(text, span, written, empty, eol)];
  const isOnLines = parts.every((part) => startsLine(text, part.span.start));
  if (next) {
    if (!isOnLines) return [insertion(next.span.start, `${written}, `)];
    return [insertion(lineStart(text, next.above[0]?.start ?? next.span.start), `${indentationAt(text, next.span.start)}${written},${eol}`)];
  }
  const comma = last.comma ? [] : [insertion(last.span.end, ',')];
  const at = lineEnd(text, endOf(last));
  if (!isOnLines || at > span.end - 1) {
    if (comments.some((comment) => comment.start >= last.span.end)) return undefined;
    const gap = isOnLines ? `${eol}${indentationAt(text, last.span.start)}` : ' ';
    return last.comma ? [insertion(last.comma.end, `${gap}${written},`)] : [insertion(last.span.end, `,${gap}${written}`)];
  }
  return [...comma, insertion(at, `${indentationAt(text, last.span.start)}${written}${last.comma ? ',' : ''}${eol}`)];
}

function fillEmpty(text: string, span: Span, written: string, { unit, padding }: EmptyStyle, eol: string): Edit {
  const inner = { start: span.start + 1, end: span.end - 1 };
  const outer = indentationAt(text, span.start);
  const filled = unit === undefined ? `${padding}${written}${padding}` : `${eol}${outer}${unit}${written}${eol}${outer}`;
  return { span: inner, text: filled };
}
