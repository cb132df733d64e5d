import { argumentListOf, argumentsOf, calleeOf, parts, plainString, type Argument, type Module, type PyNode, type RepositoryView } from '#pystd';
import { attributeOf, textOf } from './instance.ts';
import { called } from './call.ts';
import { NONE, text, truthOf, type Value } from './value.ts';

/** Where an expression stands. */
export interface Frame {
  readonly view: RepositoryView;
  readonly module: Module;
  readonly locals: Map<string, Value>;
  /** How many calls lead here. */
  readonly depth: number;
}

/** The value of an expression; `undefined` where it is not understood. */
export function valueOf(node: PyNode, frame: Frame): Value | undefined {
  const items = parts(node);
  const [first, second, third] = items;
  switch (node.type) {
    case 'none':
      return NONE;
    case 'true':
    case 'false':
      return { kind: 'truth', value: node.type === 'true' };
    case 'integer':
      return /^\d+$/.test(node.text) ? { kind: 'number', value: Number(node.text) } : undefined;
    case 'string':
      return stringOf(node, frame);
    case 'concatenated_string':
      return joined(items.map((one) => valueOf(one, frame)));
    case 'identifier':
      return frame.locals.get(node.text) ?? nameOf(node, frame);
    case 'attribute':
      return attribute(node, frame);
    case 'await':
    case 'parenthesized_expression':
      return first && valueOf(first, frame);
    case 'call':
      return callOf(node, frame);
    case 'dictionary':
      return dictionaryOf(items, frame);
    case 'list':
    case 'tuple':
    case 'set': {
      const values = items.map((one) => valueOf(one, frame));
      return values.includes(undefined) ? undefined : { kind: 'several', items: values.filter((one): one is Value => one !== undefined) };
    }
    case 'conditional_expression': {
      const condition = second && valueOf(second, frame);
      const truth = condition && truthOf(condition);
      const chosen = truth === undefined ? undefined : truth ? first : third;
      return chosen && valueOf(chosen, frame);
    }
    case 'boolean_operator':
      return either(node, first, second, frame);
    case 'not_operator': {
      const value = first && valueOf(first, frame);
      const truth = value && truthOf(value);
      return truth === undefined ? undefined : { kind: 'truth', value: !truth };
    }
    case 'comparison_operator':
      return items.length === 2 && first && second ? compared(valueOf(first, frame), node.tree.text.slice(first.end, second.start).trim().replace(/\s+/g, ' '), valueOf(second, frame)) : undefined;
    case 'binary_operator':
      return first && second && node.tree.text.slice(first.end, second.start).trim() === '+' ? joined([valueOf(first, frame), valueOf(second, frame)]) : undefined;
    default:
      return undefined;
  }
}

