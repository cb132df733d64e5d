import { callsPoetry, nameOf, rewriteCommands } from '#pystd';
import { translatorFor } from '../commands/commands.ts';
import { whyInKeptImage } from '../images/kept-images.ts';
import { startedScripts } from '../images/scripts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';
import { translationInJob } from './environment.ts';
import { bringUvToJenkins } from './jenkins.ts';
import { staysWhole } from './stays.ts';

/** Shell scripts and pipelines of Jenkins: they move as a whole or not at all, and what they call by bare names is found after they installed. */
export const scripts: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && (/\.(?:sh|bash|zsh|ksh)$|(?:^|\/)Jenkinsfile[^/]*$|\.jenkinsfile$/i.test(path) || (!nameOf(path).includes('.') && /^#!.*sh\b/.test(text))),
  rewrite(rewrite, surroundings) {
    const { projects, task } = surroundings;
    const isImages = startedScripts(task.repo).has(nameOf(rewrite.file.path));
    const isJenkins = /jenkins/i.test(rewrite.file.path);
    if (projects.some(({ state }) => state === 'kept') || isImages || staysWhole(rewrite, isJenkins ? 'pipeline' : 'script', translatorFor(rewrite.file, surroundings))) return;
    if (isJenkins && bringUvToJenkins(rewrite, surroundings) === 'stays') return;
    rewriteCommands(rewrite, (site) => {
      const found = translationInJob(site, rewrite, surroundings);
      if (!callsPoetry(site.words)) return found;
      // Other commands of Poetry follow on their own.
      const isTogether = found?.kind === 'commands' && found.commands.some((command) => command.includes('--no-sync') || command.includes('venv'));
      return isTogether && whyInKeptImage(site, surroundings) === undefined ? found : undefined;
    });
  },
};
