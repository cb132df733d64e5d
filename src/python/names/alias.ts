import { attributeOf, type Meaning } from './meaning.ts';
import type { PyNode } from '../syntax/node.ts';

/** Assignments of names to names that are followed before giving up. */
const MOST_STEPS = 20;

/**
 * The meaning behind simple aliases: for `F = FastAPI`, what `FastAPI` means. A local name that is not such an alias stays what it is.
 * @param resolve gives the meaning of a name or attribute chain of the same module
 */
export function behindAliases(meaning: Meaning, resolve: (expression: PyNode) => Meaning): Meaning {
  let known = meaning;
  for (let step = 0; step < MOST_STEPS && known.kind === 'local'; step++) {
    const { how } = known.binding;
    if (how.kind !== 'assignment' || (how.value?.type !== 'identifier' && how.value?.type !== 'attribute')) return known;
    const next = resolve(how.value);
    if (next.kind === 'unknown') return known;
    known = attributeOf(next, known.attributes);
  }
  return known;
}
