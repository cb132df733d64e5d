import { readTomlData, type PlainTable } from '../../formats/toml/read-data.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import { isProblem } from '../../packaging/problem.ts';
import { poetryVersions } from '../../packaging/poetry/constraint.ts';
import type { VersionSet } from '../../packaging/version/index.ts';
import type { Python } from '../../python/index.ts';
import { joinPath, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { listsOfFiles, unreadableFiles } from './file-lists.ts';
import type { AskedFor, RequirementList } from './lists.ts';
import { lockedIn, lockFilesOf, type Locked } from './locks.ts';
import { filesReadBy, listsOfManifest, listsOfPipfile, tableIn } from './manifest-lists.ts';
import { setupLists, type SetupLists } from './setup-lists.ts';

export type { AskedFor, RequirementList, Use } from './lists.ts';
export type { Locked } from './locks.ts';

/** The program that installs a project's dependencies. `standard`: a `[project]` that several programs understand. */
export type Manager = 'uv' | 'poetry' | 'pdm' | 'standard' | 'pipenv' | 'pip' | 'setuptools' | 'conda' | 'none';

/** What a project asks for, in whichever files. */
export interface Requirements {
  readonly folder: string;
  readonly manager: Manager;
  readonly lists: readonly RequirementList[];
  /** What has to be installed to run the project, from every list that says so; those of a name where one is given. */
  runtime(name?: string): readonly AskedFor[];
  /** Every version a lock or compiled list says. */
  locked(name: string): Locked | undefined;
  /** Lock files, compiled lists aside. */
  readonly lockFiles: readonly RepoPath[];
  /** Manifests that say something nobody can read off them: half a sentence says why. */
  readonly unreadable: readonly { readonly path: RepoPath; readonly because: string }[];
  /** The Pythons the project says it runs on; `undefined` where it says nothing that is understood. */
  readonly python: { readonly versions: VersionSet; readonly path: RepoPath } | undefined;
  readonly setup: SetupLists['literal'];
  /** An `environment.yml`. */
  readonly conda: RepoPath | undefined;
}

const cache = new WeakMap<Snapshot, Map<string, Requirements>>();

/** What the project in a folder (`projectOf`) asks for; read once for each state of the repository. */
export function requirementsOf(repo: Snapshot, python: Python, folder: string): Requirements {
  const here = cache.get(repo) ?? new Map<string, Requirements>();
  cache.set(repo, here);
  const known = here.get(folder) ?? readRequirements(repo, python, folder);
  here.set(folder, known);
  return known;
}

function readRequirements(repo: Snapshot, python: Python, folder: string): Requirements {
  const at = (name: string): RepoPath => joinPath(folder, name);
  const manifest = dataOf(repo, at('pyproject.toml'));
  const pipfile = dataOf(repo, at('Pipfile'));
  const setup = setupLists(repo, python, folder);
  const lists = [
    ...(manifest.data ? listsOfManifest(manifest.path, manifest.data) : []),
    ...(pipfile.data ? listsOfPipfile(pipfile.path, pipfile.data) : []),
    ...setup.lists,
    ...listsOfFiles(repo, folder, [...(manifest.data ? filesReadBy(manifest.data) : []), ...setup.reads]),
  ];
  const locks = lockFilesOf(repo, folder);
  const made = lists.flatMap((list) => (list.made && list.use === 'runtime' ? (repo.files.get(list.path) ?? []) : []));
  const conda = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml'].map(at).find((path) => /^dependencies:/m.test(repo.files.get(path)?.text ?? ''));
  return {
    folder, lists, conda,
    manager: managerOf(manifest.data, locks.map(({ path }) => path), pipfile.data !== undefined, lists, conda),
    runtime: (name) => lists.filter(({ use, made: by }) => use === 'runtime' && !by).flatMap(({ asked }) => asked).filter((one) => name === undefined || one.name === normaliseName(name)),
    locked: (name) => lockedIn([...locks, ...made], name),
    lockFiles: locks.map(({ path }) => path),
    unreadable: [...manifest.unreadable, ...pipfile.unreadable, ...setup.unreadable, ...unreadableFiles(repo, folder).map(({ path, because }) => ({ path, because: `cannot be read (${because})` }))],
    python: pythonOf(manifest, pipfile),
    setup: setup.literal,
  };
}

interface ReadData {
  readonly path: RepoPath;
  readonly data: PlainTable | undefined;
  readonly unreadable: readonly { readonly path: RepoPath; readonly because: string }[];
}

function dataOf(repo: Snapshot, path: RepoPath): ReadData {
  const file = repo.files.get(path);
  const read = file && readTomlData(file.text);
  if (!read) return { path, data: undefined, unreadable: repo.opaque.has(path) ? [{ path, because: 'cannot be read' }] : [] };
  return 'data' in read ? { path, data: read.data, unreadable: [] } : { path, data: undefined, unreadable: [{ path, because: `is not TOML (line ${read.problem.line})` }] };
}

function managerOf(data: PlainTable | undefined, locks: readonly RepoPath[], isPipenv: boolean, lists: readonly RequirementList[], conda: RepoPath | undefined): Manager {
  const tools = tableIn(data, 'tool');
  const isLockedBy = (name: string): boolean => locks.some((path) => path.endsWith(name));
  const isProject = data !== undefined && (data['project'] !== undefined || tableIn(tools, 'poetry')['dependencies'] !== undefined);
  if (isProject || (data && tools['uv'] !== undefined)) {
    const poetry = tableIn(tools, 'poetry');
    if (isLockedBy('uv.lock')) return 'uv';
    if (poetry['dependencies'] !== undefined || poetry['name'] !== undefined || isLockedBy('poetry.lock')) return 'poetry';
    if (isLockedBy('pdm.lock')) return 'pdm';
    if (tools['uv'] !== undefined) return 'uv';
    if (tools['pdm'] !== undefined && Object.keys(tableIn(tools, 'pdm')).some((key) => key !== 'version' && key !== 'build')) return 'pdm';
    if (lists.some(({ kind, use }) => kind === 'pep621' && use === 'runtime')) return 'standard';
  }
  if (isPipenv) return 'pipenv';
  const kinds = new Set(lists.filter(({ use }) => use === 'runtime').map(({ kind }) => kind));
  if (kinds.has('requirements')) return 'pip';
  if (kinds.has('setup.cfg') || kinds.has('setup.py')) return 'setuptools';
  return conda === undefined ? 'none' : 'conda';
}

/** The Pythons of `requires-python`, of Poetry's `python`, or of a Pipfile. */
function pythonOf(manifest: ReadData, pipfile: ReadData): Requirements['python'] {
  const said: readonly (readonly [ReadData, unknown])[] = [
    [manifest, tableIn(manifest.data, 'project')['requires-python']],
    [manifest, tableIn(manifest.data, 'tool', 'poetry', 'dependencies')['python']],
    [pipfile, tableIn(pipfile.data, 'requires')['python_version'] ?? tableIn(pipfile.data, 'requires')['python_full_version']],
  ];
  for (const [{ path }, text] of said) {
    if (typeof text !== 'string') continue;
    const versions = poetryVersions(path.endsWith('Pipfile') && /^[\d.]+$/.test(text) ? `~${text}` : text);
    if (!isProblem(versions)) return { versions, path };
  }
  return undefined;
}
