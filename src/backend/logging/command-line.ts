import type { Python } from '../../python/index.ts';
import { spelledImports } from '../../python/project/spelled-imports.ts';
import type { Module } from '../../python/project/module.ts';
import { nameOf } from '../../repo/path.ts';
import { isRunByHand } from '../roles.ts';
import type { Program } from './model.ts';

/** Libraries that talk with somebody at a terminal. */
const TERMINAL: ReadonlySet<string> = new Set(['argparse', 'click', 'cmd', 'curses', 'docopt', 'fire', 'getpass', 'inquirer', 'optparse', 'prompt_toolkit', 'questionary', 'rich', 'streamlit', 'tqdm', 'typer']);
const ASKS = /(?<![\w.])input\(|\bsys\.argv\b/;

/**
 * Whether a module speaks to somebody who runs it at a terminal: it is a script by its place or name, it uses a library for command lines, or it is
 * run by itself and by no application. What it prints is its output.
 */
export function isCommandLine(module: Module, programs: readonly Program[], python: Python): boolean {
  const { path, text } = module;
  if (isRunByHand(path) || /(?:^|\/)management\//.test(path) || nameOf(path) === '__main__.py' || ASKS.test(text)) return true;
  if (spelledImports(module.file).some(({ dotted }) => TERMINAL.has(dotted.split('.')[0] ?? '') && python.layout.find(dotted, module).kind === 'external')) return true;
  return programs.length > 0 && programs.every(({ app }) => app === undefined) && /^if\b[^\n]*__name__[^\n]*__main__/m.test(text);
}
