import {
  isInside, isPoetryProject, isTomlProblem, joinPath, migrateProject, nameOf, parseToml, projectFiles, readUvProject,
  type Migration, type ProjectFacts, type ProjectFactsAfter, type ProjectSurroundings, type RepoPath, type RepositoryView, type Snapshot, type SourceFile, type UnusableManifest,
} from '#pystd';
import { beside, isSpokenOf, manifestsOf, textIn, type Manifest } from './manifests.ts';
import { neighbourhoodOf, type Neighbourhood } from './neighbours.ts';
import { poetryMajorOf } from './poetry-major.ts';

/**
 * A project as it is after the migration, for everything outside `pyproject.toml` that has to follow: commands, containers, workflows. Read from the
 * Poetry tables while they are there and from `[project]` afterwards, so that all files can change in one step and leftovers are found later.
 * It says all that command translators ask of a project.
 */
export interface MigratedProject extends ProjectFacts {
  /** `''` for the top of the repository. */
  readonly folder: string;
  readonly manifest: RepoPath;
  /** `poetry`: still to be migrated in this step. `uv`: migrated before. `kept`: stays with Poetry, since something has no equal in uv. */
  readonly state: 'poetry' | 'uv' | 'kept';
  readonly name: string;
  /** `requires-python`, where it is said. */
  readonly requiresPython: string | undefined;
  /** What computes the version when the project is built, where it is not static. */
  readonly versionedBy: string | undefined;
  /** Named package indexes: name → URL. */
  readonly indexes: ReadonlyMap<string, string>;
  /** The names of Poetry's package sources that are called otherwise in uv. */
  readonly renamedIndexes: ReadonlyMap<string, string>;
}

/** A Poetry project together with what it becomes. */
export interface Conversion {
  readonly manifest: Manifest;
  readonly migration: Migration;
  readonly isRefused: boolean;
}

/** All that is known of the projects of a repository. */
export interface Projects {
  readonly conversions: readonly Conversion[];
  readonly left: readonly UnusableManifest[];
  readonly neighbourhood: Neighbourhood;
  /** Those that move and those that have moved. */
  readonly migrated: readonly MigratedProject[];
}

const cache = new WeakMap<Snapshot, Projects>();

/** Reads every project of the repository, once for each state of it. */
export function projectsOf(view: RepositoryView): Projects {
  const known = cache.get(view.repo) ?? readProjects(view);
  cache.set(view.repo, known);
  return known;
}

function readProjects(view: RepositoryView): Projects {
  const { manifests, left } = manifestsOf(view);
  const neighbourhood = neighbourhoodOf(manifests);
  const migrate = (manifest: Manifest, isUnpackaged: (folder: string) => boolean): Migration =>
    migrateProject(manifest.document.data, surroundingsOf(view, manifest, neighbourhood, isUnpackaged));
  const askers = new Set<Manifest>();
  // What is installed of a neighbour depends on nothing its own neighbours are.
  const first = new Map(manifests.filter(({ isPoetry }) => isPoetry).map((manifest) => [manifest, migrate(manifest, () => (askers.add(manifest), false))]));
  const packaged = new Map(manifests.map((manifest) => [manifest.folder, (first.get(manifest)?.facts ?? readUvProject(manifest.document.data))?.isPackage ?? true]));
  const conversions = [...first].map(([manifest, alone]): Conversion => {
    const migration = askers.has(manifest) ? migrate(manifest, (folder) => packaged.get(folder) === false) : alone;
    return { manifest, migration, isRefused: migration.remarks.some(({ kind }) => kind === 'refusal') };
  });
  const converted = conversions.map(({ manifest, migration, isRefused }) => factsOf(view, manifest, migration.facts, isRefused ? 'kept' : 'poetry'));
  const others = manifests.filter((manifest) => !manifest.isPoetry && isManagedByUv(view, manifest)).flatMap((manifest) => {
    const facts = readUvProject(manifest.document.data);
    return facts ? [factsOf(view, manifest, facts, 'uv')] : [];
  });
  return { conversions, left, neighbourhood, migrated: [...converted, ...others].sort((a, b) => (a.folder < b.folder ? -1 : 1)) };
}

