import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { parts } from '../../python/syntax/walk.ts';
import { enumMembers, literalOf, type Literal } from './literal.ts';

/** What the text of a variable is read as. */
export type ValueType =
  | { readonly kind: 'text' | 'secret' | 'whole' | 'number' | 'flag' | 'email' | 'file' | 'folder' | 'path' | 'duration' | 'date' | 'moment' | 'time' | 'uuid' | 'address' | 'json' }
  /** `scheme` is the one the class asks for: `postgresql`; `undefined` for any. */
  | { readonly kind: 'url'; readonly scheme: string | undefined }
  | { readonly kind: 'choice'; readonly values: readonly Literal[] }
  /** As JSON, unless the field says otherwise (see `Decoding`). */
  | { readonly kind: 'list'; readonly item: ValueType }
  | { readonly kind: 'table' }
  /** A class with fields of its own: `model` derives from pydantic's classes. */
  | { readonly kind: 'group'; readonly definition: ClassDefinition }
  | { readonly kind: 'unknown' };

/** An annotation, taken apart. */
export interface ReadAnnotation {
  readonly type: ValueType;
  /** Whether `None` is one of the values. */
  readonly nullable: boolean;
  /** What stands beside the type in `Annotated[…]`. */
  readonly metadata: readonly InModule[];
  /** `ClassVar[…]`, or `Final[…]`: no field, or none that can be set. */
  readonly isConstant: boolean;
}

const BUILTIN: Readonly<Record<string, ValueType['kind']>> = { str: 'text', int: 'whole', float: 'number', bool: 'flag', bytes: 'text', list: 'list', set: 'list', frozenset: 'list', tuple: 'list', dict: 'table' };

/** Types of other distributions, by the last part of their names. */
const KNOWN: Readonly<Record<string, ValueType['kind']>> = {
  List: 'list', Set: 'list', FrozenSet: 'list', Tuple: 'list', Sequence: 'list', Iterable: 'list', Collection: 'list', Dict: 'table', Mapping: 'table', MutableMapping: 'table', Text: 'text', AnyStr: 'text', Any: 'text', LiteralString: 'text',
  SecretStr: 'secret', SecretBytes: 'secret', StrictStr: 'text', StrictInt: 'whole', StrictBool: 'flag', StrictFloat: 'number', PositiveInt: 'whole', NonNegativeInt: 'whole', PositiveFloat: 'number', NonNegativeFloat: 'number', ByteSize: 'text',
  EmailStr: 'email', NameEmail: 'email', FilePath: 'file', DirectoryPath: 'folder', NewPath: 'path', Path: 'path', PurePath: 'path', PosixPath: 'path', Json: 'json', Decimal: 'number', UUID: 'uuid', UUID4: 'uuid', timedelta: 'duration',
  date: 'date', datetime: 'moment', time: 'time', IPvAnyAddress: 'address', IPv4Address: 'address', constr: 'text', conint: 'whole', confloat: 'number', conlist: 'list',
};
const URLS: Readonly<Record<string, string | undefined>> = {
  AnyUrl: undefined, AnyHttpUrl: 'https', HttpUrl: 'https', AnyWebsocketUrl: 'ws', WebsocketUrl: 'ws', PostgresDsn: 'postgresql', CockroachDsn: 'cockroachdb', MySQLDsn: 'mysql', MariaDBDsn: 'mariadb', RedisDsn: 'redis', AmqpDsn: 'amqp',
  KafkaDsn: 'kafka', NatsDsn: 'nats', MongoDsn: 'mongodb', ClickHouseDsn: 'clickhouse', FileUrl: 'file',
};
const HOMES = /^(?:typing|typing_extensions|collections\.abc|pydantic(?:\.v1)?(?:\.\w+)?|pydantic_extra_types\.\w+|pathlib|decimal|uuid|datetime|ipaddress)\.(\w+)$/;

