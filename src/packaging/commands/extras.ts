import { isProblem, type Problem } from '../problem.ts';
import type { Arg } from './command.ts';
import { listed, repeat } from './groups.ts';
import { has, valuesOf, type Line, type OptionRule } from './options.ts';

/** Poetry's options that choose extras of the project. */
export const EXTRA_OPTIONS: readonly OptionRule[] = [{ names: ['--extras', '-E'], takesValue: true }, { names: ['--all-extras'] }];

/** uv's options for the extras that are chosen: one flag for each. */
export function chooseExtras(line: Line): Arg[] | Problem {
  const names = listed(valuesOf(line, '--extras'), '--extras', /\s+/);
  if (isProblem(names)) return names;
  if (has(line, '--all-extras')) return names.length > 0 ? { problem: '`--extras` stands beside `--all-extras`, which Poetry refuses.' } : ['--all-extras'];
  return repeat('--extra', names);
}
