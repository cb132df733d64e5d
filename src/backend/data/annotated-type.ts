import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { parts } from '../../python/syntax/walk.ts';
import { aliasedBy, annotationSymbol, bareAnnotation, genericOf, typingName } from './annotation.ts';
import { classBehind } from './classes.ts';
import { builtin, NONE, optional, outer, union, type KnownType } from './known-type.ts';

const BUILTINS: ReadonlySet<string> = new Set(['int', 'str', 'float', 'bool', 'bytes', 'dict', 'list', 'set', 'frozenset', 'tuple', 'type', 'object', 'complex']);
const LOWER: Readonly<Record<string, string>> = { List: 'list', Dict: 'dict', Set: 'set', FrozenSet: 'frozenset', Tuple: 'tuple', Type: 'type', Text: 'str' };
const ABSTRACT: ReadonlySet<string> = new Set(['Sequence', 'Iterable', 'Mapping', 'Collection', 'MutableMapping', 'MutableSequence', 'Callable']);
/** Types of pydantic that are plain ones with a check. */
const CHECKED: Readonly<Record<string, KnownType>> = {
  EmailStr: builtin('str'), StrictStr: builtin('str'), StrictInt: builtin('int'), StrictBool: builtin('bool'), StrictFloat: builtin('float'),
  PositiveInt: builtin('int'), NonNegativeInt: builtin('int'), NegativeInt: builtin('int'), PositiveFloat: builtin('float'), NonNegativeFloat: builtin('float'),
  UUID1: outer('uuid', 'UUID'), UUID3: outer('uuid', 'UUID'), UUID4: outer('uuid', 'UUID'), UUID5: outer('uuid', 'UUID'),
  PastDate: outer('datetime', 'date'), FutureDate: outer('datetime', 'date'), AwareDatetime: outer('datetime', 'datetime'), NaiveDatetime: outer('datetime', 'datetime'),
};
const WRAPPERS: ReadonlySet<string> = new Set(['Annotated', 'ClassVar', 'Final', 'Required', 'NotRequired', 'ReadOnly']);
/** More aliases than this are a circle. */
const MOST_HOPS = 12;

/** The type that an annotation stands for; `undefined` where any part of it is not known. */
export function annotatedType(python: Python, module: Module, annotation: PyNode, hops = 0): KnownType | undefined {
  if (hops > MOST_HOPS) return undefined;
  const node = bareAnnotation(annotation);
  const inner = (one: PyNode): KnownType | undefined => annotatedType(python, module, one, hops + 1);
  if (node.type === 'none') return NONE;
  if (node.type === 'binary_operator' || node.type === 'union_type') return node.children.some(({ type }) => type === '|') ? allOf(parts(node).map(inner), union) : undefined;
  const generic = genericOf(node);
  const symbol = annotationSymbol(python, module, generic?.head ?? node);
  const name = typingName(symbol);
  if (generic) return genericType(name, symbol, generic.args, inner);
  if (name === 'Any') return outer('typing', 'Any');
  if (name !== undefined && (BUILTINS.has(name) || name in LOWER)) return builtin(LOWER[name] ?? name);
  if (symbol?.kind === 'external') return externalType(symbol.name);
  const own = classBehind(symbol);
  if (own) return { kind: 'own', ...own };
  const alias = aliasedBy(symbol);
  return alias && annotatedType(python, alias.module, alias.node, hops + 1);
}

function genericType(name: string | undefined, symbol: ReturnType<typeof annotationSymbol>, args: readonly PyNode[], inner: (node: PyNode) => KnownType | undefined): KnownType | undefined {
  const [first] = args;
  if (!first) return undefined;
  if (name !== undefined && WRAPPERS.has(name)) return inner(first);
  if (symbol?.kind === 'external' && /^sqlalchemy\.orm(?:\.\w+)?\.(?:Mapped|WriteOnlyMapped|DynamicMapped)$/.test(symbol.name)) return symbol.name.endsWith('.Mapped') ? inner(first) : undefined;
  if (name === 'Optional') return allOf([inner(first)], ([one]) => optional(one ?? NONE));
  if (name === 'Union') return allOf(args.map(inner), union);
  if (name === 'Literal') return { kind: 'literal', text: args.map(({ text }) => text).join(', ') };
  if (name !== undefined && ABSTRACT.has(name) && name !== 'Callable') return allOf(args.map(inner), (of) => outer('collections.abc', name, ...of));
  const plain = name === undefined ? undefined : (LOWER[name] ?? (BUILTINS.has(name) ? name : undefined));
  if (plain === undefined || args.some(({ type }) => type === 'ellipsis' || type === 'list')) return undefined;
  return allOf(args.map(inner), (of) => builtin(plain, ...of));
}

function externalType(dotted: string): KnownType | undefined {
  const [, module, name] = /^(.+)\.(\w+)$/.exec(dotted) ?? [];
  if (module === undefined || name === undefined) return undefined;
  if (/^pydantic(?:\.|$)/.test(module) && name in CHECKED) return CHECKED[name];
  // What begins with a small letter is a function or a variable, but for the standard library.
  return /^[A-Z]/.test(name) || /^(?:datetime|decimal|uuid|time)$/.test(module) ? outer(module, name) : undefined;
}

function allOf(types: readonly (KnownType | undefined)[], make: (types: readonly KnownType[]) => KnownType): KnownType | undefined {
  const known = types.filter((type) => type !== undefined);
  return known.length === types.length ? make(known) : undefined;
}
