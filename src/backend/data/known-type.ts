import type { InModule } from '../../python/project/module.ts';

/** A type that is known by what it means, so that it can be written in any module. */
export type KnownType =
  | { readonly kind: 'none' }
  | { readonly kind: 'builtin'; readonly name: string; readonly of: readonly KnownType[] }
  | { readonly kind: 'outer'; readonly module: string; readonly name: string; readonly of: readonly KnownType[] }
  | ({ readonly kind: 'own'; readonly name: string } & InModule)
  | { readonly kind: 'union'; readonly of: readonly KnownType[] }
  | { readonly kind: 'literal'; readonly text: string };

/** What an annotation needs to be imported: a name of another distribution or the standard library, or a class of the repository. */
export type TypeImport = { readonly kind: 'outer'; readonly module: string; readonly name: string } | { readonly kind: 'own'; readonly name: string; readonly module: InModule['module'] };

/** An annotation as text. */
export interface TypeText {
  readonly text: string;
  readonly imports: readonly TypeImport[];
}

/** A class of the repository as a type. */
export type OwnType = Extract<KnownType, { kind: 'own' }>;

/** The type of `None`. */
export const NONE: KnownType = { kind: 'none' };

/** A builtin type. */
export function builtin(name: string, ...of: readonly KnownType[]): KnownType {
  return { kind: 'builtin', name, of };
}

/** A type of another distribution or of the standard library. */
export function outer(module: string, name: string, ...of: readonly KnownType[]): KnownType {
  return { kind: 'outer', module, name, of };
}

/** One of several types, each once. */
export function union(types: readonly KnownType[]): KnownType {
  const flat = types.flatMap((type) => (type.kind === 'union' ? type.of : [type]));
  const distinct = [...new Map(flat.map((type) => [typeKey(type), type])).values()];
  const [only] = distinct;
  return only && distinct.length === 1 ? only : { kind: 'union', of: [...distinct.filter(({ kind }) => kind !== 'none'), ...distinct.filter(({ kind }) => kind === 'none')] };
}

/** The type, or `None`. */
export function optional(type: KnownType): KnownType {
  return union([type, NONE]);
}

/** The type without `None`. */
export function withoutNone(type: KnownType): KnownType {
  return type.kind === 'union' && mayBeNone(type) ? union(type.of.filter(({ kind }) => kind !== 'none')) : type;
}

/** Whether `None` is one of its values. */
export function mayBeNone(type: KnownType): boolean {
  return type.kind === 'none' || (type.kind === 'union' && type.of.some(mayBeNone));
}

/** What a list, a set or a sequence holds. */
export function elementOf(type: KnownType | undefined): KnownType | undefined {
  if (type?.kind !== 'builtin' && type?.kind !== 'outer') return undefined;
  return /^(?:list|set|frozenset|Sequence|Iterable|Collection)$/.test(type.name) ? type.of[0] : undefined;
}

/** Equal for types that mean the same. */
export function typeKey(type: KnownType): string {
  switch (type.kind) {
    case 'none':
      return 'None';
    case 'literal':
      return type.text;
    case 'own':
      return `${type.module.path}:${type.name}`;
    case 'union':
      return [...type.of.map(typeKey)].sort().join('|');
    case 'builtin':
    case 'outer':
      return `${type.kind === 'outer' ? `${type.module}.` : ''}${type.name}[${type.of.map(typeKey).join(',')}]`;
  }
}

const UPPER: Readonly<Record<string, string>> = { list: 'List', dict: 'Dict', set: 'Set', frozenset: 'FrozenSet', tuple: 'Tuple', type: 'Type' };

/**
 * The type as an annotation.
 *
 * @param floor the lowest minor version of Python 3 it has to be read by; where nobody says, `Optional[…]` and `list[…]` are taken
 */
export function typeText(type: KnownType, floor: number | undefined): TypeText {
  switch (type.kind) {
    case 'none':
      return { text: 'None', imports: [] };
    case 'literal':
      return { text: `Literal[${type.text}]`, imports: [typing('Literal')] };
    case 'own':
      return { text: type.name, imports: [{ kind: 'own', name: type.name, module: type.module }] };
    case 'builtin': {
      const upper = type.of.length > 0 && (floor ?? 9) < 9 ? UPPER[type.name] : undefined;
      return generic(upper ?? type.name, type.of, upper === undefined ? [] : [typing(upper)], floor);
    }
    case 'outer': {
      const module = type.module === 'collections.abc' && (floor ?? 9) < 9 ? 'typing' : type.module;
      return generic(type.name, type.of, [{ kind: 'outer', module, name: type.name }], floor);
    }
    case 'union':
      return unionText(type.of, floor);
  }
}

function unionText(types: readonly KnownType[], floor: number | undefined): TypeText {
  const parts = types.map((one) => typeText(one, floor));
  const imports = parts.flatMap((one) => one.imports);
  if ((floor ?? 9) >= 10) return { text: parts.map(({ text }) => text).join(' | '), imports };
  const some = parts.filter(({ text }) => text !== 'None');
  const inner = some.length === 1 ? some[0]?.text ?? '' : `Union[${some.map(({ text }) => text).join(', ')}]`;
  const own = some.length > 1 ? [typing('Union')] : [];
  return some.length === parts.length ? { text: inner, imports: [...imports, ...own] } : { text: `Optional[${inner}]`, imports: [...imports, ...own, typing('Optional')] };
}

function generic(name: string, of: readonly KnownType[], own: readonly TypeImport[], floor: number | undefined): TypeText {
  const parts = of.map((one) => typeText(one, floor));
  return { text: parts.length === 0 ? name : `${name}[${parts.map(({ text }) => text).join(', ')}]`, imports: [...own, ...parts.flatMap(({ imports }) => imports)] };
}

function typing(name: string): TypeImport {
  return { kind: 'outer', module: 'typing', name };
}
