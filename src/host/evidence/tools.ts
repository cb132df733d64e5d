import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The name under which an interpreter is looked for that is nobody's in particular. */
export const PYTHON_ON_PATH = process.platform === 'win32' ? 'python' : 'python3';

/** Whether mypy is beside the interpreter of a virtual environment; nothing is run to find out. */
export function hasMypy([program, ...args]: readonly string[]): boolean {
  return program !== undefined && args.length === 0 && existsSync(join(dirname(program), 'mypy'));
}
