import type { Unset } from '#pystd';
import type { FieldUnset } from './draft.ts';
import { canonicalLiteral, literalKind } from './literals.ts';

/** What a field is when its variable is unset, and which places must say a default themselves. */
export interface SharedUnset {
  readonly unset: FieldUnset;
  /** Whether places have a default that is no part of the field: the field is `None` there. */
  readonly atSites: boolean;
}

/** Two places that want something else of an unset variable. */
export interface Contradiction {
  readonly contradiction: 'failure' | 'default' | 'unknown';
}

/**
 * What several places agree on for an unset variable. A question whether it is set at all (`isAsked`), a default that must be computed, or places
 * with and without a default make a field that may be `None`; a failure here and a value there contradict each other, and so do two defaults.
 */
export function sharedUnset(unsets: readonly Unset[], isAsked: boolean): SharedUnset | Contradiction {
  if (unsets.some(({ kind }) => kind === 'unknown')) return { contradiction: 'unknown' };
  const failing = unsets.filter(({ kind }) => kind === 'fails').length;
  if (failing > 0) return failing === unsets.length && !isAsked ? { unset: { kind: 'fails' }, atSites: false } : { contradiction: 'failure' };
  const values = new Map(unsets.flatMap((unset) => (unset.kind === 'value' && literalKind(unset.code) !== 'none' ? [[canonicalLiteral(unset.code), unset]] : [])));
  const computed = new Set(unsets.flatMap((unset) => (unset.kind === 'expression' ? [unset.code.replace(/\s+/g, ' ')] : [])));
  if (values.size + computed.size > 1) return { contradiction: 'default' };
  const [value] = values.values();
  const isPlain = !isAsked && unsets.every(({ kind }) => kind === 'value') && unsets.length > 0;
  if (value && isPlain && unsets.every((unset) => unset.kind === 'value' && literalKind(unset.code) !== 'none')) return { unset: value, atSites: false };
  return { unset: { kind: 'none' }, atSites: value !== undefined || computed.size > 0 };
}

/** The default a place must say itself. */
export function siteDefault(unset: Unset): string | undefined {
  return unset.kind === 'expression' || (unset.kind === 'value' && literalKind(unset.code) !== 'none') ? unset.code : undefined;
}
