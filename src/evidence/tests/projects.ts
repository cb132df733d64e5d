import { projectOf, roleOf } from '../../backend/roles.ts';
import type { RepositoryView } from '../../codemod/view.ts';
import { nameOf } from '../../repo/path.ts';

/** The folders of projects that have tests which pytest finds by their names. */
export function testedProjects({ repo, python }: RepositoryView): readonly string[] {
  const tests = python.layout.modules.filter(({ path }) => roleOf(path) === 'test' && /^(?:test_.*|.*_test)\.py$/.test(nameOf(path)));
  return [...new Set(tests.map(({ path }) => projectOf(repo, path)))].sort();
}
