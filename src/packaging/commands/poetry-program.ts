import type { Setting, Word } from './command.ts';

/** Where Poetry is called in a command line: its own words and what stands before them. */
export interface Program {
  /** The words that call it: `poetry` is one, `python -m poetry` are three. */
  readonly start: number;
  readonly end: number;
  /** It runs in a container that another program starts. */
  readonly setting?: Setting;
}

/** Programs that start the command behind them, with their options; `values`: options whose value is a word of its own. */
interface Starter {
  readonly name: RegExp;
  /** Words behind the name that must be there. */
  readonly subcommand?: RegExp;
  readonly values: readonly string[];
  /** Operands of its own before the command: a service, a limit of time. */
  readonly operands: number;
  readonly setting?: Setting;
}

const COMPOSE = ['-u', '--user', '-e', '--env', '-w', '--workdir', '--index', '-v', '--volume', '-p', '--publish', '--name', '--entrypoint', '-l', '--label'];

const STARTERS: readonly Starter[] = [
  { name: /^(?:exec|time|command|nohup|builtin)$/, values: [], operands: 0 },
  { name: /^sudo$/, values: ['-u', '-g'], operands: 0 },
  { name: /^(?:nice|xvfb-run|caffeinate|stdbuf)$/, values: ['-n', '-s'], operands: 0 },
  { name: /^env$/, values: ['-u'], operands: 0 },
  { name: /^timeout$/, values: ['-k', '-s'], operands: 1 },
  { name: /^doppler$/, subcommand: /^run$/, values: [], operands: 0 },
  { name: /^docker-compose$/, subcommand: /^(?:run|exec)$/, values: COMPOSE, operands: 1, setting: 'image' },
  { name: /^docker$/, subcommand: /^(?:run|exec)$/, values: COMPOSE, operands: 1, setting: 'image' },
];

/** The place where words call Poetry: as a program of any folder, as a module of Python, through pipx or uvx, or behind a program that starts another. */
export function findPoetry(words: readonly Word[]): Program | undefined {
  let start = 0;
  let setting: Setting | undefined;
  for (let round = 0; round < 3; round += 1) {
    const length = poetryLength(words, start);
    if (length > 0) return { start, end: start + length, ...(setting ? { setting } : {}) };
    const next = behindStarter(words, start);
    if (!next) return undefined;
    start = next.start;
    setting = next.setting ?? setting;
  }
  return undefined;
}

/** How many words from an index on call Poetry; 0 when they do not. */
function poetryLength(words: readonly Word[], start: number): number {
  const [first = '', second, third] = words.slice(start, start + 3).map(({ value }) => value ?? '');
  if (/^(?:.*[\\/])?poetry(?:\.exe)?$/i.test(first) || isPoetryVariable(words[start]?.raw ?? '')) return 1;
  if (/^(?:.*[\\/])?(?:python|py)[\d.]*(?:\.exe)?$/.test(first) && second === '-m' && third === 'poetry') return 3;
  if (first === 'pipx' && second === 'run' && third === 'poetry') return 3;
  return first === 'uvx' && second === 'poetry' ? 2 : 0;
}

/** `$(POETRY)`, `${POETRY}`, `"$POETRY_HOME/bin/poetry"`, `/home/${NAME}/.local/bin/poetry`, `${{ env.POETRY }}`. */
function isPoetryVariable(raw: string): boolean {
  const bare = raw.replaceAll('"', '');
  return isVariable(bare) || /^[~$/][^\s"'`]*\/poetry$/.test(bare);
}

/** A variable whose name says that it holds nothing but the program. */
export function isVariable(raw: string): boolean {
  return /^"?\$(?:\(POETRY(?:_?(?:BIN|CMD|EXE|PATH))?\)|\{POETRY(?:_?(?:BIN|CMD|EXE))?\}|POETRY(?:_?(?:BIN|CMD|EXE))?)"?$/i.test(raw);
}

function behindStarter(words: readonly Word[], from: number): { readonly start: number; readonly setting?: Setting } | undefined {
  const name = words[from]?.value ?? '';
  let at = from + 1;
  const isCompose = name === 'docker' && words[at]?.value === 'compose';
  const starter = STARTERS.find((one) => one.name.test(isCompose ? 'docker-compose' : name));
  if (!starter) return undefined;
  if (isCompose) at += 1;
  const valued = [...starter.values, ...(starter.setting ? ['-f', '--file', '--profile', '--env-file', '--project-name', '--project-directory'] : [])];
  at = behindOptions(words, at, valued);
  if (starter.subcommand) {
    if (!starter.subcommand.test(words[at]?.value ?? '')) return undefined;
    at = behindOptions(words, at + 1, valued);
  }
  at += starter.operands;
  while (name === 'env' && /^\w+=/.test(words[at]?.raw ?? '')) at += 1;
  if (words[at]?.value === '--') at += 1;
  return at < words.length ? { start: at, ...(starter.setting ? { setting: starter.setting } : {}) } : undefined;
}

function behindOptions(words: readonly Word[], from: number, valued: readonly string[]): number {
  let at = from;
  while (words[at] !== undefined && /^-[^-]|^--./.test(words[at]?.raw ?? '')) at += valued.includes(words[at]?.value ?? '') ? 2 : 1;
  return at;
}
