import type { Json } from '../openapi/compare.ts';
import type { Column, Table } from './offer.ts';
import type { Row } from './rows.ts';
import { singular } from './values.ts';

/** The rows that are there, and where their keys are looked for. */
export interface Stock {
  readonly tables: readonly Table[];
  readonly rows: readonly Row[];
}

/** What a name stands for in the row with an index: the key of a table that is called so, or a column of the table that the path speaks of. */
export function knownIn({ tables, rows }: Stock, path: string, index: number): (name: string) => Json | undefined {
  const valueIn = (table: Table | undefined, column: Column | undefined): Json | undefined => (table && column ? rows.filter((row) => row.table === table.name)[index]?.values[column.name] : undefined);
  const keyOf = (table: Table | undefined): Json | undefined => valueIn(table, onlyKey(table));
  return (name) => {
    const stem = stemOf(name);
    if (stem !== undefined && stem !== '') {
      const reference = tables.flatMap((table) => table.columns.map((column) => ({ table, column }))).find(({ column }) => column.name === name && column.references);
      return keyOf(calledAs(tables, stem)) ?? valueIn(reference?.table, reference?.column) ?? (stem === 'user' || stem === 'owner' ? keyOf(calledAs(tables, 'user')) : undefined);
    }
    const table = spokenOf(tables, path, name);
    return stem === '' || name === 'pk' ? keyOf(table) : undefined;
  };
}

/** What a parameter of a path stands for: beside keys, any column of the table that the path speaks of. */
export function namedInPath(stock: Stock, path: string, index: number): (name: string) => Json | undefined {
  const known = knownIn(stock, path, index);
  return (name) => {
    const table = spokenOf(stock.tables, path, name);
    const rows = stock.rows.filter((row) => row.table === table?.name);
    const key = onlyKey(table);
    const column = table?.columns.find((one) => one.name === name) ?? table?.columns.find((one) => name.endsWith(`_${one.name}`) && one.name !== 'id');
    const bySegment = key && rows[index]?.values[key.name];
    return known(name) ?? (column && rows[index]?.values[column.name]) ?? (/id$|^pk$/i.test(name) || name === singular(table?.name ?? '') ? bySegment : undefined) ?? bySegment;
  };
}

/** A key of the same kind that no row has. */
export function nobodys(value: Json | undefined): Json {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))) return 987654;
  return typeof value === 'string' && /^[0-9a-f]{8}-?[0-9a-f]{4}/.test(value) ? 'ffffffff-ffff-4fff-8fff-ffffffffffff' : 'nobody-has-this';
}

/** Whether a name means a key: `book_id` of `book`, `id` of whatever is spoken of. */
function stemOf(name: string): string | undefined {
  const [, snake, camel] = /^(?:(?:(.+)_)?(?:id|uuid|guid|pk)|(.*[a-z])(?:Id|ID|Uuid|UUID))$/.exec(name) ?? [];
  return camel?.toLowerCase() ?? snake?.toLowerCase() ?? (/^(?:id|uuid|guid|pk)$/.test(name) ? '' : undefined);
}

function onlyKey(table: Table | undefined): Column | undefined {
  const keys = table?.columns.filter(({ primary }) => primary) ?? [];
  return keys.length === 1 ? keys[0] : undefined;
}

function calledAs(tables: readonly Table[], stem: string): Table | undefined {
  const plainStem = stem.replaceAll('_', '').replaceAll('-', '');
  const spelled = (table: Table): string => singular(table.name.toLowerCase()).replaceAll('_', '');
  return tables.find((table) => spelled(table) === plainStem || table.name.toLowerCase() === stem) ?? tables.find((table) => spelled(table).endsWith(plainStem)) ?? tables.find((table) => plainStem.length > 3 && plainStem.endsWith(spelled(table)));
}

/** The table of the last segment before a parameter that is called as one. */
function spokenOf(tables: readonly Table[], path: string, name: string): Table | undefined {
  const before = path.split(`{${name}`)[0] ?? path;
  for (const segment of before.split('/').filter((one) => one !== '' && !one.startsWith('{')).reverse()) {
    const found = calledAs(tables, singular(segment.toLowerCase().replaceAll('-', '_')));
    if (found) return found;
  }
  return undefined;
}
