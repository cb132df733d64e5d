import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** Folders in which virtual environments are looked for, the usual one first. */
const FOLDERS: readonly string[] = ['.venv', 'venv', 'env', '.env'];

const PYTHON = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';

/** The interpreter of a project's own environment, as a command; a full sentence where there is none. `asked` are the words of `--python`. */
export function interpreterOf(root: string, project: string, asked: string | undefined): readonly [string, ...string[]] | { readonly problem: string } {
  if (asked !== undefined) {
    const [program, ...args] = wordsOf(asked);
    return program === undefined ? { problem: 'The interpreter named by `--python` is empty.' } : [program.includes('/') ? resolve(program) : program, ...args];
  }
  const found = environmentIn(root, project);
  return found === undefined ? { problem: 'The repository has no virtual environment (`.venv`): name an interpreter that has what it needs with `--python`, or what makes an environment with `--environment-command`.' } : [found];
}

/** The interpreter of a virtual environment that lies in a project, or at the top of the repository. */
export function environmentIn(root: string, project: string): string | undefined {
  const homes = project === '' ? [root] : [join(root, project), root];
  return homes.flatMap((home) => FOLDERS.map((folder) => join(home, folder, PYTHON))).find((path) => existsSync(path));
}

/** Whether the words of `--python` are those of a program that runs Python in an environment which it keeps itself: `uv run python`. */
export function isLauncher(asked: string): boolean {
  const [program = '', ...args] = wordsOf(asked);
  return args.length > 0 && !/^(?:python|pypy)[\d.]*t?(?:\.exe)?$/.test(basename(program));
}

/** The words of a command that needs no shell. */
export function wordsOf(command: string): readonly string[] {
  return command.split(' ').filter((word) => word !== '');
}
