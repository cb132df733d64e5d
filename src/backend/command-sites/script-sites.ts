import { isInContainer, isShellProblem, readShell, removeCommand, replaceCommand, scriptIn, type ShellCommand, type ShellDialect, type ShellProblem, type ShellScript, type ShellWord } from '../../formats/shell/index.ts';
import type { Arg, Setting } from '../../packaging/commands/index.ts';
import type { Problem } from '../../packaging/problem.ts';
import type { RepoPath } from '../../repo/path.ts';
import { applyEdits } from '../../text/apply.ts';
import type { Edit } from '../../text/edit.ts';
import { editsInHost, nested, type Embedded } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';
import { keptCommands } from './kept-commands.ts';
import type { CommandSite, SiteWord } from './site.ts';
import { folderOf } from './working-folder.ts';

/** A script in a file. */
export interface ScriptHost {
  readonly path: RepoPath;
  readonly setting: Setting;
  readonly script: Embedded;
  readonly dialect?: ShellDialect;
  /** Lines are split into words as a shell would, but none runs them: nothing can be joined. */
  readonly isSplitOnly?: boolean;
  /** What is run for its output, as by make's `$(shell …)`. */
  readonly isCaptured?: boolean;
  /** The whole of what is replaced by its output: `$(shell …)`. */
  readonly substitution?: Span;
  /** Where it starts, when that is not the usual place; `undefined` when that cannot be told. */
  readonly start?: { readonly folder: string | undefined };
  /** Takes the whole script away, when nothing of it would stay. */
  readonly removeAll?: (command: ShellCommand) => readonly Edit[] | Problem;
}

const NOTHING_LEFT: Problem = { problem: 'Nothing would be left of the script.' };

/** Every command of a script, those of scripts given to `sh -c` included. */
export function scriptSites(host: ScriptHost): CommandSite[] {
  const read = readShell(host.script.text, host.dialect);
  return read.commands.flatMap((command) => {
    const inner = scriptIn(read, command);
    const within = inner ? scriptSites({ ...host, script: nested(host.script, inner), dialect: 'plain', isSplitOnly: false, start: { folder: folderOf(read, command, host.start ? host.start.folder : '') }, removeAll: () => NOTHING_LEFT }) : [];
    const kept = keptCommands(read, command).flatMap(({ script, isSplitOnly }) => scriptSites({ ...host, script: nested(host.script, script), dialect: 'plain', isSplitOnly, removeAll: () => NOTHING_LEFT }));
    const site = command.words.length === 0 ? undefined : siteOf(host, read, command);
    return [...(site ? [site] : []), ...within, ...kept];
  });
}

function siteOf(host: ScriptHost, read: ShellScript, command: ShellCommand): CommandSite | undefined {
  const span = host.script.spanOf(command.span);
  const words = wordsIn(host, command.words);
  const assignments = wordsIn(host, command.assignments);
  const prefix = wordsIn(host, command.prefix);
  if (!span || !words || !assignments || !prefix) return undefined;
  const { place, followedBy } = command;
  return {
    path: host.path,
    setting: isInContainer(command.prefix) ? 'image' : host.setting,
    form: 'shell',
    span,
    words,
    assignments,
    prefix,
    isCaptured: host.isCaptured === true || place.list.owner === 'substitution' || followedBy === '|' || followedBy === '|&',
    substitution: substitutionOf(host, read, command),
    folder: folderOf(read, command, host.start ? host.start.folder : ''),
    replace: (commands) => replaced(host, read, command, commands),
    remove: () => removed(host, read, command),
  };
}

/** `$(…)`, `$$(…)` of a recipe, or backticks around a command that is alone in them. */
function substitutionOf({ script, substitution }: ScriptHost, { text }: ShellScript, { place, span }: ShellCommand): Span | undefined {
  if (place.list.entries.length !== 1) return undefined;
  if (place.list.owner === 'script') return substitution;
  if (place.list.owner !== 'substitution') return undefined;
  const before = /(?:\$?\$\(|`)\s*$/.exec(text.slice(0, span.start))?.[0];
  const after = /^\s*[)`]/.exec(text.slice(span.end))?.[0];
  return before === undefined || after === undefined ? undefined : script.spanOf({ start: span.start - before.length, end: span.end + after.length });
}

function wordsIn({ script }: ScriptHost, words: readonly ShellWord[]): SiteWord[] | undefined {
  const placed = words.flatMap(({ span, raw, value }) => {
    const inHost: Span | undefined = script.spanOf(span);
    return inHost ? [{ span: inHost, raw, value }] : [];
  });
  return placed.length === words.length ? placed : undefined;
}

function replaced(host: ScriptHost, read: ShellScript, command: ShellCommand, commands: readonly (readonly Arg[])[]): readonly Edit[] | Problem {
  const isJoined = [command.joinedBy, command.followedBy].some((joint) => joint !== undefined && joint !== '\n');
  if (host.isSplitOnly && (commands.length > 1 || isJoined)) return { problem: 'No shell runs this line, so that several commands cannot be joined.' };
  return written(host, read, replaceCommand(read, command, commands));
}

function removed(host: ScriptHost, read: ShellScript, command: ShellCommand): readonly Edit[] | Problem {
  if (host.isCaptured) return { problem: 'What the command prints is used.' };
  const outcome = removeCommand(read, command);
  return outcome === 'everything' ? (host.removeAll?.(command) ?? NOTHING_LEFT) : written(host, read, outcome);
}

/** Edits of the script as edits of the file, when the script is still one with them. */
function written({ script, dialect }: ScriptHost, read: ShellScript, outcome: readonly Edit[] | ShellProblem): readonly Edit[] | Problem {
  if (isShellProblem(outcome)) return outcome;
  if (readShell(applyEdits(read.text, outcome), dialect).trouble !== undefined) return { problem: 'The script would not be understood with this change.' };
  return editsInHost(script, outcome) ?? editsInHost(script, [asOne(read.text, outcome)]) ?? { problem: 'The change cannot be written the way the script stands there.' };
}

/** Edits as one, together with the word before them: a host may not let a quote begin what it lets stand in the middle. */
function asOne(text: string, edits: readonly Edit[]): Edit {
  const first = Math.min(...edits.map(({ span }) => span.start));
  const end = Math.max(...edits.map(({ span }) => span.end));
  const start = /\S*[ \t]*$/.exec(text.slice(0, first))?.index ?? first;
  const moved = edits.map((edit) => ({ ...edit, span: { start: edit.span.start - start, end: edit.span.end - start } }));
  return { span: { start, end }, text: applyEdits(text.slice(start, end), moved) };
}
