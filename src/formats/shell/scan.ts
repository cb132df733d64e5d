import type { Span } from '../../text/span.ts';
import type { ShellDialect } from './syntax.ts';

/** The text being read, up to where, and how. */
export interface Source {
  readonly text: string;
  readonly end: number;
  readonly dialect: ShellDialect;
}

/** Behind a line continuation at `at`, with what a Dockerfile leaves out after it; `at` itself when there is none. */
export function skipContinuation({ text, end, dialect }: Source, at: number): number {
  if (text[at] !== '\\') return at;
  // A Dockerfile lets white space stand behind the backslash.
  const continuation = dialect === 'dockerfile' ? /\\[ \t]*\r?\n/y : /\\\r?\n/y;
  continuation.lastIndex = at;
  const length = continuation.exec(text)?.[0].length ?? 0;
  if (length === 0 || at + length > end) return at;
  if (dialect !== 'dockerfile') return at + length;
  const unseen = /(?:[ \t]*(?:#[^\n]*)?\r?\n|[ \t]*#[^\n]*$)*/y;
  unseen.lastIndex = at + length;
  return Math.min(end, at + length + (unseen.exec(text)?.[0].length ?? 0));
}

/** An expansion: where it ends, and the commands in it. `broken`: it does not end. */
export interface Expansion {
  readonly end: number;
  readonly commands?: Span;
  readonly broken?: boolean;
}

/** The expansion that begins with the `$` at `at`; `undefined` for a `$` that stands for itself. */
export function dollarAt(source: Source, at: number): Expansion | undefined {
  const { text, dialect } = source;
  if (text.startsWith('${{', at)) return closedBy(source, at + 3, '}}');
  if (dialect !== 'make') return shellDollar(source, at, at + 1);
  if (text[at + 1] === '$') return shellDollar(source, at, at + 2);
  if (text[at + 1] === '(') return balanced(source, at + 2, '(', ')');
  if (text[at + 1] === '{') return balanced(source, at + 2, '{', '}');
  return /[^\s"'$]/.test(text[at + 1] ?? '') ? { end: at + 2 } : undefined;
}

function shellDollar(source: Source, start: number, at: number): Expansion | undefined {
  const { text } = source;
  if (text.startsWith('((', at)) {
    const arithmetic = balanced(source, at + 1, '(', ')');
    if (text[arithmetic.end - 2] === ')') return arithmetic;
  }
  if (text[at] === '(') return substitution(source, at + 1);
  if (text[at] === '{') return balanced(source, at + 1, '{', '}');
  const name = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;
  name.lastIndex = at;
  const found = name.exec(text)?.[0];
  if (found !== undefined) return { end: at + found.length };
  return at > start + 1 ? { end: at } : undefined;
}

/** `$(…)` or `<(…)` from behind its parenthesis. */
export function substitution(source: Source, at: number): Expansion {
  const found = balanced(source, at, '(', ')');
  return found.broken ? found : { end: found.end, commands: { start: at, end: found.end - 1 } };
}

/** Backticks. With escapes inside, the commands are not read. */
export function backticks({ text, end }: Source, at: number): Expansion {
  for (let next = at + 1; next < end; next++) {
    if (text[next] === '\\') next++;
    else if (text[next] === '`') return text.slice(at, next).includes('\\') ? { end: next + 1 } : { end: next + 1, commands: { start: at + 1, end: next } };
  }
  return { end, broken: true };
}

/** Behind the quote that closes the double quotes opened at `at`. */
export function doubleQuoted(source: Source, at: number, seen: (expansion: Expansion, at: number) => void): Expansion {
  const { text, end } = source;
  for (let next = at + 1; next < end; ) {
    const char = text[next];
    if (char === '"') return { end: next + 1 };
    const found = char === '$' ? dollarAt(source, next) : char === '`' ? backticks(source, next) : templateAt(source, next, true);
    if (found?.broken) return found;
    if (found) seen(found, next);
    next = found ? found.end : next + (char === '\\' ? 2 : 1);
  }
  return { end, broken: true };
}

/** Behind the quote that closes the single quotes opened at `at`. */
export function singleQuoted(source: Source, at: number): Expansion {
  return closedBy(source, at + 1, "'");
}

/** `$'…'` from its first quote: a backslash escapes. */
export function ansiQuoted({ text, end }: Source, at: number): Expansion {
  for (let next = at + 1; next < end; next++) {
    if (text[next] === '\\') next++;
    else if (text[next] === "'") return { end: next + 1 };
  }
  return { end, broken: true };
}

/** `{{ … }}` and `{% … %}` of templates and runners; outside quotes also `{name}` and `{name:default}` as tox has them. */
export function templateAt({ text, end }: Source, at: number, isQuoted = false): Expansion | undefined {
  if (text[at] !== '{') return undefined;
  const template = isQuoted ? /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{posargs(?::[^{}\n]*)?\}/y : /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{[A-Za-z_]\w*(?::(?:[^{}\n]|\{[^{}\n]*\})*)?\}/y;
  template.lastIndex = at;
  const found = template.exec(text)?.[0];
  return found === undefined || at + found.length > end ? undefined : { end: at + found.length };
}

function closedBy({ text, end }: Source, at: number, close: string): Expansion {
  const found = text.indexOf(close, at);
  return found < 0 || found + close.length > end ? { end, broken: true } : { end: found + close.length };
}

/** From behind an opening bracket to behind its closing one; quotes, comments and nested expansions hide brackets. */
function balanced(source: Source, from: number, open: string, close: string): Expansion {
  const { text, end } = source;
  let depth = 1;
  for (let at = from; at < end; ) {
    const char = text[at] ?? '';
    const found = hidden(source, at, open);
    if (found?.broken) return found;
    if (found) {
      at = found.end;
      continue;
    }
    if (char === open) depth++;
    if (char === close && --depth === 0) return { end: at + 1 };
    at += char === '\\' ? 2 : 1;
  }
  return { end, broken: true };
}

function hidden(source: Source, at: number, open: string): Expansion | undefined {
  const { text, end } = source;
  const char = text[at];
  if (char === "'" && open === '(') return singleQuoted(source, at);
  if (char === '"') return doubleQuoted(source, at, () => undefined);
  if (char === '`') return backticks(source, at);
  if (char === '$') return dollarAt(source, at);
  if (char === '#' && open === '(' && /[\s;&|(]/.test(text[at - 1] ?? '')) {
    const line = text.indexOf('\n', at);
    return { end: line < 0 || line > end ? end : line };
  }
  return undefined;
}
