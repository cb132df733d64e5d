import type { Span } from '../../text/span.ts';
import { parseList, type Cursor } from './parse-list.ts';
import type { Source } from './scan.ts';
import type { ShellCommand, ShellDialect, ShellScript, ShellToken } from './syntax.ts';
import { tokenise } from './tokens.ts';

/** Every token of a script; their texts together are the script. */
export function shellTokens(text: string, dialect: ShellDialect = 'plain'): readonly ShellToken[] {
  return tokenise({ text, end: text.length, dialect }, 0).map(({ kind, span }) => ({ kind, span }));
}

/**
 * The simple commands of a POSIX shell script (with what bash adds), wherever they stand: in lists, compound commands, functions and
 * substitutions. Never fails: what it cannot make sense of is said in `trouble`.
 */
export function readShell(text: string, dialect: ShellDialect = 'plain', span: Span = { start: 0, end: text.length }): ShellScript {
  const commands: ShellCommand[] = [];
  const troubles: string[] = [];
  const read = (source: Source, start: number, owner: 'script' | 'substitution'): void => {
    const tokens = tokenise(source, start).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
    for (const { word } of tokens) if (word?.broken) troubles.push('A quote or an expansion is not closed.');
    const cursor: Cursor = { source, tokens, at: 0, commands, troubles, substitution: (inner) => read({ ...source, end: inner.end }, inner.start, 'substitution') };
    parseList(cursor, owner, []);
  };
  read({ text, end: span.end, dialect }, span.start, 'script');
  commands.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return { text, dialect, commands, trouble: troubles[0] };
}
