import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import { enclosing } from '../../python/syntax/walk.ts';
import { loggerMeant } from './logger.ts';
import type { Logger, ModuleLogger } from './model.ts';

/** Every logger a module binds at its top, in document order: made there, or imported. */
export function loggersOf(module: Module, python: Python): readonly ModuleLogger[] {
  if (!module.parses) return [];
  return [...module.names.module.bindings].flatMap(([name, bindings]) => {
    const [first] = bindings;
    if (!first) return [];
    const { how } = first;
    if (how.kind === 'import' && (how.typeCheckingOnly || bindings.length > 1)) return [];
    const isOfModule = bindings.every(({ node }) => enclosing(node, 'function_definition', 'class_definition', 'lambda') === undefined);
    const found = how.kind === 'import' || how.kind === 'assignment' ? nodeMeaning(module, name, python) : undefined;
    return found && isOfModule ? [{ ...found, name, since: first.since }] : [];
  });
}

/** The logger to use: the module's own before an imported one, a usual name before another. */
export function loggerOf(loggers: readonly ModuleLogger[], module: Module): ModuleLogger | undefined {
  const rank = ({ name, home }: ModuleLogger): number => (home === module ? 0 : 2) + (/^_?log(?:ger)?$/i.test(name) ? 0 : 1);
  return [...loggers].sort((a, b) => rank(a) - rank(b) || a.since - b.since)[0];
}

function nodeMeaning(module: Module, name: string, python: Python): (Logger & { home: Module }) | undefined {
  const symbol = python.exported(module, name);
  const [binding] = module.names.module.bindings.get(name) ?? [];
  if (!binding) return undefined;
  const logger = loggerMeant(module, binding.node, python);
  return logger && { ...logger, home: symbol.kind === 'defined' ? symbol.module : module };
}
