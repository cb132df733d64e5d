import { normaliseName } from '../name.ts';
import { isProblem } from '../problem.ts';
import { includes, type VersionSet } from '../version/set.ts';
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

/** What a comparison asks of the value of its variable, read once. */
const questions = new WeakMap<Comparison, (actual: string) => boolean>();

/** Whether the comparison holds for that value of its variable. */
export function holds(comparison: Comparison, actual: string): boolean {
  const question = questions.get(comparison) ?? questionOf(comparison);
  questions.set(comparison, question);
  return question(actual);
}

function questionOf({ variable, operator, value, isReversed }: Comparison): (actual: string) => boolean {
  const spell = variable === 'extra' ? normaliseName : (text: string): string => text;
  const asTexts = (actual: string): boolean => (isReversed ? holdsForTexts(spell(value), operator, spell(actual)) : holdsForTexts(spell(actual), operator, spell(value)));
  if (!VERSIONS.has(variable) || ['in', 'not in', '==='].includes(operator)) return asTexts;
  if (isReversed) return (actual) => versionHolds(versionsAsked(operator, actual), value) ?? asTexts(actual);
  const asked = versionsAsked(operator, value);
  return (actual) => versionHolds(asked, actual) ?? asTexts(actual);
}

/** The versions that compare so with a version; `undefined` when it is none: then texts are compared. */
function versionsAsked(operator: MarkerOperator, version: string): VersionSet | undefined {
  const specifier = parseSpecifier(operator + version);
  return isProblem(specifier) ? undefined : versionsOf(specifier);
}

function versionHolds(asked: VersionSet | undefined, actual: string): boolean | undefined {
  const version = asked && parseVersion(actual);
  return version && includes(asked, version);
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
