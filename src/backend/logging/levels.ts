import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { Call } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, plainString, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, enclosing, parts } from '../../python/syntax/walk.ts';
import type { SettingsIndex, SettingsObject } from '../settings.ts';
import { LEVELS } from './libraries.ts';
import type { Threshold } from './model.ts';
import { assumed, both, UNKNOWN, UNSET } from './threshold.ts';

/** What reading a level needs. */
export interface LevelView {
  readonly python: Python;
  readonly settings: SettingsIndex;
}

/** More steps from an expression to a level than this are a circle. */
const MOST_STEPS = 12;

/** Names whose calls give their argument back, or the like of it. */
const THROUGH = /^(?:upper|lower|strip|value)$/;

/**
 * The level an expression says: a number, a name, a constant of the module `logging`, the default of a setting or of a variable of the environment,
 * the argument that all callers give. Of several that may be it, the strictest.
 */
export function levelOf(module: Module, node: PyNode, view: LevelView, steps = 0): Threshold {
  if (steps > MOST_STEPS) return UNKNOWN;
  const next = (from: Module, inner: PyNode | undefined): Threshold => (inner ? levelOf(from, inner, view, steps + 1) : UNKNOWN);
  switch (node.type) {
    case 'integer':
      return { kind: 'known', level: Number(node.text) };
    case 'string': {
      const level = LEVELS[plainString(node)?.toUpperCase() ?? ''];
      return level === undefined ? UNKNOWN : { kind: 'known', level };
    }
    case 'parenthesized_expression':
      return next(module, parts(node)[0]);
    case 'conditional_expression':
      return both(next(module, parts(node)[0]), next(module, parts(node)[2]));
    case 'boolean_operator':
      return childOfType(node, 'or') ? assumed(both(unlessNone(next(module, parts(node)[0])), next(module, parts(node)[1]))) : UNKNOWN;
    case 'call':
      return called(module, node, view, next);
    case 'identifier':
    case 'attribute':
      return named(module, node, view, next);
    case 'subscript':
      return assumedOfDictionary(module, node, view, next);
    default:
      return UNKNOWN;
  }
}

type Next = (from: Module, node: PyNode | undefined) => Threshold;

/** `os.getenv("LEVEL") or "INFO"`: the left side says nothing of its own. */
function unlessNone(threshold: Threshold): Threshold {
  return threshold.kind === 'unknown' ? UNSET : threshold;
}

/** `level.upper()`, `getattr(logging, level)`, `os.getenv("LEVEL", "INFO")`, a function of the repository. */
function called(module: Module, call: PyNode, view: LevelView, next: Next): Threshold {
  const callee = calleeOf(call);
  const list = argumentListOf(call);
  const given = list ? argumentsOf(list).map(({ value }) => value) : [];
  if (!callee) return UNKNOWN;
  const [object, method] = callee.type === 'attribute' ? parts(callee) : [];
  if (object && method && THROUGH.test(method.text) && given.length === 0) return next(module, object);
  const symbol = view.python.symbolOf(module, callee);
  if (symbol.kind === 'builtin') {
    if (symbol.name === 'getattr' && given[0] && given.length >= 2 && isLogging(module, given[0], view)) return next(module, given[1]);
    return symbol.name === 'str' || symbol.name === 'int' ? next(module, given[0]) : UNKNOWN;
  }
  if (symbol.kind === 'external') {
    if (symbol.name === 'logging.getLevelName' || symbol.name === 'logging._checkLevel') return next(module, given[0]);
    return /^os\.(?:getenv|environ\.get)$/.test(symbol.name) ? assumed(next(module, given[1])) : UNKNOWN;
  }
  const definition = symbol.kind === 'defined' && symbol.attributes.length === 0 && symbol.binding.how.kind === 'function' ? symbol.binding.how.definition : undefined;
  return definition && symbol.kind === 'defined' ? assumed(returned(symbol.module, definition, next)) : UNKNOWN;
}

/** All that a function or property returns. */
function returned(module: Module, definition: PyNode, next: Next): Threshold {
  const body = blockOf(definition);
  const values: Threshold[] = [];
  for (const node of body ? deepDescendants(body, ({ type }) => !/_definition$|^lambda$/.test(type)) : []) {
    if (node.type === 'return_statement') values.push(next(module, parts(node)[0]));
  }
  return values.length === 0 ? UNKNOWN : values.reduce(both);
}

function isLogging(module: Module, node: PyNode, { python }: LevelView): boolean {
  const symbol = node.type === 'identifier' ? python.symbolOf(module, node) : undefined;
  return symbol?.kind === 'external' && symbol.name === 'logging';
}

