import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBare, runNode, runWork, type Measurement } from './measure.ts';
import { CACHE } from './places.ts';
import { leastOf } from './rounds.ts';

/** Exit codes of pystd that are no crash: done, found, rejected. */
export const ENDS: readonly number[] = [0, 1, 3];

/** What one command of pystd costs on one repository. Times in seconds of wall time, the process from start to end. */
export interface CommandFigures {
  readonly seconds: number;
  /** MiB at the highest. */
  readonly memory: number;
  readonly linesPerSecond: number;
  /** Texts it parsed, and the seconds tree-sitter alone needs for them. */
  readonly parsed: number;
  readonly parseFloor: number;
  /** (seconds − readFloor) / parseFloor. */
  readonly overParse: number;
  /** seconds / (readFloor + parseFloor). */
  readonly overFloors: number;
}

/** What pystd costs on one repository. */
export interface RepositoryFigures {
  readonly name: string;
  /** Text files, and the lines of the Python among them. */
  readonly files: number;
  readonly lines: number;
  /** Seconds of a process that does nothing but read all files as UTF-8. */
  readonly readFloor: number;
  readonly check: CommandFigures;
  readonly fix: CommandFigures;
}

interface Parsed {
  readonly texts: readonly string[];
  readonly files: readonly string[];
  readonly lines: number;
}

/** Measures `check` and `fix --dry-run` of the program on a repository, and their floors. */
export function figuresOf(name: string, root: string, program: string, rounds: number, progress: (text: string) => void): RepositoryFigures {
  progress(`${name}: what is parsed`);
  const byCheck = runWork('parsed-by-check', root, '').said as Parsed;
  const byFix = runWork('parsed-by-fix', root, '').said as Parsed;
  const lists = { files: kept('files', byCheck.files), check: kept('check', byCheck.texts), fix: kept('fix', byFix.texts) };
  const parse = (list: string): Measurement => ({ seconds: runWork('parse', root, list).said as number, memory: 0 });
  const least = leastOf(
    rounds,
    [
      ['read', () => runWork('read', root, lists.files).measured],
      ['parse check', () => parse(lists.check)],
      ['parse fix', () => parse(lists.fix)],
      ['check', () => runNode([program, 'check', root, '--quiet', '--format', 'json'], ENDS)],
      ['fix', () => runNode([program, 'fix', '--dry-run', root, '--quiet', '--format', 'json'], ENDS)],
    ],
    (task) => progress(`${name}: ${task}`),
  );
  const secondsOf = (task: string): number => least.get(task)?.seconds ?? NaN;
  const readFloor = secondsOf('read');
  const command = (task: 'check' | 'fix', parsed: number): CommandFigures => {
    const { seconds, memory } = least.get(task) ?? { seconds: NaN, memory: NaN };
    const parseFloor = secondsOf(`parse ${task}`);
    return { seconds, memory, linesPerSecond: byCheck.lines / seconds, parsed, parseFloor, overParse: (seconds - readFloor) / parseFloor, overFloors: seconds / (readFloor + parseFloor) };
  };
  return { name, files: byCheck.files.length, lines: byCheck.lines, readFloor, check: command('check', byCheck.texts.length), fix: command('fix', byFix.texts.length) };
}

/** Writes a list for the children to read. Gives its path. */
export function kept(name: string, list: readonly string[]): string {
  const path = join(CACHE, 'lists', `${name}.json`);
  mkdirSync(join(CACHE, 'lists'), { recursive: true });
  writeFileSync(path, JSON.stringify(list));
  return path;
}

/** Start-up in seconds: of `pystd --help`, and of Node doing nothing. */
export interface StartUp {
  readonly help: number;
  readonly bare: number;
}

/** Measures the start-up. */
export function startUpOf(program: string, rounds: number, progress: (text: string) => void): StartUp {
  const least = leastOf(
    rounds,
    [
      ['bare', () => runBare(['-e', '0'])],
      ['help', () => runBare([program, '--help'])],
    ],
    (task) => progress(`start-up: ${task}`),
  );
  return { help: least.get('help')?.seconds ?? NaN, bare: least.get('bare')?.seconds ?? NaN };
}
