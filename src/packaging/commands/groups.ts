import { isProblem, type Problem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';
import type { Arg, ProjectFacts } from './command.ts';
import { has, valuesOf, type Line, type OptionRule, type Text } from './options.ts';

/** Poetry's options that choose dependency groups. */
export const GROUP_OPTIONS: readonly OptionRule[] = [
  { names: ['--with'], takesValue: true },
  { names: ['--without'], takesValue: true },
  { names: ['--only'], takesValue: true },
  { names: ['--all-groups'] },
  { names: ['--no-dev'] },
];

/** uv's options for a choice of groups. */
export interface GroupChoice {
  readonly args: readonly Arg[];
  /** Only named groups: then the runtime dependencies and the project itself stay out. */
  readonly isWithoutProject: boolean;
  readonly remarks: readonly string[];
}

/** What Poetry's options of groups choose, in uv's words. A name that is known only when the command runs is a problem. */
export function chooseGroups(line: Line, facts: ProjectFacts): GroupChoice | Problem {
  const only = groupNames(line, '--only');
  const include = groupNames(line, '--with');
  const exclude = groupNames(line, '--without');
  if (isProblem(only)) return only;
  if (isProblem(include)) return include;
  if (isProblem(exclude)) return exclude;
  if (has(line, '--all-groups')) {
    if (only.length + include.length + exclude.length > 0) return { problem: '`--all-groups` stands beside a choice of groups, which Poetry refuses.' };
    return choice(['--all-groups']);
  }
  if (has(line, '--no-dev')) {
    if (only.length + include.length > 0) return { problem: '`--no-dev` stands beside a choice of groups.' };
    return choice(['--no-default-groups']);
  }
  const absent = (only.length > 0 ? only : include).filter((name) => name !== 'main' && !facts.groups.includes(normaliseName(name)));
  const chosen = only.length > 0 ? onlyGroups(only) : changedGroups(include, exclude, facts);
  return { ...chosen, remarks: [...chosen.remarks, ...absent.map((name) => `The project has no dependency group \`${name}\`: Poetry refuses that, and so does uv.`)] };
}

/** The names in the values of an option: `--with a,b --with c`. */
export function groupNames(line: Line, option: string): string[] | Problem {
  return listed(valuesOf(line, option), option, /,/);
}

/** Names in values that hold several; a value that is not known may hold any number of them. */
export function listed(texts: readonly Text[], option: string, separator: RegExp): string[] | Problem {
  const names: string[] = [];
  for (const { value, raw } of texts) {
    if (value === undefined) return { problem: `What \`${option} ${raw}\` names is known only when it runs.` };
    const parts = value.split(separator).map((part) => part.trim()).filter((part) => part !== '');
    const odd = parts.length === 0 ? value : parts.find((part) => !/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(part));
    if (odd !== undefined) return { problem: `\`${option}\` does not name anything with \`${odd}\`.` };
    names.push(...parts);
  }
  return names.filter((name, index) => names.indexOf(name) === index);
}

/** `--only main` is what no group adds to; without `main` only the groups themselves are meant. */
function onlyGroups(only: readonly string[]): GroupChoice {
  const named = only.filter((name) => name !== 'main');
  if (only.includes('main')) return choice(['--no-default-groups', ...repeat('--group', named)]);
  return { args: repeat('--only-group', named), isWithoutProject: true, remarks: [] };
}

function changedGroups(include: readonly string[], exclude: readonly string[], facts: ProjectFacts): GroupChoice {
  const excluded = exclude.map(normaliseName);
  if (excluded.includes('main')) {
    const left = [...new Set([...facts.defaultGroups, ...include.map(normaliseName)])].filter((name) => name !== 'main' && !excluded.includes(name));
    return { args: repeat('--only-group', left), isWithoutProject: true, remarks: [] };
  }
  const absent = exclude.filter((name) => !facts.groups.includes(normaliseName(name)));
  const present = exclude.filter((name) => !absent.includes(name));
  const remarks = absent.map((name) => `The project has no dependency group \`${name}\`, so there is nothing to leave out.`);
  const isAll = present.length > 0 && facts.groups.every((name) => excluded.includes(name));
  if (isAll) return { ...choice(['--no-default-groups']), remarks };
  const added = include.filter((name) => name !== 'main');
  return { ...choice([...repeat('--group', added), ...repeat('--no-group', present)]), remarks };
}

/** An option once for each name. */
export function repeat(option: string, names: readonly string[]): string[] {
  return names.flatMap((name) => [option, name]);
}

function choice(args: readonly string[]): GroupChoice {
  return { args, isWithoutProject: false, remarks: [] };
}
