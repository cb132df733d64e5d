import type { RepositoryView } from '../candidate.ts';
import { projectOf } from '../../backend/roles.ts';
import { pythonFloor } from '../../codemod/new-code/python-floor.ts';
import type { Complaint } from '../complaints.ts';
import type { Patch } from '../../patch/patch-set.ts';
import { comparePaths, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';

/** What is looked at by a type checker. */
export interface TypedSubject {
  readonly project: string;
  /** Changed files and those that import them, before and after. */
  readonly files: readonly RepoPath[];
  /** Folders that imports start from. */
  readonly roots: readonly string[];
  /** The lowest minor version of Python 3; `undefined` where nobody says. */
  readonly floor: number | undefined;
  /** Names of classes whose fields the environment fills in. */
  readonly settings: readonly string[];
  /** The file in which the repository configures mypy, where it does so without a plug-in of its own. */
  readonly mypy: RepoPath | undefined;
}

/** Importers beyond so many are not looked at. */
const MOST_IMPORTERS = 60;

/** What a patch may do to types, project by project. */
export function subjectsOf(patch: Patch, was: RepositoryView, is: RepositoryView): readonly TypedSubject[] {
  const changed = patch.deltas.flatMap((delta) => (delta.kind === 'move' ? [delta.path, delta.from] : [delta.path])).filter((path) => /\.pyi?$/.test(path));
  const projects = [...new Set(changed.map((path) => projectOf(is.repo, path)))].sort();
  return projects.map((project) => {
    const own = changed.filter((path) => projectOf(is.repo, path) === project);
    const importers = [was, is].flatMap((view) => importersOf(own, view)).filter((path) => projectOf(is.repo, path) === project);
    const files = [...new Set([...own, ...importers.slice(0, MOST_IMPORTERS)])].sort(comparePaths);
    const roots = [...new Set([...files.flatMap((path) => rootsOf(path, is)), project])];
    return { project, files, roots, floor: pythonFloor(is, project), settings: settingsIn(was, is), mypy: mypyConfiguration(is, project) };
  });
}

function settingsIn(...views: readonly RepositoryView[]): readonly string[] {
  return [...new Set(views.flatMap(({ backend }) => backend.settings.classes.map(({ name }) => name)))].sort();
}

/** Whether a checker misses arguments of a settings class, not knowing that the environment gives them: a required field is no mistake. */
export function isFilledByEnvironment({ code, message, path, line }: Complaint, snapshot: Snapshot, { settings }: TypedSubject): boolean {
  if (!/^(?:reportCallIssue|call-arg)$/.test(code) || !/^(?:Arguments? missing for parameter|Missing named argument)/.test(message)) return false;
  const text = snapshot.files.get(path as RepoPath)?.text.split('\n')[line - 1] ?? '';
  return settings.some((name) => new RegExp(`\\b${name}\\(`).test(text));
}

/** The module that a checker does not find, where it says no more than that. */
export function moduleNotTyped({ code, message }: Complaint): string | undefined {
  return code === 'import-not-found' ? /module named "([\w.]+)"/.exec(message)?.[1] : undefined;
}

function importersOf(paths: readonly RepoPath[], { python }: RepositoryView): readonly RepoPath[] {
  const modules = new Set(paths.flatMap((path) => python.layout.moduleAt(path) ?? []));
  return python.layout.modules.filter((module) => module.parses && python.importedBy(module).some((one) => modules.has(one))).map(({ path }) => path);
}

function rootsOf(path: RepoPath, { python }: RepositoryView): readonly string[] {
  const module = python.layout.moduleAt(path);
  return module ? python.layout.rootsFor(module) : [];
}

function mypyConfiguration({ repo }: RepositoryView, project: string): RepoPath | undefined {
  const inProject = (name: string): RepoPath => (project === '' ? name : `${project}/${name}`) as RepoPath;
  const found = ['mypy.ini', '.mypy.ini', 'pyproject.toml', 'setup.cfg'].map(inProject).find((path) => {
    const text = repo.files.get(path)?.text ?? '';
    return nameOf(path).includes('mypy') ? repo.files.has(path) : /^\[(?:tool\.)?mypy\]/m.test(text);
  });
  const plugins = found && /^\s*plugins\s*=\s*(.*(?:\n[ \t"'\]].*)*)/m.exec(repo.files.get(found)?.text ?? '')?.[1];
  // A plug-in of the repository would be executed.
  return plugins !== undefined && /\.py\b|\.\/|^(?!.*(?:pydantic|sqlalchemy|sqlmypy|mypy_django|strawberry|numpy))/.test(plugins) ? undefined : found;
}
