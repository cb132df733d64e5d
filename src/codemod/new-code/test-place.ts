import { hiddenBy } from '../../backend/ignored.ts';
import { requirementsOf } from '../../backend/requirements/index.ts';
import { modulesOf } from '../../backend/project-modules.ts';
import { roleOf } from '../../backend/roles.ts';
import type { Module } from '../../python/project/module.ts';
import { folderOf, foldersAbove, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import { moduleName } from '../name-for.ts';
import type { RepositoryView } from '../view.ts';
import type { ServiceTarget } from './service-target.ts';

/** Where tests of new code go, and what they are like. */
export interface TestPlace {
  readonly path: RepoPath;
  /** A test module whose imports theirs are like. */
  readonly like: Module;
  /** How the application is imported; `undefined` where no test imports it so far: it may need what tests do not have. */
  readonly app: string | undefined;
}

/**
 * A place among the tests that import the service; a full sentence where there are none to follow.
 *
 * @param file the name of the new test module: `test_health.py`
 * @param of what it would test, as the sentence says it: `the endpoints`
 */
export function testPlace(view: RepositoryView, { project, app }: ServiceTarget, file: string, of: string): TestPlace | { readonly problem: string } {
  const { python, repo } = view;
  const unwritten = `so that no test of ${of} was written.`;
  const tests = modulesOf(view, project, 'test').filter(({ parses }) => parses);
  const importing = tests.filter((module) => python.importedBy(module).some(({ path }) => roleOf(path) === 'service'));
  const [like] = importing;
  if (!like) return { problem: `No test imports the service so far, ${unwritten}` };
  const requirements = requirementsOf(repo, python, project);
  const hasClient = tests.some(({ text }) => /\bTestClient\b|\bhttpx\b/.test(text)) || requirements.lists.some(({ asked }) => asked.some(({ name }) => name === 'httpx'));
  if (!hasClient) return { problem: `No test has an HTTP client so far (\`httpx\`), ${unwritten}` };
  const folder = folderOfTests(tests.map(({ path }) => path));
  if (folder === undefined) return { problem: `No folder of tests was found, ${unwritten}` };
  const path = joinPath(folder, file);
  if (repo.files.has(path) || hiddenBy(repo, path)) return { problem: `\`${path}\` is something else already, ${unwritten}` };
  const user = importing.find((module) => python.importedBy(module).includes(app.module));
  const spelled = user && moduleName(view, app.module, path, user);
  return { path, like: user ?? like, app: spelled && 'dotted' in spelled ? spelled.dotted : undefined };
}

/** The folder for a test of the whole service: that of integration tests, else the top of the others; a `conftest.py` or a script elsewhere makes none. */
function folderOfTests(paths: readonly RepoPath[]): string | undefined {
  const written = paths.filter((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path));
  const all = [...new Set((written.length > 0 ? written : paths.filter((path) => /(?:^|\/)conftest\.py$/.test(path))).map(folderOf))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const named = all.filter((folder) => OF_TESTS.test(folder));
  const folders = named.length > 0 ? named : all;
  const top = foldersAbove(joinPath(folders[0] ?? '', 'any')).find((above) => folders.every((folder) => folder === above || isInside(folder, above)));
  return folders.find((one) => /(?:^|\/)integration$/.test(one)) ?? (top !== undefined && OF_TESTS.test(top) ? top : folders[0]);
}

const OF_TESTS = /(?:^|\/)tests?(?:\/|$)/;
