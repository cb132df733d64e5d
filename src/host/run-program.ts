import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { errorCode } from './read-file.ts';

/** How a package manager's command ended. */
export type ProgramAnswer =
  /** What it printed to its standard output. */
  | { readonly kind: 'done'; readonly printed: string }
  /** It said no, in its own words without anything secret. */
  | { readonly kind: 'failed'; readonly output: string }
  | { readonly kind: 'late' }
  /** It is not on this machine. */
  | { readonly kind: 'missing' };

/** Resolving may have to download and build; what takes longer waits for something that will not come. In milliseconds. */
const TIMEOUT = 15 * 60_000;

/** Runs a program without a shell, a terminal or a wait for answers. */
export function runProgram(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): ProgramAnswer {
  const answer = spawnSync(program, args, {
    // Windows looks for programs in the current folder first, and that may be the repository.
    cwd: dirname(process.execPath),
    env: { ...environment, NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Infinity,
    timeout: TIMEOUT,
    windowsHide: true,
  });
  if (answer.error) {
    const code = errorCode(answer.error);
    if (code === 'ETIMEDOUT') return { kind: 'late' };
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'failed', output: `${program} could not be run: ${code}.` };
  }
  return answer.status === 0 ? { kind: 'done', printed: answer.stdout.toString('utf8') } : { kind: 'failed', output: withoutSecrets(answer.stderr.toString('utf8'), process.env).trim() };
}

/** The environment of this process but for some variables. */
export function environmentWithout(isNotOurs: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isNotOurs(name)));
}

/** A program's words without what signs in: user and password of URLs, and the values of variables that hold such. */
export function withoutSecrets(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  const secrets = Object.entries(environment).flatMap(([name, value]) => (/PASSWORD|TOKEN|SECRET|CREDENTIAL|API_?KEY/i.test(name) && value !== undefined && value.length > 3 ? [value] : []));
  const masked = secrets.sort((a, b) => b.length - a.length).reduce((words, secret) => words.replaceAll(secret, '***'), text);
  return masked.replace(/:\/\/[^/\s@]+@/g, '://***@').replace(/([?&][\w-]*(?:token|key|sig|signature|password)[\w-]*=)[^&\s`'")]+/gi, '$1***');
}
