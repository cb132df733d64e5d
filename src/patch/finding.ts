import type { ChangeSet } from '../repo/changes.ts';
import type { RepoPath } from '../repo/path.ts';

/**
 * How much trust a change asks for.
 * `safe`: the program means the same afterwards. `review`: a person should agree first. `manual`: only a person can do it.
 */
export type Safety = 'safe' | 'review' | 'manual';

/** A stretch of a file as it stands in the repository today: lines and columns from 1, columns in UTF-16 code units, end exclusive. */
export interface Location {
  readonly path: RepoPath;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something the standard asks for that is not so, with the change that mends it where a machine can. */
export interface Finding {
  readonly codemod: string;
  readonly rule: string;
  /** Identity that survives moved lines: 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly at: Location;
  /** A full sentence for the person who reviews. */
  readonly message: string;
  readonly safety: Safety;
  readonly fix?: ChangeSet;
}

/** The most careful of several safeties. */
export function leastSafe(safeties: Iterable<Safety>): Safety {
  const order: readonly Safety[] = ['safe', 'review', 'manual'];
  let worst = 0;
  for (const safety of safeties) worst = Math.max(worst, order.indexOf(safety));
  return order[worst] ?? 'safe';
}
