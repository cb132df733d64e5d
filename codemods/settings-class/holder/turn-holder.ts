import { projectOf, type ClassDefinition, type Reading, type Task } from '#pystd';
import { changesOf } from '../fate/changes.ts';
import { envFileFor, filesRead, homeOf, newClassRules, type EnvFile, type HomeOptions } from '../home/index.ts';
import { remarkSentences } from '../fields/remark-sentences.ts';
import { listed, noteSecrets } from '../plan/messages.ts';
import type { Options } from '../plan/options.ts';
import { homeOptions } from '../plan/project-plan.ts';
import { chosenHolder, holderOf, holdersIn, type Holder } from './find.ts';
import { membersOf, type Because } from './members.ts';
import { isWithin, turned, type TurnedClass } from './turned.ts';
import { usesOf, type HolderUses } from './uses.ts';
import { writeTurned } from './write.ts';

/** Turns the plain class that holds a project's configuration into its settings class, where everything in it keeps its value. */
export function turnHolder(task: Task<Options>): void {
  const options = homeOptions(task);
  for (const project of new Set(task.backend.environment.readings.map(({ access }) => projectOf(task.repo, access.module.path)))) {
    const holders = holdersIn(project, task);
    if (holders.length === 0) continue;
    const home = homeOf(task, project, options);
    const definition = chosenHolder(holders, home);
    if (!definition) continue;
    const place = definition.module.at(definition.node);
    const plan = planOf(definition, project, task, options);
    if ('because' in plan) {
      // Where the class is in nobody's way, its reads go to settings of their own.
      if (home.kind === 'refused') task.flag(place, `\`${definition.name}\` reads the environment by itself and stays a plain class. ${plan.because}`, { rule: 'config/single-settings-class' });
      continue;
    }
    const { holder, made, envFile } = plan;
    const names = listed([...new Set(made.readings.map(({ access }) => access.variable))]);
    const message = [`\`${definition.name}\` is a plain class that reads ${names} from the environment.`, ...remarkSentences(made.remarks)].join(' ');
    noteSecrets(made.remarks, task);
    task.change(place, message, (edit) => writeTurned(edit, task, holder, made, { project, envFile, caseSensitive: options.caseSensitive }), { rule: 'config/single-settings-class' });
  }
}

interface Plan {
  readonly holder: Holder;
  readonly made: TurnedClass;
  readonly envFile: EnvFile;
}

function planOf(definition: ClassDefinition, project: string, task: Task<Options>, options: HomeOptions): Plan | Because {
  const holder = holderOf(definition, task);
  if ('because' in holder) return holder;
  const members = membersOf(definition, task);
  if ('because' in members) return members;
  const uses = usesOf(definition, members, task);
  if ('because' in uses) return uses;
  const { module, node } = definition;
  const readings = task.backend.environment.readings.filter(({ access, node: read }) => access.module === module && isWithin(read, node));
  const changes = changesOf(task.backend.environment, ({ path }) => projectOf(task.repo, path) === project, task);
  const isAsBefore = (reading: Reading): boolean => changes.againstMoving(reading) === undefined;
  const movable = readings.filter((reading) => reading.access.when === 'import' || isAsBefore(reading));
  const made = turned(definition, members, movable, newClassRules(task, project, node.text, options), task);
  if ('because' in made) return made;
  if (made.readings.length === 0) return { because: 'Nothing that it reads can be a field.' };
  const obstacle = whyNot(made, uses, made.readings.map((reading) => changes.againstMoving(reading)).find((one) => one !== undefined));
  if (obstacle !== undefined) return { because: obstacle };
  const late = filesRead(task, project).find((read) => read.module === module && read.isLoaded && read.start > node.start);
  if (late) return { because: `\`${module.path}\` loads a file into the environment below it.` };
  const envFile = envFileFor(task, project, module.path, options.envFile, node.start);
  return 'problem' in envFile ? { because: envFile.problem } : { holder, made, envFile };
}

/** What the rest of the program does that settings would not take. */
function whyNot({ members, readings }: TurnedClass, { stored, isMadeAtOnce, isOne }: HolderUses, changed: string | undefined): string | undefined {
  const fixed = members.find((one) => one.kind !== 'field' && stored.has(one.member.name));
  if (fixed) return `\`${fixed.member.name}\` is given another value elsewhere, and a variable must not set it.`;
  const hasComputed = members.some(({ kind }) => kind === 'property');
  const moved = hasComputed ? members.find((one) => one.kind === 'field' && stored.has(one.member.name)) : undefined;
  if (moved) return `\`${moved.member.name}\` is given another value elsewhere, which what is computed from it would follow.`;
  const shared = isOne ? undefined : members.find((one) => one.kind === 'field' && /\b(?:list|set|dict)\[/i.test(one.shape.annotation));
  if (shared) return `\`${shared.member.name}\` is shared by all objects of it, and each would have its own.`;
  if (isMadeAtOnce) return undefined;
  const needed = readings.find(({ unset }) => unset.kind === 'fails');
  if (needed) return `\`${needed.access.variable}\` is needed when the module is imported, and would be needed only when an object is made.`;
  return changed;
}