function stringOf(node: PyNode, frame: Frame): Value | undefined {
  const plain = plainString(node);
  if (plain !== undefined) return text(plain);
  if (!/^[fF]['"]/.test(node.children[0]?.text ?? '')) return undefined;
  const { text: source } = node.tree;
  const pieces: (Value | undefined)[] = [];
  let at = node.children[0]?.end ?? node.start;
  for (const one of node.children.filter(({ type }) => type === 'interpolation')) {
    pieces.push(literal(source.slice(at, one.start)));
    const [inner, more] = parts(one);
    const value = inner && !more && !/[!:=]\s*\w*\s*\}$/.test(one.text) ? valueOf(inner, frame) : undefined;
    pieces.push(value && textOf(value, frame));
    at = one.end;
  }
  return joined([...pieces, literal(source.slice(at, node.children.at(-1)?.start ?? node.end))]);
}

function literal(piece: string): Value | undefined {
  return /[\\{}]/.test(piece) ? undefined : text(piece);
}

function joined(values: readonly (Value | undefined)[]): Value | undefined {
  const pieces: (string | null)[] = [];
  for (const value of values) {
    if (value?.kind !== 'text') return undefined;
    pieces.push(...value.pieces);
  }
  return text(...pieces);
}

function nameOf(node: PyNode, { view, module, depth }: Frame): Value | undefined {
  const symbol = view.python.symbolOf(module, node);
  if (symbol.kind === 'builtin') return { kind: 'outer', name: `builtins.${symbol.name}` };
  if (symbol.kind === 'external') return outer(symbol.name);
  if (symbol.kind !== 'defined' || symbol.attributes.length > 0) return undefined;
  const { how, name, scope } = symbol.binding;
  if ((scope.bindings.get(name) ?? []).length !== 1) return undefined;
  if (how.kind === 'function') return how.definition.parent?.type === 'decorated_definition' ? undefined : { kind: 'function', module: symbol.module, node: how.definition };
  const isChanged = new RegExp(`\\b${name}\\s*(?:\\[[^\\]]*\\]\\s*=|\\.(?:update|pop|popitem|setdefault|clear|append|extend)\\b)|\\bdel\\s+${name}\\b`).test(symbol.module.text);
  return how.kind === 'assignment' && how.value && !isChanged && how.statement.parent?.type === 'module' && depth < 8 ? valueOf(how.value, { view, module: symbol.module, locals: new Map(), depth: depth + 1 }) : undefined;
}

function outer(name: string): Value {
  const [, status] = /^(?:fastapi|starlette)\.status\.HTTP_(\d{3})_\w+$/.exec(name) ?? [];
  return status === undefined ? { kind: 'outer', name } : { kind: 'number', value: Number(status) };
}

function attribute(node: PyNode, frame: Frame): Value | undefined {
  const [object, name] = parts(node);
  if (!object || !name) return undefined;
  const known = valueOf(object, frame);
  if (known?.kind === 'object') return attributeOf(known, name.text, frame);
  if (known && known.kind !== 'outer') return undefined;
  const symbol = frame.view.python.symbolOf(frame.module, node);
  return symbol.kind === 'external' ? outer(symbol.name) : undefined;
}

function callOf(node: PyNode, frame: Frame): Value | undefined {
  const callee = calleeOf(node);
  const list = argumentListOf(node);
  if (!callee || !list || frame.depth > 8) return undefined;
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const one of argumentsOf(list)) {
    const value = one.unpacking === undefined ? argumentValue(one, frame) : undefined;
    if (!value) return undefined;
    if (one.name === undefined) positional.push(value);
    else named.set(one.name, value);
  }
  const [object, name] = callee.type === 'attribute' ? parts(callee) : [];
  const holder = object && valueOf(object, frame);
  if (holder?.kind === 'dictionary' && name?.text === 'get') {
    const [key, otherwise = NONE] = positional;
    const spelled = key && keyOf(key);
    return spelled === undefined || named.size > 0 ? undefined : (holder.entries.get(spelled) ?? otherwise);
  }
  const what = valueOf(callee, frame);
  return what && called(what, { positional, named }, frame);
}

/** A request, or what else a handler is not known by, is handed on as such. */
function argumentValue({ value }: Argument, frame: Frame): Value | undefined {
  return valueOf(value, frame);
}

/** A key of a dictionary: texts and numbers, told apart. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'number') return `#${value.value}`;
  return value.kind === 'text' && value.pieces.every((piece) => piece !== null) ? value.pieces.join('') : undefined;
}

function dictionaryOf(items: readonly PyNode[], frame: Frame): Value | undefined {
  const entries = new Map<string, Value>();
  for (const item of items) {
    const [key, value] = item.type === 'pair' ? parts(item) : [];
    const [known, held] = [key && valueOf(key, frame), value && valueOf(value, frame)];
    const spelled = known && keyOf(known);
    if (spelled === undefined || !held) return undefined;
    entries.set(spelled, held);
  }
  return { kind: 'dictionary', entries };
}

function either(node: PyNode, first: PyNode | undefined, second: PyNode | undefined, frame: Frame): Value | undefined {
  if (!first || !second) return undefined;
  const value = valueOf(first, frame);
  const truth = value && truthOf(value);
  if (truth === undefined) return undefined;
  const isOr = node.tree.text.slice(first.end, second.start).trim() === 'or';
  return truth === isOr ? value : valueOf(second, frame);
}

function compared(one: Value | undefined, operator: string, other: Value | undefined): Value | undefined {
  if (!one || !other) return undefined;
  const truth = (value: boolean): Value => ({ kind: 'truth', value });
  if (operator === 'is' || operator === 'is not') {
    if (one.kind === 'headers' || other.kind === 'headers' || (one.kind !== 'none' && other.kind !== 'none')) return undefined;
    return truth((one.kind === other.kind) === (operator === 'is'));
  }
  if (one.kind !== 'number') return undefined;
  if (operator === 'in' || operator === 'not in') return other.kind === 'several' && other.items.every(({ kind }) => kind === 'number') ? truth(other.items.some((item) => item.kind === 'number' && item.value === one.value) === (operator === 'in')) : undefined;
  if (other.kind !== 'number') return undefined;
  const [a, b] = [one.value, other.value];
  const results: Readonly<Partial<Record<string, boolean>>> = { '==': a === b, '!=': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b };
  const result = results[operator];
  return result === undefined ? undefined : truth(result);
}
