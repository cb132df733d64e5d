import { skipContinuation, type Source } from './scan.ts';
import type { ShellToken } from './syntax.ts';
import { scanWord, startsWord, type ScannedWord } from './word.ts';

/** A token, and the word when it is one. */
export interface ScannedToken extends ShellToken {
  readonly raw: string;
  readonly word: ScannedWord | undefined;
}

const OPERATOR = /(?:[0-9]+(?=[<>]))?(?:&&|\|\||;;&|;;|;&|\|&|&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||[;&|()<>])/y;

interface Heredoc {
  readonly end: string;
  readonly tabs: boolean;
}

/** The tokens of a stretch of text. Nothing is left out, and nothing is refused: what makes no sense is a word. */
export function tokenise(source: Source, start: number): ScannedToken[] {
  const tokens: ScannedToken[] = [];
  const open: Heredoc[] = [];
  let at = start;
  const push = (kind: ShellToken['kind'], end: number, word?: ScannedWord): void => {
    tokens.push({ kind, span: { start: at, end }, raw: source.text.slice(at, end), word });
    at = end;
  };
  while (at < source.end) {
    const newline = /\r?\n/y;
    newline.lastIndex = at;
    const ended = newline.exec(source.text);
    const space = spaceEnd(source, at);
    if (ended) {
      push('newline', Math.min(source.end, at + ended[0].length));
      for (const heredoc of open.splice(0)) if (at < source.end) push('heredoc', heredocEnd(source, at, heredoc));
    } else if (space > at) push('space', space);
    else if (source.text[at] === '#') push('comment', commentEnd(source, at));
    else pushWordOrOperator(source, at, tokens, push, open);
  }
  return tokens;
}

function pushWordOrOperator(source: Source, at: number, tokens: readonly ScannedToken[], push: (kind: ShellToken['kind'], end: number, word?: ScannedWord) => void, open: Heredoc[]): void {
  OPERATOR.lastIndex = at;
  const operator = OPERATOR.exec(source.text)?.[0];
  if (operator !== undefined && at + operator.length <= source.end && !(startsWord(source, at) && /^[<>(]/.test(operator))) return push('operator', at + operator.length);
  const word = scanWord(source, at);
  if (word.raw === '') return push('operator', at + 1);
  const before = tokens.findLast(({ kind }) => kind !== 'space');
  if (before?.kind === 'operator' && /<<-?$/.test(before.raw)) open.push({ end: word.raw.replace(/\\(.)|['"]/g, '$1'), tabs: before.raw.endsWith('-') });
  push('word', word.span.end, word);
}

function spaceEnd(source: Source, start: number): number {
  for (let at = start; ; ) {
    const char = source.text[at] ?? '';
    const behind = at < source.end ? skipContinuation(source, at) : at;
    const isSpace = at < source.end && (/[^\S\r\n]/.test(char) || (char === '\r' && source.text[at + 1] !== '\n'));
    if (behind === at && !isSpace) return at;
    at = behind > at ? behind : at + 1;
  }
}

/** A Dockerfile joins continued lines before a shell sees them, so that a comment behind a command runs on. */
function commentEnd({ text, end, dialect }: Source, at: number): number {
  let line = text.indexOf('\n', at);
  while (dialect === 'dockerfile' && line > 0 && /\\\r?$/.test(text.slice(line - 2, line))) line = text.indexOf('\n', line + 1);
  if (line < 0 || line > end) return end;
  return text[line - 1] === '\r' ? line - 1 : line;
}

/** Behind the line that ends a here-document, without its line ending; the end of the text when there is none. */
function heredocEnd({ text, end }: Source, start: number, heredoc: Heredoc): number {
  for (let at = start; at < end; ) {
    const next = text.indexOf('\n', at);
    const line = text.slice(at, next < 0 ? end : Math.min(next, end)).replace(/\r$/, '');
    if ((heredoc.tabs ? line.replace(/^\t+/, '') : line) === heredoc.end) return at + line.length;
    if (next < 0 || next >= end) return end;
    at = next + 1;
  }
  return end;
}
