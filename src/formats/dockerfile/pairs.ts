import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Dockerfile, DockerInstruction } from './document.ts';
import { removeInstruction, type CommentFate } from './edit.ts';
import { unquoted } from './words.ts';

/** `NAME=value` of `ENV`, `ARG` or `LABEL`; `ENV NAME value` of old; `ARG NAME` without a value. */
export interface DockerPair {
  readonly name: string;
  /** Quotes and escapes resolved, variables left as they are. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span | undefined;
}

/** The pairs of an `ENV`, `ARG` or `LABEL`. */
export function pairsOf({ text, escape }: Dockerfile, { keyword, words, args }: DockerInstruction): DockerPair[] {
  const [first] = words;
  if (first === undefined || !['ENV', 'ARG', 'LABEL'].includes(keyword)) return [];
  if (keyword !== 'ARG' && !first.raw.includes('=')) {
    const start = words[1]?.span.start;
    const value = start === undefined ? undefined : text.slice(start, args.end);
    return [{ name: first.value, value, span: { start: first.span.start, end: args.end }, nameSpan: first.span, valueSpan: start === undefined ? undefined : { start, end: args.end } }];
  }
  return words.map(({ raw, span }) => {
    const at = raw.indexOf('=');
    const nameEnd = at < 0 ? span.end : span.start + at;
    return {
      name: unquoted(text.slice(span.start, nameEnd), escape),
      value: at < 0 ? undefined : unquoted(raw.slice(at + 1), escape),
      span,
      nameSpan: { start: span.start, end: nameEnd },
      valueSpan: at < 0 ? undefined : { start: nameEnd + 1, end: span.end },
    };
  });
}

/** Takes one pair away, and the instruction with its last one. Comments above it meet their fate. */
export function removePair(file: Dockerfile, instruction: DockerInstruction, pair: DockerPair, comments: CommentFate = 'kept'): Edit[] {
  return removePairs(file, instruction, [pair], comments);
}

/** Takes several pairs of one instruction away. */
export function removePairs(file: Dockerfile, instruction: DockerInstruction, removed: readonly DockerPair[], comments: CommentFate = 'kept'): Edit[] {
  const pairs = pairsOf(file, instruction);
  const gone = pairs.map((pair) => removed.some(({ span }) => span.start === pair.span.start));
  if (!gone.includes(false)) return removeInstruction(file, instruction, comments);
  return runsOf(gone).flatMap(([first, behind]) => removeRun(file.text, pairs, first, behind, comments));
}

/** Where the values are true, in a row: from, and up to. */
function runsOf(flags: readonly boolean[]): [number, number][] {
  const starts = flags.flatMap((flag, index) => (flag && !flags[index - 1] ? [index] : []));
  return starts.map((start) => [start, flags.indexOf(false, start) < 0 ? flags.length : flags.indexOf(false, start)]);
}

/** Pairs in a row: with their lines when they have lines of their own, else with what joins them to a neighbour that stays. */
function removeRun(text: string, pairs: readonly DockerPair[], first: number, behind: number, comments: CommentFate): Edit[] {
  const run = pairs.slice(first, behind);
  const before = pairs[first - 1];
  const next = pairs[behind];
  const start = run[0]?.span.start ?? 0;
  const end = run.at(-1)?.span.end ?? 0;
  if (!run.every((pair) => isAlone(text, pair))) return [deletion(before ? { start: before.span.end, end } : { start, end: next?.span.start ?? end })];
  const lines = run.map(({ span }) => ({ start: withComments(text, lineStart(text, span.start), before?.span.end ?? 0, comments), end: lineEnd(text, span.end) }));
  if (next) return lines.map(deletion);
  // Nothing may be continued into the end: the backslash of the last pair that stays goes, and comments behind it stand by themselves.
  const tail = before?.span.end ?? start;
  const mark = { start: tail, end: tail + (/^[ \t]*[\\`]?[ \t]*/.exec(text.slice(tail))?.[0].length ?? 0) };
  return [deletion(mark), ...lines.map((line) => deletion(line))];
}

/** Whether nothing but a line continuation stands beside a pair. */
function isAlone(text: string, { span }: DockerPair): boolean {
  return startsLine(text, span.start) && /^[ \t]*[\\`]?[ \t]*\r?\n?$/.test(text.slice(span.end, lineEnd(text, span.end)));
}

/** The start of the comment lines above a line, when they go with it. */
function withComments(text: string, line: number, least: number, comments: CommentFate): number {
  let start = line;
  while (start > least && /^[ \t]*#/.test(text.slice(lineStart(text, start - 1)))) start = lineStart(text, start - 1);
  return comments !== 'kept' && start < line && comments(text.slice(start, line)) ? start : line;
}

/** Another name for a pair, and another value when one is given. The form of the instruction stays. */
export function renamePair(pair: DockerPair, name: string, value?: string): Edit[] {
  const renamed = name === pair.name ? [] : [replacement(pair.nameSpan, name)];
  if (value === undefined || value === pair.value) return renamed;
  return [...renamed, pair.valueSpan ? replacement(pair.valueSpan, pairValue(value)) : insertion(pair.nameSpan.end, `=${pairValue(value)}`)];
}

/** A value as it is written in a pair. Variables in it stay variables. */
export function pairValue(value: string): string {
  return /^[^\s"'\\#]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
