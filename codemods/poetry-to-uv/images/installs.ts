import { callsPoetry, type DockerInstruction, type ShellCommand, type ShellScript, type Span } from '#pystd';
import type { ImageFile } from './file.ts';
import { INSTALL_SCRIPT, installerLength, isOptionValue, isPoetryPackage } from '../pipelines/installers.ts';

/** What of a script only puts Poetry in place. */
export interface PoetryInstalls {
  readonly instruction: DockerInstruction;
  /** Commands that go. */
  readonly going: ReadonlySet<ShellCommand>;
  /** Commands that go on without some of their words: the numbers of those that stay. */
  readonly shortened: ReadonlyMap<ShellCommand, readonly number[]>;
  /** Whether Poetry is there afterwards, and not only looked after. */
  readonly isInstalled: boolean;
}

interface Found {
  readonly going: Set<ShellCommand>;
  readonly shortened: Map<ShellCommand, readonly number[]>;
  isInstalled: boolean;
}

/** Installers of Poetry, and what looks after it, in the scripts of a Dockerfile. */
export function poetryInstalls({ scripts, docker }: ImageFile): ReadonlyMap<DockerInstruction, PoetryInstalls> {
  const added = docker.instructions.filter(addsInstaller).map(addedName);
  const installs = new Map<DockerInstruction, PoetryInstalls>();
  for (const [instruction, script] of scripts) {
    const found = readInstalls(script, added);
    if (found.going.size + found.shortened.size > 0) installs.set(instruction, { instruction, ...found });
  }
  return installs;
}

