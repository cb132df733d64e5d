/** The variables of PEP 508 a marker may ask about. */
export const MARKER_VARIABLES = [
  'os_name', 'sys_platform', 'platform_machine', 'platform_python_implementation', 'platform_release', 'platform_system', 'platform_version',
  'python_version', 'python_full_version', 'implementation_name', 'implementation_version', 'extra',
] as const;

/** One of {@link MARKER_VARIABLES}. */
export type MarkerVariable = (typeof MARKER_VARIABLES)[number];

/** How a marker compares. */
export type MarkerOperator = '===' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | 'in' | 'not in';

/** One comparison. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly variable: MarkerVariable;
  readonly operator: MarkerOperator;
  readonly value: string;
  /** `'win' in sys_platform`: the value stands on the left. */
  readonly isReversed: boolean;
}

/** A marker of PEP 508: a condition on the environment. */
export type Marker = Comparison | { readonly kind: 'and' | 'or'; readonly terms: readonly Marker[] };

/** Values of the variables a marker asks about; what is missing is `''`. */
export type Environment = Readonly<Partial<Record<MarkerVariable, string>>>;

/** All at once; no marker is always true, and so is the result of none. */
export function and(...markers: readonly (Marker | undefined)[]): Marker | undefined {
  return join('and', markers.filter((marker) => marker !== undefined));
}

/** One of them; no marker is always true, and so is then the result. */
export function or(...markers: readonly (Marker | undefined)[]): Marker | undefined {
  return markers.includes(undefined) ? undefined : join('or', markers.filter((marker) => marker !== undefined));
}

function join(kind: 'and' | 'or', markers: readonly Marker[]): Marker | undefined {
  const terms = markers.flatMap((marker) => (marker.kind === kind ? marker.terms : [marker]));
  const texts = terms.map(printMarker);
  const distinct = terms.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
  return distinct.length < 2 ? distinct[0] : { kind, terms: distinct };
}

/** A comparison with the variable on the left. */
export function compare(variable: MarkerVariable, operator: MarkerOperator, value: string): Comparison {
  return { kind: 'comparison', variable, operator, value, isReversed: false };
}

/** The marker as text, `or` inside `and` in parentheses, with single quotes as they fit into TOML strings. */
export function printMarker(marker: Marker): string {
  if (marker.kind === 'comparison') {
    const { variable, operator, value, isReversed } = marker;
    const quoted = value.includes("'") ? `"${value}"` : `'${value}'`;
    return isReversed ? `${quoted} ${operator} ${variable}` : `${variable} ${operator} ${quoted}`;
  }
  const texts = marker.terms.map((term) => (marker.kind === 'and' && term.kind === 'or' ? `(${printMarker(term)})` : printMarker(term)));
  return texts.join(` ${marker.kind} `);
}

/** The variables a marker asks about. */
export function variablesOf(marker: Marker): ReadonlySet<MarkerVariable> {
  return new Set(comparisonsOf(marker).map(({ variable }) => variable));
}

/** All comparisons of a marker, in order. */
export function comparisonsOf(marker: Marker): readonly Comparison[] {
  return marker.kind === 'comparison' ? [marker] : marker.terms.flatMap(comparisonsOf);
}

/**
 * What a marker says of the environment alone: true wherever it is true with some extras. `undefined` when that is everywhere.
 */
export function withoutExtras(marker: Marker): Marker | undefined {
  if (marker.kind === 'comparison') return marker.variable === 'extra' ? undefined : marker;
  return (marker.kind === 'and' ? and : or)(...marker.terms.map(withoutExtras));
}
