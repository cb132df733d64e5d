import { folderOf, hiddenBy, joinPath, moduleName, projectOf, requirementsOf, roleOf, type Module, type RepoPath, type Task } from '#pystd';
import type { Target } from '../endpoints/target.ts';
import type { Options } from '../options.ts';

/** Where tests of the endpoints go, and what they are like. */
export interface TestPlace {
  readonly path: RepoPath;
  /** A test module whose imports theirs are like. */
  readonly like: Module;
  /** How the application is imported; `undefined` where no test imports it so far: it may need what tests do not have. */
  readonly app: string | undefined;
}

/** A place among the tests that import the service; a full sentence where there are none to follow. */
export function testPlace(task: Task<Options>, { project, app }: Target): TestPlace | { readonly problem: string } {
  const { python, repo } = task;
  const tests = python.layout.modules.filter((module) => module.parses && roleOf(module.path) === 'test' && projectOf(repo, module.path) === project);
  const importing = tests.filter((module) => python.importedBy(module).some(({ path }) => roleOf(path) === 'service'));
  const [like] = importing;
  if (!like) return { problem: 'No test imports the service so far, so that no test of the endpoints was written.' };
  const requirements = requirementsOf(repo, python, project);
  const hasClient = tests.some(({ text }) => /\bTestClient\b|\bhttpx\b/.test(text)) || requirements.lists.some(({ asked }) => asked.some(({ name }) => name === 'httpx'));
  if (!hasClient) return { problem: 'No test has an HTTP client so far (`httpx`), so that no test of the endpoints was written.' };
  const folders = [...new Set(tests.filter(({ path }) => /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path)).map(({ path }) => folderOf(path)))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const folder = folders.find((one) => /(?:^|\/)integration$/.test(one)) ?? folders[0];
  if (folder === undefined) return { problem: 'No folder of tests was found, so that no test of the endpoints was written.' };
  const path = joinPath(folder, 'test_health.py');
  if (repo.files.has(path) || hiddenBy(repo, path)) return { problem: `\`${path}\` is something else already, so that no test of the endpoints was written.` };
  const user = importing.find((module) => python.importedBy(module).includes(app.module));
  const spelled = user && moduleName(task, app.module, path, user);
  return { path, like: user ?? like, app: spelled && 'dotted' in spelled ? spelled.dotted : undefined };
}
