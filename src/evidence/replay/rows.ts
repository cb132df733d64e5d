import type { Json } from '../openapi/compare.ts';
import { at, listOf, membersOf } from './json.ts';
import type { Column, Table } from './offer.ts';
import { kindOf, resolved } from './schema.ts';
import { singular, usualText, valueFor } from './values.ts';

/** A row for a table, with values as JSON has them. */
export interface Row {
  readonly table: string;
  readonly values: Readonly<Record<string, Json>>;
}

/** Rows in each table. */
export const ROWS = 3;

/** Rows for each table: the first of one belongs to the first of the others, the second to the second, so that somebody has something and somebody else has other things. */
export function rowsFor(tables: readonly Table[], document: Json): readonly Row[] {
  const made = new Map<string, Row[]>();
  const rows: Row[] = [];
  for (const table of tables) {
    const hints = hintsFor(table, document);
    const own: Row[] = [];
    made.set(table.name, own);
    for (let index = 0; index < ROWS; index++) {
      const values = Object.fromEntries(table.columns.flatMap((column) => {
        const value = valueOf(column, index, table, made, hints.get(column.name), document);
        return value === undefined ? [] : [[column.name, value] as const];
      }));
      own.push({ table: table.name, values });
    }
    rows.push(...own);
  }
  return rows;
}

function valueOf(column: Column, index: number, table: Table, made: ReadonlyMap<string, readonly Row[]>, hint: Json | undefined, document: Json): Json | undefined {
  if (column.references) {
    const [target, key] = column.references;
    // A table that refers to itself, or to one that comes later, does so only where it must.
    if (target === table.name || !made.has(target)) return column.nullable ? undefined : keyOf(column, index);
    return made.get(target)?.[index]?.values[key];
  }
  if (column.primary) return keyOf(column, index);
  if (column.nullable && /delet|revok|disabled|cancel|archiv|block|bann|locked|used_at|removed/i.test(column.name)) return undefined;
  if (column.choices.length > 0) return choiceOf(column, index);
  if (column.default !== undefined && !column.unique && typeof column.default !== 'boolean') return column.default;
  return hinted(column, index, hint, document) ?? ofType(column, index, table);
}

/** The key of the row with this index. */
function keyOf({ type, name, length }: Column, index: number): Json {
  if (type === 'UUID' || (type === 'str' && (length === 36 || length === undefined || length === 32) && /^(?:uu)?id$|_u?uid$/.test(name))) return length === 32 ? uuid(index).replaceAll('-', '') : uuid(index);
  return type === 'str' ? String(index + 1).slice(0, length) : ofType({ type, name, length } as Column, index, undefined, index + 1);
}

/** Somebody who is there may do what there is to be done. */
function choiceOf({ choices, name }: Column, index: number): Json {
  const best = /role|type|level|permission/i.test(name) ? choices.find((one) => /^(?:super)?_?admin|owner|superuser/i.test(one)) : /status|state/i.test(name) ? choices.find((one) => /^(?:active|open|approved|published|available|pending|todo)/i.test(one)) : undefined;
  return index === 0 && best !== undefined ? best : (choices[index % choices.length] ?? null);
}

function hinted({ type, length, unique }: Column, index: number, hint: Json | undefined, document: Json): Json | undefined {
  if (hint === undefined) return undefined;
  const schema = resolved(hint, document);
  const choices = listOf(at(schema, 'enum')).filter((one) => typeof one === 'string');
  if (type === 'str' && choices.length > 0) return choices[index % choices.length];
  if ((type === 'dict' || type === 'list' || type === 'str') && (kindOf(schema) === 'array' || kindOf(schema) === 'object')) return type === 'str' ? undefined : valueFor(hint, '', { document, flavour: 'sparse', salt: wordOf(index), known: () => undefined });
  const isShaped = at(schema, 'format') !== undefined || at(schema, 'pattern') !== undefined || at(schema, 'minLength') !== undefined;
  if (type !== 'str' || kindOf(schema) !== 'string' || !isShaped || unique) return undefined;
  const value = valueFor(hint, '', { document, flavour: 'full', salt: wordOf(index), known: () => undefined });
  return typeof value === 'string' ? value.slice(0, length) : undefined;
}

function ofType({ type, name, length }: Column, index: number, table: Table | undefined, number = 10 * (index + 1)): Json {
  switch (type) {
    case 'bool':
      return /activ|enabl|verif|confirm|admin|super|staff|availab|publi|approved|valid|visible/i.test(name) && !/^in|inactive|unverif/i.test(name);
    case 'int':
    case 'float':
    case 'Decimal':
      return /rating|score|level|priority|age_limit/i.test(name) ? index + 1 : /year/i.test(name) ? 2020 + index : number;
    case 'datetime':
      return /expir|until|end|due|valid|deadline|finish/i.test(name) ? `2099-01-0${index + 1}T12:00:00` : `2024-01-0${index + 1}T12:00:00`;
    case 'date':
      return /expir|until|end|due|valid|deadline|finish/i.test(name) ? `2099-01-0${index + 1}` : `2024-01-0${index + 1}`;
    case 'time':
      return `1${index}:00:00`;
    case 'timedelta':
      return 3600 * (index + 1);
    case 'UUID':
      return uuid(index);
    case 'dict':
      return {};
    case 'list':
      return [];
    case 'enum':
      return null;
    default:
      return textOf(name, index, length, table);
  }
}

function textOf(name: string, index: number, length: number | undefined, table: Table | undefined): string {
  const role = /^(?:user_?)?role$/i.test(name) ? (index === 0 ? 'admin' : 'user') : undefined;
  const usual = role ?? usualText(name, wordOf(index));
  // Texts of several rows must differ where a column is short as well.
  const text = usual === usualText(name, 'x') && role === undefined && table !== undefined && !/date|_at|_on|passw|pwd|secret|currency|country|colou?r|time/i.test(name) ? `${index + 1}${usual}` : usual;
  return length !== undefined && text.length > length ? `${index + 1}${text}`.slice(0, length) : text;
}

function wordOf(index: number): string {
  return ['first', 'second', 'third'][index] ?? `number${index + 1}`;
}

function uuid(index: number): string {
  return `00000000-0000-4000-8000-00000000000${index + 1}`;
}

/** What the document says of properties that are called as the columns of a table: those of schemas called as the table come first. */
function hintsFor(table: Table, document: Json): ReadonlyMap<string, Json> {
  const stem = singular(table.name.toLowerCase()).replaceAll('_', '');
  const schemas = membersOf(at(document, 'components', 'schemas'));
  const ranked = [...schemas.filter(([name]) => name.toLowerCase().includes(stem)), ...schemas.filter(([name]) => !name.toLowerCase().includes(stem))];
  return new Map(table.columns.flatMap(({ name }) => {
    const found = ranked.map(([, schema]) => at(schema, 'properties', name)).find((one) => one !== undefined);
    return found === undefined ? [] : [[name, found] as const];
  }));
}
