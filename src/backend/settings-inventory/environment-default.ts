import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import type { FieldDefault } from './field.ts';
import { literalOf } from './literal.ts';

/** What a default is that is read from the environment itself, and the variables it is read from. */
export interface EnvironmentDefault {
  readonly default: FieldDefault;
  readonly alsoReads: readonly string[];
}

const GETTERS = ['os.getenv', 'os.environ.get'];
const CONVERSIONS = ['int', 'float', 'str', 'bool'];

/** `os.getenv("PORT", "8000")`, `int(os.getenv("PORT", 8000))`, `os.environ["PORT"]` as a field's default; `undefined` for anything else. */
export function environmentDefault(value: PyNode, module: Module, python: Python): EnvironmentDefault | undefined {
  if (value.type === 'subscript') {
    const [object, key] = parts(value);
    const symbol = object && python.symbolOf(module, object);
    const name = key && literalOf(key, module, python);
    return symbol?.kind === 'external' && symbol.name === 'os.environ' && name?.kind === 'text' ? { default: { kind: 'required' }, alsoReads: [name.text] } : undefined;
  }
  if (value.type === 'boolean_operator') return otherwise(value, module, python);
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const list = argumentListOf(value);
  const symbol = callee && python.symbolOf(module, callee);
  if (!symbol || !list) return undefined;
  const given = argumentsOf(list);
  const [first] = given;
  if (symbol.kind === 'builtin' && CONVERSIONS.includes(symbol.name) && given.length === 1 && first) {
    // Text that is converted may read differently from the field's own conversion.
    const inner = symbol.name === 'bool' ? undefined : environmentDefault(first.value, module, python);
    return inner;
  }
  const name = first && literalOf(first.value, module, python);
  const getter = getterOf(symbol);
  if (getter === undefined || name?.kind !== 'text') return undefined;
  // Starlette takes the conversion for its second argument.
  const second = given[1]?.name === undefined && getter !== 'starlette' ? given[1]?.value : given[2]?.name === undefined && getter === 'starlette' ? given[2]?.value : undefined;
  const fallback = given.find((argument) => argument.name === 'default')?.value ?? second;
  if (!fallback) return { default: getter === 'os' ? { kind: 'literal', literal: { kind: 'none' } } : { kind: 'required' }, alsoReads: [name.text] };
  const literal = literalOf(fallback, module, python);
  return { default: literal ? { kind: 'literal', literal } : { kind: 'computed' }, alsoReads: [name.text] };
}

/** `os.getenv("PORT") or 8000`. */
function otherwise(value: PyNode, module: Module, python: Python): EnvironmentDefault | undefined {
  const [left, right] = parts(value);
  const read = left && value.children.some(({ type }) => type === 'or') ? environmentDefault(left, module, python) : undefined;
  const literal = right && literalOf(right, module, python);
  if (!read || read.default.kind === 'required') return undefined;
  return { default: literal ? { kind: 'literal', literal } : { kind: 'computed' }, alsoReads: read.alsoReads };
}

/** Whose function reads the environment here; an object such as `config = Config(".env")` counts as one. */
function getterOf(symbol: Symbol): 'os' | 'decouple' | 'starlette' | undefined {
  if (symbol.kind === 'external') return symbol.name === 'decouple.config' ? 'decouple' : GETTERS.includes(symbol.name) ? 'os' : undefined;
  const how = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  const made = how?.kind === 'assignment' && how.value?.type === 'call' ? (calleeOf(how.value)?.text ?? '') : '';
  return /^(?:starlette\.config\.)?Config$/.test(made) ? 'starlette' : /^(?:decouple\.)?AutoConfig$/.test(made) ? 'decouple' : undefined;
}
