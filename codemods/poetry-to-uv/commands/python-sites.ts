import { argumentListOf, argumentsOf, calleeOf, isShellProblem, parts, plainString, readShell, replaceCommand, type Arg, type Edit, type PyNode, type ShellCommand, type SourceFile, type Span } from '#pystd';
import { argvEdits, formatted } from './python-argv.ts';

/** A command line that Python code gives to something that runs it. */
export interface PythonSite {
  readonly span: Span;
  /** The call or the list of actions that runs it. */
  readonly runner: PyNode;
  readonly words: readonly { readonly value: string | undefined; readonly raw: string }[];
  /** A shell reads it, so that several commands can be joined. */
  readonly isShell: boolean;
  readonly replace: (commands: readonly (readonly Arg[])[]) => readonly Edit[] | undefined;
}

/** What runs a command that is given as one string: `ctx.run(…)` of invoke and fabric, `os.system(…)`, `local(…)`. */
const SHELL_CALL = /^(?:(?:self\.)?(?:c|ctx|context|conn|connection|cx)\.(?:run|local|sudo)|os\.(?:system|popen)|local)$/;

/** What runs a list of words, or a string with `shell=True`. */
const PROCESS_CALL = /^(?:subprocess|sp)\.(?:run|call|check_call|check_output|Popen)$|^(?:check_call|check_output|Popen)$/;

/** The commands that a call runs, or that a task of doit lists as its actions. */
export function pythonSitesOf(file: SourceFile, node: PyNode): readonly PythonSite[] {
  if (node.type === 'pair') return actionsOf(file, node);
  const list = node.type === 'call' ? argumentListOf(node) : undefined;
  const callee = calleeOf(node)?.text ?? '';
  if (!list || (!SHELL_CALL.test(callee) && !PROCESS_CALL.test(callee))) return [];
  const [first, ...others] = argumentsOf(list);
  if (!first || first.unpacking || (first.name !== undefined && !/^(?:args|command)$/.test(first.name))) return [];
  if (first.value.type === 'list') return PROCESS_CALL.test(callee) ? argvSite(node, first.value) : [];
  const isShell = SHELL_CALL.test(callee) || others.some(({ name, value }) => name === 'shell' && value.text === 'True');
  return isShell ? shellSites(file, node, first.value) : [];
}

/** doit: `"actions": ["…", ["…", "…"]]`. */
function actionsOf(file: SourceFile, pair: PyNode): readonly PythonSite[] {
  const [key, value] = parts(pair);
  if (!key || plainString(key) !== 'actions' || value?.type !== 'list') return [];
  return parts(value).flatMap((action) => (action.type === 'list' ? argvSite(pair, action) : shellSites(file, pair, action)));
}

function argvSite(runner: PyNode, list: PyNode): readonly PythonSite[] {
  const items = parts(list);
  const words = items.map((item) => ({ value: plainString(item), raw: plainString(item) ?? formatted(item) ?? item.text }));
  const replace: PythonSite['replace'] = ([command, ...more]) => (command && more.length === 0 ? argvEdits(items, command) : undefined);
  return items.length === 0 ? [] : [{ span: list, runner, words, isShell: false, replace }];
}

function shellSites({ text }: SourceFile, runner: PyNode, string: PyNode): readonly PythonSite[] {
  const content = plainString(string) === undefined ? undefined : contentOf(string);
  if (!content) return [];
  const script = readShell(text, 'plain', content);
  const isAlone = script.trouble === undefined && script.commands.every((command) => !/^(?:cd|pushd)$/.test(command.words[0]?.value ?? ''));
  const quote = text[content.end] ?? '"';
  const edits = (command: ShellCommand, commands: readonly (readonly Arg[])[]): readonly Edit[] | undefined => {
    const outcome = isAlone ? replaceCommand(script, command, commands) : undefined;
    return !outcome || isShellProblem(outcome) || outcome.some((edit) => edit.text.includes(quote) || /[\\\n{}]/.test(edit.text)) ? undefined : outcome;
  };
  return script.commands.map((command) => ({ span: command.span, runner, words: command.words, isShell: true, replace: (commands) => edits(command, commands) }));
}

/** Where the text of a string stands, without prefix and quotes. */
function contentOf({ children }: PyNode): Span | undefined {
  const [start] = children;
  const end = children.at(-1);
  return start && end ? { start: start.end, end: end.start } : undefined;
}