/** Reads an annotation by what its names mean. What is not known is `unknown`, never guessed. */
export function readAnnotation(annotation: PyNode, module: Module, python: Python, hops = 0): ReadAnnotation {
  const node = inside(annotation);
  const plain = (type: ValueType): ReadAnnotation => ({ type, nullable: type.kind === 'unknown' && node.type === 'none', metadata: [], isConstant: false });
  const read = (other: PyNode): ReadAnnotation => readAnnotation(other, module, python, hops);
  if (node.type === 'none') return { ...plain({ kind: 'unknown' }), nullable: true };
  const members = alternatives(node);
  if (members.length > 1) return either(members.map(read));
  const { head, args } = applied(node);
  const name = knownName(head, module, python);
  const [first, ...others] = args;
  if (name === 'Optional' && first) return { ...read(first), nullable: true };
  if (name === 'Any') return { ...plain({ kind: 'text' }), nullable: true };
  if (name === 'Union') return either(args.map(read));
  if (name === 'Annotated' && first) return { ...read(first), metadata: [...read(first).metadata, ...others.map((other) => ({ module, node: inside(other) }))] };
  if (name === 'ClassVar' || name === 'Final') return { ...(first ? read(first) : plain({ kind: 'unknown' })), isConstant: true };
  if (name === 'Literal') return choice(args.map((arg) => literalOf(inside(arg), module, python)));
  if (name !== undefined && name in URLS) return plain({ kind: 'url', scheme: URLS[name] });
  const kind = name === undefined ? undefined : head.type === 'identifier' && python.symbolOf(module, head).kind === 'builtin' ? BUILTIN[name] : KNOWN[name];
  if (kind === 'list') return plain({ kind, item: first ? read(first).type : { kind: 'unknown' } });
  if (kind !== undefined) return plain({ kind } as ValueType);
  return defined(head, module, python, hops) ?? plain({ kind: 'unknown' });
}

/** A class or alias of this repository. */
function defined(head: PyNode, module: Module, python: Python, hops: number): ReadAnnotation | undefined {
  const symbol = head.type === 'identifier' || head.type === 'attribute' ? python.symbolOf(module, head) : undefined;
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || hops > 5) return undefined;
  const { how } = symbol.binding;
  if (how.kind === 'assignment' && how.value) return readAnnotation(how.value, symbol.module, python, hops + 1);
  if (how.kind === 'type-alias' && how.value) return readAnnotation(how.value, symbol.module, python, hops + 1);
  if (how.kind !== 'class') return undefined;
  const members = enumMembers(how.definition, symbol.module, python);
  if (members) return choice(members.map(({ value }) => value));
  return { type: { kind: 'group', definition: { module: symbol.module, node: how.definition, name: symbol.name } }, nullable: false, metadata: [], isConstant: false };
}

function choice(values: readonly (Literal | undefined)[]): ReadAnnotation {
  const known = values.filter((value) => value !== undefined);
  const type: ValueType = known.length === values.length && known.length > 0 ? { kind: 'choice', values: known.filter(({ kind }) => kind !== 'none') } : { kind: 'unknown' };
  return { type, nullable: known.some(({ kind }) => kind === 'none'), metadata: [], isConstant: false };
}

/** One of several types: what is written as JSON goes first, since pydantic reads the whole text as JSON as soon as one member is; then the first. */
function either(members: readonly ReadAnnotation[]): ReadAnnotation {
  const real = members.filter(({ type, nullable }) => !(nullable && type.kind === 'unknown'));
  const [chosen] = [...real.filter(({ type }) => ['list', 'table', 'group'].includes(type.kind)), ...real];
  return { type: chosen?.type ?? { kind: 'unknown' }, nullable: members.some(({ nullable }) => nullable), metadata: real.flatMap(({ metadata }) => metadata), isConstant: false };
}

/** `a | b | c` as its members. */
function alternatives(node: PyNode): readonly PyNode[] {
  const inner = inside(node);
  if (!['binary_operator', 'union_type'].includes(inner.type) || !inner.children.some(({ type }) => type === '|')) return [inner];
  return parts(inner).flatMap(alternatives);
}

/** `Optional[int]` as its name and what is between the brackets; `conint(gt=1)` as its name. */
function applied(node: PyNode): { readonly head: PyNode; readonly args: readonly PyNode[] } {
  const [head, ...rest] = parts(node);
  if (!head || !['generic_type', 'subscript', 'call'].includes(node.type)) return { head: node, args: [] };
  if (node.type === 'call') return { head, args: [] };
  return { head, args: rest.flatMap((part) => (part.type === 'type_parameter' || part.type === 'tuple' ? parts(part) : [part])) };
}

function knownName(head: PyNode, module: Module, python: Python): string | undefined {
  if (head.type !== 'identifier' && head.type !== 'attribute') return undefined;
  const symbol = python.symbolOf(module, head);
  if (symbol.kind === 'builtin') return symbol.name in BUILTIN ? symbol.name : undefined;
  return symbol.kind === 'external' ? HOMES.exec(symbol.name)?.[1] : undefined;
}

function inside(node: PyNode): PyNode {
  return node.type === 'type' ? (parts(node)[0] ?? node) : node;
}
