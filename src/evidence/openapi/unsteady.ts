import type { Json } from './compare.ts';

/** The places, as JSON pointers, at which two documents of the same program hold different values: they depend on when it was started. */
export function unsteadyPlaces(one: Json, other: Json): ReadonlySet<string> {
  const places = new Set<string>();
  const walk = (a: Json | undefined, b: Json | undefined, at: string): void => {
    const [inA, inB] = [membersOf(a), membersOf(b)];
    if (!inA || !inB || Array.isArray(a) !== Array.isArray(b)) {
      if (a !== b) places.add(at);
      return;
    }
    for (const key of new Set([...inA.keys(), ...inB.keys()])) walk(inA.get(key), inB.get(key), `${at}/${escaped(key)}`);
  };
  walk(one, other, '');
  return places;
}

/** A document without what it holds at these places. */
export function withoutPlaces(document: Json, places: ReadonlySet<string>): Json {
  const kept = (value: Json, at: string): Json => {
    if (places.has(at)) return null;
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((one, index) => kept(one, `${at}/${index}`));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, kept(one, `${at}/${escaped(key)}`)]));
  };
  return places.size === 0 ? document : kept(document, '');
}

function membersOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value) as [string, Json][]) : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** As RFC 6901 writes the names of members. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
