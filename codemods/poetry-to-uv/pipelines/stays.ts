import { commandSitesIn, type CommandSite, type CommandTranslator, type FileRewrite } from '#pystd';
import { installersIn } from './installers.ts';

/**
 * Leaves a pipeline or script as it is that installs Poetry and has a command that uv has no words for: half of it would call a Poetry that
 * nobody installs any more. Tells whether it stays. `isInstalled`: Poetry is installed in a way that is not known as an installer.
 */
export function staysWhole(rewrite: FileRewrite, kind: 'pipeline' | 'script' | 'build', translate: CommandTranslator, isInstalled = false): boolean {
  const { file } = rewrite;
  const sites = commandSitesIn(file).filter(({ setting }) => setting !== 'docs');
  if (!isInstalled && !installersIn(file.text, sites).some(({ isOnlyPlugins }) => !isOnlyPlugins)) return false;
  for (const site of sites) {
    if (isShown(site)) continue;
    const found = translate(site);
    if (found === undefined || found === 'leave' || found.kind !== 'unknown') continue;
    rewrite.flag(site.span, `\`${commandOf(site)}\` stays: ${found.because} So all of this ${kind} stays with Poetry, which no longer works once the project has moved: it is for a person to change.`);
    rewrite.leave({ start: 0, end: file.text.length }, `This line stays with the rest of its ${kind}, which cannot move to uv as a whole.`);
    return true;
  }
  return false;
}

/** What is only printed for whoever reads the log goes with Poetry. */
export function isShown(site: CommandSite): boolean {
  return / (?:--version|-V|about|self show(?: plugins)?)$/.test(commandOf(site));
}

function commandOf({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ');
}
