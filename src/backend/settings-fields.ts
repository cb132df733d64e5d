import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import type { ClassDefinition } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, statementsOf, undecorated, type Argument } from '../python/syntax/views.ts';
import { childOfType, parts } from '../python/syntax/walk.ts';

/** A field of a settings class, or a property that is read like one. */
export interface SettingsField {
  readonly name: string;
  readonly kind: 'field' | 'property' | 'method';
  readonly annotation: string | undefined;
  readonly value: string | undefined;
  /** What a boolean field is when nobody sets it; `undefined` without a default, or when it is no plain `True` or `False`. */
  readonly byDefault: boolean | undefined;
  /** Whether the settings cannot be made unless somebody sets it: a field without a default, or with `...` for one. */
  readonly required: boolean;
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
    return name === undefined ? [] : [{ name, kind, annotation, value: undefined, byDefault: undefined, required: false, owner }];
  }
  const assignment = assignmentOf(statement);
  if (assignment?.target.type !== 'identifier' || assignment.target.text === 'model_config') return [];
  const { target, annotation, value } = assignment;
  const standing = value && defaultIn(value, owner.module, python);
  const byDefault = standing?.type === 'true' || standing?.type === 'false' ? standing.type === 'true' : undefined;
  const required = annotation !== undefined && !/^(\w+\.)*ClassVar\b/.test(annotation.text) && (standing === undefined || standing.type === 'ellipsis');
  return [{ name: target.text, kind: 'field', annotation: annotation?.text, value: value?.text, byDefault, required, owner }];
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

/** What a field is without anybody setting it: the value, or what pydantic's `Field(…)` is given for it; `undefined` for a `Field` without. */
function defaultIn(value: PyNode, module: Module, python: Python): PyNode | undefined {
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  if (symbol?.kind !== 'external' || !FIELD.includes(symbol.name)) return value;
  const list = argumentListOf(value);
  const isDefault = ({ name, unpacking }: Argument, index: number): boolean => unpacking !== undefined || name === 'default' || name === 'default_factory' || (index === 0 && name === undefined);
  return list && argumentsOf(list).find(isDefault)?.value;
}