/** Whether a path of the image belongs to an installation of Poetry. */
export function isPoetryPath(path: string): boolean {
  return /\$\{?POETRY_HOME\b|(?:^|\/)\.?poetry(?:\/|$)|\/pypoetry(?:\/|$)/.test(path.replace(/^["']|["']$/g, ''));
}

/** `ADD https://install.python-poetry.org /tmp/install.py`, whose file a script runs. */
export function addsInstaller({ keyword, words }: DockerInstruction): boolean {
  return keyword === 'ADD' && words.length === 2 && words.slice(0, 1).some(({ value }) => INSTALL_SCRIPT.test(value));
}

function addedName({ words: [source, target] }: DockerInstruction): string {
  return baseName(target === undefined || /(?:^|\/)\.?$/.test(target.value) ? (source?.value ?? '') : target.value);
}

function baseName(path: string): string {
  return path.replace(/^.*\//, '');
}

function readInstalls(script: ShellScript, added: readonly string[]): Found {
  const found: Found = { going: new Set(), shortened: new Map(), isInstalled: false };
  for (const command of script.commands) {
    if (found.going.has(command)) continue;
    if (command.words.some(({ raw }) => added.includes(baseName(raw)))) {
      found.going.add(command);
      found.isInstalled ||= !/^(?:rm|chmod)$/.test(programOf(command));
    } else if (downloads(command, script, found) || packages(command, found)) found.isInstalled = true;
    else if (looksAfter(command)) found.going.add(command);
  }
  for (const command of script.commands) if (isWayThere(command, found)) found.going.add(command);
  return found;
}

/** `curl … | python3 -`, or a download to a file that other commands run and remove. */
function downloads(command: ShellCommand, script: ShellScript, { going }: Found): boolean {
  const { words, redirections, place } = command;
  if (!/^(?:curl|wget)$/.test(programOf(command)) || !words.some(({ raw }) => INSTALL_SCRIPT.test(raw))) return false;
  going.add(command);
  const next = place.list.entries[place.index + 1];
  if (next?.joinedBy === '|') {
    if (next.command) going.add(next.command);
    return true;
  }
  const named = words.findIndex(({ raw }) => /^(?:-[a-zA-Z]*[oO]|--output|--output-document)$/.test(raw));
  const url = words.find(({ raw }) => INSTALL_SCRIPT.test(raw))?.raw.replace(/["']/g, '');
  const file = redirections.find(({ operator }) => operator === '>')?.target?.raw ?? (named >= 0 ? words[named + 1]?.raw : undefined);
  const name = baseName(file === undefined || INSTALL_SCRIPT.test(file) ? url ?? '' : file);
  for (const other of script.commands) if (name !== '' && other.words.some(({ raw }) => baseName(raw) === name)) going.add(other);
  return true;
}

/** `pip install poetry`, `pipx install poetry`, `apk add poetry`, and an environment made for nothing else. */
function packages(command: ShellCommand, { going, shortened }: Found): boolean {
  const { words } = command;
  const values = words.map(({ value, raw }) => value ?? raw);
  const isInHome = isPoetryPath((values[0] ?? '').replace(/\/bin\/[^/]*$/, '/'));
  if (isInHome && /\/bin\/(?:pip|python)[\d.]*$/.test(values[0] ?? '')) return going.add(command).has(command);
  if (/^(?:python[\d.]*|virtualenv)$/.test(programOf(command)) && isPoetryPath(values.at(-1) ?? '') && /venv|virtualenv/.test(values.join(' '))) return going.add(command).has(command);
  const system = /^(?:apk|apt|apt-get|dnf|microdnf|yum)$/.test(programOf(command)) && /\b(?:add|install)\b/.test(values.join(' '));
  const from = system ? 1 : installerLength(values);
  if (from === 0 || callsPoetry(words)) return false;
  const named = words.flatMap(({ raw }, index) => (index >= from && !raw.startsWith('-') && !isOptionValue(words[index - 1]?.raw) && !/^(?:add|install)$/.test(raw) ? [index] : []));
  const own = named.filter((index) => (system ? /^(?:python3-|py3-)?poetry(?:[=~]|$)/.test(values[index] ?? '') : isPoetryPackage(words[index]?.raw ?? '')));
  if (own.length === 0) return false;
  if (own.length === named.length && !words.some(({ raw }) => /^(?:-r|--requirement|-e|--editable)/.test(raw))) going.add(command);
  else shortened.set(command, words.map((_, index) => index).filter((index) => !own.includes(index)));
  return own.some((index) => !/plugin|dynamic|core/.test(words[index]?.raw ?? '')) || system;
}

/** Commands about Poetry's own installation, which nothing of uv's needs. */
function looksAfter(command: ShellCommand): boolean {
  const { words, place } = command;
  if (place.list.owner === 'substitution') return false;
  const operands = words.slice(1).map(({ value, raw }) => value ?? raw).filter((word) => !word.startsWith('-'));
  if (callsPoetry(words)) return /^(?:--version|-V|about|--help)$/.test(words[1]?.raw ?? '');
  if (operands.length === 0) return false;
  const isAboutPath = operands.every(isPoetryPath) && !operands.some((path) => /cache/.test(path));
  switch (programOf(command)) {
    case 'ln':
      return operands.some(isPoetryPath);
    case '.':
    case 'source':
    case 'mkdir':
    case 'chmod':
    case 'rm':
      return isAboutPath;
    case 'export':
      return operands.every((word) => /^POETRY_(?:HOME|VERSION)=/.test(word) || (word.startsWith('PATH=') && isPoetryPath(word.slice(5).split(':')[0] ?? '')));
    case 'which':
    case 'command':
    case 'type':
      return operands.join() === 'poetry';
    case 'pip':
    case 'pip3':
      return operands[0] === 'uninstall' && operands.slice(1).every(isPoetryPackage) && operands.length > 1;
    default:
      return false;
  }
}

/** `cd` to a folder where nothing happens any more but Poetry's link. */
function isWayThere({ words, place }: ShellCommand, { going }: Found): boolean {
  const later = place.list.entries.slice(place.index + 1);
  const [next] = later;
  const isPoetrys = ({ command }: (typeof later)[number]): boolean => command !== undefined && (going.has(command) || (callsPoetry(command.words) && command.words[1]?.raw === 'config'));
  return words[0]?.raw === 'cd' && next?.command?.words[0]?.raw === 'ln' && later.every(isPoetrys);
}

function programOf({ words }: ShellCommand): string {
  return baseName(words[0]?.value ?? words[0]?.raw ?? '');
}

/** A stretch of a comment that may go with what it is about. What is still to be done stays told. */
export function isAboutPoetry(comment: string): boolean {
  return /poetry/i.test(comment) && !/\b(?:TODO|FIXME|XXX)\b/.test(comment);
}

/** Where the first command that installs Poetry stands. */
export function placeOf({ going, shortened, instruction }: PoetryInstalls): Span {
  return [...going, ...shortened.keys()].map(({ span }) => span).sort((a, b) => a.start - b.start)[0] ?? instruction.span;
}
