import { checked, isRefusal, type TomlOutcome, type TomlRefusal } from './change.ts';
import type { Edit } from '../../text/edit.ts';
import { pathText, withData, type TomlPath } from './data.ts';
import type { ListPlace, TomlDocument, TomlEntry, TomlNode, TomlTable } from './document.ts';
import { changeList, NO_REMARKS } from './list.ts';
import { nearestSection, placeAfter, placeAtEnd, placeBefore, placeEntries } from './placement.ts';
import { replaceValue } from './replace-value.ts';
import { equalsOf, indentUnit, styleNear, valuesBeside, WIDEST_ARRAY, type WritingStyle } from './style.ts';
import type { Section } from './syntax.ts';
import { isInputArray, isInputTable, writeAll, writeKey, writeValue, type TomlInput, type Written } from './write.ts';

/**
 * Gives the key at `path` a value: in place where it has one, keeping its quotes and its comment; otherwise as a new last line of its
 * table, in that table's style; otherwise in a new table, behind the last one that shares most of its name. A plain object becomes an
 * inline table, or a new `[[table]]` when the path ends with the index behind the last one. One past the end of an array appends.
 */
export function setValue(document: TomlDocument, path: TomlPath, input: TomlInput): TomlOutcome {
  const there = document.get(path);
  if (path.length === 0) return { refused: 'The top level of a document is no value to set.' };
  if (there) return replaceValue(document, there, input);
  const host = nearestAncestor(document, path);
  const rest = path.slice(host.path.length);
  const written = writeValue(input, styleNear(document, valuesBeside(host)));
  if (isRefusal(written)) return written;
  const edits = isStrings(rest) ? addKeys(document, host, rest, input, written) : addElement(document, host, rest, input, written);
  if (isRefusal(edits)) return edits;
  return checked(document, edits, withData(document.data, path, written.data) ?? document.data);
}

function nearestAncestor(document: TomlDocument, path: TomlPath): TomlNode {
  for (let length = path.length - 1; length > 0; length--) {
    const node = document.get(path.slice(0, length));
    if (node) return node;
  }
  return document.root;
}

function isStrings(path: TomlPath): path is readonly string[] {
  return path.every((step) => typeof step === 'string');
}

function addKeys(document: TomlDocument, host: TomlNode, keys: readonly string[], input: TomlInput, written: Written): readonly Edit[] | TomlRefusal {
  if (host.role === 'table') return addToTable(document, host, keys, input, written);
  if ((host.role === 'entry' || host.role === 'element') && 'items' in host.syntax.value && host.kind === 'inline-table') {
    const list = host.syntax.value;
    return addToInline(document, { list, index: list.items.length, path: host.path }, keys, written);
  }
  return { refused: `${pathText(host.path)} is ${article(host.kind)}, not a table.` };
}

function addToTable(document: TomlDocument, table: TomlTable, keys: readonly string[], input: TomlInput, written: Written): readonly Edit[] | TomlRefusal {
  const path = [...table.path, ...keys];
  if (table.form === 'dotted') return addBesideDotted(document, table, keys, input, written);
  if (table.section && keys.length === 1) {
    return [placeEntries(document, table.section, undefined, entryLines(document, table.section, keys, input, written))];
  }
  const tablePath = path.slice(0, -1);
  const header = `[${writeKey(tablePath.filter((step) => typeof step === 'string'))}]`;
  const block = [header, ...entryLines(document, undefined, keys.slice(-1), input, written)].join('\n');
  if (keys.length === 1) {
    const first = document.syntax.sections.find((section) => section.block.start <= table.span.start && table.span.start < section.block.end);
    return first ? [placeBefore(document, first, block)] : { refused: `There is no place for a table ${pathText(tablePath)}.` };
  }
  const neighbour = nearestSection(document, tablePath);
  return [neighbour ? placeAfter(document, neighbour, block) : placeAtEnd(document, block)];
}

