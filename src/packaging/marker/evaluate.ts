import { isProblem } from '../problem.ts';
import { includes } from '../version/set.ts';
import { parseSpecifier, versionsOf } from '../version/specifier.ts';
import { parseVersion } from '../version/version.ts';
import type { Comparison, Environment, Marker, MarkerOperator, MarkerVariable } from './marker.ts';

/** Variables that are compared as versions when both sides are versions. */
const VERSIONS: ReadonlySet<MarkerVariable> = new Set(['python_version', 'python_full_version', 'implementation_version', 'platform_release']);

/** Whether the marker holds there, as pip and uv see it: versions by PEP 440, extras by their normalised name, the rest as texts. */
export function evaluate(marker: Marker | undefined, environment: Environment): boolean {
  if (!marker) return true;
  if (marker.kind === 'comparison') return holds(marker, environment[marker.variable] ?? '');
  return marker.kind === 'and' ? marker.terms.every((term) => evaluate(term, environment)) : marker.terms.some((term) => evaluate(term, environment));
}

/** Whether the comparison holds for that value of its variable. */
export function holds({ variable, operator, value, isReversed }: Comparison, actual: string): boolean {
  const [left, right] = isReversed ? [value, actual] : [actual, value];
  const asVersions = VERSIONS.has(variable) ? holdsForVersions(left, operator, right) : undefined;
  if (asVersions !== undefined) return asVersions;
  return variable === 'extra' ? holdsForTexts(normalised(left), operator, normalised(right)) : holdsForTexts(left, operator, right);
}

/** `undefined` when one of them is no version: then they are compared as texts. */
function holdsForVersions(left: string, operator: MarkerOperator, right: string): boolean | undefined {
  if (operator === 'in' || operator === 'not in' || operator === '===') return undefined;
  const specifier = parseSpecifier(operator + right);
  const version = parseVersion(left);
  return isProblem(specifier) || !version ? undefined : includes(versionsOf(specifier), version);
}

function holdsForTexts(left: string, operator: MarkerOperator, right: string): boolean {
  switch (operator) {
    case 'in':
      return right.includes(left);
    case 'not in':
      return !right.includes(left);
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '~=':
      return false;
  }
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
