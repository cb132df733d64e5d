import type { Python } from '../../python/index.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { Access } from './access.ts';
import type { DotenvLoad } from './dotenv.ts';
import type { OtherUse } from './others.ts';
import type { NameUse, Reading } from './reading.ts';
import type { EnvironmentWrite } from './writes.ts';

export type { Access, Reader, When } from './access.ts';
export type { Conversion, ListConversion, TextStep } from './conversion.ts';
export type { DotenvLoad } from './dotenv.ts';
export type { OtherUse } from './others.ts';
export type { NameUse, PlainReading, Reading, ReadingName, ReadingPlace, Unset } from './reading.ts';
export type { EnvironmentWrite } from './writes.ts';

/** How a repository reads and changes environment variables. Every list in path order, then in the order of the text. */
export interface Environment {
  readonly accesses: readonly Access[];
  readonly writes: readonly EnvironmentWrite[];
  readonly others: readonly OtherUse[];
  readonly loads: readonly DotenvLoad[];
  /** What the code around each access makes of it; accesses that a wider reading covers have none of their own. */
  readonly readings: readonly Reading[];
  /** Where other modules take the name a reading is bound to at the top of its module: imports and attributes of the module. */
  usesElsewhere(reading: Reading): readonly NameUse[];
}

/** Reads the environment's uses off a repository. Modules that do not spell one of its readers are never parsed. */
export function environmentOf(snapshot: Snapshot, python: Python): Environment {
  void snapshot;
  void python;
  return { accesses: [], writes: [], others: [], loads: [], readings: [], usesElsewhere: () => [] };
}
