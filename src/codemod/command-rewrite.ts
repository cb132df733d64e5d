import { commandSitesIn, type CommandSite } from '../backend/command-sites/index.ts';
import type { Arg, Translation } from '../packaging/commands/index.ts';
import type { FileRewrite } from './file-rewrite.ts';

/** Says what a command line becomes; `undefined` when it is none of the translator's. */
export type CommandTranslator = (site: CommandSite) => Translation | undefined;

/** Puts a file's command lines into other words. What the translator does not know is flagged with its reason, at the command. */
export function rewriteCommands(rewrite: FileRewrite, translate: CommandTranslator): void {
  for (const site of commandSitesIn(rewrite.file)) {
    if (rewrite.isSpokenOf(site.span)) continue;
    const translation = translate(site);
    if (!translation) continue;
    const old = `\`${oneLine(site.words.map(({ raw }) => raw).join(' '))}\``;
    switch (translation.kind) {
      case 'unknown':
        rewrite.flag(site.span, `${old} stays: ${translation.because}`);
        break;
      case 'removed':
        rewrite.change(site.span, sentences(`${old} goes.`, translation.remarks), site.remove());
        break;
      case 'commands': {
        const now = translation.commands.map((command) => command.map((arg) => wordOf(site, arg)).join(' ')).join(' && ');
        rewrite.change(site.span, sentences(`${old} becomes \`${oneLine(now)}\`.`, translation.remarks), site.replace(translation.commands));
      }
    }
  }
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
