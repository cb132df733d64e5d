import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
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

const GETTERS = ['os.getenv', 'os.environ.get', 'decouple.config'];
const CONVERSIONS = ['int', 'float', 'str', 'bool'];

/** `os.getenv("PORT", "8000")`, `int(os.getenv("PORT", 8000))`, `os.environ["PORT"]` as a field's default; `undefined` for anything else. */
export function environmentDefault(value: PyNode, module: Module, python: Python): EnvironmentDefault | undefined {
  if (value.type === 'subscript') {
    const [object, key] = parts(value);
    const symbol = object && python.symbolOf(module, object);
    const name = key && literalOf(key, module, python);
    return symbol?.kind === 'external' && symbol.name === 'os.environ' && name?.kind === 'text' ? { default: { kind: 'required' }, alsoReads: [name.text] } : undefined;
  }
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const list = argumentListOf(value);
  const symbol = callee && python.symbolOf(module, callee);
  if (!symbol || !list) return undefined;
  const given = argumentsOf(list);
  const [first, second] = given;
  if (symbol.kind === 'builtin' && CONVERSIONS.includes(symbol.name) && given.length === 1 && first) {
    // Text that is converted may read differently from the field's own conversion.
    const inner = symbol.name === 'bool' ? undefined : environmentDefault(first.value, module, python);
    return inner;
  }
  const name = first && literalOf(first.value, module, python);
  if (symbol.kind !== 'external' || !GETTERS.includes(symbol.name) || name?.kind !== 'text') return undefined;
  const otherwise = given.find((argument) => argument.name === 'default')?.value ?? (second?.name === undefined ? second?.value : undefined);
  if (!otherwise) return { default: symbol.name === 'decouple.config' ? { kind: 'required' } : { kind: 'literal', literal: { kind: 'none' } }, alsoReads: [name.text] };
  const literal = literalOf(otherwise, module, python);
  return { default: literal ? { kind: 'literal', literal } : { kind: 'computed' }, alsoReads: [name.text] };
}
