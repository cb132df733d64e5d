import { isTomlProblem, parseToml, type TomlTableData } from '../../formats/toml/index.ts';
import { projectObjections } from '../../packaging/uv/check-project.ts';
import type { NewProject, NewValue } from '../../packaging/uv/new-project.ts';
import { printProject } from '../../packaging/uv/print-project.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import { joinPath } from '../../repo/path.ts';
import { topOf } from '../task.ts';
import type { RepositoryView } from '../view.ts';
import { nameFor } from './name.ts';
import { pythonOf } from './python.ts';
import type { PlacedRemark } from './placed-remark.ts';

/** What requirements files, a Pipfile or setuptools say of a project. */
export type Declared = Pick<NewProject, 'dependencies' | 'groups' | 'constraints' | 'sources' | 'indexes' | 'settings' | 'entryPoints' | 'extras' | 'requiresPython'> & { readonly installsProject: boolean };

/** What a build backend that is there already says. */
export interface Metadata {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly entries: readonly (readonly [string, NewValue])[];
  readonly build: NewProject['build'];
  readonly requiresPython: string | undefined;
}

const DEV_TOOLS = /^(?:pytest(?:-[\w-]+)?|black|ruff|flake8|isort|mypy|pylint|coverage|pre[-_]commit|bandit|tox|nox|autopep8|autoflake|factory[-_]boy|ipdb|pip-tools|pyright|types-[\w-]+)(?![\w.-])/i;

/** The project to write, with the proof that uv takes it. */
export function newProject(view: RepositoryView, folder: string, declared: Declared, metadata: Metadata | undefined): { readonly project: NewProject; readonly data: TomlTableData; readonly remarks: readonly PlacedRemark[] } | { readonly problem: string } {
  const remarks: PlacedRemark[] = [];
  const at = { ...topOf(joinPath(folder, 'pyproject.toml')) };
  const said = declared.requiresPython ?? metadata?.requiresPython;
  const python = said === undefined ? pythonOf(view, folder) : undefined;
  if (said === undefined && !python) remarks.push({ kind: 'person', ...at, message: 'Nothing tells which Python the project is for: `requires-python` is left out. Write it down before `uv lock`, which otherwise takes the Python it finds.' });
  if (python) remarks.push({ kind: 'note', ...at, message: `\`requires-python\` is the lowest Python that is named: ${python.because}.` });
  const tools = declared.dependencies.items.flatMap(({ value }) => (typeof value === 'string' && DEV_TOOLS.test(value) ? [`\`${/^[\w.-]+/.exec(value)?.[0] ?? value}\``] : []));
  if (tools.length > 0) remarks.push({ kind: 'person', ...at, message: `${tools.join(', ')} ${tools.length === 1 ? 'is a tool' : 'are tools'} of development among the runtime dependencies: ${tools.length === 1 ? 'it belongs' : 'they belong'} into the group \`dev\` unless the running code imports ${tools.length === 1 ? 'it' : 'them'}.` });
  const name = nameFor(view, folder, namesIn(declared));
  if (metadata?.name === undefined) {
    if (name.isUnknown) remarks.push({ kind: 'person', ...at, message: `Nothing tells what the project is called: it is \`${name.name}\` until a person names it.` });
    else if (name.because !== undefined) remarks.push({ kind: 'note', ...at, message: `The project is called \`${name.name}\`, after ${name.because}.` });
  }
  const project: NewProject = {
    ...declared,
    name: metadata?.name ?? name.name,
    version: metadata?.version ?? versionIn(view, folder) ?? '0.1.0',
    metadata: metadata?.entries ?? [],
    requiresPython: said ?? python?.specifiers,
    isPackage: metadata?.build !== undefined,
    build: metadata?.build,
  };
  if (declared.installsProject && !project.isPackage) return { problem: 'The project installs itself (`-e .`), and nothing tells how it is built.' };
  const read = parseToml(printProject(project));
  if (isTomlProblem(read)) return { problem: `What was made of it is not TOML: ${read.message}` };
  const [objection] = projectObjections(read.data);
  return objection === undefined ? { project, data: read.data, remarks } : { problem: `uv would not accept what it becomes: ${objection}` };
}

/** The packages that are asked for. */
function namesIn({ dependencies, groups }: Declared): ReadonlySet<string> {
  const items = [dependencies, ...groups.map(({ list }) => list)].flatMap((list) => list.items);
  return new Set(items.flatMap(({ value }) => (typeof value === 'string' ? [normaliseName(/^[A-Za-z0-9._-]+/.exec(value)?.[0] ?? '')] : [])));
}

/** The version that a package of the project says of itself, when all that do say the same. */
function versionIn({ repo }: RepositoryView, folder: string): string | undefined {
  const found = new Set<string>();
  for (const [path, { text }] of repo.files) {
    if (!/(?:^|\/)(?:__init__|__version__|_version|version|__about__)\.py$/.test(path) || path.split('/').length > (folder === '' ? 0 : folder.split('/').length) + 3 || (folder !== '' && !path.startsWith(`${folder}/`))) continue;
    const version = /^__version__(?:\s*:\s*str)?\s*=\s*["'](\d+(?:\.\d+)*(?:(?:a|b|rc|\.post|\.dev)\d+)?)["']\s*(?:#.*)?$/m.exec(text)?.[1];
    if (version !== undefined) found.add(version);
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

