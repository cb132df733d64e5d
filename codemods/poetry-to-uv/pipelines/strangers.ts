import { callsPoetry, commandSitesIn, isYamlProblem, parseYaml, type CommandSite, type SourceFile, type Task, type Translation } from '#pystd';
import { mayFollow } from '../files.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';
import { translationIn } from '../workflows/jobs.ts';
import { isWorkflow, stepListsOf } from '../workflows/steps.ts';
import { staysWithPoetry } from '../workflows/together.ts';
import { translationInJob } from './environment.ts';

/**
 * Programs of jobs and scripts that are not Poetry and that miss it all the same: what came along with it, and what is not found in an
 * environment. A person hears of them while the job still says that Poetry was there.
 */
export function flagStrangers(task: Task<object>, surroundings: Surroundings): void {
  for (const file of task.repo.files.values()) {
    if (!namesPoetry(file.text) || !mayFollow(file, task)) continue;
    for (const [site, translation] of strangersIn(file, surroundings)) {
      if (translation.kind === 'unknown') task.flag({ path: file.path, span: site.span }, `\`${site.words.map(({ raw }) => raw).join(' ')}\` stays: ${translation.because}`);
    }
  }
}

function strangersIn(file: SourceFile, surroundings: Surroundings): readonly (readonly [CommandSite, Translation])[] {
  const isStranger = ({ words, setting }: CommandSite): boolean => !callsPoetry(words) && (setting === 'ci' || setting === 'dev');
  if (!isWorkflow(file)) return commandSitesIn(file).filter(isStranger).flatMap((site) => pair(site, translationInJob(site, { file }, surroundings)));
  const read = parseYaml(file.text);
  const [document] = isYamlProblem(read) ? [] : read.documents;
  const lists = document ? stepListsOf(file, document).filter((list) => staysWithPoetry(list, file, surroundings) === undefined) : [];
  return lists.flatMap((list) => list.steps.flatMap(({ sites }) => sites.filter(isStranger).flatMap((site) => pair(site, translationIn(site, list, surroundings)))));
}

function pair(site: CommandSite, translation: Translation | undefined): readonly (readonly [CommandSite, Translation])[] {
  return translation ? [[site, translation]] : [];
}
