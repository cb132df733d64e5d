import { parseVersion } from '../version/version.ts';
import { evaluate, holds } from './evaluate.ts';
import { and, comparisonsOf, printMarker, type Comparison, type Environment, type Marker, type MarkerVariable } from './marker.ts';

/** So many kinds of environments are looked at; beyond, two markers count as different. */
const MANY = 50_000;

/** Variables that are known together: the version of Python decides both of its variables. */
type Axis = readonly MarkerVariable[];

/** An environment in which one of the markers holds and the other does not; `undefined` when they are equal everywhere. */
export function markersDiffer(a: Marker | undefined, b: Marker | undefined): Environment | undefined {
  if (a && b && printMarker(a) === printMarker(b)) return undefined;
  return findEnvironment([a, b], (environment) => evaluate(a, environment) !== evaluate(b, environment));
}

/** Whether no environment satisfies both. Variables are taken as independent, but for the two of Python's version. */
export function areDisjoint(a: Marker | undefined, b: Marker | undefined): boolean {
  return findEnvironment([a, b], (environment) => evaluate(a, environment) && evaluate(b, environment)) === undefined;
}

/** Whether the marker holds nowhere. */
export function isNever(marker: Marker): boolean {
  return areDisjoint(marker, and());
}

/**
 * The first environment with that property, among one of each kind the markers can tell apart: environments in which every comparison comes
 * out the same are one kind. The empty environment when there are too many kinds.
 */
function findEnvironment(markers: readonly (Marker | undefined)[], isWanted: (environment: Environment) => boolean): Environment | undefined {
  const comparisons = markers.flatMap((marker) => (marker ? comparisonsOf(marker) : []));
  const kinds = axesOf(comparisons).map((axis) => kindsOn(axis, comparisons.filter(({ variable }) => axis.includes(variable))));
  if (kinds.reduce((product, { length }) => product * length, 1) > MANY) return {};
  const visit = (at: number, environment: Environment): Environment | undefined => {
    const values = kinds[at];
    if (!values) return isWanted(environment) ? environment : undefined;
    for (const value of values) {
      const found = visit(at + 1, { ...environment, ...value });
      if (found) return found;
    }
    return undefined;
  };
  return visit(0, {});
}

const PYTHON: Axis = ['python_version', 'python_full_version'];

function axesOf(comparisons: readonly Comparison[]): readonly Axis[] {
  const variables = [...new Set(comparisons.map(({ variable }) => variable))];
  const others = variables.filter((variable) => !PYTHON.includes(variable)).map((variable) => [variable]);
  return variables.length > others.length ? [PYTHON, ...others] : others;
}

/** One environment for each way in which the comparisons of an axis come out. */
function kindsOn(axis: Axis, comparisons: readonly Comparison[]): readonly Environment[] {
  const kinds = new Map<string, Environment>();
  for (const environment of axis === PYTHON ? pythonsAround(comparisons) : valuesAround(axis[0] ?? 'extra', comparisons)) {
    const outcome = comparisons.map((one) => (holds(one, environment[one.variable] ?? '') ? '1' : '0')).join('');
    if (!kinds.has(outcome)) kinds.set(outcome, environment);
  }
  return [...kinds.values()];
}

/** Pythons at, before and behind every version a comparison names. */
function pythonsAround(comparisons: readonly Comparison[]): readonly Environment[] {
  const named = comparisons.flatMap(({ value }) => value.match(/\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?/g) ?? []);
  const around = [...new Set(named)].flatMap((text) => {
    const version = parseVersion(text);
    if (!version) return [];
    const [major = 0, minor = 0, patch = 0] = version.release;
    const exact = version.pre && version.release.length === 3 ? [text] : [];
    const minors = [`${major}.${minor}.${patch}`, `${major}.${minor}.${patch + 1}`, `${major}.${minor}.0`, `${major}.${minor}.99`];
    const before = [...(patch > 0 ? [`${major}.${minor}.${patch - 1}`] : []), ...(minor > 0 ? [`${major}.${minor - 1}.0`, `${major}.${minor - 1}.99`] : [])];
    return [...exact, ...minors, ...before, `${major}.${minor + 1}.0`, `${major}.${minor + 1}.1`, `${major}.99.0`, `${major + 1}.0.0`, ...(major > 0 ? [`${major - 1}.99.99`] : [])];
  });
  return [...new Set(['0.0.0', ...around, '999.0.0'])].map((full) => ({ python_version: full.split('.').slice(0, 2).join('.'), python_full_version: full }));
}

/** Values a comparison names, what lies next to them, and one that nothing names. */
function valuesAround(variable: MarkerVariable, comparisons: readonly Comparison[]): readonly Environment[] {
  const named = comparisons.flatMap(({ value }) => [value, ...value.split(/[\s,|;]+/)]);
  const near = named.flatMap((value) => [value, `${value}.1`, `-${value}-`, value.slice(0, -1), neighbour(value)]);
  return [...new Set([...near, '', 'unnamed', '0', '999'])].map((value) => ({ [variable]: value }));
}

/** The next version down, or the value itself. */
function neighbour(value: string): string {
  return value.replace(/(\d+)(?!.*\d)/, (digits) => String(Math.max(0, Number(digits) - 1)));
}
