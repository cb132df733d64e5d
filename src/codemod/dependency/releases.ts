import { intersect, parseSpecifiers, subtract, versionsOfAll, type VersionSet } from '../../packaging/version/index.ts';

/** What releases of a distribution need, from the first of them to the one before the next row. */
interface Needs {
  readonly from: string;
  readonly python: string;
  /** Distributions it needs beside it, by name. */
  readonly beside: Readonly<Record<string, string>>;
}

/**
 * `Requires-Python` and `Requires-Dist` of the releases on the public index, read from the metadata of the wheels (2.0.0 to 2.14.0, by
 * `pip download --no-deps`). Only rows in which something changes.
 */
const NEEDS: Readonly<Record<string, readonly Needs[]>> = {
  'pydantic-settings': [
    { from: '2.0.0', python: '>=3.7', beside: { pydantic: '>=2.0.1', 'python-dotenv': '>=0.21.0' } },
    { from: '2.1.0', python: '>=3.8', beside: { pydantic: '>=2.3.0', 'python-dotenv': '>=0.21.0' } },
    { from: '2.3.0', python: '>=3.8', beside: { pydantic: '>=2.7.0', 'python-dotenv': '>=0.21.0' } },
    { from: '2.9.0', python: '>=3.9', beside: { pydantic: '>=2.7.0', 'python-dotenv': '>=0.21.0', 'typing-inspection': '>=0.4.0' } },
    { from: '2.12.0', python: '>=3.10', beside: { pydantic: '>=2.7.0', 'python-dotenv': '>=0.21.0', 'typing-inspection': '>=0.4.0' } },
  ],
};

/**
 * Extras of other distributions that bring one along, from which of their versions on. From the wheels' metadata: `fastapi[all]` since 0.100.0,
 * `fastapi[standard]` not yet in 0.120.0 and certainly in 0.126.0.
 */
const BROUGHT: Readonly<Record<string, readonly { readonly by: string; readonly extra: string; readonly since: string }[]>> = {
  'pydantic-settings': [
    { by: 'fastapi', extra: 'all', since: '>=0.100' },
    { by: 'fastapi', extra: 'standard', since: '>=0.126' },
    { by: 'fastapi', extra: 'standard-no-fastapi-cloud-cli', since: '>=0.126' },
  ],
};

/** What a project allows: the versions of what is beside it, and of Python. `undefined` where it says nothing. */
export interface Allowed {
  readonly versions: (name: string) => VersionSet | undefined;
  readonly python: VersionSet | undefined;
}

/** The set of versions that specifiers let in. */
export function setOf(specifiers: string): VersionSet {
  const clauses = parseSpecifiers(specifiers);
  return 'problem' in clauses ? [] : versionsOfAll(clauses);
}

/** Why no release of those that are wanted can be installed in a project: a full sentence; `undefined` when one can, or when nothing is known of it. */
export function obstacleTo(name: string, wanted: VersionSet, allowed: Allowed): string | undefined {
  const rows = NEEDS[name] ?? [];
  const obstacles = rows.flatMap((row, index) => {
    const next = rows[index + 1];
    const releases = setOf(`>=${row.from}${next ? `,<${next.from}` : ''}`);
    return intersect(releases, wanted).length === 0 ? [] : [obstacleOf(name, row, allowed)];
  });
  return obstacles.includes(undefined) ? undefined : obstacles[0];
}

function obstacleOf(name: string, { from, python, beside }: Needs, allowed: Allowed): string | undefined {
  if (allowed.python && subtract(allowed.python, setOf(python)).length > 0) return `\`${name}\` ${from} and newer runs on Python ${python.slice(2)} and newer, and the project allows older ones.`;
  const other = Object.entries(beside).find(([one, specifiers]) => {
    const set = allowed.versions(one);
    return set && intersect(set, setOf(specifiers)).length === 0;
  });
  return other && `\`${name}\` ${from} and newer needs \`${other[0]}${other[1]}\`, which the project does not allow.`;
}

/**
 * Whether a requirement with extras brings a distribution along, whichever of its versions is installed.
 * @param isLocked whether a lock has that distribution: then the extra is what brought it
 */
export function brings(name: string, by: { readonly name: string; readonly extras: readonly string[]; readonly versions: VersionSet | undefined }, isLocked: boolean): boolean {
  const { versions } = by;
  return versions !== undefined && (BROUGHT[name] ?? []).some((row) => row.by === by.name && by.extras.includes(row.extra) && (isLocked || subtract(versions, setOf(row.since)).length === 0 || (row.extra === 'all' && isOpen(versions))));
}

/** Whether the newest version will do: that is what an installation takes. */
function isOpen(versions: VersionSet): boolean {
  const last = versions.at(-1);
  return last !== undefined && last.to === undefined;
}
