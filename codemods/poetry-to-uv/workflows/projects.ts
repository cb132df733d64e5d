import { callsPoetry, type CommandSite } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { beside } from '../projects/manifests.ts';
import type { Surroundings } from '../surroundings.ts';
import { scalarAt, type StepList, type WorkflowStep } from './steps.ts';

/** The folder a step works in, as far as it is written down: its own, its job's or the workflow's; `undefined` when it is not known. */
export function folderOfStep({ above }: StepList, { node }: WorkflowStep): string | undefined {
  const said = scalarAt(node, ['working-directory'])?.text ?? [...above].reverse().map((one) => scalarAt(one, ['defaults', 'run', 'working-directory'])?.text).find((one) => one !== undefined);
  if (said === undefined) return '';
  const plain = said.replace(/^\$\{\{ *github\.workspace *\}\}\/?|^\$\{?GITHUB_WORKSPACE\}?\/?/, '');
  return /\$/.test(plain) ? undefined : beside('', plain);
}

/** The project a command of a step works on: by the folder it is told, the last `cd` before it, and the folder of the step. */
export function projectOfSite(site: CommandSite, list: StepList, { projectOf }: Surroundings): MigratedProject | { readonly problem: string } {
  const step = list.steps.find(({ sites }) => sites.includes(site));
  let folder = step && folderOfStep(list, step);
  for (const { words } of step?.sites ?? []) {
    if (words[0]?.span.start === undefined || words[0].span.start >= site.span.start) break;
    const target = words[1]?.value;
    if (words[0].value === 'cd') folder = words.length === 2 && target !== undefined && folder !== undefined && !/^[/~-]/.test(target) ? beside(folder, target) : undefined;
  }
  const told = directoryIn(site);
  if (told !== undefined && folder !== undefined) folder = beside(folder, told);
  return folder === undefined || folder === '' ? projectOf(site.path) : projectOf(site.path, folder);
}

/** Whether a list of steps is for projects that move: none of its commands is for one that stays, and not all of them are for nobody knows which. */
export function isForUv(list: StepList, surroundings: Surroundings): boolean {
  const sites = list.steps.flatMap((step) => step.sites).filter(({ words }) => callsPoetry(words));
  const projects = sites.map((site) => projectOfSite(site, list, surroundings));
  if (projects.some((project) => !('problem' in project) && project.state === 'kept')) return false;
  if (projects.length === 0) return surroundings.projects.length > 0 && surroundings.projects.every(({ state }) => state !== 'kept');
  return projects.some((project) => !('problem' in project));
}

/** The value of `--directory` and `--project`. */
function directoryIn({ words }: CommandSite): string | undefined {
  for (const [index, { value }] of words.entries()) {
    if (value === undefined || value === 'run') continue;
    const joined = /^(?:--directory|--project)=(.+)$/.exec(value)?.[1];
    if (joined !== undefined) return joined;
    if (/^(?:-C|-P|--directory|--project)$/.test(value)) return words[index + 1]?.value;
  }
  return undefined;
}
