import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { annotatedType } from './annotated-type.ts';
import { attributeIn, classBehind } from './classes.ts';
import { builtin, optional, outer, type KnownType } from './known-type.ts';

/** The type of an attribute of an object. */
export interface FieldType {
  readonly type: KnownType;
  /** Whether type checkers see something else, `Column[int]`: a column that is assigned without an annotation. */
  readonly isPlainColumn: boolean;
}

const COLUMN_TYPES: Readonly<Record<string, KnownType>> = {
  ...Object.fromEntries(['Integer', 'BigInteger', 'SmallInteger', 'INTEGER', 'BIGINT', 'SMALLINT', 'INT'].map((name) => [name, builtin('int')])),
  ...Object.fromEntries(['String', 'Text', 'Unicode', 'UnicodeText', 'VARCHAR', 'TEXT', 'CHAR', 'NVARCHAR'].map((name) => [name, builtin('str')])),
  ...Object.fromEntries(['Boolean', 'BOOLEAN'].map((name) => [name, builtin('bool')])),
  ...Object.fromEntries(['Float', 'Double', 'FLOAT', 'DOUBLE', 'REAL'].map((name) => [name, builtin('float')])),
  ...Object.fromEntries(['DateTime', 'DATETIME', 'TIMESTAMP'].map((name) => [name, outer('datetime', 'datetime')])),
  ...Object.fromEntries(['Numeric', 'DECIMAL', 'NUMERIC'].map((name) => [name, outer('decimal', 'Decimal')])),
  Date: outer('datetime', 'date'), DATE: outer('datetime', 'date'), Time: outer('datetime', 'time'), Interval: outer('datetime', 'timedelta'),
  LargeBinary: builtin('bytes'), Uuid: outer('uuid', 'UUID'),
};
const COLUMN = /(?:^|\.)(?:Column|mapped_column)$/;

/** The type of a field of a mapped class, a pydantic model, a SQLModel class or a dataclass, its bases included; `undefined` where the code does not tell. */
export function fieldTypeOf(python: Python, definition: InModule, attribute: string): FieldType | undefined {
  const field = attributeIn(python, definition, attribute);
  if (!field) return undefined;
  if (field.annotation) {
    const type = annotatedType(python, field.module, field.annotation);
    return type && { type, isPlainColumn: false };
  }
  const callee = field.value?.type === 'call' ? calleeOf(field.value) : undefined;
  const list = field.value?.type === 'call' ? argumentListOf(field.value) : undefined;
  if (!callee || !list || !COLUMN.test(callee.text)) return undefined;
  const given = argumentsOf(list);
  const kind = given.find(({ name, value, unpacking }, index) => unpacking === undefined && (name === 'type_' || (name === undefined && index < 2 && value.type !== 'string' && value.type !== 'concatenated_string')));
  const type = kind && columnType(python, field.module, kind.value);
  if (!type) return undefined;
  const says = (name: string): string | undefined => given.find((one) => one.name === name)?.value.text;
  const isNullable = says('nullable') === 'True' || (says('nullable') === undefined && says('primary_key') !== 'True');
  return { type: isNullable ? optional(type) : type, isPlainColumn: true };
}

/** The type of the values of a column's type: `String(50)`, `Enum(Genre)`. */
function columnType(python: Python, module: Module, node: PyNode): KnownType | undefined {
  const callee = node.type === 'call' ? calleeOf(node) : node;
  const symbol = callee && python.symbolOf(module, callee);
  const [, name = ''] = symbol?.kind === 'external' && symbol.name.startsWith('sqlalchemy.') ? (/\.(\w+)$/.exec(symbol.name) ?? []) : [];
  const list = node.type === 'call' ? argumentListOf(node) : undefined;
  const given = list ? argumentsOf(list) : [];
  if (name === 'Enum') {
    const [first] = given;
    const own = first && classBehind(python.symbolOf(module, first.value));
    return own && { kind: 'own', ...own };
  }
  if (name === 'UUID') return given.some((one) => one.name === 'as_uuid' && one.value.text === 'True') || symbol?.kind === 'external' && symbol.name === 'sqlalchemy.UUID' && given.length === 0 ? outer('uuid', 'UUID') : undefined;
  if (/^(?:Numeric|DECIMAL|NUMERIC)$/.test(name) && given.some((one) => one.name === 'asdecimal')) return undefined;
  return COLUMN_TYPES[name];
}
