import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import type { ClassDefinition } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, statementsOf, undecorated } from '../python/syntax/views.ts';
import { childOfType, parts } from '../python/syntax/walk.ts';

/** A field of a settings class, or a property that is read like one. */
export interface SettingsField {
  readonly name: string;
  readonly kind: 'field' | 'property' | 'method';
  readonly annotation: string | undefined;
  readonly value: string | undefined;
  /** What a boolean field is when nobody sets it; `undefined` without a default, or when it is no plain `True` or `False`. */
  readonly byDefault: boolean | undefined;
  readonly owner: ClassDefinition;
}

/** A class after its bases in this repository, those furthest away first. */
export function lineage(definition: ClassDefinition, classes: readonly ClassDefinition[], python: Python): readonly ClassDefinition[] {
  const line = new Set<ClassDefinition>();
  const add = (owner: ClassDefinition, below: readonly ClassDefinition[]): void => {
    const list = argumentListOf(owner.node);
    for (const { name, value } of list ? argumentsOf(list) : []) {
      const symbol = name === undefined ? python.symbolOf(owner.module, value) : undefined;
      const base = symbol?.kind === 'defined' ? classes.find((other) => other.module === symbol.module && other.name === symbol.name) : undefined;
      if (base && !below.includes(base)) add(base, [...below, base]);
    }
    line.add(owner);
  };
  add(definition, [definition]);
  return [...line];
}

/** The fields a class declares itself, properties included. Methods count as well: their names are taken. */
export function fieldsIn(owner: ClassDefinition, python: Python): SettingsField[] {
  const body = blockOf(owner.node);
  return body ? statementsOf(body).flatMap((statement) => fieldIn(statement, owner, python)) : [];
}

function fieldIn(statement: PyNode, owner: ClassDefinition, python: Python): SettingsField[] {
  const named = undecorated(statement);
  if (named.type === 'function_definition') {
    const name = childOfType(named, 'identifier')?.text;
    const kind = isProperty(statement, owner.module, python) ? 'property' : 'method';
    const annotation = kind === 'property' ? childOfType(named, 'type')?.text : undefined;
    return name === undefined ? [] : [{ name, kind, annotation, value: undefined, byDefault: undefined, owner }];
  }
  const assignment = assignmentOf(statement);
  if (assignment?.target.type !== 'identifier' || assignment.target.text === 'model_config') return [];
  const { target, annotation, value } = assignment;
  return [{ name: target.text, kind: 'field', annotation: annotation?.text, value: value?.text, byDefault: value && truthOf(value, owner.module, python), owner }];
}

/** Whether a definition is read like a field: `@property`, `@cached_property`. */
function isProperty(statement: PyNode, module: Module, python: Python): boolean {
  if (statement.type !== 'decorated_definition') return false;
  return parts(statement).some((decorator) => {
    const [expression] = decorator.type === 'decorator' ? parts(decorator) : [];
    const symbol = expression && python.symbolOf(module, expression);
    return (symbol?.kind === 'builtin' && symbol.name === 'property') || (symbol?.kind === 'external' && symbol.name === 'functools.cached_property');
  });
}

const FIELD = ['pydantic.Field', 'pydantic.fields.Field'];

/** `True` and `False`, also inside pydantic's `Field(…)`. */
function truthOf(value: PyNode, module: Module, python: Python): boolean | undefined {
  if (value.type === 'true' || value.type === 'false') return value.type === 'true';
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  const list = symbol?.kind === 'external' && FIELD.includes(symbol.name) ? argumentListOf(value) : undefined;
  const given = list && argumentsOf(list).find(({ name, unpacking }, index) => name === 'default' || (index === 0 && name === undefined && unpacking === undefined));
  return given && truthOf(given.value, module, python);
}
