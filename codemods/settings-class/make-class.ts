import { topOf, type Place, type Task } from '#pystd';
import type { FieldShape } from './fields/index.ts';
import { writeHome } from './home/index.ts';
import { listed, noteSecrets } from './plan/messages.ts';
import type { Options } from './plan/options.ts';
import { plansOf, type GoodHome } from './plan/project-plan.ts';

/** Makes the settings class of each project, or gives it the fields it lacks. The program turns to them in the next step, when the class is there. */
export function makeClass(task: Task<Options>): void {
  for (const { home, variables } of plansOf(task)) {
    const added = variables.filter(({ shape, there }) => shape && !there);
    const missing = added.flatMap(({ shape }) => shape ?? []);
    if (home && missing.length > 0) task.change(placeOf(home), messageFor(home, missing), (edit) => {
      writeHome(edit, task, home, missing);
      noteSecrets(added.flatMap(({ remarks }) => remarks), task);
    }, { rule: 'config/single-settings-class' });
  }
}

function placeOf(home: GoodHome): Place {
  return home.kind === 'existing' ? home.object.definition.module.at(home.object.definition.node) : topOf(home.path);
}

function messageFor({ kind, className }: GoodHome, missing: readonly FieldShape[]): string {
  const variables = listed(missing.map(({ variable }) => variable));
  return kind === 'existing' ? `\`${className}\` has no field for ${variables}.` : `No settings class names ${variables}, with a type and a default.`;
}
