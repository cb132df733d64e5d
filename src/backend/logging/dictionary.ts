import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString } from '../../python/syntax/views.ts';
import { identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import { levelOf, type LevelView } from './levels.ts';
import type { Threshold } from './model.ts';
import { ALL, both, either, UNKNOWN } from './threshold.ts';

/** The dictionary an expression stands for: itself, a variable here or in another module, what a function without conditions returns. */
export function dictionaryMeant(module: Module, node: PyNode | undefined, python: Python, steps = 0): InModule | undefined {
  if (!node || steps > 8) return undefined;
  if (node.type === 'dictionary') return { module, node };
  if (node.type === 'call') {
    const callee = calleeOf(node);
    const symbol = callee && python.symbolOf(module, callee);
    if (symbol?.kind === 'builtin' && symbol.name === 'dict') return undefined;
    const definition = symbol?.kind === 'defined' && symbol.attributes.length === 0 && symbol.binding.how.kind === 'function' ? symbol.binding.how.definition : undefined;
    const returns = definition?.children.find(({ type }) => type === 'block')?.children.filter(({ type }) => type === 'return_statement') ?? [];
    return returns.length === 1 && symbol?.kind === 'defined' ? dictionaryMeant(symbol.module, parts(returns[0] ?? node)[0], python, steps + 1) : undefined;
  }
  if (node.type !== 'identifier' && node.type !== 'attribute') return undefined;
  const symbol = python.symbolOf(module, node);
  const binding = (symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0 ? symbol.binding : undefined;
  if (!binding || binding.how.kind !== 'assignment' || (binding.scope.bindings.get(binding.name) ?? []).length > 1) return undefined;
  const from = symbol.kind === 'defined' ? symbol.module : module;
  if ([module, from].some((one) => isChangedLater(one, binding.name))) return undefined;
  return dictionaryMeant(from, binding.how.value, python, steps + 1);
}

/** Whether entries are set after it was made: `CONFIG["root"]["level"] = …`, `CONFIG.update(…)`. */
function isChangedLater(module: Module, name: string): boolean {
  return [...identifiersSpelled(module.tree.root, name)].some((identifier) => {
    let node = identifier;
    while (node.parent && /^(?:subscript|attribute)$/.test(node.parent.type) && node.parent.start === node.start) node = node.parent;
    if (node === identifier) return false;
    return (node.parent?.type === 'assignment' && node.parent.children[0] === node) || (node.parent?.type === 'call' && /\.(?:update|setdefault|pop)$/.test(node.text));
  });
}

/** The value of a key in a dictionary that is written out: absent, there, or not to be told because of computed keys. */
export function entryOf(dictionary: PyNode, key: string): PyNode | 'absent' | 'unknown' {
  let isSure = true;
  let found: PyNode | undefined;
  for (const pair of parts(dictionary)) {
    const [left, right] = pair.type === 'pair' ? parts(pair) : [];
    const name = left && plainString(left);
    if (name === undefined) isSure = false;
    else if (name === key) found = right;
  }
  return found ?? (isSure ? 'absent' : 'unknown');
}

/** The keys of a dictionary that is written out, `undefined` for those that are computed. */
export function keysOf(dictionary: PyNode): readonly (string | undefined)[] {
  return parts(dictionary).map((pair) => {
    const [key] = pair.type === 'pair' ? parts(pair) : [];
    return key && plainString(key);
  });
}

/** Whether loggers that were made before the call are silenced by it, unless it names them: so it is unless it says otherwise. */
export function disablesExisting({ node }: InModule): boolean {
  const entry = entryOf(node, 'disable_existing_loggers');
  return typeof entry === 'string' || entry.type !== 'false';
}

/** The names of loggers that a configuration speaks of. */
export function configuredLoggers({ node }: InModule): readonly (string | undefined)[] {
  const loggers = entryOf(node, 'loggers');
  return loggers === 'absent' ? [] : loggers === 'unknown' || loggers.type !== 'dictionary' ? [undefined] : keysOf(loggers);
}

/** What records of a logger need to come out by a configuration: levels and handlers on its way up to the root. */
export function dictionaryThreshold({ module, node }: InModule, logger: string, view: LevelView): Threshold {
  const entries = wayUp(node, logger);
  if (entries === 'unknown') return UNKNOWN;
  const level = entries.map((entry) => entryOf(entry, 'level')).find((entry) => entry !== 'absent');
  // Where nobody on the way says a level it is the root's, which begins with WARNING.
  const own: Threshold = level === undefined ? { kind: 'known', level: 30 } : level === 'unknown' ? UNKNOWN : levelOf(module, level, view);
  const handlers: Threshold[] = [];
  for (const entry of entries) {
    handlers.push(...handlersOf(node, module, entry, view));
    const propagates = entryOf(entry, 'propagate');
    if (typeof propagates !== 'string' && propagates.type === 'false') break;
  }
  const out = either(handlers);
  return out.kind === 'unset' ? UNKNOWN : both(own, out);
}

/** The entries that speak of a logger, its own first and the root's last. */
function wayUp(node: PyNode, logger: string): readonly PyNode[] | 'unknown' {
  const loggers = entryOf(node, 'loggers');
  if (loggers === 'unknown' || (loggers !== 'absent' && loggers.type !== 'dictionary')) return 'unknown';
  const names = logger === '' ? [] : logger.split('.').map((_, index, all) => all.slice(0, all.length - index).join('.'));
  const found: PyNode[] = [];
  for (const name of [...names, '', 'root']) {
    const entry = loggers === 'absent' ? 'absent' : entryOf(loggers, name);
    if (entry === 'unknown' || (entry !== 'absent' && entry.type !== 'dictionary')) return 'unknown';
    if (entry !== 'absent') found.push(entry);
  }
  const root = entryOf(node, 'root');
  if (root === 'unknown' || (root !== 'absent' && root.type !== 'dictionary')) return 'unknown';
  return root === 'absent' ? found : [...found, root];
}

function handlersOf(node: PyNode, module: Module, entry: PyNode, view: LevelView): readonly Threshold[] {
  const given = entryOf(entry, 'handlers');
  if (given === 'absent') return [];
  const names = given === 'unknown' ? undefined : listMeant(module, given, view.python);
  if (!names) return [UNKNOWN];
  const handlers = entryOf(node, 'handlers');
  return parts(names).map((one) => {
    const name = plainString(one);
    const handler = name === undefined || typeof handlers === 'string' || handlers.type !== 'dictionary' ? 'unknown' : entryOf(handlers, name);
    if (typeof handler === 'string' || handler.type !== 'dictionary') return UNKNOWN;
    const level = entryOf(handler, 'level');
    if (level === 'absent') return ALL;
    return level === 'unknown' ? UNKNOWN : levelOf(module, level, view);
  });
}

/** A list that is written out, here or behind a name; what is appended to it later only lets more through. */
function listMeant(module: Module, node: PyNode, python: Python): PyNode | undefined {
  if (node.type === 'list' || node.type === 'tuple') return node;
  const symbol = node.type === 'identifier' ? python.symbolOf(module, node) : undefined;
  const how = symbol?.kind === 'defined' || symbol?.kind === 'local' ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value?.type === 'list' ? how.value : undefined;
}

/** The argument of a call by keyword or position. */
export function argumentAt(call: PyNode, name: string, position: number): PyNode | undefined {
  const list = argumentListOf(call);
  const given = list ? argumentsOf(list) : [];
  return given.find((argument, index) => argument.unpacking === undefined && (argument.name === name || (argument.name === undefined && index === position)))?.value;
}

