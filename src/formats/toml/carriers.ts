import { belongingsOf, NOTHING, type Belongings } from './belongings.ts';
import { startsWith, type TomlPath } from './data.ts';
import type { TomlDocument, TomlNode } from './document.ts';
import type { TomlComment } from './syntax.ts';
import { isTargetArray, type TargetArray, type TargetEntry, type TargetItem, type TargetTable, type TomlTarget } from './target.ts';

/** A part of a target that takes over comments. */
export type Carrier = TargetTable | TargetEntry | TargetItem;

/** Who takes over what of the old document. Each old value has one carrier: the first that names it. */
export interface Carriers {
  /** The old value or table that a part of the target comes from. */
  originOf(carrier: Carrier | TargetArray): TomlNode | undefined;
  /** The comments that come along with a carrier. */
  belongingsOf(carrier: Carrier): Belongings;
  /** Whether some part of the target takes over what stands at a path. */
  isCarried(path: TomlPath): boolean;
  /** The old table or array whose loose rows go into this new one. */
  bodyOf(body: TargetTable | TargetArray): TomlNode | undefined;
  /** The carrier nearest to what stands at a path and an offset. */
  nearestTo(path: TomlPath, offset: number): Neighbour | undefined;
  /** Whether the loose rows of what stands at a path go into something new. */
  isBody(path: TomlPath): boolean;
}

/** The same text for the same path. */
export function pathKey(path: TomlPath): string {
  let key = '';
  for (const step of path) key += typeof step === 'number' ? `[${step}]` : `.${step.length}.${step}`;
  return key;
}

/** Shares the old document out among the parts of a target, in their order. */
export function shareOut(document: TomlDocument, { tables }: TomlTarget): Carriers {
  const origins = new Map<object, TomlNode>();
  const carriers = new Map<string, Carrier>();
  const bodies = new Map<string, TargetTable | TargetArray>();
  const claim = (carrier: Carrier | TargetArray, path: TomlPath | undefined, body: TargetTable | TargetArray | undefined, isPlaceOnly = false): void => {
    const node = path && document.get(path);
    if (!node) return;
    const key = pathKey(node.path);
    origins.set(carrier, node);
    if (isPlaceOnly) return;
    if (!isTargetArray(carrier as TargetArray) && !carriers.has(key)) carriers.set(key, carrier as Carrier);
    if (body && !bodies.has(key)) bodies.set(key, body);
  };
  for (const table of tables) {
    const at = pathKey(table.origin ?? []);
    // What stays as a target of its own keeps its header's and its loose comments.
    const isShared = table.entries.some((entry) => pathKey(originPath(entry) ?? []) === at) || tables.some((other) => other !== table && pathKey(other.path) === at);
    claim(table, table.origin, table, isShared);
    for (const entry of table.entries) {
      const array = isTargetArray(entry.value) ? entry.value : undefined;
      const namesake = table.origin && document.get([...table.origin, entry.key])?.path;
      claim(entry, originPath(entry) ?? namesake, undefined);
      if (array) claim(array, array.origin, array);
      for (const item of array?.items ?? []) claim(item, item.origin, undefined);
    }
  }
  const keyOf = (of: object): string | undefined => (origins.has(of) ? pathKey(origins.get(of)?.path ?? []) : undefined);
  const isCarried = (path: TomlPath): boolean => carriers.has(pathKey(path));
  const isBody = (path: TomlPath): boolean => bodies.has(pathKey(path));
  return {
    originOf: (carrier) => origins.get(carrier),
    isCarried,
    isBody,
    bodyOf: (body) => (bodies.get(keyOf(body) ?? '') === body ? origins.get(body) : undefined),
    belongingsOf: (carrier) => {
      const node = origins.get(carrier);
      if (!node || carriers.get(keyOf(carrier) ?? '') !== carrier) return NOTHING;
      return belongingsOf(document.text, node, (part) => isCarried(part.path), isBody(node.path));
    },
    nearestTo: (path, offset) => nearest(path, offset, [...carriers.values()].flatMap((carrier) => {
      const origin = origins.get(carrier);
      return origin ? [{ origin, carrier }] : [];
    })),
  };
}

function originPath({ origin, value }: TargetEntry): TomlPath | undefined {
  return origin ?? (isTargetArray(value) ? value.origin : undefined);
}

/** A carrier, and where a comment stood that is put beside it: in what it comes from or around that, or before or behind. */
export interface Neighbour {
  readonly carrier: Carrier;
  readonly side: keyof StrayComments;
}

/** The one that shares most of its path; of several, the one with the shortest, and of those the last one before the offset. */
function nearest(path: TomlPath, offset: number, all: readonly { readonly origin: TomlNode; readonly carrier: Carrier }[]): Neighbour | undefined {
  let best: { readonly shared: number; readonly length: number; readonly start: number; readonly carrier: Carrier } | undefined;
  for (const { origin: { path: origin, span: { start } }, carrier } of all) {
    let shared = 0;
    while (shared < origin.length && startsWith(path, origin.slice(0, shared + 1))) shared++;
    const isLaterBefore = shared < origin.length && best !== undefined && best.start < start && start < offset;
    const isNearer = !best || shared > best.shared || (shared === best.shared && (origin.length < best.length || (origin.length === best.length && isLaterBefore)));
    if (shared > 0 && isNearer) best = { shared, length: origin.length, start, carrier };
  }
  return best && { carrier: best.carrier, side: best.shared === best.length || best.shared === path.length ? 'above' : best.start < offset ? 'behind' : 'before' };
}

/** Comments put beside a carrier: directly above it what it is about, and set apart what it is not. */
export interface StrayComments {
  readonly above: readonly TomlComment[];
  readonly before: readonly TomlComment[];
  readonly behind: readonly TomlComment[];
}

/** Comments that nobody carries, by the carrier they are put beside. */
export type Strays = ReadonlyMap<Carrier, StrayComments>;
