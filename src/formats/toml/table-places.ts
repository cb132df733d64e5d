import { startsWith, type TomlPath } from './data.ts';
import type { TomlDocument } from './document.ts';
import { nearestSection } from './placement.ts';
import type { Section } from './syntax.ts';
import type { TargetTable } from './target.ts';
import type { Unit } from './units.ts';

/** Where each new table goes: the index of the unit whose place it takes, or half a step behind the one it follows. */
export function placesOf(document: TomlDocument, units: readonly Unit[], all: readonly TargetTable[], fresh: readonly TargetTable[], stays: (section: Section) => boolean): ReadonlyMap<TargetTable, number> {
  const places = new Map<TargetTable, number>();
  const lastUnder = (path: TomlPath): number => units.findLastIndex(({ section }) => section?.header && stays(section) && startsWith(section.path, path));
  let previous: TargetTable | undefined;
  for (const table of all) {
    if (!fresh.includes(table)) {
      const at = units.findIndex(({ section }) => section?.header && pathIs(section.path, table.path));
      places.set(table, at < 0 ? -1 : at + 0.5);
      previous = table;
      continue;
    }
    const later = all.slice(all.indexOf(table) + 1);
    // In front of what it comes from, when that stays and the target names it later.
    const isInFront = (section: Section): boolean => later.some(({ path }) => pathIs(section.path, path));
    let at = originPlace(units, table, (section) => stays(section) && !isInFront(section)) ?? behind(document, units, table, previous, places.size > 0 ? Math.max(...places.values()) : undefined, stays);
    for (const [other, place] of places) if (startsWith(table.path, other.path) && other.path.length > 0) at = Math.max(at, place);
    const element = table.path.findLastIndex((step) => typeof step === 'number');
    const index = table.path[element];
    if (typeof index === 'number' && index > 0) {
      const before = [...table.path.slice(0, element), index - 1];
      const last = lastUnder(before);
      if (last >= 0) at = Math.max(at, last + 0.5);
      for (const [other, place] of places) if (startsWith(other.path, before)) at = Math.max(at, place);
    }
    const parent = units.findIndex(({ section }) => section?.header && stays(section) && section.path.length > 0 && section.path.length < table.path.length && startsWith(table.path, section.path) && section.path.length === table.path.length - 1);
    if (parent >= 0) at = Math.max(at, parent + 0.5);
    places.set(table, table.path.length === 0 ? -1 : at);
    previous = table;
  }
  return places;
}

function pathIs(a: TomlPath, b: TomlPath): boolean {
  return a.length === b.length && startsWith(a, b);
}

/** The unit in which what a table replaces begins. */
function originPlace(units: readonly Unit[], { origin }: TargetTable, stays: (section: Section) => boolean): number | undefined {
  if (!origin) return undefined;
  const own = units.findIndex(({ section }) => section?.header && pathIs(section.path, origin));
  const at = own >= 0 ? own : units.findIndex(({ section }) => section && ((section.header && startsWith(section.path, origin)) || section.entries.some(({ path }) => startsWith(path, origin) || startsWith(origin, path))));
  const section = units[at]?.section;
  if (at < 0 || !section) return undefined;
  return stays(section) ? at + 0.5 : at;
}

/** Behind the table before it in the target, or behind the nearest one that is there. */
function behind(document: TomlDocument, units: readonly Unit[], { path }: TargetTable, previous: TargetTable | undefined, place: number | undefined, stays: (section: Section) => boolean): number {
  const syntax = { ...document.syntax, sections: document.syntax.sections.filter(stays) };
  const near = nearestSection({ ...document, syntax }, path);
  const shared = (other: TomlPath): number => {
    const differs = path.findIndex((step, index) => step !== other[index]);
    return differs < 0 ? path.length : differs;
  };
  const isNearer = near && (!previous || (shared(near.path) > 1 && shared(near.path) > shared(previous.path)));
  if (isNearer) return units.findIndex(({ section }) => section === near) + 0.5;
  if (!previous || place === undefined) return units.length;
  let at = Math.floor(place);
  for (;;) {
    const next = units[at + 1]?.section;
    if (!next?.header || !stays(next) || previous.path.length === 0 || !startsWith(next.path, previous.path)) break;
    at++;
  }
  return at > place ? at + 0.5 : place;
}
