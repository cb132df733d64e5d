import { readLicense } from '../license.ts';
import { isProblem, type Problem } from '../problem.ts';
import { isName, parseRequirement, printRequirement } from '../requirement/index.ts';
import { checkSpecifiers, normaliseVersion } from '../version/index.ts';
import type { NewItem, NewList, NewProject, NewValue } from '../uv/new-project.ts';

/** What `setup.py` or `setup.cfg` says, all of it literal. Names are those of `setup()`. */
export type SetupArguments = ReadonlyMap<string, string | readonly string[] | ReadonlyMap<string, string | readonly string[]>>;

/** A setuptools project as parts of a uv project. */
export interface SetuptoolsProject extends Pick<NewProject, 'dependencies' | 'extras' | 'groups' | 'entryPoints' | 'requiresPython' | 'metadata' | 'build'> {
  readonly name: string;
  readonly version: string;
  /** The arguments that `[project]` says from now on. */
  readonly moved: readonly string[];
}

/** What `[project]` has no place for, and setuptools goes on reading where it stands. */
const STAYS: ReadonlySet<string> = new Set(['packages', 'package_dir', 'package_data', 'include_package_data', 'exclude_package_data', 'py_modules', 'data_files', 'namespace_packages', 'platforms', 'zip_safe', 'provides', 'obsoletes']);
const MOVES: ReadonlySet<string> = new Set(['name', 'version', 'description', 'long_description', 'long_description_content_type', 'author', 'author_email', 'maintainer', 'maintainer_email', 'url', 'project_urls', 'license', 'keywords', 'classifiers', 'python_requires', 'install_requires', 'extras_require', 'tests_require', 'setup_requires', 'entry_points']);

