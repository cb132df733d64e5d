import type { Python } from '../../python/index.ts';
import type { Binding } from '../../python/names/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, parts } from '../../python/syntax/walk.ts';
import { aliasedBy, annotationSymbol, bareAnnotation, genericOf, typingName } from './annotation.ts';
import { methodOf } from './classes.ts';

/** The class of a session, by the dotted name under which everybody imports it. */
export interface SessionClass {
  readonly name: string;
  readonly isAsync: boolean;
}

const CLASSES: readonly (readonly [RegExp, SessionClass])[] = [
  [/^sqlalchemy\.orm(?:\.session)?\.Session$/, { name: 'sqlalchemy.orm.Session', isAsync: false }],
  [/^sqlalchemy\.orm(?:\.scoping)?\.scoped_session$/, { name: 'sqlalchemy.orm.Session', isAsync: false }],
  [/^sqlmodel(?:\.orm\.session)?\.Session$/, { name: 'sqlmodel.Session', isAsync: false }],
  [/^sqlalchemy\.ext\.asyncio(?:\.\w+)?\.(?:AsyncSession|async_scoped_session)$/, { name: 'sqlalchemy.ext.asyncio.AsyncSession', isAsync: true }],
  [/^sqlmodel\.ext\.asyncio(?:\.\w+)?\.AsyncSession$/, { name: 'sqlmodel.ext.asyncio.session.AsyncSession', isAsync: true }],
];
const MAKERS = /^sqlalchemy\.(?:orm(?:\.\w+)?\.(?:sessionmaker|scoped_session)|ext\.asyncio(?:\.\w+)?\.(?:async_sessionmaker|async_scoped_session))$/;
/** Types whose first argument is what comes out of them. */
const HOLDERS: ReadonlySet<string> = new Set(['Generator', 'AsyncGenerator', 'Iterator', 'AsyncIterator', 'Iterable', 'AsyncIterable', 'ContextManager', 'AsyncContextManager', 'AbstractContextManager', 'AbstractAsyncContextManager', 'Optional', 'Annotated']);
const DEPENDS = /^fastapi(?:\.param_functions|\.params)?\.(?:Depends|Security)$/;
/** More hops than this are a circle. */
const MOST_HOPS = 12;

/** Where sessions come from in a repository. */
export interface SessionSources {
  /** The session that an annotation stands for, also by an alias, or by the `Depends` in its `Annotated`. */
  annotated(module: Module, annotation: PyNode): SessionClass | undefined;
  /** The session that a binding gives a name. */
  bound(module: Module, binding: Binding): SessionClass | undefined;
}

