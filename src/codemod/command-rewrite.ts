import { commandSitesIn, type CommandSite } from '../backend/command-sites/index.ts';
import type { Arg, Translation } from '../packaging/commands/index.ts';
import type { Problem } from '../packaging/problem.ts';
import { replacement, type Edit } from '../text/edit.ts';
import type { FileRewrite } from './file-rewrite.ts';

/** Says what a command line becomes; `undefined` when it is none of the translator's, `leave` when it is right as it is. */
export type CommandTranslator = (site: CommandSite) => Translation | 'leave' | undefined;

/**
 * Puts a file's command lines into other words. What the translator does not know is flagged with its reason, at the command. `about`: see
 * `commandSitesIn`.
 */
export function rewriteCommands(rewrite: FileRewrite, translate: CommandTranslator, about?: RegExp): void {
  for (const site of commandSitesIn(rewrite.file, about)) {
    if (rewrite.isSpokenOf(site.span)) continue;
    const translation = translate(site);
    if (!translation) continue;
    const old = `\`${oneLine(site.words.map(({ raw }) => raw).join(' '))}\``;
    if (translation === 'leave') rewrite.leave(site.span);
    else if (translation.kind === 'unknown') rewrite.flag(site.span, `${old} stays: ${translation.because}`);
    else if (translation.kind === 'removed') rewrite.change(site.span, sentences(`${old} goes.`, translation.remarks), site.remove());
    else {
      const { edits, now } = replaced(rewrite, site, translation.commands, translation.prints);
      rewrite.change(site.span, sentences(`${old} becomes \`${oneLine(now)}\`.`, translation.remarks), edits);
    }
  }
}

interface Replaced {
  readonly edits: readonly Edit[] | Problem;
  readonly now: string;
}

/** What is printed takes the place of a substitution, where that is known beforehand; otherwise one command that of the other. */
function replaced({ file }: FileRewrite, site: CommandSite, commands: readonly (readonly Arg[])[], prints: string | undefined): Replaced {
  if (prints !== undefined && site.substitution) {
    const before = /(?:^|[\s;&|({@])eval\s+(["']?)$/.exec(file.text.slice(0, site.substitution.start));
    // A printed command is run as it is.
    const length = before ? 'eval'.length + before[0].slice(before[0].indexOf('eval') + 4).length : 0;
    const quote = before?.[1] ?? '';
    if (prints.includes(' ') && !before) return { edits: { problem: 'What it prints is used, and it is no single word.' }, now: prints };
    const isClosed = file.text.startsWith(quote, site.substitution.end);
    return isClosed ? { edits: [replacement({ start: site.substitution.start - length, end: site.substitution.end + quote.length }, prints)], now: prints } : { edits: { problem: 'More than its output is evaluated.' }, now: prints };
  }
  return { edits: site.replace(commands), now: commands.map((command) => command.map((arg) => wordOf(site, arg)).join(' ')).join(' && ') };
}

function wordOf({ words }: CommandSite, arg: Arg): string {
  if (typeof arg === 'string') return arg;
  return typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text;
}

function sentences(first: string, more: readonly string[]): string {
  return [first, ...more].join(' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
