import { embedded, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * The content of a quoted string whose escapes are those of JSON, TOML and Groovy: `\n`, `\"`, `\u0041`, and a backslash before a line
 * ending that joins lines. `undefined` for an escape that is none of these.
 * @param span of the content, without its quotes
 * @param quote what must be escaped in new text; lines of new text stay lines when it is a triple one
 */
export function escapedText(host: string, span: Span, quote: string): Embedded | undefined {
  const pieces: EmbeddedPiece[] = [];
  for (const match of host.slice(span.start, span.end).matchAll(/\\(u[0-9a-fA-F]{4}|\r?\n\s*|[^])|[^\\]+/g)) {
    const start = span.start + match.index;
    const text = match[1] === undefined ? match[0] : unescaped(match[1]);
    if (text === undefined) return undefined;
    pieces.push({ text, span: { start, end: start + match[0].length } });
  }
  const isLong = quote.length === 3;
  const mark = quote[0] ?? '"';
  return embedded(pieces, (text) => {
    const escaped = text.replace(/\\/g, '\\\\').replaceAll(mark, `\\${mark}`);
    return isLong ? escaped : escaped.replaceAll('\n', '\\n');
  });
}

/** The content of a string without escapes. New text must do without its quotes, and without lines when it is a short one. */
export function literalText(host: string, span: Span, quote: string): Embedded {
  const forbidden = quote.length === 3 ? quote : new RegExp(`[\\n${quote}]`);
  return embedded([{ text: host.slice(span.start, span.end), span }], (text) => ((typeof forbidden === 'string' ? text.includes(forbidden) : forbidden.test(text)) ? undefined : text));
}

function unescaped(escape: string): string | undefined {
  if (escape.startsWith('u') && escape.length === 5) return String.fromCharCode(parseInt(escape.slice(1), 16));
  if (/^\r?\n/.test(escape)) return '';
  return NAMED[escape] ?? (/^["'\\/$]$/.test(escape) ? escape : undefined);
}
