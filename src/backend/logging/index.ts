import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { AppModel } from '../fastapi/index.ts';
import { modulesOf } from '../project-modules.ts';
import type { SettingsIndex } from '../settings.ts';
import { isCommandLine } from './command-line.ts';
import { logCallsIn } from './log-calls.ts';
import { loggerMeant } from './logger.ts';
import type { LogCall, LoggingFacts, LoggingLibrary, LoggingSetup, ModuleLogger } from './model.ts';
import { loggerOf, loggersOf } from './module-loggers.ts';
import { obstacleToOwnName } from './own-name.ts';
import { programsIn, type Programs } from './programs.ts';
import { runsIn } from './runs.ts';
import { setupsOf } from './setups.ts';
import { obstacleToRecord } from './through.ts';

export type { LogCall, Logger, LoggerName, LoggingFacts, LoggingLibrary, LoggingSetup, ModuleLogger, Program, RecordQuestion, Run, SetupKind, Threshold } from './model.ts';

/** How a repository logs, read off it when first asked. */
export function loggingOf(repo: Snapshot, python: Python, backend: { readonly apps: readonly AppModel[]; readonly settings: SettingsIndex }): LoggingFacts {
  const runs = runsIn(repo, python, backend.apps);
  const loggers = new Map<Module, readonly ModuleLogger[]>();
  const calls = new Map<Module, readonly LogCall[]>();
  let setups: readonly LoggingSetup[] | undefined;
  let programs: Programs | undefined;
  const allSetups = (): readonly LoggingSetup[] => (setups ??= setupsOf({ python, settings: backend.settings }, runs));
  const loggersIn = (module: Module): readonly ModuleLogger[] => once(loggers, module, () => loggersOf(module, python));
  const programsOf = (module: Module): ReturnType<Programs['programsOf']> => (programs ??= programsIn(repo, python, backend.apps, allSetups())).programsOf(module);
  return {
    get setups() {
      return allSetups();
    },
    loggersOf: loggersIn,
    loggerOf: (module) => loggerOf(loggersIn(module), module),
    meant: (module, expression) => loggerMeant(module, expression, python),
    callsIn: (module) => once(calls, module, () => logCallsIn(module, python)),
    libraryOf: (project) => libraryOf(modulesOf({ repo, python }, project, 'service'), loggersIn, python),
    runsOf: (module, node) => runs.runsOf(module, node),
    programsOf,
    isCommandLine: (module) => isCommandLine(module, programsOf(module), python),
    obstacleToOwnName: (module, node) => obstacleToOwnName({ module, node }, runs.runsOf(module, node), programsOf(module), { python, settings: backend.settings }),
    obstacleTo: (question) => obstacleToRecord({ ...question, runs: runs.runsOf(question.module, question.node) }, programsOf(question.module), { python, settings: backend.settings }),
  };
}

function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

const TEXT = /\b(?:logging|structlog|loguru|log(?:ger)?)\b/i;

/** Counts the modules by the library of their loggers; a module without a logger that calls `logging.info(…)` counts for the standard library. */
function libraryOf(modules: readonly Module[], loggersIn: (module: Module) => readonly ModuleLogger[], python: Python): ReturnType<LoggingFacts['libraryOf']> {
  const counts: Record<LoggingLibrary, number> = { logging: 0, structlog: 0, loguru: 0 };
  for (const module of modules) {
    if (!TEXT.test(module.text)) continue;
    const libraries = new Set(loggersIn(module).map(({ library }) => library));
    if (libraries.size === 0 && /\blogging\b/.test(module.text) && logCallsIn(module, python).some(({ isRootFunction }) => isRootFunction)) libraries.add('logging');
    for (const library of libraries) counts[library]++;
  }
  const [most] = (Object.keys(counts) as LoggingLibrary[]).filter((library) => counts[library] > 0).sort((a, b) => counts[b] - counts[a]);
  return { library: most, counts };
}
