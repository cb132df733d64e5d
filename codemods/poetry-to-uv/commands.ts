import { callsPoetry, poetryToUv, rewriteCommands, type CommandSite, type Translation } from '#pystd';
import type { MigratedProject } from './facts.ts';
import { namesPoetry, type FileKind, type Surroundings } from './surroundings.ts';

/** Command lines of Poetry, wherever they stand. */
export const commandLines: FileKind = {
  concerns: ({ text }) => namesPoetry(text),
  rewrite: (rewrite, surroundings) => rewriteCommands(rewrite, (site) => translationOf(site, surroundings)),
};

function translationOf(site: CommandSite, { projectOf }: Surroundings): Translation | undefined {
  if (!callsPoetry(site.words)) return undefined;
  const project = projectOf(site.path);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  if (project.state === 'kept' || isForUsers(site, project)) return undefined;
  return poetryToUv(site.words, project, site.setting);
}

/** Whether a text tells other people how to add this very package to projects of theirs. */
function isForUsers({ setting, words }: CommandSite, { name }: MigratedProject): boolean {
  if (setting !== 'docs' || !words.some(({ value }) => value === 'add')) return false;
  const plain = (text: string): string => text.toLowerCase().replace(/[-_.]+/g, '-');
  return words.some(({ value }) => value !== undefined && plain(value.replace(/[[@=<>~!^].*$/, '')) === plain(name));
}
