import type { Span } from '../../text/span.ts';
import type { Cursor, OpenEntry } from './parse-list.ts';
import { isAssignment, prefixLength } from './prefix.ts';
import type { ShellCommand, ShellJoint, ShellRedirection, ShellWord } from './syntax.ts';
import type { ScannedWord } from './word.ts';

const REDIRECTION = /^[0-9]*(&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||<|>)$/;

/** One simple command from the cursor on. Leaves the cursor where it is when there is none. */
export function parseSimple(cursor: Cursor, place: OpenEntry): ShellCommand | undefined {
  const words: ShellWord[] = [];
  const redirections: ShellRedirection[] = [];
  const from = cursor.at;
  let inTest = false;
  for (let token = cursor.tokens[cursor.at]; token !== undefined; token = cursor.tokens[cursor.at]) {
    if (token.word) {
      words.push(noted(cursor, token.word));
      inTest = words[0]?.raw === '[[' && token.raw !== ']]';
      cursor.at++;
    } else if (inTest && token.kind !== 'heredoc') cursor.at++;
    else if (token.kind === 'operator' && REDIRECTION.test(token.raw)) redirections.push(readRedirection(cursor, token.raw, token.span));
    else break;
  }
  if (cursor.at === from) return undefined;
  const end = cursor.tokens[cursor.at - 1]?.span.end ?? 0;
  const command = commandOf(place, words, redirections, { start: cursor.tokens[from]?.span.start ?? 0, end });
  cursor.commands.push(command);
  return command;
}

function commandOf(place: OpenEntry, words: readonly ShellWord[], redirections: readonly ShellRedirection[], span: Span): ShellCommand {
  const first = words.findIndex((word) => !isAssignment(word));
  const assigned = first < 0 ? words.length : first;
  const run = words.slice(assigned);
  const prefixed = prefixLength(run);
  return {
    span,
    assignments: words.slice(0, assigned),
    prefix: run.slice(0, prefixed),
    words: run.slice(prefixed),
    redirections,
    joinedBy: place.joinedBy,
    // What follows is read later.
    get followedBy(): ShellJoint | undefined {
      return place.index + 1 < place.list.entries.length ? place.list.entries[place.index + 1]?.joinedBy : place.list.end;
    },
    place,
  };
}

function readRedirection(cursor: Cursor, raw: string, span: Span): ShellRedirection {
  cursor.at++;
  const token = cursor.tokens[cursor.at];
  const operator = REDIRECTION.exec(raw)?.[1] ?? raw;
  if (!token?.word) return { span, operator, target: undefined };
  cursor.at++;
  return { span: { start: span.start, end: token.span.end }, operator, target: noted(cursor, token.word) };
}

/** A word, whose substitutions are read on the way. */
export function noted(cursor: Cursor, word: ScannedWord): ShellWord {
  for (const inner of word.substitutions) cursor.substitution(inner);
  return { span: word.span, raw: word.raw, value: word.value };
}
