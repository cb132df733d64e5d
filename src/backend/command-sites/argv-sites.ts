import { isPosixShell } from '../../formats/shell/index.ts';
import type { Arg, Setting } from '../../packaging/commands/index.ts';
import type { Problem } from '../../packaging/problem.ts';
import type { RepoPath } from '../../repo/path.ts';
import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import type { Embedded } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite, SiteWord } from './site.ts';

/** One string of a list. The span takes in its quotes. */
export interface ArgvItem {
  readonly span: Span;
  readonly value: string;
  /** The string as a text of its own, for scripts in it. */
  readonly content?: Embedded | undefined;
}

/** A list of strings that is one command line. */
export interface ArgvHost {
  readonly path: RepoPath;
  readonly text: string;
  readonly setting: Setting;
  readonly items: readonly ArgvItem[];
  /** A string as it is written in the list. */
  readonly write: (value: string) => string | undefined;
  readonly removeAll?: () => readonly Edit[] | Problem;
}

/** The command of a list, and those of a script it gives to a shell (`["sh", "-c", "…"]`). */
export function argvSites(host: ArgvHost): CommandSite[] {
  const { items, path, setting, text } = host;
  const start = items[0]?.span.start;
  const end = items.at(-1)?.span.end;
  if (start === undefined || end === undefined) return [];
  const at = isPosixShell(items[0]?.value ?? '') ? items.findIndex(({ value }) => /^-[a-z]*c$/.test(value)) : -1;
  const script = at < 0 ? undefined : items[at + 1]?.content;
  const within = script ? scriptSites({ path, setting, script }) : [];
  const words = items.map(({ span, value }): SiteWord => ({ span, raw: text.slice(span.start, span.end), value: /\$\{?\w|\{[a-z]\w*[:}]|\{\{/.test(value) ? undefined : value }));
  const site: CommandSite = {
    path,
    setting,
    form: 'argv',
    span: { start, end },
    words,
    assignments: [],
    prefix: [],
    isCaptured: false,
    substitution: undefined,
    folder: '',
    replace: (commands) => replaced(host, words, commands),
    remove: () => host.removeAll?.() ?? { problem: 'Nothing would be left of the list.' },
  };
  return [site, ...within];
}

function replaced(host: ArgvHost, words: readonly SiteWord[], commands: readonly (readonly Arg[])[]): readonly Edit[] | Problem {
  const [args] = commands;
  if (args === undefined || args.length === 0 || commands.length > 1) return { problem: 'The list holds one command and no shell, so that several cannot be joined.' };
  const gaps = words.slice(1).map((word, index) => host.text.slice(words[index]?.span.end ?? 0, word.span.start));
  if (gaps.some((gap) => /[^\s,-]/.test(gap))) return { problem: 'A comment stands between the words of the command.' };
  const texts: string[] = [];
  for (const arg of args) {
    const text = textOf(host, words, arg);
    if (text === undefined) return { problem: 'The new text cannot be written in the list.' };
    texts.push(text);
  }
  const front = frontKept(words, texts);
  const back = backKept(words, texts, front);
  return listEdits(words, texts, front, back, gaps[0] ?? ', ');
}

function textOf(host: ArgvHost, words: readonly SiteWord[], arg: Arg): string | undefined {
  if (typeof arg === 'number') return words[arg]?.raw;
  if (typeof arg === 'object') return arg.text;
  return words.find(({ value }) => value === arg)?.raw ?? host.write(arg);
}

function frontKept(words: readonly SiteWord[], texts: readonly string[]): number {
  const changed = texts.findIndex((text, index) => words[index]?.raw !== text);
  return changed < 0 ? Math.min(texts.length, words.length) : changed;
}

function backKept(words: readonly SiteWord[], texts: readonly string[], front: number): number {
  let kept = 0;
  while (kept < Math.min(words.length, texts.length) - front && words.at(-1 - kept)?.raw === texts.at(-1 - kept)) kept++;
  return kept;
}

/** What lies between the words that stay at both ends: replaced one by one, the rest added or taken away with what separates it. */
function listEdits(words: readonly SiteWord[], texts: readonly string[], front: number, back: number, gap: string): Edit[] {
  const old = words.slice(front, words.length - back);
  const added = texts.slice(front, texts.length - back);
  const edits = old.slice(0, added.length).flatMap((word, index) => (word.raw === added[index] ? [] : [replacement(word.span, added[index] ?? '')]));
  const more = added.slice(old.length);
  const last = words[front + old.length - 1];
  if (more.length > 0) edits.push(last ? insertion(last.span.end, more.map((text) => gap + text).join('')) : insertion(words[0]?.span.start ?? 0, more.map((text) => text + gap).join('')));
  const [first, final] = [old[added.length], old.at(-1)];
  const before = words[front + added.length - 1];
  const next = words[words.length - back];
  if (first && final) edits.push(deletion(before ? { start: before.span.end, end: final.span.end } : { start: first.span.start, end: next?.span.start ?? final.span.end }));
  return edits;
}
