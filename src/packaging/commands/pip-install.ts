import { isProblem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg, PipFacts, RequirementsRole } from './command.ts';
import { repeat } from './groups.ts';
import { carried, has, valuesOf, type OptionRule, type Text } from './options.ts';
import { packageNames } from './requirement-words.ts';
import { environment, environmentRemarks } from './poetry-install.ts';

/** pip's options that mean nothing once a lock says what is installed. */
const DROPPED: readonly OptionRule[] = ['--no-warn-script-location', '--prefer-binary', '--no-compile', '--require-hashes', '--break-system-packages', '--no-python-version-warning', '--exists-action']
  .map((name) => ({ names: [name], becomes: [] }));

const INSTALL: readonly OptionRule[] = [
  ...DROPPED,
  { names: ['--requirement', '-r'], takesValue: true },
  { names: ['--constraint', '-c'], takesValue: true },
  { names: ['--editable', '-e'], takesValue: true },
  { names: ['--upgrade', '-U'] },
  { names: ['--upgrade-strategy'], takesValue: true, becomes: [] },
  { names: ['--dry-run'], becomes: ['--dry-run'] },
  { names: ['--compile'], becomes: ['--compile-bytecode'] },
  { names: ['--force-reinstall'], becomes: ['--reinstall'] },
];

/** pip, and pip-tools' two programs. */
export const PIP_COMMANDS: Subcommands<PipFacts> = {
  install: { options: INSTALL, operands: 'some', translate: install },
  check: { options: [], operands: 'none', translate: ({ line }) => ({ tool: [['pip', 'check', ...carried(line)]] }) },
  list: { options: [{ names: ['--outdated', '-o'], becomes: ['--outdated'] }, { names: ['--format'], takesValue: true, becomes: ['--format'] }], operands: 'none', translate: ({ line }) => ({ tool: [['pip', 'list', ...carried(line)]] }) },
  show: { options: [], operands: 'some', translate: ({ line }) => ({ tool: [['pip', 'show', ...carried(line), ...line.operands.map(({ arg }) => arg)]] }) },
  freeze: { options: [], operands: 'none', translate: () => ({ problem: 'The versions stand in uv.lock; `uv export` writes them as requirements where another tool needs them.' }) },
  'pip-sync': { options: [], operands: 'some', translate: (call) => syncFiles(call, call.line.operands, []) },
  'pip-compile': {
    options: [
      { names: ['--upgrade', '-U'], becomes: ['--upgrade'] },
      { names: ['--upgrade-package', '-P'], takesValue: true, becomes: ['--upgrade-package'] },
      { names: ['--output-file', '-o'], takesValue: true, becomes: [] },
      ...['--generate-hashes', '--no-header', '--no-annotate', '--strip-extras', '--no-strip-extras', '--allow-unsafe', '--no-emit-index-url', '--no-emit-trusted-host'].map((name) => ({ names: [name], becomes: [] })),
      { names: ['--resolver', '--annotation-style'], takesValue: true, becomes: [] },
    ],
    operands: 'some',
    translate: compile,
  },
};

function install(call: Call<PipFacts>): Outcome {
  const { line } = call;
  const files = valuesOf(line, '--requirement');
  const own = [...valuesOf(line, '--editable'), ...line.operands].filter(({ value }) => value !== undefined && /^\.(?:\/)?(?:\[[^\]]*\])?$/.test(value));
  const others = [...valuesOf(line, '--editable'), ...line.operands].filter((text) => !own.includes(text));
  const foreign = others.find(({ value }) => !isInstaller(value));
  if (foreign) return { problem: `\`${foreign.raw}\` may be meant for another environment than the project's.` };
  if (files.length === 0 && own.length === 0) return others.length > 0 ? { removed: ["uv's environments need no pip."] } : { problem: 'Nothing is named that would be installed.' };
  if (own.length > 0 && !call.facts.isPackage) return { problem: 'The project is installed, but it is no package.' };
  const constraint = valuesOf(line, '--constraint').find(({ value }) => value === undefined || call.facts.requirements(value) === undefined);
  if (constraint) return { problem: `What \`${constraint.raw}\` constrains is not known to be in the lock.` };
  return syncFiles(call, files, own);
}

/** A sync that installs the roles of some requirements files, and the project where it is named. */
function syncFiles(call: Call<PipFacts>, files: readonly Text[], own: readonly Text[]): Outcome {
  const { line, facts, setting } = call;
  const roles: RequirementsRole[] = [];
  for (const { value, raw } of files) {
    const role = value === undefined ? undefined : facts.requirements(value);
    if (!role) return { problem: `\`${raw}\` is not known to be a requirements file of the project.` };
    roles.push(role);
  }
  const extras = [...roles.flatMap((role) => (role.kind === 'extra' ? [role.extra] : [])), ...own.flatMap(extrasIn)];
  const root: Arg[] = facts.isPackage && own.length === 0 ? ['--no-install-project'] : [];
  const locked: Arg[] = setting === 'image' || setting === 'ci' ? ['--locked'] : [];
  const isUpgrade = has(line, '--upgrade');
  const upgrade: Arg[] = isUpgrade && locked.length === 0 ? ['--upgrade'] : [];
  const sync: Arg[] = ['sync', ...locked, ...environment(call), ...groupArgs(roles, facts), ...repeat('--extra', extras), ...root, ...upgrade, ...carried(line)];
  const isWithMain = roles.length === 0 || roles.some((role) => role.kind === 'main' || (role.kind === 'group' && role.withMain));
  const remarks = isWithMain ? [] : ['uv installs the runtime dependencies as well: without them it would take them out of the environment.'];
  if (isUpgrade && locked.length > 0) remarks.push('Which versions are installed is what the lock says; `uv lock --upgrade` raises them.');
  return { tool: [sync], remarks: [...remarks, ...environmentRemarks(call)] };
}

/** The groups of the files and no others: nothing needs to be said when these are the ones uv installs by default. */
function groupArgs(roles: readonly RequirementsRole[], facts: PipFacts): string[] {
  const groups = [...new Set(roles.flatMap((role) => (role.kind === 'group' ? [normaliseName(role.group)] : [])))];
  const missing = facts.defaultGroups.filter((name) => !groups.includes(name));
  const added = groups.filter((name) => !facts.defaultGroups.includes(name));
  if (missing.length === 0) return repeat('--group', added);
  return ['--no-default-groups', ...repeat('--group', groups)];
}

function extrasIn({ value }: Text): string[] {
  const list = /\[([^\]]*)\]$/.exec(value ?? '')?.[1] ?? '';
  return list.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** One lock takes the place of all compiled files. */
function compile({ line, facts }: Call<PipFacts>): Outcome {
  const foreign = line.operands.find(({ value }) => value === undefined || (facts.requirements(value) === undefined && value !== 'pyproject.toml'));
  if (foreign) return { problem: `\`${foreign.raw}\` is not known to be a requirements file of the project.` };
  const packages = packageNames(valuesOf(line, '--upgrade-package'));
  return isProblem(packages) ? packages : { tool: [['lock', ...carried(line)]], remarks: ['uv.lock takes the place of the compiled file.'] };
}

/** Packages that are upgraded before anything is installed, for pip's own sake. */
function isInstaller(value: string | undefined): boolean {
  return value !== undefined && /^(?:pip|setuptools|wheel|virtualenv|pip-tools|pipenv|uv)(?:\s*[=<>!~].*)?$/i.test(value);
}
