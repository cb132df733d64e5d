import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, runProgram, runWork, type Measurement } from './measure.ts';
import { CACHE, ROOT } from './places.ts';
import { leastOf, type Task } from './rounds.ts';

/** pystd and LibCST doing the job of docs-gating on the same files, each in one process; seconds of wall time. */
export interface Comparison {
  readonly version: string;
  /** Every file is parsed by both. pystd looks for names as it always does, LibCST resolves every call to find them. */
  readonly parsed: Race;
  /** The same, and pystd too resolves every call. */
  readonly resolved: Race;
  /** Both look for the text first. pystd is the command as it is: it also reads through git, hashes, renders and verifies. */
  readonly prefiltered: Race;
}

/** One repository, two programs. */
export interface Race {
  readonly repository: string;
  readonly pystd: number;
  readonly libcst: number;
  /** How many files both changed, and whether to the same texts. */
  readonly changed: number;
  readonly same: boolean;
}

/** What is raced over: a generated repository, by name and folder. */
export interface Course {
  readonly name: string;
  readonly root: string;
}

const PYTHON = join(CACHE, 'venv', 'bin', 'python');

/** Runs the races. */
export function compareWithLibCst(all: Course, prefiltered: Course, program: string, progress: (text: string) => void): Comparison {
  const lists = { all: listOf(all, 'all'), prefiltered: listOf(prefiltered, 'prefiltered') };
  const parsing: Task = ['parsed', () => runWork('all-parsed', all.root, '').measured];
  const resolving: Task = ['resolved', () => runWork('all-resolved', all.root, '').measured];
  const heavy = leastOf(2, [parsing, resolving, ['libcst', () => gate(all, lists.all, [])]], (task) => progress(`LibCST, ${all.name}: ${task}`));
  const [parsed, resolved] = [raced(all, heavy, 'parsed'), raced(all, heavy, 'resolved')];
  const light = leastOf(3, [
    ['pystd', () => runNode([program, 'fix', '--dry-run', '--only', 'docs-gating', prefiltered.root, '--quiet', '--format', 'json'], [0, 1])],
    ['libcst', () => gate(prefiltered, lists.prefiltered, ['--prefilter'])],
  ], (task) => progress(`LibCST, ${prefiltered.name}: ${task}`));
  return { version: readFileSync(VERSION, 'utf8'), parsed, resolved, prefiltered: raced(prefiltered, light, 'pystd') };
}

/** The times of a race, and a look at what came out of LibCST last. */
function raced({ name, root }: Course, least: ReadonlyMap<string, Measurement>, pystd: string): Race {
  const { texts } = runWork('gated', root, '').said as { readonly texts: Readonly<Record<string, string>> };
  const theirs = JSON.parse(readFileSync(RESULT, 'utf8')) as Readonly<Record<string, string>>;
  const paths = Object.keys(texts);
  const same = paths.length === Object.keys(theirs).length && paths.every((path) => texts[path] === theirs[path]);
  return { repository: name, pystd: least.get(pystd)?.seconds ?? NaN, libcst: least.get('libcst')?.seconds ?? NaN, changed: paths.length, same };
}

const RESULT = join(CACHE, 'libcst.json');

function gate({ root }: Course, list: string, flags: readonly string[]): Measurement {
  return runProgram(PYTHON, [join(ROOT, 'tests/bench/libcst_docs_gating.py'), root, list, RESULT, ...flags], [0], {});
}

/** The Python files of a repository, one a line. */
function listOf({ root }: Course, list: string): string {
  const { files } = runWork('parsed-by-check', root, '').said as { readonly files: readonly string[] };
  const path = join(CACHE, 'lists', `${list}.txt`);
  writeFileSync(path, files.filter((file) => file.endsWith('.py')).join('\n'));
  return path;
}

const VERSION = join(CACHE, 'venv', 'libcst-version.txt');

/** Makes a virtual environment with LibCST the first time. Without Python or without a network there is none, and nothing to compare with. */
export function hasLibCst(progress: (text: string) => void): boolean {
  if (existsSync(VERSION)) return true;
  progress('LibCST: installing');
  try {
    runProgram('python3', ['-m', 'venv', '--clear', join(CACHE, 'venv')], [0], {});
    runProgram(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'libcst'], [0], {});
    runProgram(PYTHON, ['-c', 'import sys, importlib.metadata as m; open(sys.argv[1], "w").write(m.version("libcst"))', VERSION], [0], {});
    return true;
  } catch (error) {
    process.stderr.write(`LibCST could not be installed, so it is left out. ${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
