import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { checked, type TomlOutcome } from './change.ts';
import { dataAt, isArrayData, isTableData, pathText, startsWith, withoutData, type TomlPath, type TomlTableData } from './data.ts';
import { tidyDeletions } from './deletion.ts';
import type { ListPlace, TomlDocument, TomlNode } from './document.ts';
import { changeList } from './list.ts';
import type { Line, Section } from './syntax.ts';

/** What becomes of a table's header when its last entry goes. A header with comments below it that belong to no entry always stays. */
export type EmptiedTable = 'keep header' | 'drop header';

/** Takes away the value at `path` with its comments and its line, or all the dotted keys that make the table there. */
export function removeEntry(document: TomlDocument, path: TomlPath, emptied: EmptiedTable): TomlOutcome {
  const node = document.get(path);
  if (!node) return { refused: `There is no ${pathText(path)}.` };
  if (node.role === 'tables' || (node.role === 'table' && node.form !== 'dotted')) return { refused: `${pathText(path)} is a table with a header.` };
  return remove(document, node, emptied);
}

/** Takes away the table at `path`, its sub-tables, and the comments that belong to them, wherever they stand; or one element or all of an array of tables. */
export function removeTable(document: TomlDocument, path: TomlPath): TomlOutcome {
  const node = document.get(path);
  if (!node || path.length === 0) return { refused: `There is no table ${pathText(path)} to remove.` };
  if (node.role !== 'table' && node.role !== 'tables') return { refused: `${pathText(path)} is a value, not a table.` };
  return remove(document, node, 'keep header');
}

function remove(document: TomlDocument, node: TomlNode, emptied: EmptiedTable): TomlOutcome {
  const { path } = node;
  const places = placesIn(node);
  const [first] = places;
  if (first) {
    const edits = changeList(document, first.list, { removed: new Set(places.map(({ index }) => index)), added: new Map() });
    return checked(document, edits, pruned(document, withoutData(document.data, path), path));
  }
  const { spans, headers } = linesOf(document, path, emptied);
  let intended = pruned(document, withoutData(document.data, path), path);
  for (const header of headers) {
    const value = dataAt(intended, header.path);
    if (isTableData(value) && Object.keys(value).length === 0) intended = pruned(document, withoutData(intended, header.path), header.path);
  }
  const edits: readonly Edit[] = tidyDeletions(document.text, spans);
  return checked(document, edits, intended);
}

/** The places in a list that a node takes up: its own, or those of the dotted keys that make it; none for what stands on lines of its own. */
export function placesIn(node: TomlNode): readonly ListPlace[] {
  if (node.role === 'entry' || node.role === 'element') return node.within ? [node.within] : [];
  return [...node.children.values()].flatMap(placesIn);
}

/** The lines that make what is at `path`, comments above included; and the headers that go because nothing is left under them. */
function linesOf({ syntax }: TomlDocument, path: TomlPath, emptied: EmptiedTable): { readonly spans: readonly Span[]; readonly headers: readonly Section[] } {
  const spans: Span[] = [];
  const headers: Section[] = [];
  for (const section of syntax.sections) {
    if (section.header && startsWith(section.path, path)) {
      spans.push(section.block);
      continue;
    }
    const going = section.entries.filter((entry) => startsWith(entry.path, path));
    const isEmptied = going.length > 0 && going.length === section.entries.length;
    if (isEmptied && emptied === 'drop header' && section.header && !section.header.array && section.inside.length === 0) {
      headers.push(section);
      spans.push(section.block);
    } else spans.push(...going.map(withComments));
  }
  return { spans, headers };
}

function withComments({ above, lines }: Line): Span {
  return { start: above[0]?.span.start ?? lines.start, end: lines.end };
}

/** The data without the tables above `path` that were there only because of what has gone. */
export function pruned(document: TomlDocument, data: TomlTableData, path: TomlPath): TomlTableData {
  const parentPath = path.slice(0, -1);
  const parent = document.get(parentPath);
  const value = dataAt(data, parentPath);
  const isGone =
    (parent?.role === 'table' && (parent.form === 'dotted' || parent.form === 'implicit') && isTableData(value) && Object.keys(value).length === 0) ||
    (parent?.role === 'tables' && isArrayData(value) && value.length === 0);
  return isGone ? pruned(document, withoutData(data, parentPath), parentPath) : data;
}