/** The sources of a repository's sessions. */
export function sessionSources(python: Python): SessionSources {
  const named = (symbol: Symbol | undefined): SessionClass | undefined => {
    if (symbol?.kind !== 'external') return undefined;
    return CLASSES.find(([pattern]) => pattern.test(symbol.name))?.[1];
  };

  const annotated = (module: Module, annotation: PyNode, hops = 0): SessionClass | undefined => {
    if (hops > MOST_HOPS) return undefined;
    const node = bareAnnotation(annotation);
    if (node.type === 'binary_operator') return firstOf(parts(node), (part) => annotated(module, part, hops + 1));
    const generic = genericOf(node);
    if (generic) {
      const own = named(annotationSymbol(python, module, generic.head));
      if (own) return own;
      const [first, ...rest] = generic.args;
      const name = typingName(annotationSymbol(python, module, generic.head)) ?? '';
      if (!first || !HOLDERS.has(name)) return undefined;
      return annotated(module, first, hops + 1) ?? (name === 'Annotated' ? firstOf(rest, (one) => dependency(module, one, hops + 1)) : undefined);
    }
    const symbol = annotationSymbol(python, module, node);
    const alias = aliasedBy(symbol);
    return named(symbol) ?? (alias ? annotated(alias.module, alias.node, hops + 1) : ownSession(symbol, hops));
  };

  /** A class of the repository that derives from a session. */
  const ownSession = (symbol: Symbol | undefined, hops: number): SessionClass | undefined => {
    const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    const list = how?.kind === 'class' ? argumentListOf(how.definition) : undefined;
    if (symbol?.kind !== 'defined' || !list) return undefined;
    return firstOf(argumentsOf(list), ({ value, name }) => (name === undefined ? annotated(symbol.module, value, hops + 1) : undefined));
  };

  /** What `Depends(get_db)` hands in. */
  const dependency = (module: Module, node: PyNode, hops: number): SessionClass | undefined => {
    const callee = node.type === 'call' ? calleeOf(node) : undefined;
    const symbol = callee && python.symbolOf(module, callee);
    const list = node.type === 'call' ? argumentListOf(node) : undefined;
    if (symbol?.kind !== 'external' || !DEPENDS.test(symbol.name) || !list) return undefined;
    const given = argumentsOf(list).find(({ name }, index) => name === 'dependency' || (index === 0 && name === undefined));
    return given && provided(module, given.value, hops + 1);
  };

  /** What a function gives, by its annotation or by what it yields or returns. */
  const provided = (module: Module, expression: PyNode, hops: number): SessionClass | undefined => {
    if (hops > MOST_HOPS) return undefined;
    const found = functionAt(module, expression);
    if (!found) return undefined;
    const annotation = childOfType(found.node, 'type');
    const said = annotation && annotated(found.module, annotation, hops + 1);
    if (said) return said;
    const given = [...deepDescendants(found.node, (node) => node === found.node || node.type !== 'function_definition')].filter(({ type }) => type === 'yield' || type === 'return_statement');
    return firstOf(given, (node) => firstOf(parts(node), (value) => made(found.module, value, hops + 1)));
  };

  const functionAt = (module: Module, expression: PyNode): InModule | undefined => {
    const symbol = python.symbolOf(module, expression);
    if (symbol.kind !== 'defined' && symbol.kind !== 'local') return undefined;
    const { how } = symbol.binding;
    if (how.kind === 'function' && symbol.attributes.length === 0) return { module: symbol.module, node: how.definition };
    const [method, other] = symbol.attributes;
    if (method === undefined || other !== undefined) return undefined;
    const owner = how.kind === 'class' ? { module: symbol.module, node: how.definition } : how.kind === 'assignment' && how.value?.type === 'call' ? classAt(symbol.module, calleeOf(how.value)) : undefined;
    return owner && methodOf(python, owner, method);
  };

  const classAt = (module: Module, callee: PyNode | undefined): InModule | undefined => {
    const symbol = callee && python.symbolOf(module, callee);
    return symbol?.kind === 'defined' && symbol.attributes.length === 0 && symbol.binding.how.kind === 'class' ? { module: symbol.module, node: symbol.binding.how.definition } : undefined;
  };

  /** The session that an expression makes, enters or holds. */
  const made = (module: Module, expression: PyNode, hops = 0): SessionClass | undefined => {
    if (hops > MOST_HOPS) return undefined;
    if (expression.type === 'await' || expression.type === 'parenthesized_expression') return firstOf(parts(expression), (one) => made(module, one, hops + 1));
    if (expression.type === 'identifier' || expression.type === 'attribute') {
      const symbol = python.symbolOf(module, expression);
      if ((symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0) return undefined;
      return bound(symbol.module, symbol.binding, hops + 1);
    }
    const callee = expression.type === 'call' ? calleeOf(expression) : undefined;
    if (!callee) return undefined;
    const symbol = python.symbolOf(module, callee);
    if (symbol.kind === 'builtin' && (symbol.name === 'next' || symbol.name === 'anext')) {
      const [inner] = parts(argumentListOf(expression) ?? expression);
      return inner && made(module, inner, hops + 1);
    }
    const own = named(symbol) ?? ownSession(symbol, hops) ?? maker(module, callee, hops + 1);
    if (own) return own;
    const [object, attribute] = callee.type === 'attribute' ? parts(callee) : [];
    if (object && attribute?.text === 'begin') return maker(module, object, hops + 1);
    return provided(module, callee, hops + 1);
  };

  /** The sessions of a `sessionmaker`. */
  const maker = (module: Module, expression: PyNode, hops: number): SessionClass | undefined => {
    if (hops > MOST_HOPS) return undefined;
    const symbol = python.symbolOf(module, expression);
    const value = (symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0 && symbol.binding.how.kind === 'assignment' ? symbol.binding.how.value : undefined;
    if (value?.type !== 'call' || (symbol.kind !== 'defined' && symbol.kind !== 'local')) return undefined;
    return makerCall(symbol.module, value, hops + 1);
  };

  const makerCall = (module: Module, call: PyNode, hops: number): SessionClass | undefined => {
    const callee = calleeOf(call);
    const symbol = callee && python.symbolOf(module, callee.type === 'subscript' ? (parts(callee)[0] ?? callee) : callee);
    if (symbol?.kind !== 'external' || !MAKERS.test(symbol.name)) return undefined;
    const list = argumentListOf(call);
    const given = list ? argumentsOf(list) : [];
    const chosen = given.find(({ name }) => name === 'class_');
    const inner = given.find(({ name, unpacking }) => name === undefined && unpacking === undefined)?.value;
    const wrapped = /scoped_session$/.test(symbol.name) && inner ? (inner.type === 'call' ? makerCall(module, inner, hops + 1) : maker(module, inner, hops + 1)) : undefined;
    const isAsync = /asyncio/.test(symbol.name);
    return (chosen && annotated(module, chosen.value, hops + 1)) ?? wrapped ?? { name: isAsync ? 'sqlalchemy.ext.asyncio.AsyncSession' : 'sqlalchemy.orm.Session', isAsync };
  };

  const bound = (module: Module, { how }: Binding, hops = 0): SessionClass | undefined => {
    if (hops > MOST_HOPS) return undefined;
    switch (how.kind) {
      case 'parameter':
        return (how.annotation && annotated(module, how.annotation, hops + 1)) ?? (how.default && dependency(module, how.default, hops + 1));
      case 'assignment':
        // A scoped session is used like the session it stands for.
        return how.value && (made(module, how.value, hops + 1) ?? (how.value.type === 'call' && /scoped_session/.test(how.value.text) ? makerCall(module, how.value, hops + 1) : undefined));
      case 'with':
      case 'loop':
        return how.unpacked ? undefined : made(module, how.value, hops + 1);
      default:
        return undefined;
    }
  };
  return { annotated, bound };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
