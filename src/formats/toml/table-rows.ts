import { indentationAt } from '../../text/indent.ts';
import { isRefusal, type TomlRefusal } from './change.ts';
import { pathKey } from './carriers.ts';
import { sameData, type TomlData } from './data.ts';
import type { TomlEntry } from './document.ts';
import { asWritten, entryRows, lineOf } from './entry-rows.ts';
import { append, atLineEnd, commentRows, commentsLeftBy, looseRows, row, straysOf, trimmed, withoutBlankEnd, type OutRow, type Writer } from './out-rows.ts';
import { sectionRows, sourceRows } from './source-rows.ts';
import { equalsOf } from './style.ts';
import type { Section } from './syntax.ts';
import type { TargetEntry, TargetTable } from './target.ts';
import { weave, type Woven } from './weave.ts';
import { writeKey } from './write.ts';

/** An entry a section is to have: dotted when its table has no header of its own. */
export interface SectionEntry {
  readonly keys: readonly string[];
  readonly target: TargetEntry;
  readonly table: TargetTable;
}

/** Writes a table that is not there, with the header's and the loose comments of the one it replaces. */
export function newTable(writer: Writer, table: TargetTable): readonly OutRow[] | TomlRefusal {
  const { document, carriers } = writer;
  const { text, eol } = document;
  const origin = carriers.originOf(table);
  const section = origin?.role === 'table' ? origin.section : undefined;
  const indentOf = (offset: number | undefined): string => (offset === undefined ? '' : indentationAt(text, offset).replace('\ufeff', ''));
  const was = indentOf(section?.header?.span.start);
  const isNested = origin !== undefined && origin.path.length > table.path.length + 1;
  const indent = isNested || !section ? outermost(document) : was;
  const { above, trailing, rest } = carriers.belongingsOf(table);
  const name = writeKey(table.path.filter((step) => typeof step === 'string'));
  const header = typeof table.path.at(-1) === 'number' ? `[[${name}]]` : `[${name}]`;
  const before = section?.header?.span;
  const rows = table.path.length === 0 ? [] : [row(indent, header, ...atLineEnd(writer, trailing, before), eol)];
  const body = newEntries(writer, table, table.entries.map((target) => ({ keys: [target.key], target, table })), indent + indentOf(section?.entries[0]?.span.start).slice(was.length), undefined);
  if (isRefusal(body)) return body;
  return [...commentRows(writer, [...above, ...rest], indent), ...rows, ...trimmed(body), ...strayRows(writer, table, indent)];
}

/** The indentation of the headers that have least. */
function outermost({ text, syntax }: Writer['document']): string {
  const indents = syntax.sections.flatMap(({ header }) => (header ? [indentationAt(text, header.span.start).replace('\ufeff', '')] : []));
  return indents.reduce((least, indent) => (indent.length < least.length ? indent : least), indents[0] ?? '');
}

/** Entries that are not there, with the loose rows of the table they come from. */
function newEntries(writer: Writer, table: TargetTable, entries: readonly SectionEntry[], indent: string, section: Section | undefined): readonly OutRow[] | TomlRefusal {
  const { document, carriers, style } = writer;
  const body = carriers.bodyOf(table);
  const stays = new Set(entries.flatMap(({ target }) => keyOfOrigin(writer, target)));
  const woven: Woven | undefined = body && weave(sourceRows(document, body), stays, (node) => (node.role === 'entry' ? commentsLeftBy(writer, body.path, node) : []));
  const equals = equalsOf(document.text, section?.entries ?? []) ?? style.equals;
  const rows: OutRow[] = [];
  const led = new Set<string>();
  for (const { keys, target } of entries) {
    for (const key of keyOfOrigin(writer, target)) {
      if (!led.has(key)) append(rows, looseRows(writer, woven?.before.get(key), indent));
      led.add(key);
    }
    const written = entryRows(writer, { keys, value: target.value, target, there: undefined, indent, equals });
    if (isRefusal(written)) return written;
    rows.push(...written);
  }
  append(rows, looseRows(writer, woven?.tail, indent));
  return rows;
}

function keyOfOrigin({ carriers }: Writer, target: TargetEntry): readonly string[] {
  const origin = carriers.originOf(target);
  return origin ? [pathKey(origin.path)] : [];
}

