import { hasManifest } from '../python/project/layout.ts';
import { folderOf, foldersAbove, nameOf } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { rememberedFor } from '../text/remember.ts';

/** What a Python file is for. Codemods of the running service leave tests and examples alone. */
export type Role = 'service' | 'test' | 'example';

const TEST_FOLDERS: ReadonlySet<string> = new Set(['test', 'tests', 'testing', 'unit_tests', 'integration_tests', 'e2e']);
const EXAMPLE_FOLDERS: ReadonlySet<string> = new Set(['docs', 'docs_src', 'doc', 'example', 'examples', 'sample', 'samples', 'tutorial', 'tutorials', 'benchmarks', 'notebooks']);

/** The role of a path, by the conventions of pytest and of documentation folders. */
export function roleOf(path: string): Role {
  const role = roles.get(path) ?? findRole(path);
  // Over many repositories it does not grow for ever.
  if (roles.size > MOST_ROLES) roles.clear();
  roles.set(path, role);
  return role;
}

/** The roles of paths: asked for every file many times. */
const roles = new Map<string, Role>();
const MOST_ROLES = 100_000;

function findRole(path: string): Role {
  const folders = path.split('/').slice(0, -1);
  const name = nameOf(path);
  if (folders.some((folder) => TEST_FOLDERS.has(folder)) || /^(test_.*|.*_tests?|conftest|tests)\.py$/.test(name)) return 'test';
  return folders.some((folder) => EXAMPLE_FOLDERS.has(folder)) ? 'example' : 'service';
}

const ENTRY_FOLDERS: ReadonlySet<string> = new Set(['script', 'scripts', 'bin', 'tools', 'migrations', 'alembic', 'versions', 'commands']);

/** Whether a file is run by somebody, and does things when it is imported: nothing of a service should import from it. */
export function isRunByHand(path: string): boolean {
  return path.split('/').slice(0, -1).some((folder) => ENTRY_FOLDERS.has(folder)) || /^(cli|manage|seed|setup|fabfile|noxfile|tasks)\.py$/.test(nameOf(path));
}

/** The folder of the project a file belongs to: the nearest one above with a manifest, else the top of the repository. */
export function projectOf(snapshot: Snapshot, path: string): string {
  return projects(snapshot, folderOf(path), () => foldersAbove(path).find((one) => hasManifest(snapshot, one)) ?? '');
}

/** The projects of folders: asked for every file many times. */
const projects = rememberedFor<Snapshot, string, string>();
