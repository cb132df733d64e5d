import { requirementsOf } from '../backend/requirements/index.ts';
import { joinPath, nameOf, type RepoPath } from '../repo/path.ts';
import type { RepositoryView } from './candidate.ts';

/** A line for a shell at the top of a copy that would make the environment of a project, by the program that installs its dependencies; `undefined` where nobody can tell. */
export function environmentCommandFor({ repo, python }: RepositoryView, project: string): string | undefined {
  const { manager, lists } = requirementsOf(repo, python, project);
  const has = (name: string): boolean => [project, ''].some((folder) => repo.files.has(joinPath(folder, name)) || repo.opaque.has(joinPath(folder, name)));
  const install = ((): string | undefined => {
    switch (manager) {
      case 'uv':
        // Not frozen: in the copy the lock may follow what patches add.
        return 'uv sync';
      case 'poetry':
        return 'poetry install';
      case 'pdm':
        return 'pdm sync -d';
      case 'pipenv':
        return has('Pipfile.lock') ? 'pipenv sync --dev' : 'pipenv install --dev';
      case 'pip':
        return withPip(lists.flatMap(({ kind, path }) => (kind === 'requirements' && !nameOf(path).includes('constraint') ? [path] : [])).map((path) => (project === '' ? path : path.slice(project.length + 1) as RepoPath)));
      case 'standard':
      case 'setuptools':
        return `${VENV} && .venv/bin/pip install -e .`;
      default:
        return undefined;
    }
  })();
  return install === undefined || project === '' ? install : `cd ${/^[\w./-]+$/.test(project) ? project : `'${project.replaceAll("'", "'\\''")}'`} && ${install}`;
}

const VENV = 'python3 -m venv .venv';

function withPip(files: readonly string[]): string | undefined {
  const plain = files.filter((path) => /^[\w./-]+$/.test(path));
  return plain.length === 0 ? undefined : `${VENV} && .venv/bin/pip install ${plain.map((path) => `-r ${path}`).join(' ')}`;
}
