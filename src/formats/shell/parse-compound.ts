import { current, parseList, type Cursor } from './parse-list.ts';
import { noted } from './parse-simple.ts';
import type { ShellList } from './syntax.ts';

const KEYWORDS: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'select', 'case', '{', 'function']);

/** Whether the cursor stands before `if`, `(`, `name()` and the like. */
export function isCompoundStart(cursor: Cursor): boolean {
  const raw = current(cursor) ?? '';
  return KEYWORDS.has(raw) || raw === '(' || isFunction(cursor);
}

/** A compound command or function, and the redirections behind it. What should close it and is missing is trouble. */
export function parseCompound(cursor: Cursor): void {
  const raw = current(cursor);
  if (isFunction(cursor)) return parseFunction(cursor, 3);
  cursor.at++;
  if (raw === 'if') parseIf(cursor);
  else if (raw === 'while' || raw === 'until') parseLoop(cursor);
  else if (raw === 'for' || raw === 'select') parseFor(cursor);
  else if (raw === 'case') parseCase(cursor);
  else if (raw === 'function') return parseFunction(cursor, cursor.tokens[cursor.at + 1]?.raw === '(' ? 3 : 1);
  else if (raw === '(' && isArithmetic(cursor)) skipArithmetic(cursor);
  else closed(cursor, 'body', raw === '(' ? ')' : '}');
  while (/^[0-9]*[<>&]+[-|&]?$/.test(current(cursor) ?? '') && !/^&+$/.test(current(cursor) ?? '')) cursor.at += 2;
}

function isFunction({ tokens, at }: Cursor): boolean {
  return tokens[at]?.kind === 'word' && tokens[at + 1]?.raw === '(' && tokens[at + 2]?.raw === ')';
}

function parseFunction(cursor: Cursor, skipped: number): void {
  cursor.at += skipped;
  skipNewlines(cursor);
  if (isCompoundStart(cursor)) parseCompound(cursor);
  else cursor.troubles.push('A function has no body.');
}

function parseIf(cursor: Cursor): void {
  closed(cursor, 'condition', 'then');
  for (let stop = closed(cursor, 'body', 'fi', 'elif', 'else'); stop === 'elif' || stop === 'else'; stop = closed(cursor, 'body', 'fi', 'elif', 'else')) {
    if (stop === 'elif') closed(cursor, 'condition', 'then');
  }
}

function parseLoop(cursor: Cursor): void {
  closed(cursor, 'condition', 'do');
  closed(cursor, 'body', 'done');
}

function parseFor(cursor: Cursor): void {
  for (let token = cursor.tokens[cursor.at]; token && token.raw !== 'do' && token.raw !== '{'; token = cursor.tokens[++cursor.at]) {
    if (token.word) noted(cursor, token.word);
  }
  const opened = current(cursor);
  cursor.at++;
  closed(cursor, 'body', opened === '{' ? '}' : 'done');
}

function parseCase(cursor: Cursor): void {
  const subject = cursor.tokens[cursor.at];
  if (subject?.word) noted(cursor, subject.word);
  cursor.at++;
  skipNewlines(cursor);
  if (current(cursor) !== 'in') return void cursor.troubles.push('A `case` has no `in`.');
  cursor.at++;
  for (;;) {
    skipNewlines(cursor);
    if (cursor.at >= cursor.tokens.length) return void cursor.troubles.push('A `case` is not closed.');
    if (current(cursor) === 'esac') return void cursor.at++;
    while (cursor.at < cursor.tokens.length && current(cursor) !== ')') cursor.at++;
    cursor.at++;
    parseList(cursor, 'body', [';;', ';&', ';;&', 'esac']);
    if (current(cursor) !== 'esac') cursor.at++;
  }
}

/** A list and the word behind it, which must be one of those given. */
function closed(cursor: Cursor, owner: ShellList['owner'], ...stops: readonly string[]): string | undefined {
  parseList(cursor, owner, stops);
  const stop = current(cursor);
  if (stop === undefined) cursor.troubles.push(`\`${stops[0]}\` is missing.`);
  cursor.at++;
  return stop;
}

function isArithmetic({ tokens, at }: Cursor): boolean {
  return tokens[at]?.raw === '(' && tokens[at]?.span.start === tokens[at - 1]?.span.end;
}

function skipArithmetic(cursor: Cursor): void {
  let depth = 1;
  for (; depth > 0 && cursor.at < cursor.tokens.length; cursor.at++) depth += current(cursor) === '(' ? 1 : current(cursor) === ')' ? -1 : 0;
  if (depth > 0) cursor.troubles.push('`))` is missing.');
}

function skipNewlines(cursor: Cursor): void {
  while (cursor.tokens[cursor.at]?.kind === 'newline') cursor.at++;
}
