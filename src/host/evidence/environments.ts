import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Snapshot } from '../../repo/snapshot.ts';
import { environmentWithout } from '../run-program.ts';
import { installedFrom } from './installed.ts';
import { environmentIn, interpreterOf, isLauncher, wordsOf } from './interpreter.ts';
import { endingInWords, runGroup } from './run-group.ts';
import type { Scratch } from './scratch.ts';

/** What the user says of environments. */
export interface EnvironmentWishes {
  /** An interpreter, or what runs one, as words of a command line: `--python`. */
  readonly python: string | undefined;
  /** A line for a shell that leaves virtual environments in the copy in which it is run: `--environment-command`. */
  readonly environmentCommand?: string | undefined;
}

/** An interpreter that has what a project needs. */
export interface Interpreter {
  readonly command: readonly [string, ...string[]];
  /** Variables by which it finds the modules of the copy, and not those that are installed from the user's tree. */
  readonly variables: { readonly PYTHONPATH?: string };
}

/** A full sentence that says why there is none. */
export type NoInterpreter = { readonly problem: string };

/** The environments of a repository's projects. They are made once, and are the same for every state of the repository. */
export interface Environments {
  /** @param snapshot what an environment is made for that is not there yet */
  of(project: string, snapshot: Snapshot): Promise<Interpreter | NoInterpreter>;
  /**
   * Sees to it that environments have a distribution which a state asks for and which they lack: first by making them again, then by installing it alone, for
   * the command may not know what the project has become. Whether something was done that is worth another look. What is not made here is left as it is.
   */
  renew(lacking: string, project: string, snapshot: Snapshot): Promise<boolean>;
  /** How often they were made: what was found out with earlier ones counts no more. */
  generation(): number;
}

/** Milliseconds that making an environment may take: it downloads, and may build. */
const PATIENCE = 15 * 60_000;

/** Variables that would have package managers work on another environment than that of the copy. */
const NOT_OURS = /^(?:VIRTUAL_ENV\w*|CONDA_PREFIX|PYTHON\w*|UV_PROJECT\w*|UV_WORKING_DIR\w*|POETRY_ACTIVE|PIPENV_ACTIVE|PIPENV_PIPFILE)$/;

/** Poetry and Pipenv keep environments in the user's home unless they are told. */
const IN_THE_COPY = { POETRY_VIRTUALENVS_IN_PROJECT: 'true', POETRY_VIRTUALENVS_CREATE: 'true', PIPENV_VENV_IN_PROJECT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', NO_COLOR: '1' };

/** The environments of the repository in `root`. What the user's own words make lies in the scratch copy; nothing is made in the user's tree. */
export function environmentsOf(root: string, { python, environmentCommand: command }: EnvironmentWishes, scratchOf: () => Scratch): Environments {
  const made = new Map<string, Promise<readonly [string, ...string[]] | NoInterpreter>>();
  const renewed = new Map<string, number>();
  let generation = 0;
  const isMadeHere = command !== undefined || (python !== undefined && isLauncher(python));
  const once = <T extends readonly [string, ...string[]] | NoInterpreter>(key: string, make: () => Promise<T>): Promise<readonly [string, ...string[]] | NoInterpreter> => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  const find = async (project: string, snapshot: Snapshot): Promise<readonly [string, ...string[]] | NoInterpreter> => {
    if (command !== undefined) {
      const all = await once('', () => makeByCommand(command, snapshot, scratchOf()));
      if ('problem' in all) return all;
      const found = environmentIn(scratchOf().folder, project);
      return found === undefined ? { problem: `\`${command}\` leaves no virtual environment (\`.venv\`) ${project === '' ? 'at the top of the repository' : `in \`${project}\``}.` } : [found];
    }
    if (python !== undefined && isLauncher(python)) return await once(project, () => askLauncher(python, project, snapshot, scratchOf()));
    return interpreterOf(root, project, python);
  };
  /** A command may refuse to make what is there already; where it fails, there is still what was made before. */
  const remake = async (snapshot: Snapshot): Promise<boolean> => {
    const restore = scratchOf().setAside();
    const makers = command !== undefined ? [() => makeByCommand(command, snapshot, scratchOf())] : [...made.keys()].map((project) => () => askLauncher(python ?? '', project, snapshot, scratchOf()));
    for (const make of makers) {
      if (!('problem' in (await make()))) continue;
      restore();
      return false;
    }
    return true;
  };
  return {
    async of(project, snapshot) {
      const found = await find(project, snapshot);
      if ('problem' in found) return found;
      const installed = installedFrom(found[0], [root, ...(isMadeHere ? [scratchOf().folder] : [])]);
      const variables = installed.length === 0 ? {} : { PYTHONPATH: installed.map((folder) => join(scratchOf().folder, folder)).join(delimiter) };
      return { command: found, variables };
    },
    async renew(lacking, project, snapshot) {
      const tried = renewed.get(lacking) ?? 0;
      if (!isMadeHere || tried > 1) return false;
      const isMade = tried === 0 && (await remake(snapshot));
      renewed.set(lacking, isMade ? 1 : 2);
      const found = isMade ? undefined : await find(project, snapshot);
      const isThere = found === undefined || (!('problem' in found) && (await installAlone(lacking, found, scratchOf())));
      if (isThere) generation++;
      return isThere;
    },
    generation: () => generation,
  };
}

/** Runs the user's command in the copy. */
async function makeByCommand(command: string, snapshot: Snapshot, scratch: Scratch): Promise<readonly ['made'] | NoInterpreter> {
  scratch.layOut(snapshot);
  const ending = await runGroup(['sh', '-c', command], { folder: scratch.folder, environment: ownEnvironment(), timeout: PATIENCE });
  if (ending.code !== 0) return { problem: `\`${command}\` makes no environment (${endingInWords(ending)}).` };
  scratch.keepWhatIsThere(snapshot);
  return ['made'];
}

/** Asks a program that runs Python which interpreter it takes in a project of the copy. */
async function askLauncher(words: string, project: string, snapshot: Snapshot, scratch: Scratch): Promise<readonly [string] | NoInterpreter> {
  scratch.layOut(snapshot);
  const ending = await runGroup([...wordsOf(words), '-c', 'import sys; print(sys.executable)'], { folder: join(scratch.folder, project), environment: ownEnvironment(), timeout: PATIENCE });
  const said = ending.output.split('\n').findLast((line) => line.startsWith('/') && existsSync(line));
  if (ending.code !== 0 || said === undefined) return { problem: `\`${words}\` does not say which interpreter it takes (${endingInWords(ending)}).` };
  scratch.keepWhatIsThere(snapshot);
  return [said];
}

/** Installs a distribution into an environment, by uv where it is there, else by the environment's own pip. */
async function installAlone(distribution: string, [interpreter]: readonly [string, ...string[]], scratch: Scratch): Promise<boolean> {
  for (const installer of [['uv', 'pip', 'install', '--python', interpreter], [interpreter, '-m', 'pip', 'install']]) {
    const { code } = await runGroup([...installer, '--quiet', distribution], { folder: scratch.beside, environment: ownEnvironment(), timeout: PATIENCE });
    if (code === 0) return true;
  }
  return false;
}

function ownEnvironment(): NodeJS.ProcessEnv {
  return { ...environmentWithout((name) => NOT_OURS.test(name)), ...IN_THE_COPY };
}
