import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Candidate, Examiner } from '../../evidence/candidate.ts';
import { compareComplaints, originsOf, type Complaint } from '../../evidence/complaints.ts';
import { isFilledByEnvironment, subjectsOf, type TypedSubject } from '../../evidence/types/subject.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { interpreterOf } from './interpreter.ts';
import { runForeign } from './run-foreign.ts';
import { hasMypy } from './tools.ts';
import { writeFresh } from './scratch.ts';
import type { Workshop } from './workshop.ts';

/** What a checker said of one state; a full sentence where it broke down. */
type Said = { readonly complaints: readonly Complaint[]; readonly tool: string } | { readonly problem: string };

/** A checker that is there, and what it is called as. */
interface Checker {
  readonly ran: string;
  check(snapshot: Snapshot, subject: TypedSubject): Promise<Said>;
}

/** Type errors of changed files and of those that import them, before and after: by mypy where the repository configures it and has it, else by pyright. Only new ones count. */
export function typesExaminer(workshop: Workshop): Examiner {
  const known = new WeakMap<Snapshot, Map<string, Promise<Said>>>();
  const onceBy = (checker: Checker): Checker => ({
    ...checker,
    check(snapshot, subject) {
      const ofSnapshot = known.get(snapshot) ?? new Map<string, Promise<Said>>();
      known.set(snapshot, ofSnapshot);
      const key = JSON.stringify([checker.ran, subject]);
      const said = ofSnapshot.get(key) ?? checker.check(snapshot, subject);
      ofSnapshot.set(key, said);
      return said;
    },
  });
  return {
    kind: 'types',
    async examine({ patch, before, after }: Candidate) {
      const subjects = subjectsOf(patch, workshop.viewOf(before), workshop.viewOf(after));
      const results: Evidence[] = [];
      for (const subject of subjects) {
        const checker = checkerFor(subject, before, workshop);
        if ('problem' in checker) results.push(unavailable('types', '', checker.problem));
        else results.push(await compare(onceBy(checker), subject, before, after, patch));
      }
      return results.find(({ verdict }) => verdict === 'worse') ?? results.find(({ verdict }) => verdict !== 'unavailable') ?? results[0];
    },
    async end() {
      // The scratch copy is everybody's.
    },
  };
}

async function compare(checker: Checker, subject: TypedSubject, before: Snapshot, after: Snapshot, patch: Candidate['patch']): Promise<Evidence> {
  const was = await checker.check(before, subject);
  if ('problem' in was) return unavailable('types', checker.ran, was.problem);
  const is = await checker.check(after, subject);
  if ('problem' in is) return unavailable('types', checker.ran, is.problem, was.tool);
  const ofConcern = (complaints: readonly Complaint[], snapshot: Snapshot): readonly Complaint[] => complaints.filter((one) => !isFilledByEnvironment(one, snapshot, subject));
  return { kind: 'types', ran: checker.ran, tool: is.tool, ...compareComplaints(ofConcern(was.complaints, before), ofConcern(is.complaints, after), originsOf(patch.deltas)) };
}

function checkerFor(subject: TypedSubject, repo: Snapshot, workshop: Workshop): Checker | { readonly problem: string } {
  const interpreter = interpreterOf(workshop.root, subject.project, workshop.python);
  // An interpreter that came with the repository is its code, and would be run.
  const isForeign = (program: string): boolean => [...repo.files.keys(), ...repo.opaque.keys()].some((one) => join(workshop.root, one) === program);
  const path = 'problem' in interpreter || isForeign(interpreter[0]) ? undefined : interpreter;
  if (subject.mypy !== undefined && path && hasMypy(path)) return mypy(path, workshop);
  const pyright = findPyright();
  if (pyright === undefined) return { problem: 'Pyright is not installed beside pystd: `npm install pyright` where pystd is.' };
  return pyrightChecker(pyright, path?.length === 1 ? path[0] : undefined, workshop);
}

