import type { InModule } from '../../python/project/module.ts';
import type { LevelView } from './levels.ts';
import type { LoggingSetup, Program, Run } from './model.ts';
import { obstacleInTime } from './in-time.ts';
import { concerns, isBefore, isSure, namesOf, silencing } from './through.ts';

/**
 * Why records of a module's own logger may fare otherwise than those of the root logger: nothing sets the root logger up (its functions do it when
 * first called, and print in another form), or a setup speaks of loggers by name. A full sentence.
 */
export function obstacleToOwnName(place: InModule, runs: readonly Run[], programs: readonly Program[], view: LevelView): string | undefined {
  if (programs.length === 0) return `No program is seen here that runs \`${place.module.path}\`.`;
  for (const program of programs) {
    const obstacle = obstacleIn(program, place, runs, view);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function obstacleIn(program: Program, { module, node }: InModule, runs: readonly Run[], view: LevelView): string | undefined {
  const names = namesOf(module, view.python);
  const setups = program.setups.filter((setup) => setup.library === 'logging' && concerns(setup, names));
  for (const setup of setups) {
    const { path } = setup.module;
    if (setup.about.kind === 'literal') return `\`${path}\` sets up the logger \`${setup.about.text}\` by its name: records of this module would go there.`;
    if ((setup.kind === 'dictConfig' && !setup.dictionary) || setup.kind === 'fileConfig') return `It cannot be told which loggers \`${path}\` sets up by name.`;
    if (setup.loggers.some((name) => name === undefined || names.some((own) => name !== '' && (own === name || own.startsWith(`${name}.`))))) return `\`${path}\` sets up loggers by name: records of this module might go elsewhere.`;
    const silences = isBefore(setup, module, view.python) ? undefined : silencing(setup, names);
    if (silences !== undefined) return silences;
  }
  const outputs = setups.filter((setup) => setup.kind !== 'setLevel' && isSure(setup) && (setup.kind !== 'dictConfig' || setup.threshold.kind !== 'unknown'));
  if (outputs.length === 0) return nothing(program, setups);
  return obstacleInTime({ module, node }, runs, outputs, program, view.python);
}

function nothing({ entry }: Program, setups: readonly LoggingSetup[]): string {
  const [perhaps] = setups;
  return perhaps
    ? `It cannot be told whether the root logger has been set up by \`${perhaps.module.path}\` when \`${entry.path}\` runs.`
    : `\`${entry.path}\` runs this and sets up no logging, so that the first such call does it. Set logging up first.`;
}
