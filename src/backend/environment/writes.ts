import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, type Argument } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import { roleOf, type Role } from '../roles.ts';
import { momentOf, type When } from './moment.ts';
import { surelyText } from './variable-name.ts';

/** One place that changes the environment of the running process, or a test that does for a while. */
export interface EnvironmentWrite {
  readonly module: Module;
  /** The whole statement's expression: the assignment, the `del`, the call, the decorator's call. */
  readonly node: PyNode;
  /** The variables it may change; `undefined` where that cannot be told, so that it may be any. */
  readonly variables: readonly string[] | undefined;
  readonly when: When;
  readonly role: Role;
}

/** A write of variables that are known, or of any. */
export function writeAt(module: Module, node: PyNode, variables: readonly (string | undefined)[] | undefined): EnvironmentWrite {
  const known = variables?.flatMap((name) => name ?? []);
  return { module, node, variables: known?.length === variables?.length ? known : undefined, when: momentOf(node), role: roleOf(module.path) };
}

/** Where a subscript of the environment is set or deleted: the statement around; `undefined` where it is read. */
export function settingStatement(subscript: PyNode): PyNode | undefined {
  let below = subscript;
  for (let above = subscript.parent; above; above = above.parent) {
    if (above.type === 'delete_statement') return above;
    if (above.type === 'assignment' || above.type === 'augmented_assignment' || above.type === 'for_statement' || above.type === 'for_in_clause') return parts(above)[0] === below ? above : undefined;
    if (above.type === 'as_pattern_target') return above.parent;
    if (!TARGETS.has(above.type)) return undefined;
    below = above;
  }
  return undefined;
}

const TARGETS: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'list_splat_pattern', 'expression_list', 'tuple', 'list', 'parenthesized_expression']);

/** What a call of a method of the environment changes: names, `any`; `undefined` for a method that changes nothing. */
export function changedBy(method: string, call: PyNode, module: Module, python: Python): readonly (string | undefined)[] | 'any' | undefined {
  const list = argumentListOf(call);
  const given = list ? argumentsOf(list) : [];
  if (method === 'clear' || method === 'popitem') return 'any';
  if (method === 'update') return mappingNames(given, module, python);
  if (!['setdefault', 'pop', '__setitem__', '__delitem__', 'putenv', 'unsetenv'].includes(method)) return undefined;
  const [first] = given;
  return [first && first.unpacking === undefined ? surelyText(first.value, module, python) : undefined];
}

/** The keys of what is given to `dict.update` or `patch.dict`: a dictionary written out, `dict(A=…)`, keywords. */
export function mappingNames(given: readonly Argument[], module: Module, python: Python): readonly (string | undefined)[] {
  return given.flatMap(({ name, value, unpacking }) => {
    if (unpacking === '*') return [undefined];
    return name === undefined || name === 'values' ? keysOf(value, module, python) : [name];
  });
}

/** The keys of a dictionary that is written out. */
export function keysOf(value: PyNode, module: Module, python: Python): readonly (string | undefined)[] {
  if (value.type === 'call' && /^dict\s*\(/.test(value.text)) {
    const list = argumentListOf(value);
    return list ? mappingNames(argumentsOf(list).map((argument) => (argument.name === 'values' ? { ...argument, name: undefined } : argument)), module, python) : [undefined];
  }
  if (value.type !== 'dictionary') return [undefined];
  return parts(value).map((pair) => {
    const [key] = parts(pair);
    return pair.type === 'pair' && key ? surelyText(key, module, python) : undefined;
  });
}
