import { and, parseMarker, printMarker, type Marker } from '../marker/index.ts';
import { platformMarker, pythonMarker } from '../poetry/markers.ts';
import { isProblem, type Problem } from '../problem.ts';
import { isName, normaliseName } from '../requirement/index.ts';
import { addedRequirement } from './added-requirement.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { listed, repeat } from './groups.ts';
import { carried, has, valuesOf, type OptionRule } from './options.ts';
import { environment, environmentRemarks } from './poetry-install.ts';
import { packageNames } from './requirement-words.ts';

const COMMON: readonly OptionRule[] = [
  { names: ['--group', '-G'], takesValue: true },
  { names: ['--dev', '-D'] },
  { names: ['--lock'], becomes: ['--no-sync'] },
  { names: ['--dry-run'] },
];

/** `add` and `remove`: what changes the dependencies. */
export const ADD: Subcommands = {
  add: {
    options: [
      ...COMMON,
      { names: ['--editable', '-e'], becomes: ['--editable'] },
      { names: ['--extras', '-E'], takesValue: true },
      // Poetry 1 has a flag, Poetry 2 an option with a value: which it is shows in what is read.
      { names: ['--optional'], takesValue: true },
      { names: ['--python'], takesValue: true },
      { names: ['--platform'], takesValue: true },
      { names: ['--markers'], takesValue: true },
      { names: ['--source'], takesValue: true },
      { names: ['--allow-prereleases'], becomes: ['--prerelease', 'allow'] },
    ],
    operands: 'some',
    translate: add,
  },
  remove: { options: COMMON, operands: 'some', translate: remove },
};

function add(call: Call): Outcome {
  const { line, facts } = call;
  if (has(line, '--dry-run')) return { problem: '`uv add` cannot only pretend.' };
  if (line.operands.length === 0) return { problem: '`poetry add` names no package.' };
  const group = groupOf(call);
  if (isProblem(group)) return group;
  const optional = optionalOf(call);
  if (isProblem(optional)) return optional;
  if (group.length > 0 && optional.length > 0) return { problem: '`--optional` stands beside a group.' };
  const extras = listed(valuesOf(line, '--extras'), '--extras', /\s+/);
  if (isProblem(extras)) return extras;
  const marker = markerOf(call);
  if (isProblem(marker)) return marker;
  const index = indexOf(call);
  if (isProblem(index)) return index;
  const requirements: Arg[] = [];
  for (const operand of line.operands) {
    const requirement = addedRequirement(operand);
    if (isProblem(requirement)) return requirement;
    requirements.push(requirement);
  }
  const name = group[1];
  const isNew = typeof name === 'string' && group[0] === '--group' && !facts.groups.includes(normaliseName(name));
  const remarks = isNew ? [`A new group \`${name}\` is installed by default in Poetry; in uv \`default-groups\` decides.`] : [];
  return { tool: [['add', ...environment(call), ...group, ...optional, ...repeat('--extra', extras), ...marker, ...index, ...carried(line), ...requirements]], remarks: [...remarks, ...environmentRemarks(call)] };
}

function remove(call: Call): Outcome {
  const { line, facts } = call;
  if (has(line, '--dry-run')) return { problem: '`uv remove` cannot only pretend.' };
  if (line.operands.length === 0) return { problem: '`poetry remove` names no package.' };
  const group = groupOf(call);
  if (isProblem(group)) return group;
  const names = packageNames(line.operands);
  if (isProblem(names)) return names;
  const isAnywhere = group.length === 0 && !has(line, '--group') && facts.groups.length > 0;
  const remarks = isAnywhere ? ['Poetry removes the package from all groups, uv from the runtime dependencies: name a group with `--group`.'] : [];
  return { tool: [['remove', ...environment(call), ...group, ...carried(line), ...names]], remarks: [...remarks, ...environmentRemarks(call)] };
}

function groupOf({ line }: Call): Arg[] | Problem {
  const groups = valuesOf(line, '--group');
  const [group] = groups;
  if (has(line, '--dev')) return groups.length === 0 ? ['--dev'] : { problem: '`--dev` stands beside `--group`.' };
  if (!group) return [];
  if (groups.length > 1) return { problem: 'A package is added to one group at a time.' };
  if (group.value === undefined) return { problem: `Which group \`${group.raw}\` is, is known only when it runs: \`main\` would be none in uv.` };
  if (!isName(group.value)) return { problem: `\`${group.value}\` is not the name of a group.` };
  return group.value === 'main' ? [] : ['--group', group.value];
}

/** The extra that an optional dependency belongs to; Poetry 1 asked for none, and its flag has no value. */
function optionalOf({ line, facts }: Call): Arg[] | Problem {
  const [extra, ...others] = valuesOf(line, '--optional');
  if (!extra) return [];
  const isFlag = facts.poetryMajor !== 2 && typeof extra.arg === 'number';
  if (isFlag) return { problem: 'uv adds an optional dependency to an extra, and Poetry 1 names none.' };
  return others.length > 0 || extra.value === undefined || !isName(extra.value) ? { problem: `\`--optional ${extra.raw}\` names no extra.` } : ['--optional', extra.value];
}

/** `--python`, `--platform` and `--markers` as one marker. */
function markerOf({ line }: Call): Arg[] | Problem {
  const markers: Marker[] = [];
  const readings = [['--python', pythonMarker], ['--platform', platformMarker], ['--markers', parseMarker]] as const;
  for (const [option, read] of readings) {
    for (const { value, raw } of valuesOf(line, option)) {
      if (value === undefined) return { problem: `What \`${option} ${raw}\` says is known only when it runs.` };
      const marker = value.trim() === '*' ? undefined : read(value);
      if (isProblem(marker)) return marker;
      if (marker) markers.push(marker);
    }
  }
  const all = and(...markers);
  return all ? ['--marker', printMarker(all)] : [];
}

function indexOf({ line, facts }: Call): Arg[] | Problem {
  const [source, ...others] = valuesOf(line, '--source');
  if (!source) return [];
  const url = source.value === undefined ? undefined : facts.indexes?.get(source.value);
  if (url === undefined || others.length > 0) return { problem: `The address of the index \`${source.raw}\` is not known here.` };
  return ['--index', `${source.value ?? ''}=${url}`];
}
