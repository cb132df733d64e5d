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
 * no news, and neither is one that left a file for one of those that are `created`. `origins` gives the old path of a file that moved.
 */
export function compareComplaints(before: readonly Complaint[], after: readonly Complaint[], origins: ReadonlyMap<string, string>, created: ReadonlySet<string> = new Set()): Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference'> {
  const wordsOf = origins.size > 0 ? whereverItLies : (one: Complaint) => one;
  const more = without(after, before, (one) => key(wordsOf(one), origins), (one) => key(wordsOf(one), new Map()));
  const less = without(before, after, (one) => key(wordsOf(one), new Map()), (one) => key(wordsOf(one), origins));
  // Code that goes to a new file takes along what is said of it.
  const [inNew, inOld] = [more.filter(({ path }) => created.has(path)), more.filter(({ path }) => !created.has(path))];
  const added = [...inOld, ...without(inNew, less, withoutPath, withoutPath)];
  const gone = without(less, inNew, withoutPath, withoutPath);
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

/** The files that a patch makes. */
export function createdBy(deltas: readonly FileDelta[]): ReadonlySet<string> {
  return new Set(deltas.flatMap(({ kind, path }) => (kind === 'create' ? [path as string] : [])));
}

/** The old paths of files that moved. */
export function originsOf(deltas: readonly FileDelta[]): ReadonlyMap<string, string> {
  return new Map(deltas.flatMap((delta) => (delta.kind === 'move' ? [[delta.path as string, delta.from as string] as const] : [])));
}

function key({ path, code, message }: Complaint, origins: ReadonlyMap<string, string>): string {
  // Some messages name a line themselves.
  return JSON.stringify([origins.get(path) ?? path, code, message.replace(/\bline \d+/g, 'line')]);
}

/** An import that nobody uses is named by its module, which has another name when it moves: then they are counted. */
function whereverItLies(one: Complaint): Complaint {
  return one.code === 'F401' ? { ...one, message: '' } : one;
}

function withoutPath(one: Complaint): string {
  return key({ ...one, path: '' }, new Map());
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
