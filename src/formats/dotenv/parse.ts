import type { Span } from '../../text/span.ts';

/** One assignment, as python-dotenv reads it: `export KEY = "value" # comment`. */
export interface DotenvVariable {
  readonly key: string;
  readonly keySpan: Span;
  /** Whether `export` stands in front, for shells that read the file. */
  readonly exported: boolean;
  /** The value before `${OTHER}` in it is replaced; `undefined` for a key without `=`. */
  readonly value: string | undefined;
  /** The value with its quotes; empty where there is none. */
  readonly valueSpan: Span;
  readonly quote: '"' | "'" | '';
  /** The comment behind the value, from its `#`. */
  readonly comment: string | undefined;
}

/** One line of a `.env` file, or the lines of one quoted value. Line endings do not belong to it. */
export type DotenvLine = Span & { readonly text: string } & (
  | { readonly kind: 'blank' }
  /** `offers`: the assignment that is commented out here, as in `# LOG_FILE=shop.log`. */
  | { readonly kind: 'comment'; readonly offers: DotenvVariable | undefined }
  | { readonly kind: 'variable'; readonly variable: DotenvVariable }
  /** What python-dotenv gives up on and passes over. */
  | { readonly kind: 'unknown' }
);

const END = /\r\n|\n|\r|$/g;
const KEY = /(?:(export)[^\S\r\n]+|(?!export[^\S\r\n]))(?:'([^']+)'|([^=#\s'][^=#\s]*))[^\S\r\n]*/y;
const QUOTED = /'((?:\\[^]|[^'\\])*)'|"((?:\\[^]|[^"\\])*)"/y;
const REST = /[^\r\n]*/y;
const BEHIND = /(?:[^\S\r\n]*(#[^\r\n]*))?[^\S\r\n]*(?=[\r\n]|$)/y;

/** The lines of a `.env`-like file. A line ending at the end of the text starts no further line. */
export function parseDotenv(text: string): readonly DotenvLine[] {
  const lines: DotenvLine[] = [];
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    const line = lineFrom(text, start);
    lines.push(line);
    start = line.end + (matchAt(END, text, line.end)?.[0].length ?? 0);
  }
  return lines;
}

function lineFrom(text: string, start: number): DotenvLine {
  const first = endOfLine(text, start);
  const indent = /\S/.exec(text.slice(start, first));
  const about = (end: number): Span & { readonly text: string } => ({ start, end, text: text.slice(start, end) });
  if (!indent) return { ...about(first), kind: 'blank' };
  const at = start + indent.index;
  if (text[at] === '#') return { ...about(first), kind: 'comment', offers: offeredIn(text, at, first) };
  const { variable, end } = variableFrom(text, at);
  return variable ? { ...about(end), kind: 'variable', variable } : { ...about(end), kind: 'unknown' };
}

/** Reads one assignment. Without `variable` the text up to `end` is none; python-dotenv goes on with the line after it. */
function variableFrom(text: string, at: number): { readonly variable: DotenvVariable | undefined; readonly end: number } {
  const head = matchAt(KEY, text, at);
  if (!head) return { variable: undefined, end: endOfLine(text, at) };
  const key = head[2] ?? head[3] ?? '';
  const keyStart = at + head[0].indexOf(key, head[1] === undefined ? 0 : 'export'.length);
  let here = at + head[0].length;
  const hasValue = text[here] === '=';
  let value: string | undefined;
  let quote: DotenvVariable['quote'] = '';
  let valueSpan = { start: here, end: here };
  if (hasValue) {
    const gap = matchAt(/[^\S\r\n]*/y, text, here + 1)?.[0].length ?? 0;
    here += 1 + gap;
    const read = gap > 0 && text[here] === '#' ? { value: '', length: 0, quote: '' as const } : valueFrom(text, here);
    if (!read) return { variable: undefined, end: endOfLine(text, here) };
    ({ value, quote } = read);
    valueSpan = { start: here, end: here + read.length };
    here = valueSpan.end;
  }
  const behind = matchAt(BEHIND, text, here);
  if (!behind) return { variable: undefined, end: endOfLine(text, here) };
  const variable = { key, keySpan: { start: keyStart, end: keyStart + key.length }, exported: head[1] !== undefined, value, valueSpan, quote, comment: behind[1] };
  return { variable, end: here + behind[0].length };
}

function valueFrom(text: string, at: number): { readonly value: string; readonly length: number; readonly quote: DotenvVariable['quote'] } | undefined {
  const opening = text[at];
  if (opening === "'" || opening === '"') {
    const found = matchAt(QUOTED, text, at);
    return found && { value: opening === '"' ? unescaped(found[2] ?? '', '"') : unescaped(found[1] ?? '', "'"), length: found[0].length, quote: opening };
  }
  const rest = matchAt(REST, text, at)?.[0] ?? '';
  const value = rest.replace(/\s+#.*/, '').trimEnd();
  return { value, length: value.length, quote: '' };
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A quoted value's text with its escapes read; other backslashes stay. */
function unescaped(inner: string, quote: '"' | "'"): string {
  const known = quote === '"' ? /\\([\\'"abfnrtv])/g : /\\([\\'])/g;
  return inner.replace(known, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** The assignment a comment line holds. With a blank before its `=` the name has to be in capitals, so that prose does not count. */
function offeredIn(text: string, at: number, end: number): DotenvVariable | undefined {
  const marks = /^#+[^\S\r\n]*/.exec(text.slice(at, end))?.[0].length ?? 0;
  const { variable } = variableFrom(text.slice(0, end), at + marks);
  if (variable?.value === undefined) return undefined;
  const isName = text[variable.keySpan.end] === '=' ? /^[A-Z_][A-Z\d_]*$/i : /^[A-Z_][A-Z\d_]*$/;
  return isName.test(variable.key) ? variable : undefined;
}

function endOfLine(text: string, at: number): number {
  const found = /[\r\n]/g;
  found.lastIndex = at;
  return found.exec(text)?.index ?? text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
