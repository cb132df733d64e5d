import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runForeign } from './run-foreign.ts';
import { writeFresh } from './scratch.ts';
import type { Said, TypeChecker } from './type-checker.ts';
import type { Workshop } from './workshop.ts';

/** What changes of code break; style and missing stubs are none of it. */
const RULES = [
  'reportUndefinedVariable', 'reportAttributeAccessIssue', 'reportCallIssue', 'reportArgumentType', 'reportReturnType', 'reportAssignmentType', 'reportIndexIssue', 'reportOperatorIssue', 'reportPossiblyUnbound',
  'reportRedeclaration', 'reportGeneralTypeIssues', 'reportAbstractUsage', 'reportUnhashable', 'reportUnusedCoroutine', 'reportNoOverloadImplementation', 'reportInvalidTypeForm', 'reportTypedDictNotRequiredAccess', 'reportOptionalMemberAccess',
];

/** Pyright as it is installed beside pystd, with the packages of an interpreter's virtual environment. */
export function pyrightChecker(script: string, interpreter: string | undefined, { scratch: scratchOf, timeout }: Workshop): TypeChecker {
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

/** The script that starts pyright. */
export function findPyright(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('pyright/index.js');
  } catch {
    return undefined;
  }
}
