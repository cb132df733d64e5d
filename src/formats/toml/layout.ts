import { isRefusal, type TomlRefusal } from './change.ts';
import { dataAt, startsWith, type TomlData, type TomlPath, type TomlTableData } from './data.ts';
import type { TomlDocument, TomlEntry } from './document.ts';
import type { OutRow, Writer } from './out-rows.ts';
import type { Piece } from './pieces.ts';
import { placesOf } from './table-places.ts';
import { unitsOf, type Unit } from './units.ts';
import { commentedOutBelow } from './source-rows.ts';
import type { Section } from './syntax.ts';
import { changedSection, newTable, type SectionEntry } from './table-rows.ts';
import type { TargetTable, TomlTarget } from './target.ts';
import { pathAfter } from './target-data.ts';
import type { Span } from '../../text/span.ts';

/** A unit of the new text. */
interface OutUnit {
  readonly pieces: readonly Piece[];
  /** The old unit it is, or whose place it has. */
  readonly old: number | undefined;
  readonly isNew: boolean;
}

/** The whole new text. */
export function composed(writer: Writer, target: TomlTarget, intended: TomlTableData): readonly Piece[] | TomlRefusal {
  const { document } = writer;
  const units = unitsOf(document);
  const isGone = (path: TomlPath): boolean => target.removed.some((removed) => startsWith(path, removed));
  const dataOf = (path: TomlPath): TomlData | undefined => dataAt(intended, pathAfter(path, target.removed));
  const homes = new Map(target.tables.map((table) => [table, homeOf(document, table, isGone)]));
  const tablesIn = (section: Section): TargetTable[] => target.tables.filter((table) => homes.get(table)?.section === section);
  const added = (section: Section): SectionEntry[] =>
    tablesIn(section).flatMap((table) => {
      const keys = homes.get(table)?.keys;
      return keys ? table.entries.map((entry) => ({ keys: [...keys, entry.key], target: entry, table })) : [];
    });
  const isGoneSection = (section: Section): boolean => {
    if (!section.header) return false;
    if (isGone(section.path)) return true;
    const isEmptied = section.entries.length > 0 && section.entries.every(({ path }) => isGone(path)) && added(section).length === 0;
    return !section.header.array && (isEmptied || dataOf(section.path) === undefined);
  };
  const fresh = target.tables.filter((table) => homes.get(table) === undefined);
  const isTouched = ({ path }: Section): boolean =>
    target.removed.some((removed) => startsWith(removed, path) || startsWith(path, removed)) || [...homes.values()].some((home) => home?.section.path === path);
  const places = placesOf(document, units, target.tables, fresh, (section) => !isGoneSection(section));
  const adopted = new Set(
    units.flatMap(({ section }) => (section && isGoneSection(section) && writer.carriers.isBody(section.path) ? commentedOutBelow(document, section) : [])).map(({ line }) => line?.start),
  );
  const out: OutUnit[] = [];
  const put = (at: number): TomlRefusal | undefined => {
    for (const table of fresh.filter((one) => places.get(one) === at)) {
      const rows = newTable(writer, table);
      if (isRefusal(rows)) return rows;
      const first = out.some(({ isNew, old }) => isNew && old === Math.floor(at));
      out.push({ pieces: piecesOf(rows), old: Number.isInteger(at) && !first ? at : undefined, isNew: true });
    }
    return undefined;
  };
  for (let index = -1; index <= units.length; index++) {
    const unit = units[index];
    const refusal = put(index);
    if (refusal) return refusal;
    if (unit && !(unit.section && isGoneSection(unit.section)) && !adopted.has(unit.span.start)) {
      const rows = unit.section && isTouched(unit.section) && changedSection(writer, unit.section, tablesIn(unit.section), added(unit.section), (entry: TomlEntry) => (isGone(entry.path) ? undefined : dataOf(entry.path)));
      if (rows && isRefusal(rows)) return rows;
      const pieces = rows ? piecesOf(rows) : [unit.span, ...(document.text[unit.span.end - 1] === '\n' ? [] : [document.eol])];
      if (pieces.length > 0) out.push({ pieces, old: index, isNew: false });
    }
    const behind = put(index + 0.5);
    if (behind) return behind;
  }
  return joined(document, units, out);
}

function piecesOf(rows: readonly OutRow[]): readonly Piece[] {
  return rows.flatMap(({ pieces }) => pieces);
}

/** Where a table that is there is written: its section, and what its keys begin with there; no keys for one within an inline value. */
interface Home {
  readonly section: Section;
  readonly keys: readonly string[] | undefined;
}

function homeOf({ get, syntax: { sections } }: TomlDocument, { path }: TargetTable, isGone: (path: TomlPath) => boolean): Home | undefined {
  const inline = sections.find(({ entries }) => entries.some((entry) => startsWith(path, entry.path) && !isGone(entry.path)));
  if (inline) return { section: inline, keys: undefined };
  const node = get(path);
  if (node?.role !== 'table' || isGone(path)) return undefined;
  if (node.form !== 'dotted') return node.section && (node.section.header || node.section.entries.length > 0) ? { section: node.section, keys: [] } : undefined;
  const section = sections.find(({ entries }) => entries.some((entry) => startsWith(entry.path, path)));
  const keys = section && path.slice(section.path.length);
  return section && keys?.every((step) => typeof step === 'string') ? { section, keys } : undefined;
}

/** The units with the blank lines between them. */
function joined({ text, eol }: TomlDocument, units: readonly Unit[], out: readonly OutUnit[]): readonly Piece[] {
  const top = text.startsWith('\ufeff') ? 1 : 0;
  const gap = (index: number): Span => ({ start: units[index - 1]?.span.end ?? top, end: units[index]?.span.start ?? top });
  const lines = (span: Span): number => text.slice(span.start, span.end).split('\n').length - 1;
  const habit = mostCommon(units.flatMap(({ section }, index) => (index > 0 && section?.header ? [lines(gap(index))] : [])));
  const pieces: Piece[] = [{ start: 0, end: top }];
  out.forEach(({ pieces: inner, old }, position) => {
    const previous = out[position - 1];
    const isFollowing = old !== undefined && (previous ? previous.old === old - 1 && previous.old !== undefined : old === 0);
    const there = old === undefined ? 0 : lines(gap(old));
    if (isFollowing && (old === 0 || there > 0 || !out[position]?.isNew)) pieces.push(gap(old));
    else if (previous) pieces.push(...(there > 0 && old !== undefined ? [gap(old)] : [eol.repeat(habit)]));
    pieces.push(...inner);
  });
  return ended(text, eol, units, pieces, out.length > 0);
}

function mostCommon(counts: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

/** A text without a final newline stays so; blank lines at the end stay behind what was there. */
function ended(text: string, eol: string, units: readonly Unit[], pieces: readonly Piece[], isFilled: boolean): readonly Piece[] {
  const rest = { start: units.at(-1)?.span.end ?? (text.startsWith('\ufeff') ? 1 : 0), end: text.length };
  const last = pieces.at(-1);
  if (!isFilled) return pieces;
  const isOpenEnded = text.trim() !== '' && !text.endsWith('\n');
  if (isOpenEnded && last === eol) return pieces.slice(0, -1);
  if (isOpenEnded && typeof last === 'string' && last.endsWith(eol)) return [...pieces.slice(0, -1), last.slice(0, -eol.length)];
  if (isOpenEnded && last && typeof last !== 'string' && text.slice(last.start, last.end).endsWith(eol)) return [...pieces.slice(0, -1), { start: last.start, end: last.end - eol.length }];
  return text.trim() === '' ? pieces : [...pieces, rest];
}
