import { intersect, parseSpecifiers, parseVersion, includes, subtract, versionsOfAll, type VersionSet } from '../../packaging/version/index.ts';
import type { Python } from '../../python/index.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { requirementsOf } from './index.ts';

/** Whether a project runs with a version from a floor on. `because` is the end of a sentence. */
export interface AboveFloor {
  /** `maybe`: what is asked for admits versions on both sides, or nothing is said. */
  readonly is: 'surely' | 'maybe' | 'never';
  readonly because: string;
}

/**
 * Compares the versions of a distribution that a project locks, or else asks for, with a floor such as `0.93`.
 * Requirements that are not understood admit any version.
 */
export function aboveFloor(repo: Snapshot, python: Python, folder: string, name: string, floor: string): AboveFloor {
  const clauses = parseSpecifiers(`>=${floor}`);
  const wanted: VersionSet = 'problem' in clauses ? [] : versionsOfAll(clauses);
  const requirements = requirementsOf(repo, python, folder);
  const locked = requirements.locked(name);
  const versions = locked?.versions.flatMap((text) => parseVersion(text) ?? []) ?? [];
  if (locked && versions.length > 0) {
    const because = `\`${locked.path}\` has ${name} ${locked.versions.join(' and ')}`;
    const above = versions.filter((version) => includes(wanted, version));
    return { is: above.length === versions.length ? 'surely' : above.length > 0 ? 'maybe' : 'never', because };
  }
  const asked = requirements.runtime(name);
  if (asked.length === 0 || asked.some((one) => one.versions === undefined)) return { is: 'maybe', because: `nothing says which ${name} is installed` };
  const all = asked.map((one) => one.versions ?? []).reduce(intersect);
  const written = asked.map((one) => one.written).find((text) => text !== '') ?? '';
  const because = written === '' ? `any ${name} will do` : `\`${name}${/^[\w.*]/.test(written) ? ` ${written}` : written}\` is asked for`;
  if (subtract(all, wanted).length === 0) return { is: 'surely', because };
  return { is: intersect(all, wanted).length === 0 ? 'never' : 'maybe', because };
}
