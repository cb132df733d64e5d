import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The interpreter of a project's own environment, as a command; a full sentence where there is none. */
export function interpreterOf(root: string, project: string, asked: string | undefined): readonly [string, ...string[]] | { readonly problem: string } {
  if (asked !== undefined) {
    const [program, ...args] = asked.split(' ').filter((word) => word !== '');
    return program === undefined ? { problem: 'The interpreter named by `--python` is empty.' } : [program.includes('/') ? resolve(program) : program, ...args];
  }
  const names = process.platform === 'win32' ? ['Scripts/python.exe'] : ['bin/python'];
  for (const folder of project === '' ? [root] : [join(root, project), root]) {
    for (const environment of ['.venv', 'venv', 'env', '.env']) {
      for (const name of names) {
        const path = join(folder, environment, name);
        if (existsSync(path)) return [path];
      }
    }
  }
  return { problem: 'The repository has no virtual environment (`.venv`): name an interpreter that has what it needs with `--python`.' };
}
