import type { Json } from '../openapi/compare.ts';

/** The members of an object; none of anything else. */
export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return typeof value === 'object' && value !== null && !isList(value) ? Object.entries(value) : [];
}

/** A member of an object, and of what is in it. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((found, key) => (typeof found === 'object' && found !== null && !isList(found) && Object.hasOwn(found, key) ? found[key] : undefined), value);
}

/** The entries of a list; none of anything else. */
export function listOf(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}

/** The texts in a list. */
export function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

/** Whether a value is a list. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
