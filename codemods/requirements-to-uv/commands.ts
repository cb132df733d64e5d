import { callsPip, commandSitesIn, planRequirementsCommands, rewriteCommands } from '#pystd';
import type { FileKind } from './files.ts';

/** Command lines that people and their tools run in a checkout: Makefiles, scripts, examples in texts. A file follows as a whole or not at all. */
export const commandLines: FileKind = {
  concerns: (file) => commandSitesIn(file).some(({ words }) => callsPip(words)),
  rewrite(rewrite, { projects }) {
    const plan = planRequirementsCommands(rewrite.file, projects);
    if (!plan) return;
    rewriteCommands(rewrite, (site) => plan.get(site));
  },
};
