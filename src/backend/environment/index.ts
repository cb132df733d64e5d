import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Access } from './access.ts';
import { dotenvLoads, type DotenvLoad } from './dotenv.ts';
import { libraryReads } from './library-reads.ts';
import { mentionsOf } from './mentions.ts';
import { osUse } from './os-uses.ts';
import { commandLineReads, type OtherUse } from './others.ts';
import { usesElsewhere } from './name-uses.ts';
import type { NameUse, Reading } from './reading.ts';
import { readingsOf } from './readings.ts';
import { namedWrites } from './test-writes.ts';
import type { EnvironmentWrite } from './writes.ts';

export type { Access, Reader } from './access.ts';
export type { When } from './moment.ts';
export { sameConversion, type Conversion, type ListConversion, type TextStep } from './conversion.ts';
export type { Asked } from './guards.ts';
export type { DotenvLoad } from './dotenv.ts';
export type { OtherUse } from './others.ts';
export type { PyValue } from './python-value.ts';
export { sameReading, sameUnset, type NameUse, type PlainReading, type Reading, type ReadingName, type ReadingPlace, type Unset } from './reading.ts';
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
export function environmentOf(python: Python): Environment {
  const uses = mentionsOf(python).map((mention) => osUse(mention, python));
  const libraries = libraryReads(python);
  const accesses = inOrder([...uses.flatMap((use) => ('access' in use ? [use.access] : [])), ...libraries.accesses]);
  let readings: readonly Reading[] | undefined;
  return {
    accesses,
    writes: inOrder([...uses.flatMap((use) => ('write' in use ? [use.write] : [])), ...namedWrites(python)]),
    others: inOrder([...uses.flatMap((use) => ('other' in use ? [use.other] : [])), ...libraries.others, ...commandLineReads(python)]),
    loads: inOrder(dotenvLoads(python)),
    get readings() {
      return (readings ??= readingsOf(accesses, python));
    },
    usesElsewhere: (reading) => usesElsewhere(reading, python),
  };
}

/** By path, then by place; what was found twice once. */
function inOrder<T extends { readonly module: Module; readonly node: PyNode }>(found: readonly T[]): readonly T[] {
  const once = [...new Map(found.map((one) => [one.node, one])).values()];
  return once.sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start));
}