/** A table made of dotted keys gets one more of them: TOML lets no header define it again. */
function addBesideDotted(document: TomlDocument, table: TomlTable, keys: readonly string[], input: TomlInput, written: Written): readonly Edit[] | TomlRefusal {
  const last = lastEntry(table);
  if (last?.within) {
    const { list, index, path } = last.within;
    return addToInline(document, { list, index: index + 1, path }, [...table.path, ...keys].slice(path.length), written);
  }
  const section = document.syntax.sections.find(({ entries }) => entries.some((entry) => entry === last?.syntax));
  const line = section?.entries.find((entry) => entry === last?.syntax);
  if (!section || !line) return { refused: `There is no place for a key in ${pathText(table.path)}.` };
  const dotted = [...table.path, ...keys].slice(section.path.length);
  if (!isStrings(dotted)) return { refused: `There is no place for a key in ${pathText(table.path)}.` };
  return [placeEntries(document, section, line, entryLines(document, section, dotted, input, written))];
}

function lastEntry(table: TomlTable): TomlEntry | undefined {
  return [...table.children.values()].flatMap((child) => (child.role === 'entry' ? [child] : child.role === 'table' && child.form === 'dotted' ? (lastEntry(child) ?? []) : [])).at(-1);
}

function addToInline(document: TomlDocument, { list, index }: ListPlace, keys: TomlPath, written: Written): readonly Edit[] | TomlRefusal {
  if (!isStrings(keys)) return { refused: 'An inline table has no indexes.' };
  const equals = equalsOf(document.text, list.items) ?? styleNear(document, []).equals;
  const item = { text: `${writeKey(keys)}${equals}${written.text}`, remarks: NO_REMARKS };
  return changeList(document, list, { removed: new Set(), added: new Map([[index, [item]]]) });
}

function addElement(document: TomlDocument, host: TomlNode, rest: TomlPath, input: TomlInput, written: Written): readonly Edit[] | TomlRefusal {
  const missing = { refused: `There is no ${pathText([...host.path, ...rest])} to set, and no place for it.` };
  if (rest.length !== 1 || rest[0] !== host.children.size) return missing;
  if (host.role === 'tables') return addTableElement(document, host, input);
  if (host.role === 'table' || host.kind !== 'array' || !('items' in host.syntax.value)) return missing;
  const list = host.syntax.value;
  return changeList(document, list, { removed: new Set(), added: new Map([[list.items.length, [{ text: written.text, remarks: NO_REMARKS }]]]) });
}

function addTableElement(document: TomlDocument, tables: TomlNode, input: TomlInput): readonly Edit[] | TomlRefusal {
  if (!isInputTable(input)) return { refused: `${pathText(tables.path)} is an array of tables: only a plain object can be added.` };
  const style = styleNear(document, valuesBeside([...tables.children.values()].at(-1)));
  const keys = Object.keys(input);
  const values = writeAll(keys.map((key) => input[key] as TomlInput), style);
  if (isRefusal(values)) return values;
  const lines = keys.map((key, index) => `${writeKey([key])}${style.equals}${values[index]?.text}`);
  const neighbour = nearestSection(document, [...tables.path, tables.children.size - 1]);
  const block = [`[[${writeKey(tables.path.filter((step) => typeof step === 'string'))}]]`, ...lines].join('\n');
  return [neighbour ? placeAfter(document, neighbour, block) : placeAtEnd(document, block)];
}

/** `key = value`, over several lines when the value is a long array. */
function entryLines(document: TomlDocument, section: Section | undefined, keys: readonly string[], input: TomlInput, written: Written): readonly string[] {
  const style: WritingStyle = styleNear(document, section?.entries.map(({ value }) => value) ?? []);
  const key = `${writeKey(keys)}${equalsOf(document.text, section?.entries ?? []) ?? style.equals}`;
  if (!isInputArray(input) || key.length + written.text.length <= WIDEST_ARRAY) return (key + written.text).split(/\r?\n/);
  const elements = writeAll(input, style);
  if (isRefusal(elements)) return [key + written.text];
  return [`${key}[`, ...elements.map(({ text }) => `${indentUnit(document)}${text},`), ']'];
}

function article(kind: string): string {
  return /^[aeio]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
