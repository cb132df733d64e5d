import { indentationAt, startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { alignArrays } from './array-alignment.ts';
import { isRefusal, type TomlRefusal } from './change.ts';
import { belongingsOf, NOTHING } from './belongings.ts';
import { pathKey } from './carriers.ts';
import { isArrayData, sameData, type TomlData } from './data.ts';
import type { TomlElement, TomlEntry } from './document.ts';
import { append, atLineEnd, besideStrays, commentRows, commentsLeftBy, looseRows, notIn, row, straysOf, trimmed, type OutRow, type Writer } from './out-rows.ts';
import type { Piece } from './pieces.ts';
import { openingComment, sourceRows } from './source-rows.ts';
import type { List, TomlComment } from './syntax.ts';
import type { TargetArray, TargetItem } from './target.ts';
import { weave, type Woven } from './weave.ts';
import { writeAll, type Written } from './write.ts';

/** Where an array goes. */
export interface ArrayPlace {
  /** The array it was. */
  readonly old: TomlEntry | undefined;
  /** Whether it stays where it was: then lines that mean the same are kept to the byte. */
  readonly isInPlace: boolean;
  /** Of the line it begins on. */
  readonly indent: string;
  /** For the end of the line it begins on. */
  readonly opening: TomlComment | undefined;
}

/** An item to write: its value, and the element it was. */
interface Planned {
  readonly item: TargetItem;
  readonly written: Written;
  readonly element: TomlElement | undefined;
}

/** Writes an array with a line for each item, loose comments and blank lines between them where they were. */
export function arrayPieces(writer: Writer, array: TargetArray, place: ArrayPlace): readonly Piece[] | TomlRefusal {
  const { document: { text, eol }, unit, carriers } = writer;
  const written = writeAll(array.items.map(({ value }) => value), writer.style);
  if (isRefusal(written)) return written;
  const list = listOf(place.old);
  const planned = plan(array, written, place.old);
  const innerIndent = list?.items.find(({ span }) => startsLine(text, span.start));
  const indent = innerIndent && place.isInPlace ? indentationAt(text, innerIndent.span.start) : place.indent + (place.indent.includes('\t') ? '\t' : unit);
  const oldOpening = list && openingComment(text, list);
  const woven = wovenSources(writer, array, place, planned);
  const body: OutRow[] = place.opening && oldOpening ? commentRows(writer, [oldOpening], indent) : [];
  for (const one of planned) {
    const keys = [one.element?.path, carriers.originOf(one.item)?.path].flatMap((path) => (path ? [pathKey(path)] : []));
    for (const { before } of woven) for (const key of new Set(keys)) append(body, looseRows(writer, before.get(key), indent));
    body.push(...besideStrays(writer, one.item, itemRows(writer, one, indent, place), indent));
  }
  for (const { tail } of woven) append(body, looseRows(writer, tail, indent));
  const rows = trimmed(body);
  if (rows.length === 0 && !place.opening && !oldOpening) return ['[]'];
  const opening = atLineEnd(writer, place.opening ?? oldOpening, undefined);
  const closing = list && place.isInPlace && startsLine(text, list.span.end - 1) ? indentationAt(text, list.span.end - 1) : place.indent;
  return ['[', ...opening, eol, ...rows.flatMap(({ pieces }) => pieces), closing, ']'];
}

function listOf(entry: TomlEntry | undefined): List | undefined {
  return entry && 'items' in entry.syntax.value && entry.kind === 'array' ? entry.syntax.value : undefined;
}

/** Finds the old element of each item: the one it names, or one that means the same, or the one whose place it takes. */
function plan({ items }: TargetArray, written: readonly Written[], old: TomlEntry | undefined): readonly Planned[] {
  const values: readonly TomlData[] = old && isArrayData(old.value) ? old.value : [];
  const { replaced, removed, added } = alignArrays(values, written.map(({ data }) => data));
  const pairs = new Map(replaced.filter((pair) => items[pair.new]?.origin === undefined).map((pair) => [pair.new, pair.old]));
  const fresh = new Set([...[...added.values()].flat(), ...replaced.map((pair) => pair.new)]);
  const gone = new Set([...removed, ...replaced.map((pair) => pair.old)]);
  const stayers = [...values.keys()].filter((index) => !gone.has(index));
  items.forEach((_, index) => void (fresh.has(index) || pairs.set(index, stayers.shift() ?? -1)));
  return items.map((item, index) => {
    const named = old && item.origin?.length === old.path.length + 1 ? old.children.get(item.origin.at(-1) ?? '') : undefined;
    const isNamed = named !== undefined && pathKey(named.path) === pathKey(item.origin ?? []);
    const element = isNamed ? named : old?.children.get(pairs.get(index) ?? -1);
    return { item, written: written[index] as Written, element: element?.role === 'element' ? element : undefined };
  });
}

/** The loose rows of the old array and of what the array comes from. */
function wovenSources(writer: Writer, array: TargetArray, { old }: ArrayPlace, planned: readonly Planned[]): readonly Woven[] {
  const { document, carriers } = writer;
  const body = carriers.bodyOf(array);
  const sources = [old && listOf(old) ? old : undefined, body && body !== old ? body : undefined];
  const stays = new Set(planned.flatMap(({ item, element }) => [element?.path, carriers.originOf(item)?.path]).flatMap((path) => (path ? [pathKey(path)] : [])));
  return sources.flatMap((source) => (source ? [weave(sourceRows(document, source), stays, (node) => commentsLeftBy(writer, source.path, node))] : []));
}

function itemRows(writer: Writer, { item, written, element }: Planned, indent: string, place: ArrayPlace): OutRow[] {
  const { document: { text, eol }, carriers } = writer;
  const isOwn = element !== undefined && carriers.originOf(item) === element;
  const carried = isOwn ? NOTHING : carriers.belongingsOf(item);
  const value = valuePieces(writer, item, written, element);
  const own = element?.comments;
  const trailing = own?.trailing ?? carried.trailing;
  const spare = own?.trailing && carried.trailing ? [carried.trailing] : [];
  const inner = element ? belongingsOf(text, element, () => false, false).rest : [];
  const above = [...(own?.above ?? []), ...carried.above, ...notIn(value, [...inner, ...carried.rest]), ...spare, ...straysOf(writer, item).above];
  const line = element && place.isInPlace && sameData(element.value, written.data) ? ownLine(text, element) : undefined;
  if (line) return [...commentRows(writer, above, indent), row(line, ...(text[line.end - 1] === '\n' ? [] : [eol]))];
  const origin = carriers.originOf(item);
  const before = own?.trailing && element ? element.entrySpan : origin?.entrySpan && origin.role !== 'table' && origin.role !== 'tables' ? origin.span : undefined;
  return [...commentRows(writer, above, indent), row(indent, ...value, ',', ...atLineEnd(writer, trailing, before), eol)];
}

/** The lines of an element that has them for itself, with its comma. */
function ownLine(text: string, { syntax: { span, comma, trailing } }: TomlElement): { readonly start: number; readonly end: number } | undefined {
  const end = Math.max(comma?.end ?? 0, trailing?.span.end ?? 0);
  if (!comma || !startsLine(text, span.start) || text.slice(end, lineEnd(text, end)).trim() !== '') return undefined;
  return { start: lineStart(text, span.start), end: lineEnd(text, end) };
}

/** A value as it was written, where it means the same. */
function valuePieces({ document: { text }, carriers }: Writer, item: TargetItem, { text: fresh, data }: Written, element: TomlElement | undefined): readonly Piece[] {
  const origin = carriers.originOf(item);
  for (const old of [element, origin]) {
    if (old && (old.role === 'entry' || old.role === 'element') && sameData(old.value, data) && !text.slice(old.span.start, old.span.end).includes('\n')) return [old.span];
  }
  return [fresh];
}
