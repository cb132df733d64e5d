import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { enclosing, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import { METHODS, ROOT_FUNCTIONS } from './libraries.ts';
import { loggerMeant } from './logger.ts';
import type { LogCall } from './model.ts';

const NAMES: ReadonlySet<string> = new Set(Object.values(METHODS).flatMap((methods) => [...methods]));

/** The calls in a module that write a record, in document order: of a logger's methods, and of the functions of `logging`. */
export function logCallsIn(module: Module, python: Python): readonly LogCall[] {
  if (!module.parses) return [];
  const found = new Map<number, LogCall>();
  for (const name of wordsIn(module)) {
    for (const identifier of identifiersSpelled(module.tree.root, name)) {
      const above = identifier.parent;
      const callee = above?.type === 'attribute' && above.children.at(-1) === identifier ? above : above?.type === 'call' ? identifier : undefined;
      const node = callee?.parent?.type === 'call' && calleeOf(callee.parent) === callee ? callee.parent : undefined;
      if (!callee || !node) continue;
      const list = argumentListOf(node);
      const call = { module, node, callee, method: name, arguments: list ? argumentsOf(list) : [], inFunction: enclosing(node, 'function_definition', 'lambda') };
      const symbol = python.symbolOf(module, callee);
      const root = symbol.kind === 'external' ? /^logging\.(\w+)$/.exec(symbol.name)?.[1] : undefined;
      if (root !== undefined && ROOT_FUNCTIONS.has(root)) {
        found.set(node.start, { ...call, method: root, logger: { library: 'logging', called: { kind: 'root' }, helper: undefined }, isRootFunction: true });
        continue;
      }
      const [object] = callee.type === 'attribute' ? parts(callee) : [];
      const logger = object && loggerMeant(module, object, python);
      if (logger && METHODS[logger.library].has(name)) found.set(node.start, { ...call, logger, isRootFunction: false });
    }
  }
  return [...found.values()].sort((a, b) => a.node.start - b.node.start);
}

/** The names of methods that a text holds, and what imports from `logging` call its functions. */
function wordsIn(module: Module): readonly string[] {
  const { text } = module;
  const aliases = /\bfrom\s+logging\s+import\b/.test(text)
    ? [...module.names.module.bindings].flatMap(([name, [first]]) => (first?.how.kind === 'import' && first.how.module === 'logging' && ROOT_FUNCTIONS.has(first.how.name ?? '') ? [name] : []))
    : [];
  return [...new Set([...aliases, ...[...NAMES].filter((name) => text.includes(`.${name}`))])];
}
