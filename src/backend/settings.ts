import type { Snapshot } from '../repo/snapshot.ts';
import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import type { Call, ClassDefinition } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { assignmentOf, statementsOf, withDecorators } from '../python/syntax/views.ts';
import { childOfType, deepDescendants, enclosing, identifiersSpelled, parts } from '../python/syntax/walk.ts';
import { isRunByHand, projectOf, roleOf } from './roles.ts';
import { fieldsIn, lineage, type SettingsField } from './settings-fields.ts';

/** A function that returns a settings object. */
export interface SettingsGetter {
  readonly module: Module;
  readonly name: string;
}

/** One object the rest of the program reads its settings from. */
export interface SettingsObject {
  readonly definition: ClassDefinition;
  readonly module: Module;
  /** The module-level variable, or the function that returns the object. */
  readonly name: string;
  readonly access: 'variable' | 'function';
  /** The functions that return an object of this class. */
  readonly getters: readonly SettingsGetter[];
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
  const lines = new Map(classes.map((definition) => [definition, lineage(definition, classes, python)]));
  const objects = underOneName(classes.flatMap((definition) => objectsOf(definition, lines.get(definition) ?? [], python)), lines, python);
  const inProject = (module: Module, path: string): boolean => projectOf(snapshot, module.path) === projectOf(snapshot, path);
  return {
    classes,
    objects,
    settingsFor(module) {
      const own = objects.filter((object) => inProject(object.module, module.path));
      const near = own.filter((object) => object.module === module || !object.name.startsWith('_'));
      const [first] = near;
      const [hidden] = own;
      if (!first && hidden) return { kind: 'none', because: `The settings object \`${hidden.name}\` is private to \`${hidden.module.path}\`.` };
      const chosen = near.length === 1 ? first : ofOneClass(near, module);
      if (chosen) return { kind: 'one', object: chosen };
      if (first) return { kind: 'several', objects: near };
      const known = classes.find((definition) => inProject(definition.module, module.path));
      return { kind: 'none', because: known ? `No module-level object of the settings class \`${known.name}\` and no function that simply returns one was found.` : 'There is no pydantic settings class here.' };
    },
  };
}

/** Objects of one class say the same: the module's own is nearest, then the one beside the class. */
function ofOneClass(objects: readonly SettingsObject[], module: Module): SettingsObject | undefined {
  const definition = objects[0]?.definition;
  if (!definition || objects.some((object) => object.definition !== definition)) return undefined;
  return objects.find((object) => object.module === module) ?? objects.find((object) => object.module === definition.module);
}

/** The name a field has, or would have, in a class: in the case most of its fields have, as pydantic matches variables without regard to case. */
export function spelledField({ fields }: SettingsObject, name: string): string {
  const there = fields.findLast((field) => field.name.toLowerCase() === name.toLowerCase());
  if (there) return there.name;
  const declared = fields.filter(({ annotation }) => annotation !== undefined);
  const lower = declared.filter((field) => field.name === field.name.toLowerCase()).length;
  return lower * 2 > declared.length ? name.toLowerCase() : name;
}

/** The objects made of one class: a module-level variable is preferred to a function, and a function's cached result to the function. */
function objectsOf(definition: ClassDefinition, bases: readonly ClassDefinition[], python: Python): SettingsObject[] {
  const fields = bases.flatMap((base) => fieldsIn(base, python));
  const made = python.callsTo({ defined: definition }).filter(({ module }) => roleOf(module.path) === 'service' && (module === definition.module || !isRunByHand(module.path)));
  const variables: { module: Module; name: string }[] = [];
  const getters: SettingsGetter[] = [];
  for (const call of made) {
    const variable = lastingVariable(call, python);
    const getter = getterAround(call);
    if (variable !== undefined) variables.push({ module: call.module, name: variable });
    else if (getter !== undefined && !getters.some(({ module, name }) => module === call.module && name === getter)) getters.push({ module: call.module, name: getter });
  }
  for (const { module, name } of getters) {
    const held = resultVariable(module, name, python);
    if (held !== undefined) variables.push({ module, name: held });
  }
  // A variable that is private to its module is reached through the function that returns it.
  for (const { module, name } of variables.filter((variable) => variable.name.startsWith('_'))) {
    const returns = [...identifiersSpelled(module.tree.root, name)].filter(({ parent }) => parent?.type === 'return_statement');
    getters.push(...returns.flatMap((node) => functionAround(node) ?? []).map((getter) => ({ module, name: getter })));
  }
  const about = { definition, fields, getters };
  // What stands beside the class is what the program is meant to use.
  const isBeside = ({ module }: { module: Module }): boolean => module === definition.module;
  if (!variables.some(isBeside) && getters.some(isBeside)) return getters.filter(isBeside).map(({ module, name }) => ({ ...about, module, name, access: 'function' }));
  if (variables.length > 0 && !(getters.length > 0 && variables.every(({ name }) => name.startsWith('_')))) return variables.map(({ module, name }) => ({ ...about, module, name, access: 'variable' }));
  return getters.map(({ module, name }) => ({ ...about, module, name, access: 'function' }));
}

