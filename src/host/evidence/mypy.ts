import { join } from 'node:path';
import type { RepoPath } from '../../repo/path.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { Interpreter } from './environments.ts';
import { runForeign } from './run-foreign.ts';
import type { TypeChecker } from './type-checker.ts';
import type { Workshop } from './workshop.ts';

const versions = rememberedFor<Workshop, string, Promise<string>>();

/** Mypy as the repository has and configures it. */
export function mypyChecker({ command }: Interpreter, workshop: Workshop): TypeChecker {
  const { scratch: scratchOf, timeout } = workshop;
  // Isolated: a folder `mypy` of the repository must not be taken for it.
  const mypy = [...command, '-I', '-B', '-m', 'mypy'];
  const versionHere = async (): Promise<string> => {
    const scratch = scratchOf();
    const { output } = await runForeign(scratch, [...mypy, '--version'], { folder: scratch.beside, environment: {}, timeout: timeout * 1000 });
    return ['mypy', /\d+(?:\.\d+)+\S*/.exec(output)?.[0] ?? ''].join(' ').trim();
  };
  return {
    ran: 'mypy of the changed files and their importers, as the repository configures it',
    async check(snapshot, { project, files }) {
      const scratch = scratchOf();
      scratch.layOut(snapshot);
      const below = (path: string): string => (project === '' ? path : path.slice(project.length + 1));
      const there = files.filter((path) => snapshot.files.has(path)).map(below);
      const tool = await versions(workshop, command.join(' '), versionHere);
      if (there.length === 0) return { complaints: [], tool };
      const options = ['--cache-dir', join(scratch.beside, 'mypy'), '--no-error-summary', '--no-color-output', '--hide-error-context', '--no-pretty', '--show-error-codes', '--hide-column-numbers'];
      const { code, output, isLate } = await runForeign(scratch, [...mypy, ...options, ...there], { folder: join(scratch.folder, project), environment: {}, timeout: timeout * 1000 });
      if (isLate || (code !== 0 && code !== 1)) return { problem: isLate ? `mypy is not done after ${timeout} seconds.` : `mypy broke down: ${output.split('\n').at(-1) ?? ''}.` };
      const complaints = [...output.matchAll(/^(\S+?\.pyi?):(\d+)(?::\d+)*: error: (.*?)(?:  \[([\w-]+)\])?$/gm)].map(([, path = '', line, message = '', rule = 'error']) => ({ path: project === '' ? path : `${project}/${path}`, line: Number(line), code: rule, message }));
      return { complaints: complaints.filter(({ path }) => files.includes(path as RepoPath)), tool };
    },
  };
}
