import { callsUv, rewriteCommands, uvToPoetry, type CommandSite, type Translation } from '#pystd';
import { speaksOfUv } from './projects.ts';
import type { FileKind, Surroundings } from './surroundings.ts';

/** Command lines of uv, wherever they stand. */
export const commandLines: FileKind = {
  concerns: ({ text }) => speaksOfUv(text),
  rewrite: (rewrite, surroundings) => rewriteCommands(rewrite, (site) => translationOf(site, surroundings)),
};

/** What a command line of uv is with Poetry; `leave` where it is right as it is. */
export function translationOf(site: CommandSite, { projectOfCommand }: Surroundings): Translation | 'leave' | undefined {
  if (!callsUv(site.words)) return undefined;
  const project = projectOfCommand(site);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  if (project.state === 'kept' || installsForUsers(site, project.name)) return 'leave';
  return uvToPoetry(site.words, project, site.setting);
}

/** Whether a text tells other people how to add this very package to projects of theirs. */
function installsForUsers({ setting, words }: CommandSite, name: string): boolean {
  const plain = (text: string): string => text.replace(/^["']|["']$/g, '').replace(/[[@=<>~!^;].*$/, '').toLowerCase().replace(/[-_.]+/g, '-');
  return setting === 'docs' && words.some(({ value }) => value === 'add' || value === 'install') && words.some(({ raw }) => plain(raw) === plain(name));
}
