import { folderOf, topOf, type DotenvBlock, type Task } from '#pystd';
import { entryFor } from './entry.ts';
import { groupsOf } from './groups.ts';
import type { Options } from './index.ts';
import { databaseOf, type Surroundings } from './placeholder.ts';
import type { Target } from './targets.ts';
import { isVisible } from './visible.ts';

/** A new example for settings that have none. */
export function createExample(target: Target, task: Task<Options>): void {
  const { path, variables, inventories } = target;
  if (!isVisible(path, task)) return;
  const modules = [...new Set(inventories.map(({ definition }) => `\`${definition.module.path}\``))].join(', ');
  const required = variables.filter((variable) => variable.default.kind === 'required').length;
  const counted = variables.length === 1 ? `one variable, ${required === 1 ? 'required' : 'optional'}` : `${variables.length} variables, ${required === 0 ? 'none' : required} of them required`;
  const message = `There is no \`${path}\` for the settings of ${modules}: ${counted}.`;
  task.change(topOf(path), message, (edit) => edit.create(path, exampleText(target, ['# Copy this file to `.env` and change what is different here. `.env` itself is never committed.'], task)));
}

/** The whole text of an example, under a head of comment lines. */
export function exampleText(target: Target, head: DotenvBlock, task: Task<Options>): string {
  const surroundings = surroundingsOf(target, task);
  const groups = groupsOf(target);
  const rows = [...head];
  for (const { title, variables } of groups) {
    if (title !== undefined || groups.length > 1) rows.push('', `# --- ${title ?? 'General'} ---`);
    for (const variable of variables) rows.push('', ...entryFor(variable, surroundings));
  }
  return [...rows, ''].join('\n');
}

/** What the values of an example depend on. */
export function surroundingsOf({ path }: Target, task: Task<Options>): Surroundings {
  return { secret: task.options.placeholder, database: databaseOf(folderOf(path), task) };
}
