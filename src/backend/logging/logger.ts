import type { Python } from '../../python/index.ts';
import type { Binding } from '../../python/names/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, plainString, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, enclosing, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import { CLASSES, DERIVING, FACTORIES, LOGGERS } from './libraries.ts';
import type { Logger, LoggerName, LoggingLibrary } from './model.ts';

/** More steps from a name to its logger than this are a circle. */
const MOST_STEPS = 12;

/** The logger an expression stands for at its place: a name, an attribute of `self`, a call of a factory; `undefined` where that is not sure. */
export function loggerMeant(module: Module, expression: PyNode, python: Python, steps = 0): Logger | undefined {
  if (steps > MOST_STEPS) return undefined;
  const next = (from: Module, node: PyNode): Logger | undefined => loggerMeant(from, node, python, steps + 1);
  switch (expression.type) {
    case 'parenthesized_expression': {
      const [inner] = parts(expression);
      return inner && next(module, inner);
    }
    case 'call':
      return made(module, expression, python, next);
    case 'identifier':
    case 'attribute':
      return named(module, expression, python, next);
    default:
      return undefined;
  }
}

type Next = (from: Module, node: PyNode) => Logger | undefined;

/** `logging.getLogger(__name__)`, `logger.bind(…)`, `get_logger(__name__)` of the repository. */
function made(module: Module, call: PyNode, python: Python, next: Next): Logger | undefined {
  const callee = calleeOf(call);
  if (!callee) return undefined;
  const symbol = python.symbolOf(module, callee);
  if (symbol.kind === 'external') {
    const library = FACTORIES.get(symbol.name);
    if (library) return { library, called: nameGiven(call, module, library), helper: undefined };
  }
  if (callee.type === 'attribute') {
    const [object, method] = parts(callee);
    const base = object && method && next(module, object);
    if (base && DERIVING[base.library].has(method.text)) return method.text === 'getChild' ? { ...base, called: { kind: 'unknown' } } : base;
  }
  if (symbol.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'function') return undefined;
  const { definition } = symbol.binding.how;
  const given = returnedBy(definition, symbol.module, next);
  return given && { ...given, called: throughHelper(given, call, module), helper: { module: symbol.module, node: definition } };
}

/** What all `return` statements of a function give, when they give the same. */
function returnedBy(definition: PyNode, module: Module, next: Next): Logger | undefined {
  if (childOfType(definition, 'async') || enclosing(definition, 'class_definition')) return undefined;
  const body = blockOf(definition);
  if (!body) return undefined;
  const loggers: (Logger | undefined)[] = [];
  for (const node of deepDescendants(body, ({ type }) => !/_definition$|^lambda$/.test(type))) {
    if (node.type === 'yield') return undefined;
    if (node.type !== 'return_statement') continue;
    const [value] = parts(node);
    loggers.push(value && next(module, value));
  }
  const [first] = loggers;
  return first && loggers.every((other) => other?.library === first.library) ? first : undefined;
}

/** A helper that hands its argument on is asked for a logger of that name. */
function throughHelper({ library, called }: Logger, call: PyNode, module: Module): LoggerName {
  if (called.kind === 'root' || called.kind === 'literal') return called;
  return nameGiven(call, module, library);
}

/** The name in the call: `__name__`, a literal, or none for the root logger. structlog's loggers have names in no other way than the standard library's. */
function nameGiven(call: PyNode, module: Module, library: LoggingLibrary): LoggerName {
  const list = argumentListOf(call);
  const [first] = list ? argumentsOf(list) : [];
  if (!first || first.value.type === 'none') return library === 'structlog' ? { kind: 'module' } : { kind: 'root' };
  if (first.unpacking !== undefined) return { kind: 'unknown' };
  if (first.value.text === '__name__' && !module.names.module.bindings.has('__name__')) return { kind: 'module' };
  const text = plainString(first.value);
  return text === undefined ? { kind: 'unknown' } : text === '' || text === 'root' ? { kind: 'root' } : { kind: 'literal', text };
}

/** A variable, an import, a parameter with its annotation, an attribute of `self`. */
function named(module: Module, expression: PyNode, python: Python, next: Next): Logger | undefined {
  const symbol = python.symbolOf(module, expression);
  switch (symbol.kind) {
    case 'external': {
      const library = LOGGERS.get(symbol.name);
      return library && { library, called: { kind: 'root' }, helper: undefined };
    }
    case 'defined':
      return symbol.attributes.length === 0 ? bound(symbol.module, symbol.binding, python, next) : undefined;
    case 'local':
      if (symbol.attributes.length === 0) return bound(module, symbol.binding, python, next);
      return symbol.attributes.length === 1 ? ofSelf(module, expression, symbol.attributes[0] ?? '', symbol.binding, next) : undefined;
    default:
      return undefined;
  }
}

function bound(module: Module, binding: Binding, python: Python, next: Next): Logger | undefined {
  const { how, scope, name } = binding;
  const all = scope.bindings.get(name) ?? [binding];
  if (how.kind === 'parameter') return how.annotation && all.length === 1 ? annotated(module, how.annotation, python) : undefined;
  const loggers = all.map((one) => (one.how.kind === 'assignment' && one.how.value ? next(module, one.how.value) : undefined));
  const [first] = loggers;
  return first && loggers.every((other) => other?.library === first.library) ? first : undefined;
}

function annotated(module: Module, annotation: PyNode, python: Python): Logger | undefined {
  const [inner] = annotation.type === 'type' ? parts(annotation) : [annotation];
  const symbol = inner && (inner.type === 'identifier' || inner.type === 'attribute') ? python.symbolOf(module, inner) : undefined;
  const library = symbol?.kind === 'external' ? CLASSES.get(symbol.name) : undefined;
  return library && { library, called: { kind: 'unknown' }, helper: undefined };
}

/** `self.logger`, as every assignment of the class says; an attribute of the class as well. */
function ofSelf(module: Module, expression: PyNode, attribute: string, binding: Binding, next: Next): Logger | undefined {
  const method = binding.how.kind === 'parameter' ? enclosing(binding.how.parameter, 'function_definition') : undefined;
  const owner = method && enclosing(expression, 'class_definition');
  const body = owner && blockOf(owner);
  if (!body || !statementsOf(body).some((statement) => undecorated(statement) === method) || firstParameter(method) !== binding.name) return undefined;
  const values: (PyNode | undefined)[] = [];
  for (const identifier of identifiersSpelled(body, attribute)) {
    const target = identifier.parent?.type === 'attribute' && /^(?:self|cls)$/.test(parts(identifier.parent)[0]?.text ?? '') && identifier.parent.children.at(-1) === identifier ? identifier.parent : identifier;
    const assignment = target.parent?.type === 'assignment' && target.parent.children[0] === target ? target.parent : undefined;
    const isOfClass = target !== identifier || assignment?.parent?.parent === body;
    if (assignment && isOfClass) values.push(assignmentOf(assignment)?.value);
  }
  const loggers = values.map((value) => value && next(module, value));
  const [first] = loggers;
  return first && loggers.every((other) => other?.library === first.library) ? first : undefined;
}

function firstParameter(method: PyNode | undefined): string | undefined {
  const list = method && childOfType(method, 'parameters');
  const [first] = list ? parts(list) : [];
  return first?.type === 'identifier' ? first.text : first && childOfType(first, 'identifier')?.text;
}
