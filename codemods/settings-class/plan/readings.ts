import { isInside, isRunByHand, roleOf, type Module, type Reading, type RepositoryView } from '#pystd';
import type { Changes } from '../fate/changes.ts';
import type { GoodHome } from './project-plan.ts';

/** A read of the environment, and why it must stay where it is, if so: a full sentence. */
export interface Candidate {
  readonly reading: Reading;
  readonly against: string | undefined;
}

/** Whether a read is the service's own: tests and examples are left alone. */
export function isReadByService({ access }: Reading): boolean {
  return roleOf(access.module.path) === 'service';
}

/** Whether each reading may go to the settings, by where it stands and by what else the program does. `obstacleTo` tells why a module cannot import them. */
export function candidatesAmong(
  readings: readonly Reading[],
  { home, service }: { readonly home: GoodHome; /** The folder of the service. */ readonly service: string },
  changes: Changes,
  obstacleTo: (module: Module) => string | undefined,
  { python }: Pick<RepositoryView, 'python'>,
): readonly Candidate[] {
  return readings.map((reading) => ({ reading, against: outside(reading.access.module) ?? changes.againstMoving(reading) }));

  function outside(module: Module): string | undefined {
    if (module.path === home.accessor.path) return undefined;
    if (isRunByHand(module.path)) return `\`${module.path}\` is run by hand, where the settings may not be found.`;
    if (!isInside(module.path, service) && !python.importedBy(module).some(({ path }) => isInside(path, service))) return `\`${module.path}\` stands outside \`${service}\`, where the settings are, and imports nothing of it.`;
    return obstacleTo(module);
  }
}
