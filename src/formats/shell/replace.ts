import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import type { ShellProblem } from './problem.ts';
import { quoteWord } from './quote.ts';
import type { ShellCommand, ShellScript, ShellWord } from './syntax.ts';

/** A word of a new command: an old one by number, a value to be quoted, or raw text that was made from an old word. */
export type ShellArg = number | string | { readonly from: number; readonly text: string };

/**
 * Puts other words in place of a command's own; assignments, prefixes and redirections stay. Words that stay keep their bytes, and what
 * stands between them too. Several commands are joined with `&&`, in braces where another joint would bind a part of them only.
 */
export function replaceCommand(script: ShellScript, command: ShellCommand, commands: readonly (readonly ShellArg[])[]): readonly Edit[] | ShellProblem {
  if (script.trouble !== undefined) return { problem: script.trouble };
  const [first] = commands;
  if (first === undefined || command.words.length === 0) return { problem: 'There is no command to put in its place.' };
  return commands.length === 1 ? wordEdits(script, command, first) : joined(script, command, commands);
}

function written({ dialect }: ShellScript, { words }: ShellCommand, arg: ShellArg): string {
  if (typeof arg === 'number') return words[arg]?.raw ?? '';
  if (typeof arg === 'object') return arg.text;
  return dialect === 'make' ? quoteWord(arg).replaceAll('$', '$$$$') : quoteWord(arg);
}

function numberOf(arg: ShellArg): number | undefined {
  return typeof arg === 'number' ? arg : typeof arg === 'object' ? arg.from : undefined;
}

/** Old words by number are fixed points; between two of them new words take the places of old ones in turn. */
function wordEdits(script: ShellScript, command: ShellCommand, args: readonly ShellArg[]): readonly Edit[] | ShellProblem {
  const { words } = command;
  const edits: Edit[] = [];
  let old = 0;
  let pending: ShellArg[] = [];
  const settle = (upTo: number): ShellProblem | undefined => {
    const gone = words.slice(old, upTo);
    const paired = Math.min(gone.length, pending.length);
    gone.slice(0, paired).forEach((word, index) => edits.push(...wordEdit(script, command, word, pending[index] as ShellArg)));
    const added = pending.slice(paired).map((arg) => written(script, command, arg));
    const last = words[old + paired - 1];
    if (added.length > 0) edits.push(last ? insertion(last.span.end, added.map((text) => ` ${text}`).join('')) : insertion(words[0]?.span.start ?? 0, added.map((text) => `${text} `).join('')));
    const removed = removeWords(script, command, old + paired, upTo);
    if ('problem' in removed) return removed;
    edits.push(...removed);
    pending = [];
    return undefined;
  };
  for (const arg of args) {
    const at = numberOf(arg);
    if (at === undefined) pending.push(arg);
    else {
      const word = words[at];
      if (word === undefined || at < old) return rebuilt(script, command, args);
      const problem = settle(at);
      if (problem) return problem;
      edits.push(...wordEdit(script, command, word, arg));
      old = at + 1;
    }
  }
  return settle(words.length) ?? edits;
}

function wordEdit(script: ShellScript, command: ShellCommand, word: ShellWord, arg: ShellArg): Edit[] {
  if (typeof arg === 'string' && word.value === arg) return [];
  const text = written(script, command, arg);
  return text === word.raw ? [] : [replacement(word.span, text)];
}

/** Takes words away with the white space before them; at the very front, with that behind them. */
function removeWords({ text }: ShellScript, { words, redirections }: ShellCommand, from: number, upTo: number): Edit[] | ShellProblem {
  const edits: Edit[] = [];
  for (const word of words.slice(from, upTo)) {
    const tokens = [...words, ...redirections].map(({ span }) => span);
    const before = Math.max(words[0]?.span.start ?? 0, ...tokens.map(({ end }) => end).filter((end) => end <= word.span.start));
    const next = words[upTo];
    const isFront = from === 0;
    if (isFront && next === undefined) return { problem: 'The command would have no words.' };
    const span = isFront && next ? { start: word.span.start, end: words[words.indexOf(word) + 1]?.span.start ?? next.span.start } : { start: before, end: word.span.end };
    if (/#/.test(text.slice(span.start, isFront ? span.end : word.span.start).replace(word.raw, ''))) return { problem: 'A comment stands between the words of the command.' };
    edits.push(deletion(span));
  }
  return edits;
}

/** The words anew, when their order changes. */
function rebuilt(script: ShellScript, command: ShellCommand, args: readonly ShellArg[]): readonly Edit[] | ShellProblem {
  const span = wordsSpan(script, command);
  return 'problem' in span ? span : [replacement(span, args.map((arg) => written(script, command, arg)).join(' '))];
}

/** From the first word to the last, when nothing else stands between them. */
function wordsSpan({ text }: ShellScript, { words, redirections }: ShellCommand): { start: number; end: number } | ShellProblem {
  const span = { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
  if (redirections.some((one) => one.span.start < span.end && one.span.end > span.start)) return { problem: 'A redirection stands between the words of the command.' };
  const gaps = words.slice(1).map((word, index) => text.slice(words[index]?.span.end ?? 0, word.span.start));
  return gaps.some((gap) => gap.includes('#')) ? { problem: 'A comment stands between the words of the command.' } : span;
}

function joined(script: ShellScript, command: ShellCommand, commands: readonly (readonly ShellArg[])[]): readonly Edit[] | ShellProblem {
  const span = wordsSpan(script, command);
  if ('problem' in span) return span;
  const { assignments, prefix, place, joinedBy, followedBy, redirections } = command;
  if (prefix.some(({ value }) => value === 'xargs')) return { problem: 'The command gets its arguments from another one.' };
  const isLast = (index: number): boolean => index === commands.length - 1;
  const before = (index: number): string[] => [...assignments, ...(prefix[0]?.value === 'exec' && !isLast(index) ? [] : prefix)].map(({ raw }) => raw);
  const text = commands.map((args, index) => [...before(index), ...args.map((arg) => written(script, command, arg))].join(' ')).join(' && ');
  const binds = [joinedBy, followedBy].some((joint) => joint === '|' || joint === '|&') || joinedBy === '||' || followedBy === '&';
  const grouped = binds || place.negated || redirections.length > 0;
  return [replacement({ start: command.span.start, end: span.end }, grouped ? `{ ${text}; }` : text)];
}
