import { commandSitesIn, type Arg, type CommandSite, type SourceFile, type Translation } from '#pystd';
import { jobsIn } from '../pipelines/jobs.ts';
import { recipeLineOf } from './recipes.ts';
import { isInline } from './texts.ts';

/** What the reviewer is told about `--active`. */
const INTO_ACTIVE = 'Another environment than `.venv` is active here: Poetry works in it, and uv does with `--active`.';

/** What takes the option: commands that work on the environment of the project. */
const TAKES_ACTIVE: ReadonlySet<Arg> = new Set(['sync', 'run', 'add', 'remove']);

/**
 * What a command becomes where an environment was activated before that is not uv's own `.venv`: Poetry works in whatever is active, uv only
 * when it is told to.
 * @param before the commands that ran before it in the same shell
 */
export function inActive(site: CommandSite, before: readonly CommandSite[], found: Translation): Translation {
  if (found.kind !== 'commands' || !isActiveAfter(before)) return found;
  const commands = found.commands.map((command) => withActive(site, command));
  return commands.every((command, index) => command === found.commands[index]) ? found : { ...found, commands, remarks: [...found.remarks, INTO_ACTIVE] };
}

function withActive(site: CommandSite, command: readonly Arg[]): readonly Arg[] {
  const words = command.map((arg) => (typeof arg === 'number' ? (site.words[arg]?.raw ?? '') : typeof arg === 'string' ? arg : arg.text));
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  if (words[0] !== 'uv' || at !== 1 || !TAKES_ACTIVE.has(words[at] ?? '') || words.includes('--active')) return command;
  return [...command.slice(0, at + 1), '--active', ...command.slice(at + 1)];
}

/** Whether an environment with another name than uv's own is active behind some commands. */
export function isActiveAfter(before: readonly CommandSite[]): boolean {
  let isActive = false;
  for (const site of before) {
    const path = activatedBy(site);
    if (path !== undefined) isActive = isStrange(path);
    else if (site.words[0]?.value === 'deactivate') isActive = false;
  }
  return isActive;
}

/** `source venv/bin/activate`, `. "$HOME/venv/bin/activate"`, `venv\Scripts\activate`: the folder of the environment. */
function activatedBy({ words }: CommandSite): string | undefined {
  const [program, operand] = words;
  const path = /^(?:source|\.)$/.test(program?.value ?? '') ? operand?.raw : words.length === 1 ? program?.raw : undefined;
  return /^["']?(.*?)[\\/]+(?:bin|Scripts)[\\/]+activate(?:\.\w+)?["']?$/i.exec(path ?? '')?.[1];
}

/** Neither uv's own nor one that Poetry made, whose place becomes uv's. */
function isStrange(folder: string): boolean {
  return !/^(?:\.[\\/])?\.venv$/.test(folder) && !/poetry|\$\(|`/i.test(folder);
}

/** The commands that run before one in the same shell, as far as its file tells: those of its job or script, of its line of a recipe, of its section of a text. */
export function inShellBefore(site: CommandSite, file: SourceFile): readonly CommandSite[] {
  if (site.setting === 'docs') return commandSitesIn(file).filter((other) => other.span.end <= site.span.start && !isInSentence(other, file.text) && isSameSection(file.text.slice(other.span.end, site.span.start)));
  const line = recipeLineOf(site, file);
  if (line) return commandSitesIn(file).filter(({ span }) => line.start <= span.start && span.end <= site.span.start);
  const job = /\.(?:ya?ml|sh|bash|zsh)$|(?:^|\/)[^./]+$/.test(file.path) ? (jobsIn(file).find((one) => one.includes(site)) ?? []) : [];
  return job.slice(0, Math.max(job.indexOf(site), 0));
}

/** What a sentence only speaks of is not run; a command that begins its line is a step. */
function isInSentence(site: CommandSite, text: string): boolean {
  const [before = ''] = text.slice(0, site.span.start).split('\n').slice(-1);
  return isInline(site, text) && !/^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?`+$/.test(before);
}

/** Whether two places of a text are under the same heading, by what stands between them. Within a block of code `#` begins a comment. */
function isSameSection(between: string): boolean {
  const parts = between.split(/^[ \t]*(?:`{3,}|~{3,}).*$/m);
  const outside = parts.length === 1 ? parts : parts.filter((_, index) => index % 2 === 1);
  return !outside.some((part) => /^[=~^*-]{3,}[ \t]*$/m.test(part) || (parts.length > 1 && /^#{1,6}[ \t]/m.test(part)));
}
