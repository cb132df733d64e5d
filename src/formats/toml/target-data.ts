import { isRefusal, type TomlRefusal } from './change.ts';
import { dataAt, isArrayData, isTableData, pathText, startsWith, tableData, withData, withoutData, type TomlData, type TomlPath, type TomlTableData } from './data.ts';
import type { WritingStyle } from './style.ts';
import { inputOf, type TargetTable, type TomlTarget } from './target.ts';
import { writeValue } from './write.ts';

/** What the document has to mean in the end: the old data without what is removed, and then the target's. */
export function targetData(old: TomlTableData, { tables, removed }: TomlTarget, style: WritingStyle): { readonly data: TomlTableData } | TomlRefusal {
  let data = withoutAll(old, removed);
  for (const table of tables) {
    const made = withTable(data, table, style);
    if (isRefusal(made)) return made;
    data = made.data;
  }
  return { data };
}

/** The data without several values; later indexes first, so that each path means what it meant in the beginning. */
export function withoutAll(old: TomlTableData, removed: readonly TomlPath[]): TomlTableData {
  const index = (path: TomlPath): number => path.findLast((step) => typeof step === 'number') ?? 0;
  return [...removed].sort((a, b) => index(b) - index(a)).reduce((data, path) => emptied(withoutData(data, path), path.slice(0, -1)), old);
}

/** Where what was at a path is after the removals: elements of an array move up. */
export function pathAfter(path: TomlPath, removed: readonly TomlPath[]): TomlPath {
  return path.map((step, at) => {
    if (typeof step !== 'number') return step;
    return step - removed.filter((other) => other.length === at + 1 && startsWith(path, other.slice(0, -1)) && Number(other[at]) < step).length;
  });
}

/** The data without the tables, from `path` up, in which nothing is left. */
function emptied(data: TomlTableData, path: TomlPath): TomlTableData {
  const value = dataAt(data, path);
  if (path.length === 0 || typeof path.at(-1) === 'number' || value === undefined) return data;
  const isEmpty = isArrayData(value) ? value.length === 0 : isTableData(value) && Object.keys(value).length === 0;
  return isEmpty ? emptied(withoutData(data, path), path.slice(0, -1)) : data;
}

function withTable(data: TomlTableData, { path, entries }: TargetTable, style: WritingStyle): { readonly data: TomlTableData } | TomlRefusal {
  const there = dataAt(data, path);
  if (there !== undefined && !isTableData(there)) return { refused: `${pathText(path)} is a value, not a table.` };
  const table: Record<string, TomlData> = tableData(there);
  for (const { key, value } of entries) {
    const written = writeValue(inputOf(value), style);
    if (isRefusal(written)) return written;
    table[key] = written.data;
  }
  const isFirst = path.at(-1) === 0 && dataAt(data, path.slice(0, -1)) === undefined;
  const made = path.length === 0 ? table : isFirst ? withData(data, path.slice(0, -1), [table]) : withData(data, path, table);
  return made ? { data: made } : { refused: `There is no place for a table ${pathText(path)}.` };
}
