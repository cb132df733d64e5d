import { isProblem } from '../problem.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { chooseGroups, GROUP_OPTIONS } from './groups.ts';
import { carried, has, type OptionRule } from './options.ts';
import { chooseExtras, EXTRA_OPTIONS } from './extras.ts';
import { packageNames } from './requirement-words.ts';

const COMMON: readonly OptionRule[] = [
  ...GROUP_OPTIONS,
  ...EXTRA_OPTIONS,
  { names: ['--no-root'] },
  { names: ['--no-directory'] },
  { names: ['--only-root'] },
  { names: ['--dry-run'], becomes: ['--dry-run'] },
  { names: ['--compile'], becomes: ['--compile-bytecode'] },
];

/** `install`, `sync` and `update`: what changes the environment. */
export const INSTALL: Subcommands = {
  install: { options: [...COMMON, { names: ['--sync', '--remove-untracked'], becomes: [] }], operands: 'none', translate: install },
  sync: { options: COMMON, operands: 'none', translate: install },
  update: {
    options: [...GROUP_OPTIONS, { names: ['--sync'], becomes: [] }, { names: ['--lock'] }, { names: ['--dry-run'] }],
    operands: 'some',
    translate: update,
  },
};

function install(call: Call): Outcome {
  const { line, facts } = call;
  if (has(line, '--only-root')) return installRoot(call);
  const groups = chooseGroups(line, facts);
  if (isProblem(groups)) return groups;
  const extras = chooseExtras(line);
  if (isProblem(extras)) return extras;
  const isRootLeftOut = has(line, '--no-root') || !facts.isPackage;
  if (has(line, '--no-directory') && !isRootLeftOut) {
    return { problem: '`--no-directory` installs the project but none of the folders it depends on; uv has no option for that.' };
  }
  const remarks = [...groups.remarks];
  if (groups.isWithoutProject) {
    if (extras.length > 0) return { problem: 'Extras belong to the runtime dependencies, which this leaves out.' };
    if (!isRootLeftOut) remarks.push('Poetry installs the project as well; `--only-group` installs nothing but the group.');
    remarks.push('uv removes what is not in the groups from the environment; `--inexact` keeps it.');
  }
  return { tool: [['sync', ...environment(call), ...locked(call), ...groups.args, ...extras, ...parts(call, groups.isWithoutProject), ...carried(line)]], remarks: [...remarks, ...environmentRemarks(call)] };
}

/** What is left out of the installation besides groups. */
function parts({ line }: Call, isWithoutProject: boolean): Arg[] {
  if (has(line, '--no-directory')) return ['--no-install-local'];
  return has(line, '--no-root') && !isWithoutProject ? ['--no-install-project'] : [];
}

/** The project alone, into an environment that is there already. */
function installRoot({ line, facts }: Call): Outcome {
  const other = line.options.find(({ name }) => name !== '--only-root' && name !== '--sync');
  if (other) return { problem: `Beside \`--only-root\`, \`${other.name}\` has no counterpart.` };
  if (!facts.isPackage) return { problem: 'The project is no package, so there is nothing that `--only-root` could install.' };
  return { tool: [['pip', 'install', '--no-deps', '-e', '.']], remarks: ['`uv pip` works on `.venv` or the active environment; it does not look at `UV_PROJECT_ENVIRONMENT`.'] };
}

function update(call: Call): Outcome {
  const { line, facts } = call;
  // Both upgrade the lock as a whole, and install the groups that are chosen.
  const groups = chooseGroups(line, facts);
  if (isProblem(groups)) return groups;
  const packages = packageNames(line.operands);
  if (isProblem(packages)) return packages;
  const names = packages.flatMap((name) => ['--upgrade-package', name]);
  const upgrade = names.length > 0 ? names : ['--upgrade'];
  if (has(line, '--dry-run')) return { tool: [['lock', ...upgrade, '--dry-run']] };
  if (has(line, '--lock')) return { tool: [['lock', ...upgrade]] };
  const remarks = groups.isWithoutProject ? [...groups.remarks, 'uv removes what is not in the groups from the environment; `--inexact` keeps it.'] : groups.remarks;
  return { tool: [['sync', ...environment(call), ...upgrade, ...groups.args]], remarks: [...remarks, ...environmentRemarks(call)] };
}

/** Images and CI install what the lock says or nothing, as Poetry does: it refuses a lock that is stale. */
function locked({ setting }: Call): Arg[] {
  return setting === 'image' || setting === 'ci' ? ['--locked'] : [];
}

/** Inside tox and nox their environment is meant, not `.venv`. */
export function environment({ setting }: Call): Arg[] {
  return setting === 'environment' ? ['--active'] : [];
}

/** What a person should know about the environment that a command works on. */
export function environmentRemarks({ setting }: Call): string[] {
  return setting === 'environment' ? ['`--active` works on the environment that tox or nox made instead of `.venv`.'] : [];
}
