import { folderOf, joinPath, topOf, type RepoPath, type SettingsVariable, type Task } from '#pystd';
import { exampleText } from './create.ts';
import type { Options } from './index.ts';
import type { Target } from './targets.ts';
import { isVisible } from './visible.ts';

/** Where the example of a tier stands, beside the general one. */
export function tierPath(example: RepoPath, tier: string): RepoPath {
  return joinPath(folderOf(example), `.env.${tier.replace(/^\.env\./, '')}.example`);
}

/** An example for each tier that is asked for and has none. What the settings call the tier is set in it. */
export function createTiers(target: Target, task: Task<Options>): void {
  for (const tier of task.options.tiers) {
    const name = tier.replace(/^\.env\./, '');
    const path = tierPath(target.path, tier);
    if (!/^[\w-]+$/.test(name) || task.repo.files.has(path) || task.repo.opaque.has(path) || !isVisible(path, task)) continue;
    const variables = target.variables.map((variable) => ofTier(variable, name));
    const head = [`# Copy this file to \`.env.${name}\` and change what is different here. \`.env.${name}\` itself is never committed.`];
    task.change(topOf(path), `There is no \`${path}\` for the tier \`${name}\`.`, (edit) => edit.create(path, exampleText({ ...target, variables }, head, task)), { rule: 'environments/env-files-per-tier' });
  }
}

/** The variable that says which tier it is, set to the tier where that is one of its words. */
function ofTier(variable: SettingsVariable, tier: string): SettingsVariable {
  const { type, name } = variable;
  if (type.kind !== 'choice' || !/(?:^|_)(?:ENV|ENVIRONMENT|STAGE|TIER)$/.test(name.toUpperCase())) return variable;
  const word = type.values.find((value) => value.kind === 'text' && (value.text.toLowerCase().startsWith(tier.toLowerCase()) || tier.toLowerCase().startsWith(value.text.toLowerCase())));
  return word ? { ...variable, default: { kind: 'literal', literal: word } } : variable;
}
