import { isTableData, isTomlProblem, parseToml, type TomlTableData } from '../../formats/toml/index.ts';
import type { RequirementsRole } from '../../packaging/commands/index.ts';
import { entriesOf, isRequirementsName, planRequirements, readRequirementsFile, sortFiles } from '../../packaging/pip/index.ts';
import { planPipfile } from '../../packaging/pipenv/index.ts';
import { isProblem } from '../../packaging/problem.ts';
import type { NewProject } from '../../packaging/uv/new-project.ts';
import { readUvProject, type ProjectFactsAfter } from '../../packaging/uv/project.ts';
import { folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { Span } from '../../text/span.ts';
import type { RepositoryView } from '../view.ts';
import { carriedBy } from './carried.ts';
import { placedRemarks, type PlacedRemark } from './placed-remark.ts';
import { newProject, type Declared } from './new-project.ts';
import { setupOf } from './setup.ts';

/** A folder with requirements files or a Pipfile, and what is to become of them. */
export interface RequirementsProject {
  /** `''` for the top of the repository. */
  readonly folder: string;
  readonly manifest: RepoPath;
  /**
   * `sources`: moves to uv in this step. `carried`: uv's project says all that the files say. `beside`: some other project is there, and what the
   * files are for is not known. `left`: something stands in the way, told in the remarks.
   */
  readonly state: 'sources' | 'carried' | 'beside' | 'left';
  /** The files that ask for packages, by path from the top, and what a command that installs them means. */
  readonly roles: ReadonlyMap<RepoPath, RequirementsRole | undefined>;
  readonly facts: ProjectFactsAfter | undefined;
  readonly project: NewProject | undefined;
  readonly remarks: readonly PlacedRemark[];
  /** Compiled files and `Pipfile.lock`: their versions go into the first lock. */
  readonly locks: readonly RepoPath[];
  readonly isPipenv: boolean;
  /** The folders directly in that of the project. */
  readonly folders: ReadonlySet<string>;
}

const cache = new WeakMap<Snapshot, readonly RequirementsProject[]>();

/** Every folder of the repository that has requirements files or a Pipfile; read once for each state of it. */
export function requirementsProjects(view: RepositoryView): readonly RequirementsProject[] {
  const known = cache.get(view.repo) ?? foldersOf(view).map((folder) => readProject(view, folder));
  cache.set(view.repo, known);
  return known;
}

/** Whether a repository has anything for this codemod. */
export function hasRequirements({ repo }: RepositoryView): boolean {
  return [...repo.files.keys(), ...repo.opaque.keys()].some((path) => nameOf(path) === 'Pipfile' || nameOf(path) === 'setup.cfg' || nameOf(path) === 'setup.py' || isRequirementsName(shortPath(path)));
}

/** The path as the folder of its project sees it: `requirements/dev.txt` belongs to the folder above. */
function shortPath(path: string): string {
  return path.split('/').slice(/^requirements?$/i.test(path.split('/').at(-2) ?? '') ? -2 : -1).join('/');
}

function foldersOf(view: RepositoryView): readonly string[] {
  const folders = new Set<string>();
  for (const path of [...view.repo.files.keys(), ...view.repo.opaque.keys()]) {
    const short = shortPath(path);
    if (!isRequirementsName(short) && nameOf(path) !== 'Pipfile') continue;
    const ownership = view.ownershipOf(path);
    if (ownership === 'vendored' || ownership === 'template' || isExample(path)) continue;
    folders.add(path.slice(0, Math.max(0, path.length - short.length - 1)));
  }
  return [...folders].sort();
}

/** Folders whose requirements are not for a project: examples, test data, docs that only a hoster builds. */
function isExample(path: string): boolean {
  return folderOf(path).split('/').some((folder) => /^(?:examples?|samples?|demos?|tutorials?|fixtures?|test[-_]?(?:data|files|projects|assets)|__fixtures__|testdata|templates?|scaffolds?|cookiecutter.*|docs?|notebooks?|tests?|benchmarks?|\..*)$/i.test(folder) || /[{}]/.test(folder));
}

function readProject(view: RepositoryView, folder: string): RequirementsProject {
  const { repo } = view;
  const manifest = joinPath(folder, 'pyproject.toml');
  const paths = [...repo.files.keys()].filter((path) => isInside(path, folder) && isRequirementsName(inFolder(path, folder)));
  const texts = new Map(paths.map((path) => [inFolder(path, folder), repo.files.get(path)?.text ?? ''] as const));
  const pipfile = repo.files.get(joinPath(folder, 'Pipfile'));
  const base = { folder, manifest, facts: undefined, project: undefined, locks: [], isPipenv: pipfile !== undefined, roles: new Map(paths.map((path) => [path, undefined])), folders: new Set([...repo.files.keys()].filter((path) => isInside(path, folder)).map((path) => inFolder(path, folder).split('/')).filter((parts) => parts.length > 1).map(([first = '']) => first)) };
  const left = (message: string, path: RepoPath = paths[0] ?? joinPath(folder, 'Pipfile'), span: Span = { start: 0, end: 0 }): RequirementsProject => ({ ...base, state: 'left', remarks: [{ kind: 'refusal', path, span, message }] });
  const hidden = [...repo.opaque].find(([path]) => isInside(path, folder) && isRequirementsName(inFolder(path, folder)));
  if (hidden) return left(`\`${hidden[0]}\` cannot be read: ${hidden[1].because}.`, hidden[0]);
  const text = repo.files.get(manifest)?.text;
  const document = text === undefined ? undefined : parseToml(text);
  if (document && isTomlProblem(document)) return left(`\`${manifest}\` is not TOML (line ${document.line}: ${document.message}).`);
  const manager = document && managerOf(document.data);
  if (manager === 'other') return { ...base, state: 'beside', remarks: [] };
  const plan = pipfile ? pipenvPlan(view, folder, pipfile.path, pipfile.text) : requirementsPlan(view, folder, texts);
  if (pipfile && texts.size > 0 && plan && !manager) plan.remarks.push(...pipfileRivals(view, folder, paths));
  if (!plan) return manager === 'uv' ? { ...base, state: 'beside', remarks: [] } : left('Requirements are listed here, but no file lists the runtime dependencies: nothing is made a project of them.');
  const isEmpty = plan.declared.dependencies.items.length === 0 && plan.declared.groups.every(({ list }) => list.items.length === 0);
  if (isEmpty && manager === undefined) return left('Nothing is listed here, so that no project is made of it.');
  const roles = new Map(paths.map((path) => [path, plan.roles.get(path)] as const));
  if (manager === 'uv' && document) {
    const facts = readUvProject(document.data);
    const isCarried = facts !== undefined && carriedBy(document.data, plan.declared);
    return { ...base, roles: isCarried ? roles : base.roles, state: isCarried ? 'carried' : 'beside', facts, remarks: [], locks: isCarried ? plan.locks : [] };
  }
  const outer = manager === undefined && isWithinAnother(view, folder);
  if (outer) return left(`These requirements lie within another project: whether \`${folder}\` is a project of its own is for a person to say.`);
  const setup = setupOf(view, folder, plan.declared, paths);
  if ('left' in setup) return left(setup.left.message, setup.left.path, setup.left.span);
  const remarks = [...plan.remarks, ...setup.remarks];
  const project = newProject(view, folder, plan.declared, setup.metadata);
  if (isProblem(project)) return left(project.problem);
  const facts = readUvProject(project.data);
  const isRefused = remarks.some(({ kind }) => kind === 'refusal');
  return { ...base, roles: isRefused ? base.roles : roles, state: isRefused ? 'left' : 'sources', facts, project: project.project, remarks: [...remarks, ...project.remarks], locks: plan.locks };
}

/** Whether a folder above is a project, by its manifest or by requirements of its own: then nobody can tell what those further down are for. */
function isWithinAnother({ repo }: RepositoryView, folder: string): boolean {
  const paths = [...repo.files.keys(), ...repo.opaque.keys()];
  const isProject = (one: string): boolean => {
    const manifest = repo.files.get(joinPath(one, 'pyproject.toml'))?.text ?? '';
    return /^\s*\[(?:project|tool\.poetry)\]/m.test(manifest) || paths.some((path) => isInside(path, one) && (isRequirementsName(inFolder(path, one)) || path === joinPath(one, 'Pipfile') || path === joinPath(one, 'setup.py')));
  };
  return folder !== '' && foldersAbove(`${folder}/`).slice(1).some(isProject);
}

interface Plan {
  readonly declared: Declared;
  readonly roles: ReadonlyMap<RepoPath, RequirementsRole>;
  readonly locks: readonly RepoPath[];
  readonly remarks: PlacedRemark[];
}

function requirementsPlan(view: RepositoryView, folder: string, texts: ReadonlyMap<string, string>): Plan | undefined {
  const files = sortFiles(texts);
  const pathFacts = {
    fromProject: (path: string) => relative(folder, path),
    projectName: (path: string) => projectNameAt(view, folder, path),
  };
  const plan = planRequirements({
    files, facts: pathFacts,
    constraintsIn(path) {
      const text = view.repo.files.get(joinPath(folder, path))?.text;
      return text === undefined ? undefined : entriesOf({ path, lines: readRequirementsFile(text), producer: undefined }, pathFacts);
    },
  });
  if (!plan) return undefined;
  const remarks = placedRemarks(folder, plan.remarks);
  const main = files.sources.get(plan.main);
  if (main?.producer && plan.locks.length === 0 && (main.producer.isStated || plan.dependencies.items.length >= 12)) remarks.push({ kind: 'person', path: joinPath(folder, plan.main), span: { start: 0, end: 0 }, message: `\`${joinPath(folder, plan.main)}\` looks like the output of \`${main.producer.tool}\`: it lists every package with its version, and all of them become direct dependencies. Take out of \`[project]\` what the code does not import: uv.lock pins the rest.` });
  return {
    declared: { ...plan, entryPoints: [], extras: [], requiresPython: undefined },
    roles: new Map([...plan.roles].map(([path, role]) => [joinPath(folder, path), role])),
    locks: plan.locks.map((path) => joinPath(folder, path)),
    remarks,
  };
}

function pipenvPlan(view: RepositoryView, folder: string, path: RepoPath, text: string): Plan | undefined {
  const document = parseToml(text);
  if (isTomlProblem(document)) return undefined;
  const plan = planPipfile(document);
  const lock = joinPath(folder, 'Pipfile.lock');
  const place = (at: readonly (string | number)[]): Span => {
    for (let length = at.length; length > 0; length--) {
      const node = document.get(at.slice(0, length));
      if (node) return ('keySpan' in node && node.keySpan) || node.span;
    }
    return { start: 0, end: 0 };
  };
  return {
    declared: { ...plan, constraints: { items: [] }, installsProject: false, entryPoints: [], extras: [] },
    roles: new Map(),
    locks: view.repo.files.has(lock) ? [lock] : [],
    remarks: plan.remarks.map(({ kind, at, message }) => ({ kind, path, span: place(at), message })),
  };
}

/** Requirements files beside a Pipfile say the same once more, or something else. */
function pipfileRivals(_view: RepositoryView, _folder: string, paths: readonly RepoPath[]): readonly PlacedRemark[] {
  return paths.map((path) => ({ kind: 'refusal' as const, path, span: { start: 0, end: 0 }, message: `\`${path}\` stands beside a Pipfile: which of them tells what the project needs is for a person to say.` }));
}

/** Who manages the project that a manifest describes, if anybody. */
function managerOf(data: TomlTableData): 'uv' | 'other' | undefined {
  const tool = isTableData(data['tool'] ?? '') ? (data['tool'] as TomlTableData) : {};
  if (tool['poetry'] !== undefined || tool['pdm'] !== undefined || tool['flit'] !== undefined) return 'other';
  if (data['project'] !== undefined) return tool['uv'] !== undefined ? 'uv' : 'other';
  return tool['uv'] !== undefined || data['build-system'] !== undefined || data['dependency-groups'] !== undefined ? 'other' : undefined;
}

/** The name of the project in a folder beside, by its manifest. */
function projectNameAt({ repo }: RepositoryView, folder: string, path: string): string | undefined {
  const place = relative(folder, path);
  if (place === undefined) return undefined;
  const target = resolvedPath(folder, place);
  const text = target === undefined ? undefined : repo.files.get(joinPath(target, 'pyproject.toml'))?.text;
  const document = text === undefined ? undefined : parseToml(text);
  return document && !isTomlProblem(document) ? readUvProject(document.data)?.name : undefined;
}

/** A path from a folder, if it stays in the repository. */
function relative(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  return resolvedPath(folder, path) === undefined ? undefined : path.replace(/^\.\//, '').replace(/\/$/, '');
}

/** Where a path from a folder leads. */
export function resolvedPath(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function inFolder(path: string, folder: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

/** The project that a file or folder belongs to: the nearest one above, else the only one below. */
export function requirementsProjectAt(projects: readonly RequirementsProject[], path: string): RequirementsProject | undefined {
  const above = foldersAbove(path).map((folder) => projects.find((project) => project.folder === folder)).find((project) => project !== undefined);
  const below = projects.filter((project) => isInside(project.folder, folderOf(path)));
  return above ?? (below.length === 1 ? below[0] : undefined);
}
