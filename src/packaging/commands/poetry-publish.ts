import { isProblem } from '../problem.ts';
import { PUBLIC_INDEX_URL } from '../uv/public-index.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { carried, has, valuesOf, type Text } from './options.ts';

/** `build` and `publish`. */
export const PUBLISH: Subcommands = {
  build: {
    options: [
      { names: ['--format', '-f'], takesValue: true },
      { names: ['--output', '-o'], takesValue: true, becomes: ['-o'] },
      { names: ['--clean'], becomes: ['--clear'] },
      { names: ['--config-settings', '-c'], takesValue: true, becomes: ['--config-setting'] },
    ],
    operands: 'none',
    translate: build,
  },
  publish: {
    options: [
      { names: ['--repository', '-r'], takesValue: true },
      { names: ['--username', '-u'], takesValue: true, becomes: ['-u'] },
      { names: ['--password', '-p'], takesValue: true, becomes: ['-p'] },
      { names: ['--dist-dir'], takesValue: true },
      { names: ['--build'] },
      { names: ['--dry-run'], becomes: ['--dry-run'] },
      { names: ['--skip-existing'] },
    ],
    operands: 'none',
    translate: publish,
  },
};

const NO_PACKAGE = 'The project is no package, so there is nothing to build.';

function build({ line, facts }: Call): Outcome {
  const args: Arg[] = [];
  for (const format of valuesOf(line, '--format')) {
    const formats = (format.value ?? '').split(',');
    if (formats.some((one) => one !== 'wheel' && one !== 'sdist')) return { problem: `The format \`${format.raw}\` is not one uv builds.` };
    args.push(...formats.map((one) => `--${one}`));
  }
  return { tool: [['build', ...args, ...carried(line)]], remarks: facts.isPackage ? [] : [NO_PACKAGE] };
}

function publish({ line, facts }: Call): Outcome {
  const repository = valuesOf(line, '--repository').at(-1);
  const index = indexOf(repository);
  const remarks = facts.isPackage ? [] : [NO_PACKAGE];
  if (index.length > 0) remarks.push(`\`--index\` needs \`publish-url\` at the index \`${repository?.value ?? repository?.raw ?? ''}\` in pyproject.toml.`);
  const folder = valuesOf(line, '--dist-dir').at(-1);
  const files = filesIn(folder);
  if (isProblem(files)) return files;
  // A named index is looked at anyway; the public one where it is named.
  const check: Arg[] = has(line, '--skip-existing') && index.length === 0 ? ['--check-url', `${PUBLIC_INDEX_URL}/`] : [];
  const upload: Arg[] = ['publish', ...index, ...check, ...carried(line), ...files];
  if (!has(line, '--build')) return { tool: [upload], remarks };
  return { tool: [['build', ...(folder ? ['-o', folder.arg] : [])], upload], remarks };
}

/** The public index is where uv publishes when nothing is said. */
function indexOf(repository: Text | undefined): Arg[] {
  return !repository || repository.value === 'pypi' ? [] : ['--index', repository.arg];
}

/** uv is told the files instead of the folder; it expands the pattern itself. */
function filesIn(folder: Text | undefined): Arg[] | { readonly problem: string } {
  if (!folder) return [];
  if (folder.value !== undefined) return [`${folder.value.replace(/\/+$/, '')}/*`];
  const from = typeof folder.arg === 'object' ? folder.arg.from : folder.arg;
  return typeof from === 'number' ? [{ from, text: `${folder.raw}/*` }] : { problem: `The folder \`${folder.raw}\` is not known.` };
}
