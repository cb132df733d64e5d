import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { interpreterOf } from './evidence/interpreter.ts';
import { lintJudge } from './evidence/lint.ts';
import { hasMypy, PYTHON_ON_PATH } from './evidence/tools.ts';
import { sandboxHere } from './evidence/sandbox.ts';
import { runProgram } from './run-program.ts';

/** Something that pystd can make use of. */
export interface Tool {
  readonly name: string;
  readonly available: boolean;
  /** Its version or place; a full sentence where it is not available. */
  readonly said: string;
  /** What it is for. */
  readonly use: string;
}

/** A project whose interpreter is looked for. */
export interface Interpreted {
  readonly project: string;
  /** What would make its environment, where that can be told. */
  readonly environmentCommand: string | undefined;
}

/** What there is on this machine, and in the environments of a repository's projects. Nothing of the repository is run. */
export async function toolsHere(root: string, projects: readonly Interpreted[], python: string | undefined): Promise<readonly Tool[]> {
  const sandbox = sandboxHere();
  return [
    program('git', 'git', 'what git ignores, and commits'),
    program('Python', PYTHON_ON_PATH, '--evidence python'),
    await ruff(),
    pyright(),
    program('uv', 'uv', '--run-follow-ups'),
    program('Poetry', 'poetry', '--run-follow-ups'),
    { name: 'sandbox', available: sandbox.kind !== 'none', said: sandbox.means, use: '--evidence openapi, tests, replay' },
    ...projects.flatMap((project) => environmentOf(root, project, python)),
  ];
}

function program(name: string, command: string, use: string): Tool {
  const answer = runProgram(command, ['--version'], process.env);
  const version = answer.kind === 'done' ? /\d+(?:\.\d+)+\S*/.exec(answer.printed)?.[0] : undefined;
  return answer.kind === 'done' ? { name, available: true, said: version ?? 'there', use } : { name, available: false, said: answer.kind === 'missing' ? `There is no \`${command}\` on the PATH.` : `\`${command}\` does not answer.`, use };
}

async function ruff(): Promise<Tool> {
  const [name, use] = ['ruff', '--evidence lint'];
  const judge = await lintJudge();
  if ('problem' in judge) return { name, available: false, said: judge.problem, use };
  await judge.end();
  return { name, available: true, said: `${judge.tool.replace(/^ruff /, '')}, as WebAssembly`, use };
}

function pyright(): Tool {
  const [name, use] = ['pyright', '--evidence types'];
  try {
    const manifest = createRequire(import.meta.url).resolve('pyright/package.json');
    return { name, available: true, said: (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version, use };
  } catch {
    return { name, available: false, said: 'Pyright is not installed beside pystd: `npm install pyright` where pystd is.', use };
  }
}

/** The interpreter that runs a project, and mypy beside it. */
function environmentOf(root: string, { project, environmentCommand }: Interpreted, python: string | undefined): readonly Tool[] {
  const name = `interpreter${project === '' ? '' : ` of ${project}`}`;
  const use = '--evidence types, openapi, tests, replay';
  const found = interpreterOf(root, project, python);
  if ('problem' in found) return [{ name, available: false, said: [found.problem, ...(environmentCommand === undefined ? [] : [`Here that may be \`${environmentCommand}\`.`])].join(' '), use }];
  const mypy = hasMypy(found) ? [{ name: `mypy${project === '' ? '' : ` of ${project}`}`, available: true, said: join(dirname(found[0]), 'mypy'), use: '--evidence types, where the repository configures it' }] : [];
  return [{ name, available: true, said: found.join(' '), use }, ...mypy];
}
