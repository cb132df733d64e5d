import { deletion, replacement, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { ShellProblem } from './problem.ts';
import type { ShellCommand, ShellEntry, ShellList, ShellScript } from './syntax.ts';

/** Whether a comment is about what is taken away, so that it may go too. */
export type CommentGoes = (comment: string) => boolean;

/**
 * Takes several commands out of their lists at once, a whole pipe included. Comments above them go when `goes` says so of each of them, and
 * otherwise stay. Refused when something that stays depends on them; what they write is for the caller to know. `everything`: nothing else is in
 * the script.
 */
export function removeCommands(script: ShellScript, commands: readonly ShellCommand[], goes: CommentGoes = () => false): readonly Edit[] | 'everything' | ShellProblem {
  if (script.trouble !== undefined) return { problem: script.trouble };
  const edits: Edit[] = [];
  const entries = withEmptied(script, commands.map(({ place }) => place));
  for (const list of new Set(entries.map((entry) => entry.list))) {
    const going = list.entries.map((entry) => entries.includes(entry));
    const runs = runsOf(list, going);
    const reason = runs.map((run) => dependence(run)).find((one) => one !== undefined);
    if (reason !== undefined) return { problem: reason };
    const [whole] = runs.filter((run) => run.length === list.entries.length);
    if (whole && list.owner === 'script') return 'everything';
    for (const run of runs) {
      const cut = whole ? [replacement(spanOf(run), ':')] : cutOut(script, run, goes);
      if ('problem' in cut) return cut;
      edits.push(...cut);
    }
  }
  return edits;
}

/** `( … )` and `{ …; }` go when nothing would be left in them. */
function withEmptied(script: ShellScript, going: readonly ShellEntry[]): readonly ShellEntry[] {
  const { text, commands } = script;
  const lists = new Set(commands.map(({ place }) => place.list));
  const groups = [...lists].flatMap(({ entries }) => entries).filter(({ command }) => command === undefined);
  for (const list of lists) {
    if (list.owner !== 'body' || list.entries.length === 0 || !list.entries.every((entry) => going.includes(entry))) continue;
    const { start, end } = spanOf(list.entries);
    const around = groups.find(({ span }) => /^[({]\s*$/.test(text.slice(span.start, start)) && /^[\s;]*[)}]$/.test(text.slice(end, span.end)));
    if (around) return withEmptied(script, [...going.filter((entry) => entry.list !== list), around]);
  }
  return going;
}

function runsOf({ entries }: ShellList, going: readonly boolean[]): ShellEntry[][] {
  const runs: ShellEntry[][] = [];
  entries.forEach((entry, index) => {
    if (!going[index]) return;
    const run = going[index - 1] ? runs.at(-1) : undefined;
    if (run) run.push(entry);
    else runs.push([entry]);
  });
  return runs.map(withFallback);
}

/** `|| true` goes with what is before it. */
function withFallback(run: ShellEntry[]): ShellEntry[] {
  const last = run.at(-1);
  const next = last?.list.entries[last.index + 1];
  const isFallback = next?.joinedBy === '||' && next.command?.words.length === 1 && /^(?:true|:)$/.test(next.command.words[0]?.raw ?? '');
  return isFallback ? [...run, next] : run;
}

function dependence(run: readonly ShellEntry[]): string | undefined {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return undefined;
  const behind = last.list.entries[last.index + 1]?.joinedBy ?? last.list.end;
  if ([first.joinedBy, behind].some((joint) => joint === '|' || joint === '|&')) return 'The command is part of a pipe.';
  if (last.list.owner === 'substitution') return 'What the command prints is used.';
  if (last.list.owner === 'condition' || run.some(({ negated }) => negated) || first.joinedBy === '||' || behind === '||') return 'Something depends on whether the command succeeds.';
  return behind === '&' ? 'The command runs in the background.' : undefined;
}

function spanOf(run: readonly ShellEntry[]): Span {
  return { start: run[0]?.span.start ?? 0, end: run.at(-1)?.span.end ?? 0 };
}

function cutOut({ text }: ShellScript, run: readonly ShellEntry[], goes: CommentGoes): readonly Edit[] | ShellProblem {
  const { start, end } = spanOf(run);
  const entries = run[0]?.list.entries ?? [];
  const before = entries[(run[0]?.index ?? 0) - 1];
  const after = entries[(run[0]?.index ?? 0) + run.length];
  const lines = ownLines(text, { start, end }, before, after, goes);
  if (lines) return [deletion(lines)];
  const above = before ? text.slice(before.span.end, start) : '';
  const below = after ? text.slice(end, after.span.start) : '';
  const mayCutAbove = before !== undefined && commentsIn(above).every(goes);
  const mayCutBelow = after !== undefined && commentsIn(below).every(goes);
  // What `&&` binds together stays together: `a; X && b` loses `X &&`, `a && X; b` loses `&& X`.
  const isLater = run[0]?.joinedBy !== '&&' && (after?.joinedBy === '&&' || before === undefined);
  if (isLater && mayCutBelow) return [deletion({ start, end: after.span.start })];
  if (mayCutAbove && !(isLater && after)) return [deletion({ start: before.span.end, end })];
  if (mayCutBelow && run[0]?.joinedBy === after.joinedBy) return [deletion({ start, end: after.span.start })];
  return { problem: 'A comment stands between this command and the next one.' };
}

/** The lines that a run has to itself, with the joint before it (`  && X \`) or behind it (`  X && \`), and comments above that go. */
function ownLines(text: string, { start, end }: Span, before: ShellEntry | undefined, after: ShellEntry | undefined, goes: CommentGoes): Span | undefined {
  if (!before || !after) return undefined;
  const line = lineStart(text, start);
  const head = text.slice(line, start).trim();
  const tail = text.slice(end, lineEnd(text, end)).trim();
  const isLeading = (head === '&&' || head === ';') && /^\\$/.test(tail) && after.joinedBy === (head === ';' ? ';' : '&&');
  const isTrailing = startsLine(text, start) && /^(?:&&|;)[ \t]*\\?$/.test(tail) && before.span.end < line && after.joinedBy === (tail.startsWith(';') ? ';' : '&&');
  const isPlain = startsLine(text, start) && tail === '' && after.joinedBy === '\n';
  if (!isLeading && !isTrailing && !isPlain) return undefined;
  return { start: commentsAbove(text, line, goes), end: lineEnd(text, end) };
}

function commentsAbove(text: string, line: number, goes: CommentGoes): number {
  let from = line;
  while (from > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, from - 1), from))) from = lineStart(text, from - 1);
  return from < line && commentsIn(text.slice(from, line)).every(goes) ? from : line;
}

function commentsIn(gap: string): string[] {
  return [...gap.matchAll(/(?:^|[\s;])(#[^\r\n]*)/g)].map(([, comment = '']) => comment);
}
