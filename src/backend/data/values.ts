import type { Python } from '../../python/index.ts';
import type { Binding } from '../../python/names/index.ts';
import type { Module } from '../../python/project/module.ts';
import { readBy } from '../../python/refactor/reaching.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import { annotatedType } from './annotated-type.ts';
import { chainOf, type Chain, type Link } from './chain.ts';
import { contains } from '../../text/span.ts';
import { classBehind, isMapped } from './classes.ts';
import { fieldTypeOf, type FieldType } from './fields.ts';
import { builtin, elementOf, NONE, optional, outer, typeKey, union, withoutNone, type KnownType, type OwnType } from './known-type.ts';
import { step, type State, type Value } from './query-steps.ts';
import { literalType } from './literal-type.ts';
import { builderOf, modelsIn } from './statements.ts';

/** What an expression that has to do with a database gives. */
export interface DataValue {
  /** A `builder` has asked nothing yet, a `result` still holds its rows, a `value` is what the program works with. */
  readonly stage: 'builder' | 'result' | 'value';
  /** The mapped classes it is about, the main one first. */
  readonly models: readonly OwnType[];
  /** The type of a value. */
  readonly type: KnownType | undefined;
  /** The part of the expression that gives it: in `db.query(Book).first().title` all but the last step is a value already. */
  readonly at: PyNode;
}

/** Types of the values in functions of one module. */
export interface ValueTypes {
  /** The type of an expression at its place. */
  typeOf(node: PyNode): KnownType | undefined;
  /** The type of an attribute chain's last attribute, with how the class declares it. */
  fieldOf(node: PyNode): FieldType | undefined;
  /** What an expression that begins with a session, a query, a statement or a result gives; `undefined` for any other. */
  dataValueOf(node: PyNode): DataValue | undefined;
  /** The type that a binding gives its name. */
  typeOfBinding(binding: Binding): KnownType | undefined;
}

const MOST_HOPS = 16;
const MAKERS: ReadonlySet<string> = new Set(['model_validate', 'model_validate_json', 'parse_obj', 'parse_raw', 'from_orm', 'construct', 'model_construct']);
const CASTS: ReadonlySet<string> = new Set(['int', 'str', 'float', 'bool', 'bytes', 'dict', 'list', 'set']);

/**
 * The types of values in a module.
 *
 * @param isSession whether a node is a session
 */
