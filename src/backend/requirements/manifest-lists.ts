import { isPlainList, isPlainTable, type PlainTable, type PlainValue } from '../../formats/toml/read-data.ts';
import type { RepoPath } from '../../repo/path.ts';
import { askedByEntry, askedByText, type RequirementList, type Use } from './lists.ts';

/** Entries of a table as dependencies, the interpreter left out. */
function entries(table: PlainValue | undefined): readonly (readonly [string, PlainValue])[] {
  return isPlainTable(table) ? Object.entries(table).filter(([name]) => name.toLowerCase() !== 'python') : [];
}

/** A table inside tables, empty where there is none. */
export function tableIn(data: PlainValue | undefined, ...keys: readonly string[]): PlainTable {
  const [key, ...rest] = keys;
  if (!isPlainTable(data)) return {};
  return key === undefined ? data : tableIn(Object.hasOwn(data, key) ? data[key] : undefined, ...rest);
}

/** The texts of a list; of one text, that text. */
export function textsIn(value: PlainValue | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : isPlainList(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Every list of a `pyproject.toml`: `[project]`, its extras, dependency groups, and the tables of Poetry, PDM, Hatch and uv. */
export function listsOfManifest(path: RepoPath, data: PlainTable): readonly RequirementList[] {
  const lists: RequirementList[] = [];
  const add = (kind: RequirementList['kind'], use: Use, asked: RequirementList['asked']): void => void lists.push({ path, kind, use, asked, made: undefined });
  const texts = (value: PlainValue | undefined): RequirementList['asked'] => textsIn(value).flatMap((text) => askedByText(text) ?? []);
  const groups = (table: PlainTable, use: Use): void => Object.values(table).forEach((list) => add('pep621', use, texts(list)));
  const project = tableIn(data, 'project');
  if (project['dependencies'] !== undefined) add('pep621', 'runtime', texts(project['dependencies']));
  groups(tableIn(project, 'optional-dependencies'), 'optional');
  groups(tableIn(data, 'dependency-groups'), 'development');
  groups(tableIn(data, 'tool', 'pdm', 'dev-dependencies'), 'development');
  add('pep621', 'development', texts(tableIn(data, 'tool', 'uv')['dev-dependencies']));
  const poetry = tableIn(data, 'tool', 'poetry');
  const own = entries(poetry['dependencies']);
  const isOptional = (value: PlainValue): boolean => isPlainTable(value) && value['optional'] === true;
  const asked = (some: readonly (readonly [string, PlainValue])[]): RequirementList['asked'] => some.map(([name, value]) => askedByEntry(name, value));
  if (isPlainTable(poetry['dependencies'])) add('poetry', 'runtime', asked(own.filter(([, value]) => !isOptional(value))));
  add('poetry', 'optional', asked(own.filter(([, value]) => isOptional(value))));
  add('poetry', 'development', asked(entries(poetry['dev-dependencies'])));
  for (const [name, group] of Object.entries(tableIn(poetry, 'group'))) {
    if (isPlainTable(group)) add('poetry', name === 'main' ? 'runtime' : 'development', asked(entries(group['dependencies'])));
  }
  return lists.filter(({ use, asked: found }) => use === 'runtime' || found.length > 0);
}

/** The lists of a Pipfile; categories of one's own are for some machines only. */
export function listsOfPipfile(path: RepoPath, data: PlainTable): readonly RequirementList[] {
  const other = ['source', 'requires', 'scripts', 'pipenv'];
  return Object.keys(data).filter((key) => !other.includes(key)).map((key) => ({
    path, kind: 'pipfile', use: key === 'packages' ? 'runtime' : 'development', asked: entries(data[key]).map(([name, value]) => askedByEntry(name, value)), made: undefined,
  }));
}

/** The requirements files that a manifest reads its dependencies from when the package is built: setuptools' and Hatch's ways to say so. */
export function filesReadBy(data: PlainTable): readonly string[] {
  const dynamic = textsIn(tableIn(data, 'project')['dynamic']).includes('dependencies');
  const setuptools = tableIn(data, 'tool', 'setuptools', 'dynamic', 'dependencies');
  const hatch = tableIn(data, 'tool', 'hatch', 'metadata', 'hooks', 'requirements_txt');
  return dynamic ? [...textsIn(setuptools['file']), ...textsIn(hatch['filename']), ...textsIn(hatch['files'])] : [];
}
