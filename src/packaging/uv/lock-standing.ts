import { isPlainList, isPlainTable, readTomlData, type PlainValue } from '../../formats/toml/read-data.ts';
import { remembered } from '../../text/remember.ts';
import { isProblem } from '../problem.ts';
import { normaliseName, parseRequirement, type Requirement } from '../requirement/index.ts';
import { includes } from '../version/set.ts';
import { parseSpecifiers, versionsOfAll } from '../version/specifier.ts';
import { parseVersion } from '../version/version.ts';

/** A direct dependency that a lock file does not serve. */
export interface Unserved {
  readonly name: string;
  /** What the manifest allows; `''` for any version. */
  readonly specifiers: string;
  /** What the lock file has; empty when it does not have the package. */
  readonly versions: readonly string[];
}

/** What a lock file knows of a package. */
interface Locked {
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * The direct dependencies of a manifest (PEP 621, PEP 735) for which a lock file has no version that fits: then it is older than the
 * manifest. Names as PEP 503 compares them. Only dependencies without a marker are judged.
 */
export function unservedBy(manifest: string, locked: readonly Locked[]): readonly Unserved[] {
  const versions = new Map<string, (string | undefined)[]>();
  for (const { name, version } of locked) versions.set(name, [...(versions.get(name) ?? []), version]);
  const found = new Map<string, Unserved>();
  for (const { name: spelled, specifiers, url, marker } of requirementsIn(manifest)) {
    // A marker may hold on no Python that the project allows; then no lock file has the package.
    if (marker) continue;
    const name = normaliseName(spelled);
    const there = versions.get(name) ?? [];
    const fits = url !== undefined ? there.length > 0 : there.some((version) => version === undefined || isAllowed(version, specifiers));
    if (!fits) found.set(name, { name, specifiers, versions: there.filter((version) => version !== undefined) });
  }
  return [...found.values()];
}

/** What cannot be read allows everything: nobody is accused on a guess. */
function isAllowed(version: string, specifiers: string): boolean {
  const clauses = parseSpecifiers(specifiers);
  const parsed = parseVersion(version);
  if (isProblem(clauses) || !parsed) return true;
  const { local, ...release } = parsed;
  return includes(versionsOfAll(clauses), parsed) || (local !== undefined && includes(versionsOfAll(clauses), release));
}

const requirementsIn: (manifest: string) => readonly Requirement[] = remembered(readRequirements);

/** Every requirement of the manifest but those of the project itself, such as `shop[all]` among its own extras. */
function readRequirements(manifest: string): readonly Requirement[] {
  const read = readTomlData(manifest);
  if ('problem' in read) return [];
  const { project, 'dependency-groups': groups } = read.data;
  const table = isPlainTable(project) ? project : {};
  const lists = [table['dependencies'], ...valuesOf(table['optional-dependencies']), ...valuesOf(groups)];
  const texts = lists.flatMap((list) => (isPlainList(list) ? list.filter((item) => typeof item === 'string') : []));
  const own = typeof table['name'] === 'string' ? normaliseName(table['name']) : '';
  const known = texts.map(parseRequirement).flatMap((one) => (isProblem(one) ? [] : [one]));
  return known.filter(({ name }) => normaliseName(name) !== own);
}

function valuesOf(table: PlainValue | undefined): PlainValue[] {
  return isPlainTable(table) ? Object.values(table) : [];
}
