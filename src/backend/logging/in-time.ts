import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { LoggingSetup, Program, Run } from './model.ts';
import { importRuns } from './programs.ts';
import { functionAround } from './runs.ts';

/** Why code may run before all of these setups have; a full sentence. */
export function obstacleInTime({ node }: InModule, runs: readonly Run[], setups: readonly LoggingSetup[], program: Program, python: Python): string | undefined {
  const around = functionAround(node);
  if (around && setups.some((setup) => !setup.isConditional && functionAround(setup.node) === around && setup.node.end <= node.start)) return undefined;
  const ready = setups.flatMap((setup) => setup.runs.filter((run) => run.isSure));
  const early = runs.filter((run) => isOf(program, run, python)).find((run) => !ready.some((setup) => comesFirst(setup, run, python)));
  if (!early) return undefined;
  const when = early.when === 'startup' ? 'while the application starts' : early.when === 'import' ? `while \`${early.module.path}\` is imported` : `when \`${early.module.path}\` is run`;
  return `It runs ${when}, perhaps before logging is set up.`;
}

/** Whether a program goes through it. */
function isOf({ entry, app }: Program, run: Run, python: Python): boolean {
  if (run.when === 'startup') return run.app === app;
  return run.module === entry || (run.when === 'import' && importRuns(entry, run.module, python));
}

/** Whether the setup has run when the other code does. */
function comesFirst(setup: Run, code: Run, python: Python): boolean {
  if (setup.when === 'import') {
    if (code.when === 'startup') return true;
    if (setup.module === code.module) return code.when === 'main' || setup.node.end <= code.node.start;
    return importRuns(code.module, setup.module, python);
  }
  if (setup.when !== code.when) return false;
  const isSamePlace = setup.when === 'startup' ? code.when === 'startup' && setup.app === code.app : code.when === 'main' && setup.module === code.module;
  return isSamePlace && functionAround(setup.node) === functionAround(code.node) && setup.node.end <= code.node.start;
}
