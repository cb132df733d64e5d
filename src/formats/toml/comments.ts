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

/**
 * Shares comments out among things, both in document order. A comment behind the last thing of a line is that thing's; comments on lines
 * directly above the first thing of a line are that thing's.
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
    if (thing && last && lineEnd(text, last.span.end) === lineStart(text, thing.start) && startsLine(text, thing.start)) above[next]?.push(...run);
    else rest.push(...run);
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