function mypy(interpreter: readonly string[], { scratch: scratchOf, timeout }: Workshop): Checker {
  return {
    ran: 'mypy of the changed files and their importers, as the repository configures it',
    async check(snapshot, { project, files }) {
      const scratch = scratchOf();
      scratch.layOut(snapshot);
      const below = (path: string): string => (project === '' ? path : path.slice(project.length + 1));
      const there = files.filter((path) => snapshot.files.has(path)).map(below);
      if (there.length === 0) return { complaints: [], tool: 'mypy' };
      // Isolated: a folder `mypy` of the repository must not be taken for it.
      const command = [...interpreter, '-I', '-B', '-m', 'mypy', '--cache-dir', join(scratch.beside, 'mypy'), '--no-error-summary', '--no-color-output', '--hide-error-context', '--no-pretty', '--show-error-codes', ...there];
      const { code, output, isLate } = await runForeign(scratch, command, { folder: join(scratch.folder, project), environment: {}, timeout: timeout * 1000 });
      if (isLate || (code !== 0 && code !== 1)) return { problem: isLate ? `mypy is not done after ${timeout} seconds.` : `mypy broke down: ${output.split('\n').at(-1) ?? ''}.` };
      const complaints = [...output.matchAll(/^(\S+?\.pyi?):(\d+)(?::\d+)?: error: (.*?)(?:  \[([\w-]+)\])?$/gm)].map(([, path = '', line, message = '', rule = 'error']) => ({ path: project === '' ? path : `${project}/${path}`, line: Number(line), code: rule, message }));
      return { complaints: complaints.filter(({ path }) => files.includes(path as (typeof files)[number])), tool: 'mypy' };
    },
  };
}

/** What changes of code break; style and missing stubs are none of it. */
const RULES = [
  'reportUndefinedVariable', 'reportAttributeAccessIssue', 'reportCallIssue', 'reportArgumentType', 'reportReturnType', 'reportAssignmentType', 'reportIndexIssue', 'reportOperatorIssue', 'reportPossiblyUnbound',
  'reportRedeclaration', 'reportGeneralTypeIssues', 'reportAbstractUsage', 'reportUnhashable', 'reportUnusedCoroutine', 'reportNoOverloadImplementation', 'reportInvalidTypeForm', 'reportTypedDictNotRequiredAccess', 'reportOptionalMemberAccess',
];

function pyrightChecker(script: string, interpreter: string | undefined, { scratch: scratchOf, timeout }: Workshop): Checker {
  return {
    ran: `pyright of the changed files and their importers, ${interpreter === undefined ? 'without the packages they use' : 'in the environment of the repository'}`,
    async check(snapshot, { files, roots, floor }) {
      const scratch = scratchOf();
      scratch.layOut(snapshot);
      const top = dirname(scratch.folder);
      const there = files.filter((path) => snapshot.files.has(path)).map((path) => relative(top, join(scratch.folder, path)));
      if (there.length === 0) return { complaints: [], tool: 'pyright' };
      // Pyright looks only at files below its configuration, which must not lie in the copy.
      const configuration = join(top, 'pyrightconfig.json');
      // The environment is read from its folder: its interpreter is not run.
      const environment = interpreter === undefined ? {} : { venvPath: dirname(dirname(dirname(interpreter))), venv: dirname(dirname(interpreter)).split('/').at(-1) };
      writeFresh(configuration, JSON.stringify({
        include: there, extraPaths: roots.map((root) => relative(top, join(scratch.folder, root))), typeCheckingMode: 'off', reportMissingImports: 'none', reportMissingModuleSource: 'none', pythonPlatform: 'Linux',
        ...(floor === undefined ? {} : { pythonVersion: `3.${floor}` }), ...environment, ...Object.fromEntries(RULES.map((rule) => [rule, 'error'])),
      }));
      const out = join(scratch.beside, 'pyright.json');
      const command = ['sh', '-c', '"$0" "$1" --outputjson --project "$2" > "$3"', process.execPath, script, configuration, out];
      const { isLate, output } = await runForeign(scratch, command, { folder: scratch.folder, environment: {}, timeout: timeout * 1000 });
      return isLate ? { problem: `pyright is not done after ${timeout} seconds.` } : readPyright(out, scratch.folder, output);
    },
  };
}

interface PyrightReport {
  readonly version: string;
  readonly summary: { readonly filesAnalyzed: number };
  readonly generalDiagnostics: readonly { readonly file: string; readonly severity: string; readonly message: string; readonly rule?: string; readonly range?: { readonly start: { readonly line: number } } }[];
}

function readPyright(out: string, folder: string, output: string): Said {
  try {
    const report = JSON.parse(readFileSync(out, 'utf8')) as PyrightReport;
    if (report.summary.filesAnalyzed === 0) return { problem: 'pyright found none of the files.' };
    const complaints = report.generalDiagnostics.filter(({ severity }) => severity === 'error').map(({ file, message, rule, range }) => ({ path: relative(folder, file), line: (range?.start.line ?? 0) + 1, code: rule ?? 'error', message: message.split('\n')[0] ?? '' }));
    return { complaints, tool: `pyright ${report.version}` };
  } catch {
    return { problem: `pyright broke down: ${output.split('\n').at(-1) ?? ''}.` };
  }
}

function findPyright(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('pyright/index.js');
  } catch {
    return undefined;
  }
}
