import { setFlagsFromString } from 'node:v8';
import type { FileJudge } from '../../evidence/file-examiner.ts';

/** Undefined and redefined names, unused imports, and what Python itself would not take. */
const RULES = ['E9', 'F401', 'F404', 'F406', 'F407', 'F501', 'F502', 'F503', 'F504', 'F505', 'F506', 'F507', 'F508', 'F509', 'F521', 'F522', 'F523', 'F524', 'F525', 'F622', 'F633', 'F7', 'F811', 'F821', 'F822', 'F823'];

/** The minor versions of Python 3 that ruff knows. */
const OLDEST = 7;
const NEWEST = 14;

/** Ruff as WebAssembly, in this process. It reads no configuration: which rules count does not depend on the repository. */
export async function lintJudge(): Promise<FileJudge | { readonly problem: string }> {
  try {
    const { Workspace, PositionEncoding } = await loadRuff();
    const workspaces = new Map<string, InstanceType<typeof Workspace>>();
    const workspaceFor = (target: string): InstanceType<typeof Workspace> => {
      const known = workspaces.get(target) ?? new Workspace({ 'target-version': target, lint: { select: RULES } }, PositionEncoding.Utf16);
      workspaces.set(target, known);
      return known;
    };
    return {
      tool: `ruff ${Workspace.version()}`,
      ran: 'ruff check of the changed files, in this process',
      async complaintsOf({ path, text }, floor) {
        const said = workspaceFor(targetVersion(floor)).check(text.replace(/^\uFEFF/, '')) as readonly Diagnostic[];
        return said.map(({ code, message, start_location }) => ({ path, line: start_location.row, code: code ?? 'invalid-syntax', message: placeless(message) }));
      },
      async end() {
        for (const workspace of workspaces.values()) workspace.free();
      },
    };
  } catch (error) {
    return { problem: `Ruff for Node (\`@astral-sh/ruff-wasm-nodejs\`) is not installed or does not start: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}.` };
  }
}

/** For some files, V8's optimising compiler takes many times what they cost by themselves (2026, Node 20: 0.2 s to 0.6 s, 0.7 s to 3.8 s): code compiled under this flag stays as it is. */
async function loadRuff(): Promise<typeof import('@astral-sh/ruff-wasm-nodejs')> {
  setFlagsFromString('--liftoff-only');
  try {
    return await import('@astral-sh/ruff-wasm-nodejs');
  } finally {
    setFlagsFromString('--no-liftoff-only');
  }
}

/** Where nobody says which Python runs it, what only newer ones take is no news. */
function targetVersion(floor: number | undefined): string {
  return `py3${floor === undefined ? NEWEST : Math.min(Math.max(floor, OLDEST), NEWEST)}`;
}

/** Where the other definition stands is no part of what is wrong. */
function placeless(message: string): string {
  return message.replace(/ from line \d+/, '');
}

interface Diagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number };
}
