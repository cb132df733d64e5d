import { callsPoetry, commandSitesIn, nameOf, poetryToUv, rewriteCommands, type CommandSite, type FileRewrite, type SourceFile, type Translation } from '#pystd';
import type { Surroundings } from '../surroundings.ts';
import { isRun, NO_SYNC, syncOf, unsynced } from '../workflows/jobs.ts';
import { OF_THE_RUNNER } from '../workflows/setup.ts';

/** Commands whose words depend on others of the pipeline: where all that is installed leaves default groups out, `uv run` must not put them back. */
export function rewriteTogether(rewrite: FileRewrite, surroundings: Surroundings): void {
  const { file } = rewrite;
  const translate = (site: CommandSite): Translation | undefined => {
    const project = callsPoetry(site.words) ? surroundings.projectOfCommand(site) : undefined;
    return project === undefined || 'problem' in project || project.state === 'kept' ? undefined : poetryToUv(site.words, project, site.setting);
  };
  const syncs = commandSitesIn(file).map((site) => syncOf(site, translate(site))).filter((sync) => sync !== undefined);
  const isReduced = syncs.length > 0 && !syncs.includes('whole');
  const bare = bareRemark(file);
  rewriteCommands(rewrite, (site) => {
    const found = translate(site);
    if (found?.kind !== 'commands') return undefined;
    if (isReduced && isRun(site, found)) return { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, NO_SYNC] };
    return bare !== undefined && syncOf(site, found) !== undefined ? { ...found, remarks: [...found.remarks, bare] } : undefined;
  });
}

/** Programs called by their bare names, where Poetry installed into the Python that was there: uv's environment is not on the path. */
function bareRemark(file: SourceFile): string | undefined {
  const sites = commandSitesIn(file);
  const installs = sites.find(({ words }) => callsPoetry(words) && words.some(({ value }) => value === 'install' || value === 'sync'));
  const isOff = nameOf(file.path) === '.travis.yml' || /POETRY_VIRTUALENVS_CREATE["']?\s*[:=]\s*["']?(?:false|0|no|off)\b/i.test(file.text)
    || sites.some(({ words }) => /(?:^|\.)virtualenvs\.create$/.test(words.at(-2)?.value ?? '') && /^(?:false|0)$/i.test(words.at(-1)?.value ?? ''));
  const isActivated = /\.venv\/bin\b|poetry shell|poetry env activate/.test(file.text);
  if (!installs || !isOff || isActivated) return undefined;
  const bare = sites.filter(({ words: [program], prefix }) => prefix.length === 0 && program?.value !== undefined && /^[\w.-]+$/.test(program.value) && !OF_THE_RUNNER.test(program.value));
  const names = [...new Set(bare.map(({ words }) => `\`${words[0]?.value ?? ''}\``))];
  return names.length === 0 ? undefined : `Poetry installed into the Python that was there, uv installs into \`.venv\`: ${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} called by the bare name, and must be called with \`uv run\`, or \`.venv/bin\` be put on the path.`;
}
