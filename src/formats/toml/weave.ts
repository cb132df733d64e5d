import { pathKey } from './carriers.ts';
import type { TomlPath } from './data.ts';
import type { TomlNode } from './document.ts';
import type { LooseRow, SourceRow } from './source-rows.ts';
import type { TomlComment } from './syntax.ts';

/** Loose rows by the key of the part that follows them, and those behind the last part. */
export interface Woven {
  readonly before: ReadonlyMap<string, readonly LooseRow[]>;
  readonly tail: readonly LooseRow[];
  /** Whether something has gone before the first part that stays. */
  readonly isBeheaded: boolean;
}

/**
 * Gives loose rows to the next part that stays. Of a part that goes, its comments stay as loose rows, never directly above another part.
 * @param stays by {@link pathKey}
 * @param commentsOf those of a part that goes
 */
export function weave(rows: readonly SourceRow[], stays: ReadonlySet<string>, commentsOf: (node: TomlNode) => readonly TomlComment[]): Woven {
  const before = new Map<string, readonly LooseRow[]>();
  let pending: (LooseRow | 'gone')[] = [];
  let isBeheaded = false;
  for (const row of rows) {
    if (row.kind !== 'node') pending.push(row);
    else if (stayerOf(row.node.path, stays) !== undefined) {
      const key = stayerOf(row.node.path, stays) ?? '';
      if (before.size === 0) isBeheaded = pending.includes('gone');
      if (before.has(key)) continue;
      before.set(key, tidy(setApart(pending)));
      pending = [];
    } else pending.push(...commentsOf(row.node).map((comment): LooseRow => ({ kind: 'comment', comment, line: undefined })), 'gone');
  }
  return { before, tail: tidy(pending), isBeheaded: isBeheaded || (before.size === 0 && pending.includes('gone')) };
}

/** The part that stays and that a row is of: dotted keys make one part with several rows. */
function stayerOf(path: TomlPath, stays: ReadonlySet<string>): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = pathKey(path.slice(0, length));
    if (stays.has(key)) return key;
  }
  return undefined;
}

/** With a blank line behind comments that stood above what has gone: they do not speak of what comes next. */
function setApart(rows: readonly (LooseRow | 'gone')[]): readonly (LooseRow | 'gone')[] {
  const last = rows.findLastIndex((row) => row !== 'gone' && row.kind === 'comment');
  const behind = rows.slice(last + 1);
  const isJoined = last >= 0 && behind.includes('gone') && behind.every((row) => row === 'gone');
  return isJoined ? [...rows, { kind: 'blank', line: undefined }] : rows;
}

/** Of runs of blank lines that meet because something between them has gone, the longest stays. */
function tidy(rows: readonly (LooseRow | 'gone')[]): readonly LooseRow[] {
  const tidied: LooseRow[] = [];
  let run: LooseRow[] = [];
  let longest: LooseRow[] = [];
  const longer = (): LooseRow[] => (run.length > longest.length ? run : longest);
  for (const row of rows) {
    if (row !== 'gone' && row.kind === 'blank') run.push(row);
    else {
      longest = longer();
      run = [];
      if (row === 'gone') continue;
      tidied.push(...longest, row);
      longest = [];
    }
  }
  return [...tidied, ...longer()];
}
