import { fingerprint } from '../patch/digest.ts';
import type { Evidence } from '../patch/evidence.ts';
import type { FileDelta } from '../patch/patch-set.ts';
import { comparePaths } from '../repo/path.ts';

/** Something that a tool says against a file. */
export interface Complaint {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The tool's name for it: `F821`, `SyntaxError`. */
  readonly code: string;
  readonly message: string;
}

/** As many as are named in a sentence; the others are counted. */
const NAMED = 5;

/**
 * Compares what a tool says of changed files before and after. Lines do not count, since an edit above moves them: the same complaint as often as before is
 * no news. `origins` gives the old path of a file that moved.
 */
export function compareComplaints(before: readonly Complaint[], after: readonly Complaint[], origins: ReadonlyMap<string, string>): Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference'> {
  const added = without(after, before, (one) => key(one, origins));
  const gone = without(before, after, (one) => key(one, new Map()), (one) => key(one, origins));
  const sentences = [...(added.length > 0 ? [`New: ${named(added)}.`] : []), ...(gone.length > 0 ? [`Gone: ${named(gone)}.`] : [])];
  return { before: digestOf(before), after: digestOf(after), verdict: added.length > 0 ? 'worse' : gone.length > 0 ? 'improved' : 'equal', difference: sentences.join(' ') };
}

/** Those of `all` that are more than there are in `others`. */
function without(all: readonly Complaint[], others: readonly Complaint[], keyOf: (one: Complaint) => string, keyOfOther: (one: Complaint) => string = (one) => key(one, new Map())): Complaint[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOfOther(other), (left.get(keyOfOther(other)) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(keyOf(one)) ?? 0;
    left.set(keyOf(one), count - 1);
    return count <= 0;
  });
}

/** The old paths of files that moved. */
export function originsOf(deltas: readonly FileDelta[]): ReadonlyMap<string, string> {
  return new Map(deltas.flatMap((delta) => (delta.kind === 'move' ? [[delta.path as string, delta.from as string] as const] : [])));
}

function key({ path, code, message }: Complaint, origins: ReadonlyMap<string, string>): string {
  // Some messages name a line themselves.
  return JSON.stringify([origins.get(path) ?? path, code, message.replace(/\bline \d+/g, 'line')]);
}

function named(complaints: readonly Complaint[]): string {
  const told = inOrder(complaints).slice(0, NAMED).map(({ path, line, code, message }) => `${path}:${line} ${code} ${message.replace(/\.$/, '')}`);
  return `${told.join('; ')}${complaints.length > NAMED ? `; and ${complaints.length - NAMED} more` : ''}`;
}

function digestOf(complaints: readonly Complaint[]): string {
  return fingerprint(inOrder(complaints).map(({ path, line, code, message }) => JSON.stringify([path, line, code, message])));
}

function inOrder(complaints: readonly Complaint[]): Complaint[] {
  return [...complaints].sort((a, b) => comparePaths(a.path, b.path) || a.line - b.line || comparePaths(a.code, b.code) || comparePaths(a.message, b.message));
}