/** Turns literal arguments into `[project]`; a problem when one of them means something that has no place there. */
export function setuptoolsProject(given: SetupArguments): SetuptoolsProject | Problem {
  const odd = [...given.keys()].find((key) => !STAYS.has(key) && !MOVES.has(key));
  if (odd !== undefined) return { problem: `\`${odd}\` has no place in \`[project]\`.` };
  const text = (key: string): string | undefined => {
    const value = given.get(key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const name = text('name');
  const version = text('version');
  if (name === undefined || !isName(name)) return { problem: 'the name of the package is not given as a text.' };
  if (version === undefined || normaliseVersion(version) === undefined) return { problem: 'the version is not given as a text.' };
  const python = text('python_requires');
  if (python !== undefined && checkSpecifiers(python)) return { problem: `\`${python}\` is not a range of Python versions.` };
  const dependencies = listOf(given.get('install_requires'));
  const tests = listOf(given.get('tests_require'));
  const build = listOf(given.get('setup_requires'));
  const extras = [...tableOf(given.get('extras_require'))].map(([extra, value]) => ({ name: extra, list: listOf(value) }));
  for (const list of [dependencies, tests, build, ...extras.map((extra) => extra.list)]) if (isProblem(list)) return list;
  const conditional = extras.find((extra) => !isName(extra.name));
  if (conditional) return { problem: `the extra \`${conditional.name}\` is a condition.` };
  const entryPoints = readEntryPoints(given.get('entry_points'));
  if (isProblem(entryPoints)) return entryPoints;
  const links = [...(text('url') === undefined ? [] : [['Homepage', text('url') ?? ''] as const]), ...[...tableOf(given.get('project_urls'))].flatMap(([label, value]) => (typeof value === 'string' ? [[label, value] as const] : []))];
  const metadata = metadataOf(given, text);
  if (isProblem(metadata)) return metadata;
  return {
    name, version, metadata, requiresPython: python,
    dependencies: dependencies as NewList,
    extras: extras as SetuptoolsProject['extras'],
    groups: (tests as NewList).items.length > 0 ? [{ name: 'test', isDefault: true, list: tests as NewList }] : [],
    entryPoints: [{ table: ['urls'], entries: links }, ...entryPoints],
    build: { requires: ['setuptools>=77', ...(build as NewList).items.flatMap(({ value }) => (typeof value === 'string' && !/^(?:setuptools|wheel)\b/.test(value) ? [value] : []))], backend: 'setuptools.build_meta' },
    moved: [...given.keys()].filter((key) => MOVES.has(key)),
  };
}

function metadataOf(given: SetupArguments, text: (key: string) => string | undefined): readonly (readonly [string, NewValue])[] | Problem {
  const description = text('description');
  const long = text('long_description');
  const readme = long === undefined ? undefined : /^file:\s*([\w./-]+)$/.exec(long)?.[1];
  if (long !== undefined && readme === undefined) return { problem: 'the long description is not one file.' };
  const license = text('license');
  const read = license === undefined ? undefined : readLicense(license);
  const people = (who: 'author' | 'maintainer'): readonly (readonly [string, NewValue])[] => {
    const person = { ...(text(who) !== undefined && { name: text(who) ?? '' }), ...(text(`${who}_email`) !== undefined && { email: text(`${who}_email`) ?? '' }) };
    return Object.keys(person).length === 0 ? [] : [[`${who}s`, [person as { readonly [key: string]: string }]]];
  };
  const keywords = given.get('keywords');
  const words = typeof keywords === 'string' ? keywords.split(/[,\n]/).map((word) => word.trim()).filter((word) => word !== '') : Array.isArray(keywords) ? (keywords as readonly string[]) : [];
  const all = linesOf(given.get('classifiers'));
  const classifiers = all.filter((one) => !(read?.kind === 'expression' && one.startsWith('License ::')));
  return [
    ...(description === undefined ? [] : [['description', description.replace(/\s*\n\s*/g, ' ')] as const]),
    ...(readme === undefined ? [] : [['readme', readme] as const]),
    ...(read === undefined ? [] : [['license', read.kind === 'expression' ? read.expression : { text: read.text }] as const]),
    ...people('author'),
    ...people('maintainer'),
    ...(words.length > 0 ? [['keywords', words] as const] : []),
    ...(classifiers.length > 0 ? [['classifiers', classifiers] as const] : []),
  ];
}

/** `{'console_scripts': ['name = module:function']}`, also as the text of an INI section. */
function readEntryPoints(value: SetupArguments extends ReadonlyMap<string, infer V> ? V | undefined : never): NewProject['entryPoints'] | Problem {
  const tables: { table: readonly string[]; entries: readonly (readonly [string, string])[] }[] = [];
  for (const [group, list] of tableOf(value)) {
    const entries: (readonly [string, string])[] = [];
    for (const line of linesOf(list)) {
      const [, name, target] = /^([^=]+?)\s*=\s*([\w.]+(?::[\w.]+)?)$/.exec(line) ?? [];
      if (name === undefined || target === undefined) return { problem: `the entry point \`${line}\` is not understood.` };
      entries.push([name, target]);
    }
    tables.push({ table: group === 'console_scripts' ? ['scripts'] : group === 'gui_scripts' ? ['gui-scripts'] : ['entry-points', group], entries });
  }
  return tables;
}

/** Requirements, one a line, with the comments above and behind them. */
function listOf(value: string | readonly string[] | ReadonlyMap<string, unknown> | undefined): NewList | Problem {
  const items: NewItem[] = [];
  let above: string[] = [];
  for (const line of allLines(value)) {
    if (line.startsWith('#')) {
      above.push(line);
      continue;
    }
    const [, text = line, behind] = /^(.*?)\s+(#.*)$/.exec(line) ?? [];
    const requirement = parseRequirement(text);
    if (isProblem(requirement)) return { problem: `\`${text}\` is not a requirement that is understood.` };
    if (requirement.url !== undefined) return { problem: `\`${text}\` names an address.` };
    items.push({ value: printRequirement(requirement), above, behind });
    above = [];
  }
  return { items, below: above };
}

function linesOf(value: string | readonly string[] | ReadonlyMap<string, unknown> | undefined): readonly string[] {
  return allLines(value).filter((line) => !line.startsWith('#')).map((line) => line.replace(/\s{2}#.*$/, ''));
}

function allLines(value: string | readonly string[] | ReadonlyMap<string, unknown> | undefined): readonly string[] {
  const lines = typeof value === 'string' ? value.split('\n') : Array.isArray(value) ? (value as readonly string[]) : [];
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function tableOf(value: string | readonly string[] | ReadonlyMap<string, string | readonly string[]> | undefined): ReadonlyMap<string, string | readonly string[]> {
  return value instanceof Map ? (value as ReadonlyMap<string, string | readonly string[]>) : new Map();
}