function named(module: Module, node: PyNode, view: LevelView, next: Next): Threshold {
  const symbol = view.python.symbolOf(module, node);
  if (symbol.kind === 'external') {
    const level = /^logging\.([A-Z]+)$/.exec(symbol.name)?.[1];
    return level !== undefined && level in LEVELS ? { kind: 'known', level: LEVELS[level] ?? 0 } : UNKNOWN;
  }
  if ((symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0) {
    const from = symbol.kind === 'defined' ? symbol.module : module;
    const { how, scope, name } = symbol.binding;
    const all = scope.bindings.get(name) ?? [];
    if (how.kind === 'parameter') return all.length === 1 ? handedOver(from, name, how.parameter, view, next) : UNKNOWN;
    const values = all.map((one) => (one.how.kind === 'assignment' && one.how.value ? next(from, one.how.value) : UNKNOWN));
    return values.length === 0 ? UNKNOWN : values.reduce(both);
  }
  return node.type === 'attribute' ? ofSettings(module, node, view, next) : UNKNOWN;
}

/** What callers give for a parameter, and its default where some give nothing. */
function handedOver(module: Module, name: string, parameter: PyNode, view: LevelView, next: Next): Threshold {
  const definition = enclosing(parameter, 'function_definition');
  const owner = definition && childOfType(definition, 'identifier')?.text;
  const list = definition && childOfType(definition, 'parameters');
  if (!definition || owner === undefined || !list || enclosing(definition, 'class_definition', 'function_definition')) return UNKNOWN;
  const position = parts(list).findIndex((one) => one.start <= parameter.start && parameter.end <= one.end);
  const standing = parameter.parent?.type === 'parameters' || parameter.type.includes('default') ? parts(parameter).at(-1) : undefined;
  const byDefault = standing && /default_parameter$/.test(parameter.type) ? next(module, standing) : UNKNOWN;
  const calls = view.python.callsTo({ defined: { module, name: owner } });
  if (calls.length === 0) return byDefault;
  return calls.map((call) => fromCall(call, name, position, byDefault, next)).reduce(both);
}

function fromCall(call: Call, name: string, position: number, byDefault: Threshold, next: Next): Threshold {
  if (call.arguments.some(({ unpacking }) => unpacking !== undefined)) return UNKNOWN;
  const given = call.arguments.find((argument, index) => argument.name === name || (argument.name === undefined && index === position));
  return given ? next(call.module, given.value) : byDefault;
}

/** The default of a settings field, or what a property of the settings gives. */
function ofSettings(module: Module, attribute: PyNode, view: LevelView, next: Next): Threshold {
  const [object, name] = parts(attribute);
  const settings = object && name && settingsMeant(module, object, view);
  if (!settings || THROUGH.test(name.text)) return object && THROUGH.test(name?.text ?? '') ? next(module, object) : UNKNOWN;
  const field = settings.fields.findLast((one) => one.name === name.text);
  const standing = field && standingIn(field.owner, name.text);
  if (!standing) return UNKNOWN;
  return assumed(standing.node.type === 'function_definition' ? returned(standing.module, standing.node, next) : next(standing.module, defaultOf(standing.node)));
}

function settingsMeant(module: Module, object: PyNode, { python, settings }: LevelView): SettingsObject | undefined {
  const callee = object.type === 'call' ? calleeOf(object) : object;
  const symbol = callee && python.symbolOf(module, callee);
  if (symbol?.kind === 'defined' && symbol.attributes.length === 0) {
    const isGetter = ({ getters }: SettingsObject): boolean => getters.some((getter) => getter.module === symbol.module && getter.name === symbol.name);
    return settings.objects.find((one) => (object.type === 'call' ? isGetter(one) || (one.definition.module === symbol.module && one.definition.name === symbol.name) : one.module === symbol.module && one.name === symbol.name));
  }
  if (symbol?.kind !== 'local' || symbol.attributes.length > 0) return undefined;
  const { how, name } = symbol.binding;
  if (how.kind === 'assignment' && how.value?.type === 'call') return settingsMeant(module, how.value, { python, settings });
  if (how.kind !== 'parameter') return undefined;
  const inner = how.annotation && parts(how.annotation)[0];
  const type = inner && python.symbolOf(module, inner);
  if (type?.kind === 'defined') return settings.objects.find(({ definition }) => definition.module === type.module && definition.name === type.name);
  // `self` in a method of the settings themselves.
  const owner = name === 'self' ? enclosing(object, 'class_definition') : undefined;
  return owner && settings.objects.find(({ fields }) => fields.some((field) => field.owner.node === owner));
}

/** The statement of a class that says a field: the assignment, or the function of a property. */
function standingIn({ module, node }: InModule, name: string): InModule | undefined {
  const body = blockOf(node);
  const found = body && statementsOf(body).map(undecorated).findLast((statement) => (statement.type === 'function_definition' ? childOfType(statement, 'identifier')?.text : assignmentOf(statement)?.target.text) === name);
  return found && { module, node: found };
}

/** `"INFO"`, or the default in `Field("INFO", …)` and `Field(default="INFO")`. */
function defaultOf(statement: PyNode): PyNode | undefined {
  const value = assignmentOf(statement)?.value;
  const list = value?.type === 'call' ? argumentListOf(value) : undefined;
  if (!value || !list || !/\bField$/.test(calleeOf(value)?.text ?? '')) return value;
  const given = argumentsOf(list);
  return given.find(({ name }, index) => name === 'default' || (name === undefined && index === 0))?.value;
}

/** `LEVELS[settings.environment]`: any entry of a dictionary that is written out. */
function assumedOfDictionary(module: Module, node: PyNode, { python }: LevelView, next: Next): Threshold {
  const [object] = parts(node);
  const symbol = object && (object.type === 'identifier' || object.type === 'attribute') ? python.symbolOf(module, object) : undefined;
  const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  const value = how?.kind === 'assignment' ? how.value : undefined;
  if (value?.type !== 'dictionary' || symbol?.kind !== 'defined') return UNKNOWN;
  const values = parts(value).map((pair) => (pair.type === 'pair' ? next(symbol.module, parts(pair)[1]) : UNKNOWN));
  return values.length === 0 ? UNKNOWN : assumed(values.reduce(both));
}
