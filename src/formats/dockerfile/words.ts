import type { Span } from '../../text/span.ts';
import type { DockerWord } from './document.ts';

/** Line continuations with the comment and blank lines a Dockerfile leaves out behind them. */
function gapPattern(escape: string): string {
  const mark = escape === '`' ? '`' : '\\\\';
  return `${mark}[ \\t]*\\r?\\n(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*`;
}

/** The words of a stretch of an instruction: split at white space outside quotes. */
export function dockerWords(text: string, span: Span, escape: string): DockerWord[] {
  const mark = escape === '`' ? '`' : '\\\\';
  const word = new RegExp(`(${gapPattern(escape)}|\\s)|((?:"(?:${mark}[^]|[^"${mark}])*"|'[^']*'|${mark}(?![ \\t]*\\r?\\n)[^]|[^\\s"'${mark}]|["'${mark}](?![ \\t]*\\r?\\n))+)`, 'y');
  const words: DockerWord[] = [];
  const source = text.slice(0, span.end);
  for (let at = span.start; at < span.end; ) {
    word.lastIndex = at;
    const found = word.exec(source);
    if (found?.[2] !== undefined) words.push({ span: { start: at, end: at + found[2].length }, raw: found[2], value: unquoted(found[2], escape) });
    at += found?.[0].length || 1;
  }
  return words;
}

/** The value of `raw`, quotes and escapes resolved. */
export function unquoted(raw: string, escape: string): string {
  const mark = escape === '`' ? '`' : '\\\\';
  return raw.replace(new RegExp(`"((?:${mark}[^]|[^"${mark}])*)"|'([^']*)'|${mark}([^])`, 'g'), (_, double?: string, single?: string, escaped?: string) =>
    double !== undefined ? double.replace(new RegExp(`${mark}(["$${mark}])`, 'g'), '$1') : (single ?? escaped ?? ''),
  );
}

/** The strings of a JSON array that is all there is in a stretch of text, else `undefined`. */
export function jsonStrings(text: string, span: Span, escape: string): DockerWord[] | undefined {
  const gap = `(?:\\s|${gapPattern(escape)})*`;
  const item = new RegExp(`${gap}("(?:\\\\.|[^"\\\\\\n])*")${gap}(,?)`, 'y');
  const source = text.slice(0, span.end);
  if (source[span.start] !== '[') return undefined;
  const strings: DockerWord[] = [];
  let at = span.start + 1;
  for (let goesOn = true; goesOn; ) {
    item.lastIndex = at;
    const found = item.exec(source);
    if (!found) break;
    const raw = found[1] ?? '';
    const start = at + found[0].indexOf(raw);
    const value = parsedString(raw);
    if (value === undefined) return undefined;
    strings.push({ span: { start, end: start + raw.length }, raw, value });
    at += found[0].length;
    goesOn = found[2] === ',';
  }
  return new RegExp(`^${gap}\\]\\s*$`).test(source.slice(at)) ? strings : undefined;
}

function parsedString(raw: string): string | undefined {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return undefined;
  }
}