/** Several classes behind one function are one object to everybody who calls it; it has what their common base has. */
function underOneName(objects: readonly SettingsObject[], lines: ReadonlyMap<ClassDefinition, readonly ClassDefinition[]>, python: Python): SettingsObject[] {
  const result: SettingsObject[] = [];
  for (const object of objects) {
    const at = result.findIndex(({ module, name }) => module === object.module && name === object.name);
    const known = result[at];
    const line = lines.get(object.definition) ?? [];
    const common = known && lines.get(known.definition)?.findLast((base) => line.includes(base));
    if (known && common) result[at] = { ...known, definition: common, fields: (lines.get(common) ?? []).flatMap((base) => fieldsIn(base, python)) };
    else result.push(object);
  }
  return result;
}

/** `settings` in a module-level `settings = Settings()`. */
function moduleVariable({ node }: Call): string | undefined {
  const assignment = node.parent?.type === 'assignment' ? node.parent : undefined;
  const target = assignment?.children[0];
  const atTop = assignment?.parent?.type === 'expression_statement' && assignment.parent.parent?.type === 'module';
  return atTop && target?.type === 'identifier' ? target.text : undefined;
}

/** The variable of a module-level `settings = Settings()`, when that is what the name means in the end. */
function lastingVariable(call: Call, python: Python): string | undefined {
  const name = moduleVariable(call);
  const symbol = name === undefined ? undefined : python.exported(call.module, name);
  const how = symbol?.kind === 'defined' && symbol.module === call.module && symbol.name === name ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value === call.node ? name : undefined;
}

/** `get_settings` around a `Settings()` that it returns, at once or by way of a variable. */
function getterAround({ node }: Call): string | undefined {
  const definition = enclosing(node, 'function_definition', 'lambda', 'class_definition');
  const variable = node.parent?.type === 'assignment' ? node.parent.children[0] : undefined;
  const isReturned = definition && variable?.type === 'identifier' ? [...identifiersSpelled(definition, variable.text)].some(({ parent }) => parent?.type === 'return_statement') : node.parent?.type === 'return_statement';
  return isReturned ? functionAround(node) : undefined;
}

/** The module-level function around a node, when it can be called without arguments. */
function functionAround(node: PyNode): string | undefined {
  const definition = enclosing(node, 'function_definition', 'lambda', 'class_definition');
  if (definition?.type !== 'function_definition' || definition.children[0]?.type === 'async' || withDecorators(definition).parent?.type !== 'module') return undefined;
  if (!givesOneThing(definition)) return undefined;
  const required = childOfType(definition, 'parameters')?.children.some(({ type }) => type === 'identifier' || type === 'typed_parameter');
  return required ? undefined : childOfType(definition, 'identifier')?.text;
}

/** Whether a function always returns an object: no generator, no `None` on the way, no decorator that could make something else of it. */
function givesOneThing(definition: PyNode): boolean {
  const inside = [...deepDescendants(definition, (node) => node === definition || !['function_definition', 'class_definition', 'lambda'].includes(node.type))];
  const returns = inside.filter(({ type }) => type === 'return_statement').map((node) => parts(node)[0]);
  const decorators = definition.parent?.type === 'decorated_definition' ? parts(definition.parent).filter(({ type }) => type === 'decorator') : [];
  const isKnown = ({ text }: PyNode): boolean => /^@\s*(functools\s*\.\s*)?(lru_cache|cache)\b/.test(text);
  return !inside.some(({ type }) => type === 'yield') && returns.every((value) => value !== undefined && value.type !== 'none') && decorators.every(isKnown);
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
