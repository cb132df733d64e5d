import { checked, isRefusal, type TomlOutcome, type TomlRefusal } from './change.ts';
import { isArrayData, isTableData, pathText, startsWith, tableData, withData, type TomlData, type TomlPath, type TomlTableData } from './data.ts';
import type { TomlDocument, TomlNode } from './document.ts';
import { isTomlProblem, parseToml } from './parse.ts';
import { placeAfter, placeAtEnd, placeBefore, placeEntries } from './placement.ts';

/** Where a block of TOML goes: around a table with all its sub-tables, as the last lines of one, or at the end of the document. */
export type BlockPlace =
  | { readonly before: TomlPath }
  | { readonly after: TomlPath }
  | { readonly inside: TomlPath }
  | 'end';

/**
 * Puts in a block that the author wrote, comments and layout included. Around tables and at the end it has to begin with a header, and gets
 * a blank line on either side; `inside` a table it has to be keys only. Blank lines at either end of the block do not count.
 */
export function insertText(document: TomlDocument, place: BlockPlace, block: string): TomlOutcome {
  const text = block.replace(/\r\n/g, '\n').replace(/^\s*\n|\s+$/g, '');
  const read = parseToml(text.replace(/\n/g, document.eol));
  if (isTomlProblem(read)) return { refused: `The block is not TOML: line ${read.line}: ${read.message}` };
  if (typeof place === 'object' && 'inside' in place) {
    if (read.syntax.sections.length > 1) return { refused: 'A block inside a table cannot have tables of its own.' };
    return insertInside(document, place.inside, text, read.data);
  }
  if (read.syntax.sections[0]?.entries.length !== 0) return { refused: 'A block between tables has to begin with a header.' };
  const intended = merged(document.root, document.data, read.data);
  if (isRefusal(intended)) return intended;
  if (place === 'end') return checked(document, [placeAtEnd(document, text)], intended.table);
  const path = 'before' in place ? place.before : place.after;
  const sections = document.syntax.sections.filter((section) => section.header && startsWith(section.path, path));
  const section = 'before' in place ? sections[0] : sections.at(-1);
  if (!section) return { refused: `There is no table ${pathText(path)} to put a block beside.` };
  return checked(document, ['before' in place ? placeBefore(document, section, text) : placeAfter(document, section, text)], intended.table);
}

function insertInside(document: TomlDocument, path: TomlPath, text: string, added: TomlTableData): TomlOutcome {
  const table = document.get(path);
  if (table?.role !== 'table' || !table.section || !isTableData(table.value)) return { refused: `${pathText(path)} has no header to put lines under.` };
  const intended = merged(table, table.value, added);
  if (isRefusal(intended)) return intended;
  const edit = placeEntries(document, table.section, undefined, text.split('\n'));
  return checked(document, [edit], withData(document.data, path, intended.table) ?? document.data);
}

/** Two tables as one. Arrays of tables grow at their end; refused is what both define. */
function merged(node: TomlNode | undefined, table: TomlTableData, added: TomlTableData): { readonly table: TomlTableData } | TomlRefusal {
  const both: Record<string, TomlData> = tableData(table);
  for (const key of Object.keys(added)) {
    const old = both[key];
    const value = added[key] as TomlData;
    const child = node?.children.get(key);
    if (old === undefined) both[key] = value;
    else if (child?.role === 'tables' && isArrayData(old) && isArrayData(value)) both[key] = [...old, ...value];
    else if (child?.role === 'table' && isTableData(old) && isTableData(value)) {
      const inner = merged(child, old, value);
      if (isRefusal(inner)) return inner;
      both[key] = inner.table;
    } else return { refused: `There is a ${pathText([...(node?.path ?? []), key])} already.` };
  }
  return { table: both };
}