function factsOf(view: RepositoryView, manifest: Manifest, facts: ProjectFactsAfter, state: MigratedProject['state']): MigratedProject {
  const { version, ...rest } = facts;
  return { folder: manifest.folder, manifest: manifest.path, state, ...rest, poetryMajor: poetryMajorOf(view, manifest), ...(version !== undefined && { version }) };
}

/** Whether a project that is not Poetry's is uv's: by its settings, its lock, a lock of Poetry's that is left, or because it was Poetry's a round ago. */
function isManagedByUv({ repo }: RepositoryView, { folder, file, document }: Manifest): boolean {
  if (wasPoetrys(file)) return true;
  const tool = document.data['tool'];
  const hasSettings = typeof tool === 'object' && 'uv' in tool;
  return hasSettings || ['uv.lock', 'poetry.lock'].some((name) => repo.files.has(joinPath(folder, name)) || repo.opaque.has(joinPath(folder, name)));
}

/** Whether a manifest had Poetry's tables when it was read. */
export function wasPoetrys({ derivedFrom }: SourceFile): boolean {
  if (!derivedFrom) return false;
  const before = isSpokenOf(derivedFrom.file) ? parseToml(derivedFrom.file.text) : undefined;
  return (before && !isTomlProblem(before) && isPoetryProject(before.data)) || wasPoetrys(derivedFrom.file);
}

function surroundingsOf(view: RepositoryView, manifest: Manifest, { targets, torn }: Neighbourhood, isUnpackaged: (folder: string) => boolean): ProjectSurroundings {
  const { folder } = manifest;
  const settings = textIn(view, folder, 'poetry.toml');
  const read = settings === undefined ? undefined : parseToml(settings);
  return {
    folderName: nameOf(folder === '' ? view.repo.outer.prefix.replace(/\/$/, '') : folder),
    files: filesIn(view, folder),
    poetryMajor: poetryMajorOf(view, manifest),
    isDependedOn: targets.has(folder),
    isUnpackaged: (path) => {
      const target = beside(folder, path);
      return target !== undefined && isUnpackaged(target);
    },
    isVersionPluginInstalled: installsVersionPlugin(view),
    setupCaller: setupCallerOf(view, folder),
    isEditableElsewhere: (path) => torn.has(beside(folder, path) ?? ''),
    settings: read && !isTomlProblem(read) ? read.data : undefined,
  };
}

function filesIn({ repo }: RepositoryView, folder: string): ReturnType<typeof projectFiles> {
  const paths = [...repo.files.keys(), ...repo.opaque.keys()].filter((path) => isInside(path, folder));
  return projectFiles(paths.map((path) => (folder === '' ? path : path.slice(folder.length + 1))), (path) => repo.files.get(joinPath(folder, path))?.text);
}

const installing = new WeakMap<Snapshot, boolean>();

/** Whether something outside of manifests and locks speaks of the plugin that takes versions from tags: who installs it has its versions. */
function installsVersionPlugin({ repo }: RepositoryView): boolean {
  const known = installing.get(repo) ?? [...repo.files.values()].some(({ path, text }) => !/(^|\/)(pyproject\.toml|poetry\.lock)$|\.(md|rst)$/.test(path) && text.includes('poetry-dynamic-versioning'));
  installing.set(repo, known);
  return known;
}

/** A file that runs the `setup.py` of a project, where there is one: a workflow, a script, a Makefile; what is only to be read runs nothing. */
function setupCallerOf({ repo, ownershipOf }: RepositoryView, folder: string): string | undefined {
  if (!repo.files.has(joinPath(folder, 'setup.py'))) return undefined;
  const runs = /^(?!\s*(?:#|\/\/)).*\bsetup\.py["']?\s+(?:-|sdist|bdist|install|develop|build|upload|test|egg_info|register|check)/m;
  return [...repo.files.values()].find(({ path, text }) => !/\.(md|rst|txt|py|ipynb|html|lock)$/.test(path) && text.includes('setup.py') && ownershipOf(path) === 'own' && runs.test(text))?.path;
}
