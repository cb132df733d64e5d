import { isIniProblem, optionAt, parseIni } from '../../formats/ini/index.ts';
import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { assignmentOf, plainString, statementsOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import { joinPath, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { askedByText, type RequirementList } from './lists.ts';

/** What setuptools' own files ask for. */
export interface SetupLists {
  readonly lists: readonly RequirementList[];
  /** Requirements files they read, relative to the project. */
  readonly reads: readonly string[];
  readonly unreadable: readonly { readonly path: RepoPath; readonly because: string }[];
  /** The `install_requires` of `setup.py`, a list of plain strings. */
  readonly literal: { readonly module: Module; readonly list: PyNode } | undefined;
}

const FILE = /["']([\w./-]*requirements?[\w./-]*\.(?:txt|in))["']/g;

/** Reads `setup.cfg` and `setup.py`. A script that does not write its list out is left unread, unless it takes it from a requirements file. */
export function setupLists(repo: Snapshot, python: Python, folder: string): SetupLists {
  const config = repo.files.get(joinPath(folder, 'setup.cfg'));
  const ini = config && parseIni(config.text);
  const required = ini && !isIniProblem(ini) ? optionAt(ini, 'options', 'install_requires') : undefined;
  const file = required && /^\s*file:\s*(\S+)\s*$/.exec(required.value)?.[1];
  const lists: RequirementList[] = config && required && file === undefined
    ? [{ path: config.path, kind: 'setup.cfg', use: 'runtime', made: undefined, asked: required.lines.flatMap(({ text }) => askedByText(text) ?? []) }] : [];
  const module = python.layout.moduleAt(joinPath(folder, 'setup.py'));
  const reads = [...(file === undefined ? [] : [file]), ...(module ? [...module.text.matchAll(FILE)].map(([, path = '']) => path.replace(/^\.\//, '')) : [])];
  const value = module?.parses ? installRequires(module, python) : undefined;
  const none = { lists, reads, unreadable: [], literal: undefined };
  if (!module || value === undefined) return none;
  const texts = value.type === 'list' ? parts(value).map((item) => plainString(item)) : [undefined];
  if (texts.every((text) => text !== undefined)) {
    lists.push({ path: module.path, kind: 'setup.py', use: 'runtime', made: undefined, asked: texts.flatMap((text) => askedByText(text) ?? []) });
    return { ...none, literal: { module, list: value } };
  }
  const isRead = reads.some((path) => repo.files.has(joinPath(folder, path)));
  return isRead ? none : { ...none, unreadable: [{ path: module.path, because: 'puts its list of dependencies together when it runs' }] };
}

/** The list that `setup(install_requires=…)` is given, by way of a variable of the module or not. */
function installRequires(module: Module, python: Python): PyNode | undefined {
  const calls = ['setuptools.setup', 'distutils.core.setup'].flatMap((external) => python.callsTo({ external })).filter((call) => call.module === module);
  const given = calls.flatMap((call) => call.arguments).find(({ name }) => name === 'install_requires')?.value;
  if (given?.type !== 'identifier') return given;
  const assigned = statementsOf(module.tree.root).flatMap((statement) => assignmentOf(statement) ?? []).filter(({ target }) => target.text === given.text);
  return assigned.length === 1 ? (assigned[0]?.value ?? given) : given;
}
