import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { decodeUtf8 } from '../repo/decode.ts';
import { errorCode } from './read-file.ts';

/** How a git command ended. */
export type GitAnswer =
  | { readonly kind: 'done'; readonly output: Buffer }
  /** It said no: its exit code, and its own words without `fatal:`. */
  | { readonly kind: 'failed'; readonly code: number; readonly message: string }
  /** There is no git on this machine. */
  | { readonly kind: 'missing' };

/** What one git command gets besides its arguments. */
export interface GitCall {
  /** The folder it works in, absolute. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly input: string;
  /** More settings, `name=value`. */
  readonly settings: readonly string[];
}

/** A git that has not answered by then waits for something that will not come, such as a pipe in a file's place. */
const TIMEOUT_MILLISECONDS = 120_000;

/**
 * Settings under which git runs nothing that a repository brings along (its `.git/config` is as foreign as its files): no hooks, no
 * file system monitor, no fetching of missing objects, no clean-up in the background, no signing.
 * An empty `core.fsmonitor` is off in every version; `false` would be a program's name before git 2.36.
 */
const SETTINGS: readonly string[] = [
  'core.fsmonitor=', `core.hooksPath=${devNull}`, 'protocol.allow=never', 'gc.auto=0', 'maintenance.auto=false',
  'commit.gpgSign=false', 'commit.verbose=false', 'status.submoduleSummary=false', 'submodule.recurse=false',
  'i18n.commitEncoding=UTF-8',
];

/** Variables that would send git to another repository or change what a path means. Identity and configuration stay the user's. */
const POINTING_ELSEWHERE: ReadonlySet<string> = new Set([
  'GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE', 'GIT_PREFIX', 'GIT_GRAFT_FILE', 'GIT_SHALLOW_FILE', 'GIT_REPLACE_REF_BASE', 'GIT_IMPLICIT_WORK_TREE',
  'GIT_INTERNAL_SUPER_PREFIX', 'GIT_CONFIG', 'GIT_GLOB_PATHSPECS', 'GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS',
]);

/** Runs git in `folder`, with paths taken literally, without locks it can do without, without a terminal, in English. */
export function runGit({ folder, args, input, settings }: GitCall): GitAnswer {
  const configured = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
  // `check-ignore` takes paths, not patterns, and does not know the option.
  const literal = args[0] === 'check-ignore' ? [] : ['--literal-pathspecs'];
  const answer = spawnSync('git', ['-C', folder, '--no-pager', ...literal, ...configured, ...args], {
    // Windows looks for programs in the current folder first, and that may be the repository.
    cwd: dirname(process.execPath),
    env: environment(),
    input,
    maxBuffer: Infinity,
    timeout: TIMEOUT_MILLISECONDS,
    windowsHide: true,
  });
  if (answer.error) {
    const code = errorCode(answer.error);
    if (code === 'ENOENT') return { kind: 'missing' };
    return { kind: 'failed', code: -1, message: code === 'ETIMEDOUT' ? 'git did not answer in two minutes.' : `git could not be run: ${code}.` };
  }
  if (answer.status === 0) return { kind: 'done', output: answer.stdout };
  return { kind: 'failed', code: answer.status ?? -1, message: ownWords(answer.stderr) };
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !POINTING_ELSEWHERE.has(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // An empty list allows no protocol, whatever the repository's configuration says about single ones.
    GIT_ALLOW_PROTOCOL: '',
  };
}

function ownWords(stderr: Buffer): string {
  return stderr.toString('utf8').replace(/^(fatal|error): /gm, '').trim();
}

/** The entries of output that git separates by NUL. An entry that is not UTF-8 comes as `undefined`. */
export function entriesOf(output: Buffer): (string | undefined)[] {
  const whole = decodeUtf8(output);
  if (whole !== undefined) return whole.split('\0').slice(0, -1);
  const entries: (string | undefined)[] = [];
  for (let start = 0, end = output.indexOf(0); end >= 0; start = end + 1, end = output.indexOf(0, start)) {
    entries.push(decodeUtf8(output.subarray(start, end)));
  }
  return entries;
}
