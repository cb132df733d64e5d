import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { Call } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { enclosing, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import { roleOf } from '../roles.ts';
import { argumentAt, configuredLoggers, dictionaryMeant, dictionaryThreshold, entryOf } from './dictionary.ts';
import { levelOf, type LevelView } from './levels.ts';
import { loggerMeant } from './logger.ts';
import type { LoggerName, LoggingLibrary, LoggingSetup, SetupKind, Threshold } from './model.ts';
import { isConditional, type Runs } from './runs.ts';
import { ALL, either, UNKNOWN, UNSET } from './threshold.ts';

/** The functions that set up logging, by their dotted names. */
const FUNCTIONS: Readonly<Record<string, { readonly kind: SetupKind; readonly library: LoggingLibrary }>> = {
  'logging.basicConfig': { kind: 'basicConfig', library: 'logging' },
  'logging.config.dictConfig': { kind: 'dictConfig', library: 'logging' },
  'logging.config.fileConfig': { kind: 'fileConfig', library: 'logging' },
  'structlog.configure': { kind: 'structlog.configure', library: 'structlog' },
  'structlog.configure_once': { kind: 'structlog.configure', library: 'structlog' },
};

/** The methods of loggers that set up logging. */
const METHODS: Readonly<Record<LoggingLibrary, Readonly<Record<string, SetupKind>>>> = {
  logging: { addHandler: 'addHandler', setLevel: 'setLevel' },
  structlog: {},
  loguru: { add: 'loguru.add', configure: 'loguru.configure', remove: 'loguru.remove' },
};

/** The calls in service code that set up logging. */
export function setupsOf(view: LevelView, runs: Runs): readonly LoggingSetup[] {
  const { python } = view;
  const byFunction = Object.entries(FUNCTIONS).flatMap(([external, about]) => python.callsTo({ external }).map((call) => ({ call, ...about, about: ROOT })));
  const byMethod = Object.values(METHODS).flatMap((methods) => Object.entries(methods)).flatMap(([method, kind]) => methodCalls(method, kind, python));
  return [...byFunction, ...byMethod]
    .filter(({ call }) => roleOf(call.module.path) === 'service')
    .map(({ call, kind, library, about }): LoggingSetup => {
      const dictionary = kind === 'dictConfig' ? dictionaryMeant(call.module, argumentAt(call.node, 'config', 0), python) : undefined;
      const threshold = kind === 'dictConfig' ? (dictionary ? dictionaryThreshold(dictionary, '', view) : UNKNOWN) : thresholdOf(call, kind, view);
      return { ...call, kind, library, about, dictionary, threshold, loggers: dictionary ? configuredLoggers(dictionary) : [], isConditional: isConditional(call.node), get runs() { return runs.runsOf(call.module, call.node); } };
    })
    .sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start));
}

const ROOT: LoggerName = { kind: 'root' };

interface Found {
  readonly call: Call;
  readonly kind: SetupKind;
  readonly library: LoggingLibrary;
  readonly about: LoggerName;
}

/** Calls of a method of something that is a logger. */
function methodCalls(method: string, kind: SetupKind, python: Python): readonly Found[] {
  return python.layout.holding(`.${method}`).flatMap((module) => {
    if (!module.parses || !/logging|loguru|getLogger|\blog(?:ger)?\b/.test(module.text)) return [];
    return [...identifiersSpelled(module.tree.root, method)].flatMap((identifier): Found[] => {
      const callee = identifier.parent?.type === 'attribute' && identifier.parent.children.at(-1) === identifier ? identifier.parent : undefined;
      const node = callee?.parent?.type === 'call' && calleeOf(callee.parent) === callee ? callee.parent : undefined;
      const [object] = callee ? parts(callee) : [];
      const logger = object && loggerMeant(module, object, python);
      const list = node && argumentListOf(node);
      if (!callee || !node || !logger || METHODS[logger.library][method] !== kind) return [];
      const call = { module, node, callee, arguments: list ? argumentsOf(list) : [], inFunction: enclosing(node, 'function_definition', 'lambda') };
      return [{ call, kind, library: logger.library, about: logger.called }];
    });
  });
}

