import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dirname } from 'node:path';
import type { FileJudge } from '../../evidence/file-examiner.ts';

/** Compiles what it is sent, a JSON string on each line, and runs nothing of it. */
const COMPILER = `
import json, sys, warnings
warnings.simplefilter("ignore")
print("Python %d.%d.%d" % sys.version_info[:3], flush=True)
for line in sys.stdin:
    try:
        compile(json.loads(line), "<file>", "exec", dont_inherit=True)
        answer = None
    except SyntaxError as error:
        answer = [error.lineno or 1, type(error).__name__, error.msg]
    except (ValueError, RecursionError, MemoryError) as error:
        answer = [1, type(error).__name__, str(error)]
    print(json.dumps(answer), flush=True)
`;

/** Milliseconds for one file, and for the start. */
const PATIENCE = 30_000;

/** A real interpreter that compiles files and imports nothing: `python` is its path, or a name to look for. */
export async function pythonJudge(python: string): Promise<FileJudge | { readonly problem: string }> {
  // Neither the variables nor the folder it is started in may put anything into the interpreter.
  const child = spawn(python, ['-I', '-S', '-c', COMPILER], { cwd: dirname(process.execPath), env: { PATH: process.env['PATH'], PYTHONIOENCODING: 'utf-8', SYSTEMROOT: process.env['SYSTEMROOT'] }, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  child.stderr.resume();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = new Promise<undefined>((resolve) => child.once('error', () => resolve(undefined)));
  const answer = (): Promise<string | undefined> => inTime(child, Promise.race([failed, lines.next().then(({ value, done }) => (done ? undefined : value))]));
  child.stdin.on('error', () => {});
  const tool = await answer();
  if (tool === undefined) return { problem: `There is no interpreter \`${python}\` that starts.` };
  child.unref();
  return {
    tool,
    minor: Number(/^Python 3\.(\d+)/.exec(tool)?.[1] ?? NaN),
    ran: 'compile() of the changed files, nothing imported',
    async complaintsOf({ path, text }) {
      child.stdin.write(`${JSON.stringify(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))}\n`);
      const said = await answer();
      if (said === undefined) throw new Error('it gave no answer');
      const found = JSON.parse(said) as readonly [number, string, string] | null;
      return found === null ? [] : [{ path, line: found[0], code: found[1], message: found[2] }];
    },
    async end() {
      child.stdin.end();
      child.kill();
    },
  };
}

async function inTime<T>(child: ChildProcessWithoutNullStreams, wanted: Promise<T | undefined>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(undefined);
    }, PATIENCE);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}
