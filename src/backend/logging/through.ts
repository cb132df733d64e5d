import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import { dictionaryThreshold, disablesExisting } from './dictionary.ts';
import type { LevelView } from './levels.ts';
import type { LoggingSetup, ModuleLogger, Program, RecordQuestion, Run, Threshold } from './model.ts';
import { obstacleInTime } from './in-time.ts';
import { importRuns } from './programs.ts';
import { passes } from './threshold.ts';

/** From this level on the standard library prints what nobody handles, to the standard error stream. */
const LAST_RESORT = 30;

/** A record, and when the code runs that writes it. */
export interface Asked extends RecordQuestion {
  readonly runs: readonly Run[];
}

/** Why a record may not come out in one of the programs that run its module; a full sentence. */
export function obstacleToRecord(question: Asked, programs: readonly Program[], view: LevelView): string | undefined {
  if (programs.length === 0) return `No program is seen here that runs \`${question.module.path}\`.`;
  for (const program of programs) {
    const obstacle = obstacleIn(program, question, view);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function obstacleIn(program: Program, question: Asked, view: LevelView): string | undefined {
  const own = program.setups.filter(({ library }) => library === question.library);
  switch (question.library) {
    case 'loguru':
      return obstacleInLoguru(own, program, question, view);
    case 'structlog':
      return obstacleInStructlog(own, program, question, view);
    case 'logging':
      return obstacleInLogging(own, program, question, view);
  }
}

/** loguru writes everything from DEBUG on to the standard error stream, unless its first sink is taken out. */
function obstacleInLoguru(setups: readonly LoggingSetup[], program: Program, question: Asked, { python }: LevelView): string | undefined {
  const takesOut = setups.find(({ kind, threshold }) => kind === 'loguru.remove' || (kind === 'loguru.configure' && threshold.kind !== 'unset'));
  if (!takesOut) return undefined;
  const sinks = setups.filter((setup) => setup.kind !== 'loguru.remove' && isSure(setup) && passes(setup.threshold, question.level));
  if (sinks.length === 0) return `\`${takesOut.module.path}\` sets up loguru, and it cannot be told whether ${levelWord(question.level)} comes out.`;
  return obstacleInTime(question, question.runs, sinks, program, python);
}

/** structlog prints everything, unless it is configured otherwise; its loggers may be those of the standard library underneath. */
function obstacleInStructlog(setups: readonly LoggingSetup[], program: Program, question: Asked, view: LevelView): string | undefined {
  const strict = setups.find(({ threshold }) => threshold.kind !== 'unset' && !passes(threshold, question.level));
  if (strict) return tooStrict(strict, question.level);
  const bridged = setups.find((setup) => setup.arguments.some(({ name, value }) => name === 'logger_factory' && value.text !== '' && /stdlib/.test(value.text)));
  if (!bridged) return undefined;
  return obstacleInLogging(program.setups.filter(({ library }) => library === 'logging'), program, question, view);
}

function obstacleInLogging(setups: readonly LoggingSetup[], program: Program, question: Asked, view: LevelView): string | undefined {
  const { logger } = question;
  const home = logger?.home ?? question.module;
  const own = ownSetups(program, question);
  const strict = own.find(({ kind, threshold }) => kind === 'setLevel' && !passes(threshold, question.level));
  if (strict) return tooStrict(strict, question.level);
  // A helper that gives its loggers a level and a handler needs nobody else.
  if (own.some(({ kind }) => kind === 'setLevel') && own.some(({ kind, threshold }) => kind === 'addHandler' && passes(threshold, question.level))) return undefined;
  const names = namesFor(logger, home, view.python);
  if (!names) return `It cannot be told what the logger \`${logger?.name ?? ''}\` is called.`;
  const relevant = setups.filter((setup) => concerns(setup, names));
  for (const setup of relevant) {
    if (DECIDING.has(setup.kind) && !names.every((name) => passes(thresholdFor(setup, name, view), question.level))) return tooStrict(setup, question.level);
    const silences = names[0] !== '' && !isBefore(setup, home, view.python) ? silencing(setup, names) : undefined;
    if (silences !== undefined) return silences;
  }
  if (relevant.length === 0 && question.level >= LAST_RESORT) return undefined;
  const levels = relevant.filter((setup) => DECIDING.has(setup.kind) && isSure(setup));
  const outputs = relevant.filter((setup) => setup.kind !== 'setLevel' && isSure(setup) && (setup.kind !== 'addHandler' || passes(setup.threshold, question.level)));
  if (levels.length === 0 || outputs.length === 0) {
    const perhaps = relevant.find((setup) => !isSure(setup));
    if (perhaps) return `It cannot be told whether the logging that \`${perhaps.module.path}\` sets up is there when \`${program.entry.path}\` runs.`;
    return `\`${program.entry.path}\` runs this and sets up no logging that lets ${levelWord(question.level)} through.`;
  }
  return obstacleInTime(question, question.runs, levels.filter((setup) => outputs.includes(setup) || outputs.some((output) => output.inFunction === setup.inFunction)), program, view.python);
}

/** What the helper that makes the logger, or the module around it, sets up on the logger itself. */
function ownSetups({ setups }: Program, { logger }: Asked): readonly LoggingSetup[] {
  if (!logger) return [];
  const { helper, home } = logger;
  return setups.filter(({ library, about, module, inFunction }) => library === 'logging' && about.kind !== 'root' && about.kind !== 'literal' && (helper ? inFunction === helper.node : module === home && inFunction === undefined));
}

/** The names under which setups would speak of a logger. */
function namesFor(logger: ModuleLogger | undefined, home: Module, python: Python): readonly string[] | undefined {
  switch (logger?.called.kind) {
    case 'root':
      return [''];
    case 'literal':
      return [logger.called.text];
    case 'unknown':
      return undefined;
    default:
      return namesOf(home, python);
  }
}

const DECIDING: ReadonlySet<LoggingSetup['kind']> = new Set(['basicConfig', 'dictConfig', 'fileConfig', 'setLevel']);

/** Whether a setup is about the root logger, or about a logger that one of these is below. */
export function concerns({ about, kind }: LoggingSetup, names: readonly string[]): boolean {
  if (about.kind === 'root') return true;
  if (about.kind === 'literal') return names.some((name) => name === about.text || name.startsWith(`${about.text}.`));
  // `__name__` and what is computed: a level set on some other logger says nothing of this one.
  return kind !== 'setLevel' && kind !== 'addHandler';
}

function thresholdFor(setup: LoggingSetup, name: string, view: LevelView): Threshold {
  return setup.dictionary ? dictionaryThreshold(setup.dictionary, name, view) : setup.threshold;
}

/** A configuration switches off the loggers that exist by then, unless it names them or one above. */
export function silencing(setup: LoggingSetup, names: readonly string[]): string | undefined {
  if (setup.kind !== 'dictConfig' && setup.kind !== 'fileConfig') return undefined;
  if (setup.dictionary) {
    if (!disablesExisting(setup.dictionary)) return undefined;
    if (names.every((name) => setup.loggers.some((one) => one !== undefined && one !== '' && (name === one || name.startsWith(`${one}.`))))) return undefined;
  } else if (setup.arguments.some(({ name, value }) => name === 'disable_existing_loggers' && value.type === 'false')) return undefined;
  return `\`${setup.module.path}\` sets up logging in a way that switches off loggers which exist by then (\`disable_existing_loggers\`).`;
}

/** Whether the setup has run by the time the module makes its logger: because importing the module runs it. */
export function isBefore(setup: LoggingSetup, module: Module, python: Python): boolean {
  return setup.runs.some((run) => run.isSure && run.when === 'import' && run.module !== module && importRuns(module, run.module, python));
}

/** Whether a setup happens for sure. */
export function isSure({ isConditional, runs }: LoggingSetup): boolean {
  return !isConditional && runs.some((run) => run.isSure);
}

/** The names that `__name__` may be. */
export function namesOf(module: Module, { layout }: Python): readonly string[] {
  return [...new Set(layout.rootsFor(module).flatMap((root) => layout.dottedName(module, root) ?? []))];
}

function tooStrict(setup: LoggingSetup, level: number): string {
  return setup.threshold.kind === 'known' || setup.threshold.kind === 'assumed'
    ? `\`${setup.module.path}\` sets up logging without letting ${levelWord(level)} through.`
    : `It cannot be told whether the logging that \`${setup.module.path}\` sets up lets ${levelWord(level)} through.`;
}

function levelWord(level: number): string {
  return level >= 40 ? 'ERROR' : level >= 30 ? 'WARNING' : level >= 20 ? 'INFO' : 'DEBUG';
}
