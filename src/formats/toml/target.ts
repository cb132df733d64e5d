import type { TomlPath } from './data.ts';
import type { TomlInput } from './write.ts';

/** What a document is to say after a restructuring. */
export interface TomlTarget {
  /** In the order in which new ones are written where nothing else says their place. */
  readonly tables: readonly TargetTable[];
  /** Old values and tables that go, with all that is below them. What a target says below such a path is written anew. */
  readonly removed: readonly TomlPath[];
}

/**
 * A table to write, or to add to where it is there and not removed: its other entries stay. The last part of the path is a number for an
 * element of an array of tables (one past the end for a new one; indexes count after the removals).
 */
export interface TargetTable {
  readonly path: TomlPath;
  /** The old table in whose place it stands (in front of it when that is a later target table), and whose header's and loose comments it gets. */
  readonly origin?: TomlPath | undefined;
  readonly entries: readonly TargetEntry[];
}

/** A `key = value`. A value that is there already is set: what is given is the whole value, also of an array. */
export interface TargetEntry {
  readonly key: string;
  /** A plain object becomes an inline table. One with the key `items` that would look like a {@link TargetArray} has to be given `raw`. */
  readonly value: TomlInput | TargetArray;
  /**
   * The old value or table whose comments come along; the one of the same name in the table's origin when not given. With the same value its
   * lines are taken as they are, with another key if need be.
   */
  readonly origin?: TomlPath | undefined;
}

/** An array, written on lines of its own when it is not empty. */
export interface TargetArray {
  readonly items: readonly TargetItem[];
  /** Written on one line where it fits, unless the old array has several or comments come along. */
  readonly isCompact?: true;
  /** The old table or array whose loose comments and blank lines keep their place among the items. */
  readonly origin?: TomlPath | undefined;
}

/** An element of a {@link TargetArray}; its origin's comments come along. */
export interface TargetItem {
  readonly value: TomlInput;
  readonly origin?: TomlPath | undefined;
}

/** Whether a value is given item by item. */
export function isTargetArray(value: TomlInput | TargetArray): value is TargetArray {
  if (typeof value !== 'object' || !hasOnly(value, ['items', 'origin', 'isCompact']) || !('items' in value) || !Array.isArray(value.items)) return false;
  return (value.items as readonly unknown[]).every((item) => typeof item === 'object' && item !== null && 'value' in item && hasOnly(item, ['value', 'origin']));
}

function hasOnly(value: object, keys: readonly string[]): boolean {
  return Reflect.ownKeys(value).every((key) => typeof key === 'string' && keys.includes(key));
}

/** The value alone. */
export function inputOf(value: TomlInput | TargetArray): TomlInput {
  return isTargetArray(value) ? value.items.map((item) => item.value) : value;
}
