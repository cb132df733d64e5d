import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { YamlComment, YamlNode, YamlPart } from './syntax.ts';

/** Tells the comments of a part of a collection. */
export interface CommentReader {
  of(part: { readonly span: Span; readonly value: YamlNode; readonly comma: Span | undefined }, isFlow: boolean): Pick<YamlPart, 'above' | 'trailing'>;
}

/** Finds comments by their places. All comments of the text are given, in order. */
export function commentReader(text: string, comments: readonly YamlComment[]): CommentReader {
  const byLine = new Map(comments.map((comment) => [lineStart(text, comment.span.start), comment]));
  const above = (start: number): YamlComment[] => {
    const found: YamlComment[] = [];
    const line = lineStart(text, start);
    if (!startsLine(text, start)) return found;
    for (let at = line; at > 0; ) {
      at = lineStart(text, at - 1);
      const comment = byLine.get(at);
      if (!comment || !startsLine(text, comment.span.start) || comment.span.start - at !== start - line) break;
      found.unshift(comment);
    }
    return found;
  };
  const trailing = (end: number): YamlComment | undefined => {
    const comment = byLine.get(lineStart(text, end));
    return comment && comment.span.start >= end && /^[ \t]*,?[ \t]*$/.test(text.slice(end, comment.span.start)) ? comment : undefined;
  };
  return {
    of: ({ span, value, comma }, isFlow) => ({ above: above(span.start), trailing: trailing(isFlow ? (comma?.end ?? span.end) : firstLineEnd(text, span, value)) }),
  };
}

/** Behind the last sign of the line a part begins on, or ends on when its value is written in one go. */
function firstLineEnd(text: string, span: Span, value: YamlNode): number {
  if (value.kind === 'scalar' && (value.style === 'literal' || value.style === 'folded')) return headerEnd(text, value.span);
  const isBlock = (value.kind === 'mapping' || value.kind === 'sequence') && !value.isFlow;
  if (!isBlock || !text.slice(span.start, value.span.start).includes('\n')) return isBlock ? lineEnd(text, value.span.start) : span.end;
  return headEnd(text, span.start, value.span.start);
}

/** `key: &anchor` ends where only white space and comments follow on its line. */
function headEnd(text: string, start: number, valueStart: number): number {
  const line = text.slice(start, Math.min(lineEnd(text, start), valueStart));
  return start + line.replace(/(^|\s)#.*$/s, '').trimEnd().length;
}

function headerEnd(text: string, { start }: Span): number {
  return start + (/^[|>][-+\d]*/.exec(text.slice(start, start + 8))?.[0].length ?? 1);
}
