import { callsPoetry, commandSitesIn, nameOf, poetryToUv, rewriteCommands, type CommandSite, type FileRewrite, type Translation } from '#pystd';
import { projectOfCommand } from './command-projects.ts';
import type { Surroundings } from './surroundings.ts';
import { isRun, NO_SYNC, syncOf, unsynced } from './workflows-jobs.ts';
import { OF_THE_RUNNER } from './workflows-setup.ts';

/** Where all that a pipeline installs leaves default groups out, `uv run` must not put them back. */
export function keepReduced(rewrite: FileRewrite, surroundings: Surroundings): void {
  const { file } = rewrite;
  const translate = (site: CommandSite): Translation | undefined => {
    const project = callsPoetry(site.words) ? projectOfCommand(site, surroundings) : undefined;
    return project === undefined || 'problem' in project ? undefined : poetryToUv(site.words, project, site.setting);
  };
  const syncs = commandSitesIn(file).flatMap((site) => {
    const translation = translate(site);
    return (translation && syncOf(site, translation)) ?? [];
  });
  if (syncs.length === 0 || syncs.includes('whole')) return;
  rewriteCommands(rewrite, (site) => {
    const found = translate(site);
    if (found?.kind !== 'commands' || !isRun(site, found)) return undefined;
    return { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, NO_SYNC] };
  });
}

/** Programs called by their bare names, where Poetry installed into the Python that was there: uv's environment is not on the path. */
export function flagBarePrograms(rewrite: FileRewrite): void {
  const { file } = rewrite;
  const sites = commandSitesIn(file);
  const installs = sites.find(({ words }) => callsPoetry(words) && words.some(({ value }) => value === 'install' || value === 'sync'));
  const isOff = nameOf(file.path) === '.travis.yml' || /POETRY_VIRTUALENVS_CREATE["']?\s*[:=]\s*["']?(?:false|0|no|off)\b/i.test(file.text)
    || sites.some(({ words }) => /(?:^|\.)virtualenvs\.create$/.test(words.at(-2)?.value ?? '') && /^(?:false|0)$/i.test(words.at(-1)?.value ?? ''));
  const isActivated = /\.venv\/bin\b|poetry shell|poetry env activate/.test(file.text);
  if (!installs || !isOff || isActivated) return;
  const bare = sites.filter(({ words: [program], prefix }) => prefix.length === 0 && program?.value !== undefined && /^[\w.-]+$/.test(program.value) && !OF_THE_RUNNER.test(program.value));
  const names = [...new Set(bare.map(({ words }) => `\`${words[0]?.value ?? ''}\``))];
  const [first] = bare;
  if (first && !rewrite.isSpokenOf(first.span)) rewrite.flag(first.span, `${names.join(', ')}: called by the bare name, as Poetry installed into the Python that is there. uv installs into \`.venv\`: \`uv run\` before it, or \`.venv/bin\` on the path.`);
}
