import { projectOf, roleOf } from '../backend/roles.ts';
import type { RepositoryView } from '../codemod/view.ts';
import { nameOf } from '../repo/path.ts';

/** The folders of projects that have tests which pytest finds by their names. */
export function testedProjects({ repo, python }: RepositoryView): readonly string[] {
  const tests = python.layout.modules.filter(({ path }) => roleOf(path) === 'test' && /^(?:test_.*|.*_test)\.py$/.test(nameOf(path)));
  return [...new Set(tests.map(({ path }) => projectOf(repo, path)))].sort();
}

/** The folders of projects that have applications or tests; where there are none, that of some Python file. */
export function pythonProjects(view: RepositoryView): readonly string[] {
  const served = view.backend.apps.filter(({ role }) => role === 'service').map(({ module }) => projectOf(view.repo, module.path));
  const [first] = view.python.layout.modules;
  const some = [...served, ...testedProjects(view)];
  return [...new Set(some.length === 0 && first ? [projectOf(view.repo, first.path)] : some)].sort();
}
