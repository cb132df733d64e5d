import type { Span } from '../../text/span.ts';
import { ansiQuoted, backticks, dollarAt, doubleQuoted, singleQuoted, skipContinuation, substitution, templateAt, type Expansion, type Source } from './scan.ts';
import type { ShellWord } from './syntax.ts';

/** A word with the substitutions in it, whose commands are read as well. */
export interface ScannedWord extends ShellWord {
  readonly substitutions: readonly Span[];
  /** A quote or an expansion in it does not end. */
  readonly broken: boolean;
}

/** Ends a word outside quotes. */
const META = /[\s;&|()<>]/;

/** Whether a word begins at `at`: neither white space nor an operator, unless that is a process substitution. */
export function startsWord({ text }: Source, at: number): boolean {
  return !META.test(text[at] ?? ' ') || /^[<>]\($/.test(text.slice(at, at + 2));
}

/** The word at `at`. */
export function scanWord(source: Source, at: number): ScannedWord {
  const { text, end } = source;
  const substitutions: Span[] = [];
  let value: string | undefined = '';
  let next = at;
  let broken = false;
  const literal = (said: string): void => {
    if (value !== undefined) value += said;
  };
  const expanded = (found: Expansion): void => {
    value = undefined;
    next = found.end;
    broken ||= found.broken ?? false;
    if (found.commands) substitutions.push(found.commands);
  };
  while (next < end) {
    const char = text[next] ?? '';
    const behind = skipContinuation(source, next);
    if (behind > next) {
      if (behind >= end || !startsWord(source, behind)) break;
      next = behind;
      continue;
    }
    if (META.test(char) && !(next === at && startsWord(source, at))) {
      if (char !== '(' || !/^[A-Za-z_]\w*\+?=$/.test(text.slice(at, next))) break;
      const array = substitution(source, next + 1);
      expanded({ end: array.end, broken: array.broken ?? false });
      continue;
    }
    const found = expansionAt(source, next, at);
    if (found) expanded(found);
    else if (char === "'") {
      const close = singleQuoted(source, next);
      literal(text.slice(next + 1, close.end - 1));
      if (close.broken) expanded(close);
      next = close.end;
    } else if (char === '"') {
      const seen: Expansion[] = [];
      const close = doubleQuoted(source, next, (expansion) => seen.push(expansion));
      literal(unquoted(source, text.slice(next + 1, close.end - 1)));
      for (const one of seen) expanded(one);
      if (close.broken) expanded(close);
      next = close.end;
    } else if (char === '\\') {
      literal(text[next + 1] ?? '\\');
      next += 2;
    } else {
      literal(source.dialect === 'make' && char === '$' && text[next + 1] === '$' ? '' : char);
      next++;
    }
  }
  const raw = text.slice(at, Math.min(next, end));
  if (/^~|^[^'"\\]*\{[^}]*(?:,|\.\.)[^}]*\}/.test(raw)) value = undefined;
  return { span: { start: at, end: at + raw.length }, raw, value, substitutions, broken };
}

function expansionAt(source: Source, at: number, start: number): Expansion | undefined {
  const { text } = source;
  if (text.startsWith("$'", at) && source.dialect !== 'make') return ansiQuoted(source, at + 1);
  if (text[at] === '$') return dollarAt(source, at);
  if (text[at] === '`') return backticks(source, at);
  if (at === start && /^[<>]\($/.test(text.slice(at, at + 2))) return substitution(source, at + 2);
  return templateAt(source, at);
}

/** What double quotes leave of their content, when it holds no expansion. */
function unquoted({ dialect }: Source, content: string): string {
  const plain = content.replace(/\\(\r?\n|[$`"\\])/g, (_, escaped: string) => (/\n$/.test(escaped) ? '' : escaped));
  return dialect === 'make' ? plain.replaceAll('$$', '$') : plain;
}
