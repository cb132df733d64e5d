import type { Snapshot } from '../repo/snapshot.ts';
import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import type { Call, ClassDefinition } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, statementsOf, undecorated } from '../python/syntax/views.ts';
import { childOfType, enclosing } from '../python/syntax/walk.ts';
import { projectOf, roleOf } from './roles.ts';

/** A field of a settings class. */
export interface SettingsField {
  readonly name: string;
  readonly annotation: string | undefined;
  readonly value: string | undefined;
  readonly owner: ClassDefinition;
}

/** One object the rest of the program reads its settings from. */
export interface SettingsObject {
  readonly definition: ClassDefinition;
  readonly module: Module;
  /** The module-level variable, or the function that returns the object. */
  readonly name: string;
  readonly access: 'variable' | 'function';
  /** All fields, inherited ones included where their class is in this repository; the class's own come last. */
  readonly fields: readonly SettingsField[];
}

/** The settings one module would use. */
export type Settings =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'one'; readonly object: SettingsObject }
  | { readonly kind: 'several'; readonly objects: readonly SettingsObject[] };

/** The base classes of pydantic's settings, before and after they moved to a distribution of their own. */
const BASES = ['pydantic_settings.BaseSettings', 'pydantic_settings.main.BaseSettings', 'pydantic.BaseSettings', 'pydantic.env_settings.BaseSettings', 'pydantic.v1.BaseSettings'];

/** The settings of a repository. */
export interface SettingsIndex {
  readonly classes: readonly ClassDefinition[];
  readonly objects: readonly SettingsObject[];
  /** Those of the module's own project. */
  settingsFor(module: Module): Settings;
}

/** Finds settings classes and the objects made of them at module level. */
export function settingsOf(snapshot: Snapshot, python: Python): SettingsIndex {
  const classes = python.subclassesOf(BASES).filter(({ module }) => roleOf(module.path) === 'service');
  const objects = classes.flatMap((definition) => objectsOf(definition, classes, python));
  const inProject = (module: Module, path: string): boolean => projectOf(snapshot, module.path) === projectOf(snapshot, path);
  return {
    classes,
    objects,
    settingsFor(module) {
      const near = objects.filter((object) => inProject(object.module, module.path));
      const [first] = near;
      if (first && near.length === 1) return { kind: 'one', object: first };
      if (first) return { kind: 'several', objects: near };
      const known = classes.find((definition) => inProject(definition.module, module.path));
      return { kind: 'none', because: known ? `The settings class \`${known.name}\` has no module-level object and no function that returns one.` : 'There is no settings class here.' };
    },
  };
}

/** The objects made of one class: a module-level variable is preferred to a function, and a function's cached result to the function. */
function objectsOf(definition: ClassDefinition, classes: readonly ClassDefinition[], python: Python): SettingsObject[] {
  const fields = fieldsOf(definition, classes, python);
  const made = python.callsTo({ defined: definition }).filter(({ module }) => roleOf(module.path) === 'service');
  const found: SettingsObject[] = [];
  const getters: { module: Module; name: string }[] = [];
  for (const call of made) {
    const variable = moduleVariable(call);
    if (variable !== undefined) found.push({ definition, module: call.module, name: variable, access: 'variable', fields });
    else {
      const getter = getterAround(call);
      if (getter !== undefined && !getters.some(({ module, name }) => module === call.module && name === getter)) getters.push({ module: call.module, name: getter });
    }
  }
  for (const { module, name } of getters) {
    const held = resultVariable(module, name, python);
    found.push({ definition, module, name: held ?? name, access: held === undefined ? 'function' : 'variable', fields });
  }
  const variables = found.filter(({ access }) => access === 'variable');
  return variables.length > 0 ? variables : found;
}

/** `settings` in a module-level `settings = Settings()`. */
function moduleVariable({ node }: Call): string | undefined {
  const assignment = node.parent?.type === 'assignment' ? node.parent : undefined;
  const target = assignment?.children[0];
  const atTop = assignment?.parent?.type === 'expression_statement' && assignment.parent.parent?.type === 'module';
  return atTop && target?.type === 'identifier' ? target.text : undefined;
}

/** `get_settings` around a `return Settings()`, when it is a module-level function that can be called without arguments. */
function getterAround({ node }: Call): string | undefined {
  if (node.parent?.type !== 'return_statement') return undefined;
  const definition = enclosing(node, 'function_definition', 'lambda', 'class_definition');
  if (definition?.type !== 'function_definition' || definition.children[0]?.type === 'async') return undefined;
  const outer = definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
  if (outer.parent?.type !== 'module') return undefined;
  const parameters = childOfType(definition, 'parameters');
  const required = parameters?.children.some(({ type }) => type === 'identifier' || type === 'typed_parameter');
  return required ? undefined : childOfType(definition, 'identifier')?.text;
}

/** `settings` in a module-level `settings = get_settings()` of the getter's own module. */
function resultVariable(module: Module, getter: string, python: Python): string | undefined {
  for (const statement of statementsOf(module.tree.root)) {
    const assignment = assignmentOf(statement);
    if (assignment?.target.type !== 'identifier' || assignment.value?.type !== 'call') continue;
    const callee = assignment.value.children[0];
    const symbol = callee && python.symbolOf(module, callee);
    if (symbol?.kind === 'defined' && symbol.module === module && symbol.name === getter) return assignment.target.text;
  }
  return undefined;
}

/** The fields of a class, those of its bases in this repository first. */
function fieldsOf(definition: ClassDefinition, classes: readonly ClassDefinition[], python: Python): SettingsField[] {
  const list = argumentListOf(definition.node);
  const bases = (list ? argumentsOf(list) : []).flatMap(({ name, value }) => {
    const symbol = name === undefined ? python.symbolOf(definition.module, value) : undefined;
    const base = symbol?.kind === 'defined' ? classes.find((other) => other.module === symbol.module && other.name === symbol.name && other.node !== definition.node) : undefined;
    return base ? fieldsOf(base, classes, python) : [];
  });
  const body = blockOf(definition.node);
  const own = body ? statementsOf(body).flatMap((statement) => fieldIn(statement, definition)) : [];
  return [...bases, ...own];
}

function fieldIn(statement: PyNode, owner: ClassDefinition): SettingsField[] {
  const named = undecorated(statement);
  if (named.type === 'function_definition') {
    const name = childOfType(named, 'identifier')?.text;
    return name === undefined ? [] : [{ name, annotation: undefined, value: undefined, owner }];
  }
  const assignment = assignmentOf(statement);
  if (assignment?.target.type !== 'identifier' || assignment.target.text === 'model_config') return [];
  return [{ name: assignment.target.text, annotation: assignment.annotation?.text, value: assignment.value?.text, owner }];
}
