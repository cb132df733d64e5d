import { isProblem, type Problem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';
import type { Arg, ProjectFacts } from './command.ts';
import { listed } from './groups.ts';
import { has, valuesOf, type Line, type OptionRule } from './options.ts';

/** uv's options that choose groups and extras. */
export const UV_CHOICE: readonly OptionRule[] = [
  { names: ['--group'], takesValue: true },
  { names: ['--no-group'], takesValue: true },
  { names: ['--only-group'], takesValue: true },
  { names: ['--dev'] },
  { names: ['--no-dev'] },
  { names: ['--only-dev'] },
  { names: ['--no-default-groups'] },
  { names: ['--all-groups'] },
  { names: ['--extra'], takesValue: true },
  { names: ['--no-extra'], takesValue: true },
  { names: ['--all-extras'] },
];

/** What uv's options choose, in Poetry's words. */
export function chosenInPoetry(line: Line, facts: ProjectFacts): { readonly args: readonly Arg[]; readonly isWithoutProject: boolean } | Problem {
  const include = named(line, '--group', '--dev');
  const exclude = named(line, '--no-group', '--no-dev');
  const only = named(line, '--only-group', '--only-dev');
  const extras = listed(valuesOf(line, '--extra'), '--extra', /,/);
  if (isProblem(include)) return include;
  if (isProblem(exclude)) return exclude;
  if (isProblem(only)) return only;
  if (isProblem(extras)) return extras;
  if (has(line, '--no-extra')) return { problem: 'Poetry cannot leave one extra out of all.' };
  const extraArgs: Arg[] = has(line, '--all-extras') ? ['--all-extras'] : extras.flatMap((name) => ['--extras', name]);
  if (only.length > 0) {
    const isMixed = include.length + exclude.length + extraArgs.length > 0 || has(line, '--all-groups');
    return isMixed ? { problem: 'Only some groups are chosen, and others beside them.' } : { args: ['--only', only.join(',')], isWithoutProject: true };
  }
  return { args: [...groupArgs(line, include, exclude, facts), ...extraArgs], isWithoutProject: false };
}

function groupArgs(line: Line, include: readonly string[], exclude: readonly string[], facts: ProjectFacts): Arg[] {
  const left = include.filter((name) => !exclude.includes(name));
  if (has(line, '--all-groups')) return [exclude.length > 0 || facts.poetryMajor === 1 ? ['--with', facts.groups.join(',')] : ['--all-groups'], without(exclude)].flat();
  // Poetry refuses to install `main` alone where there is no such group: then all but the defaults is the same.
  if (has(line, '--no-default-groups') && facts.hasMain === false) {
    const other = left.filter((name) => !facts.defaultGroups.includes(normaliseName(name)));
    return [...(other.length > 0 ? ['--with', other.join(',')] : []), ...without(facts.defaultGroups.filter((name) => !left.map(normaliseName).includes(name)))];
  }
  if (has(line, '--no-default-groups')) return ['--only', ['main', ...left].join(',')];
  const added = left.filter((name) => !facts.defaultGroups.includes(normaliseName(name)));
  const removed = exclude.filter((name) => facts.defaultGroups.includes(normaliseName(name)));
  return [...(added.length > 0 ? ['--with', added.join(',')] : []), ...without(removed)];
}

function without(names: readonly string[]): string[] {
  return names.length > 0 ? ['--without', names.join(',')] : [];
}

/** Names of groups by an option, and `dev` by the flag that stands for it. */
function named(line: Line, option: string, devFlag: string): string[] | Problem {
  const names = listed(valuesOf(line, option), option, /,/);
  return isProblem(names) || !has(line, devFlag) || names.includes('dev') ? names : [...names, 'dev'];
}