/**
 * Writes a section that stays, with the entries it gets; `undefined` when nothing in it changes.
 * @param dataOf what an old entry means in the end; nothing when it goes
 */
export function changedSection(writer: Writer, section: Section, tables: readonly TargetTable[], added: readonly SectionEntry[], dataOf: (entry: TomlEntry) => TomlData | undefined): readonly OutRow[] | TomlRefusal | undefined {
  const { document } = writer;
  const entries = section.entries.flatMap(({ path }) => entryAt(document.get(path)));
  const targets = new Map(added.map((entry) => [pathKey([...section.path, ...entry.keys]), entry]));
  const stays = new Set(entries.filter((entry) => targets.has(pathKey(entry.path)) || dataOf(entry) !== undefined).map(({ path }) => pathKey(path)));
  const fresh = added.filter(({ keys }) => !stays.has(pathKey([...section.path, ...keys])));
  const indent = indentOf(document.text, section);
  const isSame = (entry: TomlEntry): boolean => sameData(dataOf(entry) ?? '', entry.value);
  const freshRows = tables.map((one) => newEntries(writer, one, fresh.filter((entry) => entry.table === one), indent, section));
  const refusal = freshRows.find((one) => isRefusal(one));
  if (refusal) return refusal;
  const written = freshRows.flatMap((one) => (isRefusal(one) ? [] : trimmed(one)));
  const isQuiet = written.length === 0 && entries.every((entry) => stays.has(pathKey(entry.path)) && !targets.has(pathKey(entry.path)) && isSame(entry));
  if (isQuiet && tables.every((one) => strayRows(writer, one, indent).length === 0)) return undefined;

  const rows: OutRow[] = [];
  const woven = weave(sectionRows(document, section), stays, (node) => commentsLeftBy(writer, section.path, node));
  for (const entry of entries.filter(({ path }) => stays.has(pathKey(path)))) {
    const loose = looseRows(writer, woven.before.get(pathKey(entry.path)), 'as it is');
    append(rows, rows.length === 0 && woven.isBeheaded ? trimmed(loose) : loose);
    const target = targets.get(pathKey(entry.path))?.target;
    const value = target?.value ?? (isSame(entry) ? undefined : dataOf(entry));
    const keys = entry.syntax.keys.map(({ name }) => name);
    const lines = value === undefined ? keptLines(writer, entry) : entryRows(writer, { keys, value, target, there: entry, indent: '', equals: '' });
    if (isRefusal(lines)) return lines;
    rows.push(...lines);
  }
  const tail = looseRows(writer, woven.tail, 'as it is');
  const isAlone = rows.length + written.length === 0 && (woven.isBeheaded || !section.header);
  append(rows, written);
  append(rows, isAlone ? trimmed(tail) : withoutBlankEnd(tail));
  const body = rows.at(-1)?.isGap ? rows.slice(0, -1) : rows;
  return [...headerRows(writer, section), ...body, ...tables.flatMap((one) => strayRows(writer, one, indent))];
}

/** What is put beside a table stands at its end. */
function strayRows(writer: Writer, table: TargetTable, indent: string): OutRow[] {
  const { above, before, behind } = straysOf(writer, table);
  return commentRows(writer, [...above, ...before, ...behind].sort((a, b) => a.span.start - b.span.start), indent);
}

function entryAt(node: ReturnType<Writer['document']['get']>): readonly TomlEntry[] {
  return node?.role === 'entry' ? [node] : [];
}

function headerRows({ document: { text, eol } }: Writer, { header, block }: Section): OutRow[] {
  if (!header) return [];
  return [row({ start: block.start, end: header.lines.end }, ...(text[header.lines.end - 1] === '\n' ? [] : [eol]))];
}

function keptLines({ document: { text, eol } }: Writer, entry: TomlEntry): OutRow[] {
  const line = lineOf(entry);
  return line ? [asWritten(text, line, eol)] : [];
}

function indentOf(text: string, section: Section): string {
  const near = section.entries.at(-1)?.span.start ?? section.header?.span.start;
  return near === undefined ? '' : indentationAt(text, near);
}
