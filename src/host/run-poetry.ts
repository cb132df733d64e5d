import { environmentWithout, runProgram, type ProgramAnswer } from './run-program.ts';

/** Variables that would have Poetry work elsewhere, or in an environment of the user's. Indexes, credentials and caches stay the user's. */
const NOT_OURS = /^(?:POETRY_(?:VIRTUALENVS_\w+|PROJECT|DIRECTORY|NO_ANSI)|VIRTUAL_ENV|CONDA_PREFIX|CONDA_DEFAULT_ENV)$/;

/**
 * Runs Poetry for the project in `folder`, without a shell, a terminal, questions or colours. Poetry wants an environment with a Python that the
 * project allows, also where it installs nothing: it is made in `environments`, which is outside the repository.
 */
export function runPoetry(folder: string, environments: string, args: readonly string[]): ProgramAnswer {
  return runProgram('poetry', ['--directory', folder, '--no-interaction', '--no-ansi', ...args], {
    ...environmentWithout((name) => NOT_OURS.test(name)), POETRY_VIRTUALENVS_IN_PROJECT: 'false', POETRY_VIRTUALENVS_PATH: environments,
  });
}
