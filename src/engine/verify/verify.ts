import type { FactReader } from '../../python/facts.ts';
import { deltasBetween } from '../../patch/patch-set.ts';
import type { RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { Objection } from '../outcome.ts';
import { formatObjections } from './formats.ts';
import { nameObjections } from './names.ts';
import { syntaxObjections } from './syntax.ts';

/** The gates every codemod's result passes: pure, always on. One objection and nothing of the codemod is kept. */
export function verify(before: Snapshot, after: Snapshot, reader: FactReader, moves: ReadonlyMap<string, string> = new Map()): Objection[] {
  const deltas = deltasBetween(before, after, moves as ReadonlyMap<RepoPath, RepoPath>);
  if (deltas.length === 0) return [];
  const broken = syntaxObjections(deltas, reader);
  return [...broken, ...formatObjections(deltas), ...(broken.length > 0 ? [] : nameObjections(before, after, deltas, reader))];
}
