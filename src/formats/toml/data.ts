import { TomlDate } from 'smol-toml';

/** What a TOML value means. Integers are `bigint` only where a `number` would lose digits. Tables have no prototype. */
export type TomlData = string | number | bigint | boolean | TomlDate | readonly TomlData[] | TomlTableData;

/** The keys of a TOML table. An object without a prototype, so that a key `__proto__` is a key like any other. */
export interface TomlTableData {
  readonly [key: string]: TomlData;
}

/** Where a value is: keys of tables and indexes of arrays, from the top of the document. */
export type TomlPath = readonly (string | number)[];

/** Whether a value is a table, in whichever form it is written. */
export function isTableData(value: TomlData | undefined): value is TomlTableData {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof TomlDate);
}

/** Whether a value is an array. `Array.isArray` alone does not narrow a readonly array. */
export function isArrayData(value: TomlData | undefined): value is readonly TomlData[] {
  return Array.isArray(value);
}

/** The value at a path, `undefined` where there is none. */
export function dataAt(root: TomlTableData, path: TomlPath): TomlData | undefined {
  let value: TomlData | undefined = root;
  for (const step of path) value = childOf(value, step);
  return value;
}

function childOf(value: TomlData | undefined, step: string | number): TomlData | undefined {
  if (typeof step === 'number') return isArrayData(value) ? value[step] : undefined;
  return isTableData(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/**
 * The document's data with another value at `path`. Missing tables on the way are made; an index may be one past the end.
 * `undefined` when something on the way is neither table nor array.
 */
export function withData(root: TomlTableData, path: TomlPath, value: TomlData): TomlTableData | undefined {
  const made = put(root, path, value);
  return isTableData(made) ? made : undefined;
}

function put(at: TomlData | undefined, path: TomlPath, value: TomlData): TomlData | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!isArrayData(at) || step > at.length) return undefined;
    const made = put(at[step], rest, value);
    return made === undefined ? undefined : [...at.slice(0, step), made, ...at.slice(step + 1)];
  }
  if (at !== undefined && !isTableData(at)) return undefined;
  const made = put(childOf(at, step), rest, value);
  if (made === undefined) return undefined;
  const table = tableData(at);
  table[step] = made;
  return table;
}

/** The document's data without the value at `path`; later elements of an array move up. */
export function withoutData(root: TomlTableData, path: TomlPath): TomlTableData {
  const last = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = dataAt(root, parentPath);
  if (typeof last === 'number' && isArrayData(parent)) {
    return withData(root, parentPath, parent.filter((_, index) => index !== last)) ?? root;
  }
  if (typeof last !== 'string' || !isTableData(parent)) return root;
  const table = tableData(parent);
  delete table[last];
  return parentPath.length === 0 ? table : withData(root, parentPath, table) ?? root;
}

/** A table to fill: a copy of the given one, or an empty one. */
export function tableData(from: TomlTableData | undefined): Record<string, TomlData> {
  return Object.assign(Object.create(null) as Record<string, TomlData>, from);
}

/** Whether a path begins with another. */
export function startsWith(path: TomlPath, prefix: TomlPath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

/** A path as a person writes it, in backticks, for messages: `tool.uv.index[0]`. */
export function pathText(path: TomlPath): string {
  if (path.length === 0) return 'the top level';
  const steps = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${/^[\w-]+$/.test(step) ? step : JSON.stringify(step)}`));
  return `\`${steps.join('')}\``;
}

/** The path of the first difference between two values, `undefined` where they mean the same. The order of keys means nothing. */
export function firstDifference(a: TomlData, b: TomlData): TomlPath | undefined {
  if (a instanceof TomlDate || b instanceof TomlDate) {
    return a instanceof TomlDate && b instanceof TomlDate && a.toISOString() === b.toISOString() ? undefined : [];
  }
  if (isArrayData(a) && isArrayData(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
      const inner = differenceOf(a[index], b[index]);
      if (inner) return [index, ...inner];
    }
    return undefined;
  }
  if (isTableData(a) && isTableData(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const inner = differenceOf(childOf(a, key), childOf(b, key));
      if (inner) return [key, ...inner];
    }
    return undefined;
  }
  return Object.is(a, b) ? undefined : [];
}

function differenceOf(a: TomlData | undefined, b: TomlData | undefined): TomlPath | undefined {
  return a === undefined || b === undefined ? (a === b ? undefined : []) : firstDifference(a, b);
}

/** Whether two values mean the same. Tells `-0.0` from `0`, and takes `nan` for equal to itself. */
export function sameData(a: TomlData, b: TomlData): boolean {
  return firstDifference(a, b) === undefined;
}
