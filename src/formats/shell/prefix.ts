import type { ShellWord } from './syntax.ts';

/** How a command runs the one behind it. */
interface Runner {
  /** Its options that take the next word as their value. */
  readonly valued?: RegExp;
  /** How many words stand before the command. */
  readonly operands?: number;
  /** Options with which it runs nothing. */
  readonly onlyWithout?: RegExp;
  /** The words that must follow it. */
  readonly subcommand?: RegExp;
}

const IN_CONTAINER: Runner = { subcommand: /^(?:exec|run)$/, operands: 1, valued: /^-[euwvplf]$|^--(?:env|env-file|user|workdir|volume|publish|label|name|entrypoint|index|network|pull|project-directory|file)$/ };

const RUNNERS: Readonly<Record<string, Runner>> = {
  sudo: { valued: /^-[ugpCDhrtTU]$|^--(?:user|group|prompt|chdir|host|role|type)$/, onlyWithout: /^-[lvkKe]$/ },
  env: { valued: /^-[uC]$|^--(?:unset|chdir)$/, onlyWithout: /^-S|^--split-string/ },
  exec: { valued: /^-a$/ },
  time: { valued: /^-[fo]$/ },
  command: { onlyWithout: /^-[pvV]*[vV]/ },
  builtin: {},
  nohup: {},
  nice: { valued: /^-n$/ },
  ionice: { valued: /^-[cn]$/ },
  setsid: {},
  chronic: {},
  winpty: {},
  tini: { valued: /^-[pe]$/ },
  timeout: { valued: /^-[ks]$|^--(?:kill-after|signal)$/, operands: 1 },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  xargs: { valued: /^-[adEILnPs]$/ },
  pipx: { subcommand: /^run$/, onlyWithout: /^--spec/, valued: /^--(?:python|pip-args|index-url)$/ },
  conda: { subcommand: /^run$/, valued: /^-[np]$|^--(?:name|prefix|cwd)$/ },
  mamba: { subcommand: /^run$/, valued: /^-[np]$|^--(?:name|prefix|cwd)$/ },
  micromamba: { subcommand: /^run$/, valued: /^-[np]$|^--(?:name|prefix|cwd)$/ },
  'docker-compose': IN_CONTAINER,
  // Of tox: the line may fail.
  '-': {},
};

const ASSIGNMENT = /^(?:[A-Za-z_]|\$\{\{[^}]*\}\})(?:\w|\$\{\{[^}]*\}\})*\+?=/;

/** Whether a word is `NAME=value`. */
export function isAssignment(word: ShellWord): boolean {
  return ASSIGNMENT.test(word.raw);
}

/** How many of the words only say how the rest is to be run. */
export function prefixLength(words: readonly ShellWord[]): number {
  for (let at = 0; ; ) {
    const behind = runnerEnd(words, at);
    if (behind === undefined || behind >= words.length) return at;
    at = behind;
  }
}

/** Whether words run something in a container, so that it happens elsewhere: `docker compose exec shop`. */
export function isInContainer(prefix: readonly ShellWord[]): boolean {
  return prefix.some((_, at) => runnerAt(prefix, at)?.runner === IN_CONTAINER);
}

function runnerAt(words: readonly ShellWord[], at: number): { readonly runner: Runner; readonly program: string; readonly next: number } | undefined {
  const word = words[at];
  const program = word?.value?.replace(/^.*\//, '');
  if (/^\$[({]?(?:DOCKER_)?COMPOSE\w*[)}]?$|^\$[({]?DC[)}]?$/i.test(word?.raw ?? '')) return { runner: IN_CONTAINER, program: '', next: at + 1 };
  if (program === 'docker' && words[at + 1]?.value === 'compose') return { runner: IN_CONTAINER, program, next: at + 2 };
  const runner = program !== undefined && Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
  return runner && program !== undefined ? { runner, program, next: at + 1 } : undefined;
}

/** Behind the words of a runner at `at`; `undefined` when there is none, or none that runs something. */
function runnerEnd(words: readonly ShellWord[], at: number): number | undefined {
  const found = runnerAt(words, at);
  if (found === undefined) return undefined;
  const { runner, program } = found;
  let next = found.next;
  if (runner.subcommand) {
    next = optionsEnd(words, next, runner, false) ?? words.length;
    if (!runner.subcommand.test(words[next]?.value ?? '')) return undefined;
    next++;
  }
  const behind = optionsEnd(words, next, runner, program === 'env' || program === 'sudo');
  return behind === undefined ? undefined : behind + (runner.operands ?? 0);
}

function optionsEnd(words: readonly ShellWord[], from: number, runner: Runner, takesAssignments: boolean): number | undefined {
  let next = from;
  for (let word = words[next]; word && (/^-|^\{\}$/.test(word.raw) || (takesAssignments && isAssignment(word))); word = words[next]) {
    if (runner.onlyWithout?.test(word.raw)) return undefined;
    next += runner.valued?.test(word.raw) ? 2 : 1;
    if (word.raw === '--') break;
  }
  return next;
}
