import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where CI, or the first test that needs it, puts programs of Python. */
const TOOLS = join(import.meta.dirname, '../../node_modules/.cache/pystd-tools');

/** Minutes a machine may take to install one set of them. */
const PATIENCE = 5;

/**
 * The `bin` folder of a virtual environment with what a requirements file beside this one asks for; made when it is missing or older than the file.
 * Test files run side by side: one installs, the others wait for it. `.ci/run` makes the same ones.
 */
export function pythonTools(venv: string, requirements: string): string {
  const folder = join(TOOLS, venv);
  const wanted = join(import.meta.dirname, requirements);
  const receipt = join(folder, 'installed.txt');
  const isThere = (): boolean => existsSync(receipt) && readFileSync(receipt, 'utf8') === readFileSync(wanted, 'utf8');
  if (!isThere()) alone(`${folder}.installing`, isThere, () => {
    execFileSync('python3', ['-m', 'venv', '--clear', folder]);
    execFileSync(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(receipt, readFileSync(wanted));
  });
  return join(folder, 'bin');
}

function alone(lock: string, isDone: () => boolean, install: () => void): void {
  mkdirSync(TOOLS, { recursive: true });
  for (let waited = 0; ; waited++) {
    if (isDone()) return;
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (waited > PATIENCE * 60) throw new Error(`Somebody has been installing for ${PATIENCE} minutes: remove ${lock}.`, { cause: error });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
  }
  try {
    if (!isDone()) install();
  } finally {
    rmdirSync(lock);
  }
}
