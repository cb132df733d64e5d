import { embeddedValue, isIniProblem, parseIni } from '../../formats/ini/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

/** What tox runs, from a tox.ini or setup.cfg: a command a line, split like a shell's words, and no shell. */
export function toxSites({ path, text }: SourceFile): CommandSite[] {
  const file = parseIni(text);
  if (isIniProblem(file)) return [];
  const options = file.sections.filter(({ name }) => /^testenv(?:$|:)/.test(name)).flatMap((section) => section.options);
  const commands = options.filter(({ name }) => /^commands(?:_pre|_post)?$/.test(name));
  return commands.flatMap((option) => scriptSites({ path, setting: 'environment', script: embeddedValue(file, option), isSplitOnly: true }));
}
