import {
  adoptPoetry, isInside, joinPath, lockedPythonOf, mayAdoptPoetry, projectFiles, projectManifests, readPoetryProject,
  type Adoption, type PoetryProjectFacts, type ProjectManifest, type RepoPath, type RepositoryView, type Snapshot, type Task,
} from '#pystd';

/** A project as it is afterwards, for commands and all else outside of its manifest. */
export interface AdoptedProject extends PoetryProjectFacts {
  /** `''` for the top of the repository. */
  readonly folder: string;
  /** `uv`: takes up Poetry in this step. `poetry`: has done so. `kept`: stays with uv, since something has no equal in Poetry. */
  readonly state: 'uv' | 'poetry' | 'kept';
  /** Whatever takes up Poetry takes up its second version. */
  readonly poetryMajor: 2;
}

/** A manifest together with what it becomes. */
export interface Conversion {
  readonly manifest: ProjectManifest;
  readonly adoption: Adoption;
  readonly isRefused: boolean;
}

/** All that is known of the projects of a repository. */
export interface Projects {
  readonly conversions: readonly Conversion[];
  /** Manifests that are left alone, and why. */
  readonly left: readonly { readonly path: RepoPath; readonly because: string }[];
  readonly adopted: readonly AdoptedProject[];
}

const cache = new WeakMap<Snapshot, Projects>();

/** Reads every project of the repository, once for each state of it. */
export function projectsOf(task: Task<object>): Projects {
  const known = cache.get(task.repo) ?? readProjects(task);
  cache.set(task.repo, known);
  return known;
}

function readProjects(task: Task<object>): Projects {
  const { manifests, unusable } = projectManifests(task);
  const wantsBackend = task.wants('deps/build-backend');
  const conversions = manifests.filter(({ document }) => mayAdoptPoetry(document.data)).map((manifest): Conversion => {
    const adoption = adoptPoetry(manifest.document.data, {
      files: filesIn(task, manifest.folder), wantsBackend, hasSetupFiles: hasSetupFiles(task, manifest.folder), lockedPython: lockedPython(task, manifest.folder),
    });
    const member = workspaceOf(manifest, manifests);
    return { manifest, adoption, isRefused: member !== undefined || adoption.remarks.some(({ kind }) => kind === 'refusal') };
  });
  const converted = conversions.map(({ manifest, adoption, isRefused }): AdoptedProject => ({ folder: manifest.folder, state: isRefused ? 'kept' : 'uv', poetryMajor: 2, ...adoption.facts }));
  const others = manifests.filter(({ document }) => 'poetry' in tools(document.data) && !mayAdoptPoetry(document.data)).flatMap(({ folder, document }): AdoptedProject[] => {
    const facts = readPoetryProject(document.data);
    return facts ? [{ folder, state: 'poetry', poetryMajor: 2, ...facts }] : [];
  });
  return {
    conversions,
    left: [
      ...unusable.filter(({ file }) => speaksOfUv(file.text)),
      ...manifests.filter(({ document }) => !mayAdoptPoetry(document.data) && 'uv' in tools(document.data) && !('poetry' in tools(document.data))).map(({ path, document }) => ({ path, because: whyLeft(document.data) })),
    ],
    adopted: [...converted, ...others].sort((a, b) => (a.folder < b.folder ? -1 : 1)),
  };
}

/** Whether a text speaks of uv: its tables, its lock, its commands. */
export function speaksOfUv(text: string): boolean {
  return /\buvx?\b|\bUV_|setup-uv/.test(text);
}

/** The workspace whose member a manifest is; its lock and its environment are those of the whole. */
export function workspaceOf({ folder }: ProjectManifest, manifests: readonly ProjectManifest[]): ProjectManifest | undefined {
  return manifests.find((other) => {
    const uv = tools(other.document.data)['uv'];
    const workspace = isTable(uv) ? uv['workspace'] : undefined;
    return other.folder !== folder && isTable(workspace) && isInside(folder, other.folder) && members(workspace).some((pattern) => matches(pattern, other.folder === '' ? folder : folder.slice(other.folder.length + 1)));
  });
}

function members(workspace: Record<string, unknown>): readonly string[] {
  return Array.isArray(workspace['members']) ? workspace['members'].filter((one): one is string => typeof one === 'string') : [];
}

/** `*` of a workspace's members stands for anything within one name, `**` for any folders. */
function matches(pattern: string, path: string): boolean {
  const source = pattern.replace(/^\.\/|\/$/g, '').replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*|\*|\?/g, (one) => (one === '**' ? '.*' : one === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`^${source}$`).test(path);
}

function whyLeft(data: ProjectManifest['document']['data']): string {
  const uv = tools(data)['uv'];
  if (isTable(uv) && uv['managed'] === false) return '`tool.uv.managed` keeps uv away from it';
  return data['project'] === undefined ? 'it has no `[project]` that Poetry could manage' : 'another tool manages it as well';
}

function tools(data: ProjectManifest['document']['data']): Record<string, unknown> {
  const tool = data['tool'];
  return isTable(tool) ? tool : {};
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The files of a folder, for what asks which modules a project has. */
export function filesIn({ repo }: RepositoryView, folder: string): ReturnType<typeof projectFiles> {
  const paths = [...repo.files.keys(), ...repo.opaque.keys()].filter((path) => isInside(path, folder));
  return projectFiles(paths.map((path) => (folder === '' ? path : path.slice(folder.length + 1))));
}

function hasSetupFiles({ repo }: RepositoryView, folder: string): boolean {
  return repo.files.has(joinPath(folder, 'setup.py')) || /^\[(metadata|options)\b/m.test(repo.files.get(joinPath(folder, 'setup.cfg'))?.text ?? '');
}

function lockedPython({ repo }: RepositoryView, folder: string): string | undefined {
  const text = repo.files.get(joinPath(folder, 'uv.lock'))?.text;
  return text === undefined ? undefined : lockedPythonOf(text);
}
