import { deletion, replacement, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { ShellProblem } from './problem.ts';
import type { ShellCommand, ShellEntry, ShellJoint, ShellScript } from './syntax.ts';

/**
 * Takes a command out of its list, with what joined it. Refused when something depends on it: its output, its exit status, its redirections.
 * `everything`: nothing else is in the script, so that its host decides what becomes of it.
 */
export function removeCommand(script: ShellScript, command: ShellCommand): readonly Edit[] | 'everything' | ShellProblem {
  const reason = script.trouble ?? dependence(script, command);
  if (reason !== undefined) return { problem: reason };
  const removed = withFallback(script, command.place);
  const { entries, owner } = command.place.list;
  if (entries.length > removed.length) return cut(script.text, removed);
  return owner === 'script' ? 'everything' : [replacement(spanOf(removed), ':')];
}

function dependence({ text }: ShellScript, { place, followedBy, joinedBy, redirections, prefix }: ShellCommand): string | undefined {
  const { list } = place;
  const joints: readonly (ShellJoint | undefined)[] = [joinedBy, followedBy];
  if (joints.includes('|') || joints.includes('|&')) return 'The command is part of a pipe.';
  if (list.owner === 'substitution') return 'What the command prints is used.';
  if (list.owner === 'condition' || place.negated) return 'Something depends on whether the command succeeds.';
  if (followedBy === '&') return 'The command runs in the background.';
  if (joinedBy === '||' || (followedBy === '||' && !isFallback(text, list.entries[place.index + 1]))) return 'Something depends on whether the command succeeds.';
  if (redirections.some(({ operator, target }) => !/^>&$/.test(operator) && target?.value !== '/dev/null')) return 'The command reads or writes a file.';
  if (prefix.some(({ value }) => value === 'xargs')) return 'The command gets its arguments from another one.';
  const next = list.entries[place.index + 1];
  if (next && text.slice(next.span.start, next.span.end).includes('$?')) return 'Something depends on whether the command succeeds.';
  return undefined;
}

/** `|| true` or `|| :`, which goes with the command before it. */
function isFallback(text: string, entry: ShellEntry | undefined): boolean {
  return entry?.joinedBy === '||' && /^(true|:)$/.test(text.slice(entry.span.start, entry.span.end));
}

function withFallback({ text }: ShellScript, entry: ShellEntry): ShellEntry[] {
  const next = entry.list.entries[entry.index + 1];
  return next && isFallback(text, next) ? [entry, next] : [entry];
}

function spanOf(removed: readonly ShellEntry[]): { start: number; end: number } {
  return { start: removed[0]?.span.start ?? 0, end: removed.at(-1)?.span.end ?? 0 };
}

function cut(text: string, removed: readonly ShellEntry[]): readonly Edit[] | ShellProblem {
  const { start, end } = spanOf(removed);
  const entries = removed[0]?.list.entries ?? [];
  const first = removed[0]?.index ?? 0;
  const before = entries[first - 1];
  const after = entries[first + removed.length];
  const joint = removed[0]?.joinedBy;
  // What a joint binds together stays together: `a; X && b` loses `X &&`, `a && X; b` loses `&& X`.
  if (joint !== '&&' && after?.joinedBy === '&&') return between(text, start, after.span.start);
  if (joint === '\n' || joint === undefined) {
    if (startsLine(text, start) && /^[ \t]*(#.*)?\r?$/.test(text.slice(end, lineEnd(text, end)).replace(/\n$/, ''))) return [deletion(linesOf(text, start, end))];
    if (after?.joinedBy === ';') return between(text, start, after.span.start);
    if (joint === undefined && after) return between(text, start, after.span.start);
  }
  if (joint === '&&' && after?.joinedBy === '&&' && before && hasComment(text.slice(before.span.end, start))) return between(text, start, after.span.start);
  return between(text, before?.span.end ?? start, end);
}

/** A comment between two commands is about something that stays, so it stays too. */
function between(text: string, start: number, end: number): readonly Edit[] | ShellProblem {
  return hasComment(text.slice(start, end)) ? { problem: 'A comment stands between this command and the next one.' } : [deletion({ start, end })];
}

function hasComment(gap: string): boolean {
  return /(^|[\s;])#/.test(gap);
}

/** Whole lines. At the end of a text whose last line has no line ending, the one before them; of two blank lines around them, one goes too. */
function linesOf(text: string, start: number, end: number): { start: number; end: number } {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (to === text.length && from > 0) {
    const ending = text.slice(0, from).search(/\s*$/) < from && /\n\s*\n$/.test(text.slice(0, from)) ? text.slice(0, from).trimEnd().length : text[from - 2] === '\r' ? from - 2 : from - 1;
    return { start: ending, end: text.endsWith('\r\n') ? to - 2 : text.endsWith('\n') ? to - 1 : to };
  }
  const isBlank = (line: string): boolean => line.trim() === '';
  const above = from === 0 || isBlank(text.slice(lineStart(text, from - 1), from));
  const below = to < text.length && isBlank(text.slice(to, lineEnd(text, to)));
  return { start: from, end: above && below && (from > 0 || to < text.length) ? lineEnd(text, to) : to };
}
