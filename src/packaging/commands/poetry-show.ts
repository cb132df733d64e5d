import { isProblem } from '../problem.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import { chooseGroups, GROUP_OPTIONS } from './groups.ts';
import { has } from './options.ts';
import { packageName } from './requirement-words.ts';

/** `show`: the packages, one package, or the tree. */
export const SHOW: Subcommands = {
  show: {
    options: [
      ...GROUP_OPTIONS,
      { names: ['--tree', '-t'] },
      { names: ['--why'] },
      { names: ['--latest', '-l'] },
      { names: ['--outdated', '-o'] },
      { names: ['--top-level', '-T'] },
      { names: ['--no-truncate'], becomes: [] },
    ],
    operands: 'some',
    translate: show,
  },
};

const DIFFERS = 'The output looks different: a script that reads it must change.';

function show(call: Call): Outcome {
  const { line, facts } = call;
  const [operand, ...others] = line.operands;
  if (others.length > 0) return { problem: '`poetry show` takes one package.' };
  const groups = chooseGroups(line, facts);
  if (isProblem(groups)) return groups;
  const name = operand ? packageName(operand) : undefined;
  if (isProblem(name)) return name;
  const isTree = has(line, '--tree');
  const isOutdated = has(line, '--outdated') || has(line, '--latest');
  const remarks = [DIFFERS];
  if (has(line, '--why')) {
    return name === undefined ? { problem: '`--why` names no package.' } : { tool: [['tree', '--invert', '--package', name, ...groups.args]], remarks };
  }
  if (name !== undefined) {
    if (isOutdated || has(line, '--top-level')) return { problem: 'uv shows what is outdated for all packages only.' };
    if (!isTree && groups.args.length > 0) return { problem: '`uv pip show` knows no groups.' };
    return { tool: [isTree ? ['tree', '--package', name, ...groups.args] : ['pip', 'show', name]], remarks };
  }
  if (isOutdated) return { tool: [['tree', '--outdated', '--depth', '1', ...groups.args]], remarks };
  if (has(line, '--top-level')) return { tool: [['tree', '--depth', '1', ...groups.args]], remarks };
  return { tool: [isTree || groups.args.length > 0 ? ['tree', ...groups.args] : ['pip', 'list']], remarks };
}
