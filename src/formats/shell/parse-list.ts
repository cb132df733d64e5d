import type { Span } from '../../text/span.ts';
import { isCompoundStart, parseCompound } from './parse-compound.ts';
import { parseSimple } from './parse-simple.ts';
import type { Source } from './scan.ts';
import type { ShellCommand, ShellEntry, ShellJoint, ShellList } from './syntax.ts';
import type { ScannedToken } from './tokens.ts';

/** Where a parser stands in its tokens (white space and comments left out), and what it has found. */
export interface Cursor {
  readonly source: Source;
  readonly tokens: readonly ScannedToken[];
  at: number;
  readonly commands: ShellCommand[];
  readonly troubles: string[];
  /** Reads the commands of a substitution. */
  readonly substitution: (inner: Span) => void;
}

/** An entry while its list is being read. */
export type OpenEntry = { -readonly [Key in keyof ShellEntry]: ShellEntry[Key] };

/** The token at the cursor as written, `undefined` at the end. A word only counts as reserved when nothing in it is quoted. */
export function current(cursor: Cursor): string | undefined {
  return cursor.tokens[cursor.at]?.raw;
}

/** Words that end something. Where nothing is open they begin no command. */
const CLOSERS: ReadonlySet<string> = new Set(['then', 'do', 'done', 'fi', 'elif', 'else', 'esac', '}']);

const JOINTS: ReadonlySet<string> = new Set(['&&', '||', ';', '|', '|&', '&']);

/** The commands up to a word or operator that ends the list, which is left to the caller, or to the end. */
export function parseList(cursor: Cursor, owner: ShellList['owner'], stops: readonly string[]): ShellList {
  const entries: ShellEntry[] = [];
  const list: { -readonly [Key in keyof ShellList]: ShellList[Key] } = { owner, entries, end: undefined };
  let joint: ShellJoint | undefined;
  for (let token = cursor.tokens[cursor.at]; token !== undefined; token = cursor.tokens[cursor.at]) {
    const next = jointOf(token);
    if (next !== undefined || token.kind === 'heredoc') {
      // A newline says nothing behind `&&`, `|` or `;`.
      if (next !== undefined && (joint === undefined || next !== '\n')) joint = next;
      cursor.at++;
    } else if (stops.includes(token.raw)) break;
    else {
      const started = cursor.at;
      readEntry(cursor, list, entries, entries.length === 0 ? undefined : (joint ?? '\n'));
      joint = undefined;
      if (cursor.at === started) {
        cursor.troubles.push(`\`${token.raw}\` stands where a command should begin.`);
        cursor.at++;
      }
    }
  }
  list.end = joint;
  return list;
}

function jointOf(token: ScannedToken): ShellJoint | undefined {
  if (token.kind === 'newline') return '\n';
  return token.kind === 'operator' && JOINTS.has(token.raw) ? (token.raw as ShellJoint) : undefined;
}

function readEntry(cursor: Cursor, list: ShellList, entries: ShellEntry[], joinedBy: ShellJoint | undefined): void {
  const negated = current(cursor) === '!';
  if (negated) cursor.at++;
  const first = cursor.tokens[cursor.at];
  if (first === undefined) return;
  const entry: OpenEntry = { list, index: entries.length, span: first.span, negated, joinedBy, command: undefined };
  const from = cursor.at;
  if (isCompoundStart(cursor)) parseCompound(cursor);
  else if (!CLOSERS.has(first.raw)) entry.command = parseSimple(cursor, entry);
  if (cursor.at === from) return;
  entry.span = { start: first.span.start, end: cursor.tokens[cursor.at - 1]?.span.end ?? first.span.end };
  if (entry.command) entry.span = entry.command.span;
  entries.push(entry);
}
