import { isProblem } from '../problem.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { chooseExtras, EXTRA_OPTIONS } from './extras.ts';
import { chooseGroups, GROUP_OPTIONS, groupNames } from './groups.ts';
import { carried, has, valuesOf } from './options.ts';

/** `export`, of the plugin that Poetry brought along until version 2. */
export const EXPORT: Subcommands = {
  export: {
    options: [
      ...GROUP_OPTIONS.filter(({ names }) => names[0] !== '--no-dev'),
      ...EXTRA_OPTIONS,
      { names: ['--format', '-f'], takesValue: true },
      { names: ['--output', '-o'], takesValue: true, becomes: ['-o'] },
      { names: ['--without-hashes'], becomes: ['--no-hashes'] },
      { names: ['--without-urls'] },
      { names: ['--dev'] },
      { names: ['--with-credentials'] },
    ],
    operands: 'none',
    translate: exportLock,
  },
};

/** Poetry exports the runtime dependencies unless told more, uv the default groups and the project as well unless told less. */
function exportLock(call: Call): Outcome {
  const { line, facts } = call;
  if (has(line, '--with-credentials')) return { problem: 'uv writes no credentials into an exported file.' };
  const format = formatOf(call);
  if (isProblem(format)) return format;
  const groups = groupsOf(call);
  if (isProblem(groups)) return groups;
  const extras = chooseExtras(line);
  if (isProblem(extras)) return extras;
  const isIndexed = (facts.indexes?.size ?? 0) > 0 && !has(line, '--without-urls') && format.length === 0;
  return { tool: [['export', '--frozen', ...format, ...groups, '--no-emit-project', ...extras, ...(isIndexed ? ['--emit-index-url'] : []), ...carried(line)]] };
}

function formatOf({ line }: Call): Arg[] | { readonly problem: string } {
  const format = valuesOf(line, '--format').at(-1);
  if (!format || format.value === 'requirements.txt') return [];
  if (format.value === 'pylock.toml') return ['--format', 'pylock.toml'];
  if (format.value === 'constraints.txt') return { problem: 'uv exports no constraints: extras would have to be taken out of the requirements.' };
  return { problem: `The format \`${format.raw}\` is not known.` };
}

function groupsOf({ line, facts }: Call): readonly Arg[] | { readonly problem: string } {
  const excluded = groupNames(line, '--without');
  if (isProblem(excluded)) return excluded;
  if (excluded.includes('main')) return { problem: 'An export without the runtime dependencies names its groups with `--only`.' };
  // Nothing but the runtime dependencies is exported by default, so that there is nothing to leave out unless it is named as well.
  const isAbout = ({ name }: { readonly name: string }): boolean => name !== '--without' || has(line, '--with');
  const groups = chooseGroups({ ...line, options: line.options.filter(isAbout) }, facts);
  if (isProblem(groups)) return groups;
  const dev: Arg[] = has(line, '--dev') ? ['--group', 'dev'] : [];
  if (groups.isWithoutProject || has(line, '--all-groups')) return dev.length > 0 ? { problem: '`--dev` stands beside a choice of groups.' } : groups.args;
  return ['--no-default-groups', ...groups.args.filter((arg) => arg !== '--no-default-groups'), ...dev];
}