function thresholdOf(call: Call, kind: SetupKind, view: LevelView): Threshold {
  const { module, node } = call;
  const level = (name: string, position: number): PyNode | undefined => argumentAt(node, name, position);
  const unpacks = call.arguments.some(({ unpacking }) => unpacking !== undefined);
  switch (kind) {
    case 'basicConfig': {
      const given = level('level', -1);
      return given ? levelOf(module, given, view) : unpacks ? UNKNOWN : { kind: 'known', level: 30 };
    }
    case 'setLevel': {
      const given = level('level', 0);
      return given ? levelOf(module, given, view) : UNKNOWN;
    }
    case 'addHandler':
      return handlerThreshold(module, level('hdlr', 0), view);
    case 'loguru.add': {
      const given = level('level', 1);
      const filter = level('filter', 3);
      return filter || unpacks ? UNKNOWN : given ? levelOf(module, given, view) : { kind: 'known', level: 10 };
    }
    case 'structlog.configure':
      return structlogThreshold(module, call, view);
    case 'loguru.configure':
      return sinksThreshold(call, view);
    case 'loguru.remove':
      return UNSET;
    default:
      return UNKNOWN;
  }
}

/** The handlers that loguru is configured with, each a dictionary; without any it keeps those it has. */
function sinksThreshold({ module, node }: Call, view: LevelView): Threshold {
  const handlers = argumentAt(node, 'handlers', 0);
  if (!handlers) return UNSET;
  if (handlers.type !== 'list') return UNKNOWN;
  return either(parts(handlers).map((one) => {
    const isCall = one.type === 'call' && calleeOf(one)?.text === 'dict';
    const level = isCall ? (argumentAt(one, 'level', -1) ?? 'absent') : one.type === 'dictionary' ? entryOf(one, 'level') : 'unknown';
    return level === 'absent' ? { kind: 'known', level: 10 } : level === 'unknown' ? UNKNOWN : levelOf(module, level, view);
  }));
}

/** What a handler lets through: all, unless its own level is set. */
function handlerThreshold(module: Module, handler: PyNode | undefined, view: LevelView): Threshold {
  if (handler?.type === 'call') return ALL;
  if (handler?.type !== 'identifier') return UNKNOWN;
  const sets = [...identifiersSpelled(module.tree.root, handler.text)].flatMap((identifier) => {
    const method = identifier.parent?.type === 'attribute' && identifier.parent.parent?.type === 'call' ? identifier.parent : undefined;
    return method && /\.(?:setLevel|addFilter)$/.test(method.text) && method.parent ? [method.parent] : [];
  });
  const [first, ...others] = sets;
  if (!first) return ALL;
  const given = argumentAt(first, 'level', 0);
  return others.length > 0 || !given || !/\.setLevel$/.test(calleeOf(first)?.text ?? '') ? UNKNOWN : levelOf(module, given, view);
}

/** `make_filtering_bound_logger(level)`; with the factory of the standard library its levels count, and the answer is `unset`. */
function structlogThreshold(module: Module, call: Call, view: LevelView): Threshold {
  if (call.arguments.some(({ unpacking }) => unpacking !== undefined)) return UNKNOWN;
  const wrapper = call.arguments.find(({ name }) => name === 'wrapper_class')?.value;
  const callee = wrapper?.type === 'call' ? calleeOf(wrapper) : undefined;
  const symbol = callee && view.python.symbolOf(module, callee);
  if (wrapper && symbol?.kind === 'external' && /^structlog\.(?:_log_levels\.)?make_filtering_bound_logger$/.test(symbol.name)) {
    const given = argumentAt(wrapper, 'min_level', 0);
    return given ? levelOf(module, given, view) : UNKNOWN;
  }
  return UNSET;
}
