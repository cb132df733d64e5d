import { lineEnd, lineStart } from '../../text/lines.ts';
import { startsLine } from '../../text/indent.ts';
import type { Span } from '../../text/span.ts';
import type { TomlComment } from './syntax.ts';

/** The comments of each of several things, and those of none. */
export interface Shared {
  readonly above: readonly (readonly TomlComment[])[];
  readonly trailing: readonly (TomlComment | undefined)[];
  readonly rest: readonly TomlComment[];
}

/** The key, or the quoted text, that a commented-out entry begins with; `undefined` for a comment that is words. */
export function commentedOutName(comment: string): string | undefined {
  return /^#+\s*["']?([\w.-]+)["']?\s*=\s*\S/.exec(comment)?.[1] ?? /^#+\s*(["'])([^"']+)\1\s*,?\s*$/.exec(comment)?.[2];
}

/**
 * Shares comments out among things, both in document order. A comment behind the last thing of a line is that thing's; comments on lines
 * directly above the first thing of a line are that thing's, unless they are commented-out things of another name, or stand above such.
 * @param ends where each thing's own text ends, its comma included
 */
export function shareComments(text: string, comments: readonly TomlComment[], things: readonly Span[], ends: readonly number[]): Shared {
  const above: TomlComment[][] = things.map(() => []);
  const trailing: (TomlComment | undefined)[] = things.map(() => undefined);
  const rest: TomlComment[] = [];
  let run: TomlComment[] = [];
  let next = 0;
  const settle = (): void => {
    const thing = things[next];
    const last = run.at(-1);
    if (thing && last && lineEnd(text, last.span.end) === lineStart(text, thing.start) && startsLine(text, thing.start)) {
      const foreign = run.findLastIndex((comment) => isOfAnother(text, comment, thing)) + 1;
      rest.push(...run.slice(0, foreign));
      above[next]?.push(...run.slice(foreign));
    } else rest.push(...run);
    run = [];
  };
  for (const comment of comments) {
    while ((things[next]?.start ?? Infinity) < comment.span.start) {
      settle();
      next++;
    }
    const end = ends[next - 1];
    if (end !== undefined && run.length === 0 && !text.slice(end, comment.span.start).includes('\n')) {
      // A comma on the next line can have a comment before it and one behind.
      const earlier = trailing[next - 1];
      if (earlier) rest.push(earlier);
      trailing[next - 1] = comment;
      continue;
    }
    if (!startsLine(text, comment.span.start)) {
      settle();
      rest.push(comment);
      continue;
    }
    const last = run.at(-1);
    if (last && lineEnd(text, last.span.end) !== lineStart(text, comment.span.start)) {
      rest.push(...run);
      run = [];
    }
    run.push(comment);
  }
  settle();
  return { above, trailing, rest: rest.sort((a, b) => a.span.start - b.span.start) };
}

/** Whether a comment is something commented out that is not called what stands at a place. */
function isOfAnother(text: string, comment: TomlComment, { start, end }: Span): boolean {
  const name = commentedOutName(comment.text);
  return name !== undefined && !text.slice(start, end).replace(/^["']/, '').startsWith(name);
}