export function valueTypes(python: Python, module: Module, isSession: (node: PyNode) => boolean): ValueTypes {
  const typed = new Map<PyNode, KnownType | undefined>();
  const followed = new Map<PyNode, Expanded | undefined>();

  /** The bindings of a name that a place may read. */
  const bindingsOf = (node: PyNode): readonly Binding[] => {
    const found = module.names.lookup(node.text, module.names.scopeOf(node));
    if (found.kind !== 'bound') return [];
    return found.scope.kind === 'function' ? readBy(node, found.bindings) : found.bindings;
  };

  const typeOf = (node: PyNode, hops = 0): KnownType | undefined => {
    if (typed.has(node) || hops > MOST_HOPS) return typed.get(node);
    // What is worked out from itself is not known.
    typed.set(node, undefined);
    const type = findType(node, hops);
    typed.set(node, type);
    return type;
  };

  const findType = (node: PyNode, hops: number): KnownType | undefined => {
    switch (node.type) {
      case 'await':
      case 'parenthesized_expression': {
        const [inner] = parts(node);
        return dataValueOf(node, hops + 1)?.type ?? (inner && typeOf(inner, hops + 1));
      }
      case 'identifier':
        return typeOfName(node, hops + 1);
      case 'attribute':
        return fieldOf(node, hops + 1)?.type ?? dataValueOf(node, hops + 1)?.type;
      case 'call':
        return dataValueOf(node, hops + 1)?.type ?? typeOfCall(node, hops + 1);
      default:
        return literalType(node);
    }
  };

  const typeOfName = (node: PyNode, hops: number): KnownType | undefined => {
    const bindings = bindingsOf(node).filter(({ how }) => how.kind !== 'delete' && !(how.kind === 'assignment' && how.value === undefined && how.annotation === undefined));
    const types = bindings.map((binding) => typeOfBinding(binding, hops));
    const known = types.filter((type) => type !== undefined);
    if (known.length === 0 || known.length < types.length) return undefined;
    // A name that is `None` first and something later is one or the other.
    const distinct = new Map(known.map((type) => [typeKey(withoutNone(type)), type]));
    distinct.delete('None');
    return distinct.size <= 1 ? union(known) : undefined;
  };

  const typeOfBinding = (binding: Binding, hops = 0): KnownType | undefined => {
    if (hops > MOST_HOPS) return undefined;
    const { how } = binding;
    switch (how.kind) {
      case 'parameter': {
        if (how.parameter.type === 'list_splat_pattern' || how.parameter.type === 'dictionary_splat_pattern' || how.parameter.children[0]?.type.endsWith('splat_pattern')) return undefined;
        const said = how.annotation ? annotatedType(python, module, how.annotation) : how.default && providedType(how.default, hops);
        return said && how.default?.type === 'none' ? optional(said) : said;
      }
      case 'assignment':
        return how.annotation ? annotatedType(python, module, how.annotation) : how.value && typeOf(how.value, hops + 1);
      case 'loop':
      case 'comprehension':
        return how.unpacked ? undefined : elementOf(typeOf(how.value, hops + 1));
      default:
        return undefined;
    }
  };

  /** What `Depends(current_user)` hands in, by the function's annotation. */
  const providedType = (value: PyNode, hops: number): KnownType | undefined => {
    const [given] = value.type === 'call' && /(?:^|\.)(?:Depends|Security)$/.test(calleeOf(value)?.text ?? '') ? parts(argumentListOf(value) ?? value) : [];
    if (!given || (given.type !== 'identifier' && given.type !== 'attribute')) return value.type === 'call' ? undefined : typeOf(value, hops + 1);
    return returnedBy(given);
  };

  const returnedBy = (callee: PyNode): KnownType | undefined => {
    const symbol = python.symbolOf(module, callee);
    if ((symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'function') return undefined;
    const annotation = childOfType(symbol.binding.how.definition, 'type');
    return annotation && annotatedType(python, symbol.module, annotation);
  };

  const typeOfCall = (node: PyNode, hops: number): KnownType | undefined => {
    const callee = calleeOf(node);
    if (!callee) return undefined;
    const symbol = python.symbolOf(module, callee);
    const own = classBehind(symbol);
    if (own) return { kind: 'own', ...own };
    if (symbol.kind === 'builtin') return CASTS.has(symbol.name) ? builtin(symbol.name) : symbol.name === 'len' ? builtin('int') : undefined;
    if (symbol.kind === 'external' && /^datetime\.datetime\.(?:now|utcnow|today|fromisoformat)$/.test(symbol.name)) return outer('datetime', 'datetime');
    if (symbol.kind === 'external' && /^datetime\.date\.(?:today|fromisoformat)$/.test(symbol.name)) return outer('datetime', 'date');
    if (symbol.kind === 'external' && /^uuid\.(?:uuid[1-7]|UUID)$/.test(symbol.name)) return outer('uuid', 'UUID');
    const [object, attribute] = callee.type === 'attribute' ? parts(callee) : [];
    if (object && attribute && MAKERS.has(attribute.text)) {
      const made = classBehind(python.symbolOf(module, object));
      if (made) return { kind: 'own', ...made };
    }
    return hops > MOST_HOPS ? undefined : returnedBy(callee);
  };

  const fieldOf = (node: PyNode, hops = 0): FieldType | undefined => {
    const [object, attribute] = node.type === 'attribute' ? parts(node) : [];
    const type = object && typeOf(object, hops + 1);
    const bare = type && withoutNone(type);
    return bare?.kind === 'own' && attribute ? fieldTypeOf(python, bare, attribute.text) : undefined;
  };

  const dataValueOf = (node: PyNode, hops = 0): DataValue | undefined => {
    if (hops > MOST_HOPS) return undefined;
    const chain = expanded(chainOf(node), hops);
    if (!chain) return undefined;
    const models = chain.scanned.flatMap((part) => [...modelsIn(python, module, part)]);
    const state = follow(chain, hops);
    if (!state) return undefined;
    const distinct = [...new Map(models.map((model) => [model.node, model])).values()];
    const last = chain.links.at(-1)?.node;
    if (!('type' in state)) return { stage: state.stage, models: distinct, type: undefined, at: node };
    return { stage: 'value', models: distinct, type: state.at === last ? state.type : undefined, at: state.at === last ? node : state.at };
  };

  interface Expanded {
    readonly start: 'session' | 'builder';
    readonly root: PyNode;
    readonly links: readonly Link[];
    /** All expressions that say what is asked for. */
    readonly scanned: readonly PyNode[];
  }

  /** A chain from its session or `select(…)` on, through the local variables that hold parts of it. */
  const expanded = (chain: Chain, hops: number): Expanded | undefined => {
    const key = chain.links.at(-1)?.node ?? chain.root;
    if (followed.has(key)) return followed.get(key);
    followed.set(key, undefined);
    const found = findExpanded(chain, hops);
    followed.set(key, found);
    return found;
  };

  const findExpanded = ({ root, links }: Chain, hops: number): Expanded | undefined => {
    const scanned = links.flatMap(({ args }) => args?.map(({ value }) => value) ?? []).flatMap((value) => [value, ...heldIn(value, hops)]);
    const [first] = links;
    if (isSession(root) || (first && isSession(first.node))) {
      const rest = isSession(root) ? links : links.slice(1);
      return rest.length === 0 ? undefined : { start: 'session', root, links: rest, scanned };
    }
    if (builderOf(python, module, root) !== undefined) return { start: 'builder', root, links, scanned: [root, ...scanned] };
    if (root.type === 'call' && links.length === 0) {
      const { root: inner, links: innerLinks } = chainOf(root);
      if (inner !== root) return expanded({ root: inner, links: innerLinks }, hops + 1);
    }
    if (root.type !== 'identifier' || hops > MOST_HOPS) return undefined;
    const assigned = bindingsOf(root).flatMap(({ how }) => (how.kind === 'assignment' && how.value ? [how.value] : []));
    const before = assigned.filter((value) => !contains(value, root)).map((value) => expanded(chainOf(value), hops + 1));
    const [known] = before.filter((one) => one !== undefined);
    if (!known || before.some((one) => one?.start !== known.start)) return undefined;
    return { ...known, links: [...known.links, ...links], scanned: [...before.flatMap((one) => one?.scanned ?? []), ...scanned] };
  };

  /** Statements that variables among the arguments hold. */
  const heldIn = (value: PyNode, hops: number): readonly PyNode[] => (value.type === 'identifier' ? (expanded(chainOf(value), hops + 1)?.scanned ?? []) : []);

  const follow = ({ start, root, links }: Expanded, hops: number): State | (Value & { readonly at: PyNode }) | undefined => {
    let state: State | undefined = start === 'builder' ? { stage: 'builder', form: 'statement', entity: entityOf(root, hops) } : undefined;
    for (const link of links) {
      const next: State | Value = state ? step(state, link) : begin(link, hops);
      if ('type' in next) return { ...next, at: link.node };
      state = next;
    }
    return state;
  };

  /** What a session's method gives. */
  const begin = ({ name, args }: Link, hops: number): State | Value => {
    const first = args?.find((one) => one.name === undefined)?.value;
    const entity = (): KnownType | undefined => first && statementEntity(first, hops);
    switch (name) {
      case 'query':
        return { stage: 'builder', form: 'query', entity: args?.length === 1 && first ? entityType(first, hops) : undefined };
      case 'execute':
        return { stage: 'result', form: 'rows', entity: entity() };
      case 'scalars':
        return { stage: 'result', form: 'scalars', entity: entity() };
      case 'exec':
        return { stage: 'result', form: entity() ? 'scalars' : 'rows', entity: entity() };
      case 'stream':
      case 'stream_scalars':
        return { stage: 'result', form: 'rows', entity: undefined };
      case 'scalar': {
        const type = entity();
        return { type: type && optional(type) };
      }
      case 'get': {
        const model = first && classBehind(python.symbolOf(module, first));
        return { type: model && optional({ kind: 'own', ...model }) };
      }
      case 'get_one':
      case 'merge': {
        const model = first && (name === 'merge' ? typeOf(first, hops + 1) : ownAt(first));
        return { type: model };
      }
      case 'add':
      case 'add_all':
      case 'delete':
      case 'refresh':
      case 'flush':
      case 'commit':
      case 'rollback':
      case 'close':
        return { type: NONE };
      default:
        return { type: undefined };
    }
  };

  const ownAt = (node: PyNode): KnownType | undefined => {
    const own = classBehind(python.symbolOf(module, node));
    return own && { kind: 'own', ...own };
  };

  /** What a statement asks for: of `select(Book)` a `Book`. */
  const statementEntity = (node: PyNode, hops: number): KnownType | undefined => {
    const chain = expanded(chainOf(node), hops + 1);
    if (chain?.start !== 'builder') return undefined;
    const state = follow(chain, hops + 1);
    return state && !('type' in state) ? state.entity : undefined;
  };

  const entityOf = (call: PyNode, hops: number): KnownType | undefined => {
    const list = argumentListOf(call);
    const given = list ? argumentsOf(list) : [];
    const [first] = given;
    return builderOf(python, module, call) === 'select' && given.length === 1 && first ? entityType(first.value, hops) : undefined;
  };

  /** What one thing that is asked for is in a row. */
  const entityType = (node: PyNode, hops: number): KnownType | undefined => {
    const own = ownAt(node);
    if (own?.kind === 'own') return isMapped(python, own) ? own : undefined;
    const { root, links } = chainOf(node);
    const call = links.at(-1);
    if (call?.name === 'count' && call.args && python.symbolOf(module, root).kind === 'external') return builtin('int');
    const [object, attribute] = node.type === 'attribute' ? parts(node) : [];
    const model = object && classBehind(python.symbolOf(module, object));
    return model && attribute && hops <= MOST_HOPS ? fieldTypeOf(python, model, attribute.text)?.type : undefined;
  };

  return { typeOf: (node) => typeOf(node), fieldOf: (node) => fieldOf(node), dataValueOf: (node) => dataValueOf(node), typeOfBinding: (binding) => typeOfBinding(binding) };
}
