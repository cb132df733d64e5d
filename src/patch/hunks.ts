import { lineChanges } from './compare-lines.ts';
import type { LineChange } from './line-change.ts';
import { splitLines } from './lines.ts';

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/** The difference of two texts as `@@` hunks, and how many lines come and go. */
export interface TextDiff {
  readonly hunks: string;
  readonly insertions: number;
  readonly deletions: number;
}

/** The difference of two texts in the unified format, with three lines of context and git's headings; `hunks` is empty for equal texts. */
export function textDiff(before: string, after: string): TextDiff {
  if (before === after) return { hunks: '', insertions: 0, deletions: 0 };
  const [old, now] = [splitLines(before), splitLines(after)];
  const parts: string[] = [];
  let [insertions, deletions] = [0, 0];
  let searched = 0;
  let heading = '';
  for (const group of groups(lineChanges(old, now))) {
    const [first, last] = [group[0]!, group.at(-1)!];
    const lead = Math.min(CONTEXT, first.oldStart);
    const tail = Math.min(CONTEXT, old.length - last.oldEnd);
    const [oldStart, oldEnd] = [first.oldStart - lead, last.oldEnd + tail];
    const [newStart, newEnd] = [first.newStart - lead, last.newEnd + tail];
    for (; searched < oldStart; searched++) heading = headingOf(old[searched]!) ?? heading;
    parts.push(`@@ -${range(oldStart, oldEnd)} +${range(newStart, newEnd)} @@${heading === '' ? '' : ` ${heading}`}\n`);
    let reached = oldStart;
    for (const change of group) {
      for (; reached < change.oldStart; reached++) parts.push(line(' ', old[reached]!));
      for (; reached < change.oldEnd; reached++) parts.push(line('-', old[reached]!));
      for (let at = change.newStart; at < change.newEnd; at++) parts.push(line('+', now[at]!));
      deletions += change.oldEnd - change.oldStart;
      insertions += change.newEnd - change.newStart;
    }
    for (; reached < oldEnd; reached++) parts.push(line(' ', old[reached]!));
  }
  return { hunks: parts.join(''), insertions, deletions };
}

/** Changes whose contexts meet share a hunk. */
function groups(changes: readonly LineChange[]): LineChange[][] {
  const all: LineChange[][] = [];
  for (const change of changes) {
    const previous = all.at(-1)?.at(-1);
    if (previous && change.oldStart - previous.oldEnd <= 2 * CONTEXT) all.at(-1)?.push(change);
    else all.push([change]);
  }
  return all;
}

/** `start,count` with lines from 1; an empty range names the line before it, and a count of one is left out. */
function range(start: number, end: number): string {
  const count = end - start;
  return `${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`;
}

function line(sign: ' ' | '-' | '+', text: string): string {
  return text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`;
}

/** The heading that git shows beside a hunk for files of any language: a line that starts with a letter, `_` or `$`, at most 80 bytes of it. */
function headingOf(text: string): string | undefined {
  if (!/^[A-Za-z_$]/.test(text)) return undefined;
  let heading = '';
  let bytes = 0;
  for (const character of text.slice(0, 81)) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > 80) break;
    heading += character;
  }
  return heading.replace(/[ \t\n\v\f\r]+$/, '');
}
