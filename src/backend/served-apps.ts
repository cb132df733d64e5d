import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import { folderOf, isInside, nameOf, type RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { roleOf } from './roles.ts';

/** An application as a server is told to run it: `uvicorn app.main:app`. */
export interface ServedApp {
  /** The module the command names; the application may be imported into it. */
  readonly module: Module;
  /** The variable or factory. */
  readonly name: string;
  /** The folder on `sys.path` that the module's name is counted from. */
  readonly root: string;
  /** The file that says so. */
  readonly said: RepoPath;
  /** How much it says: what runs in production more than a script, a script more than a text for people. */
  readonly weight: 1 | 2 | 3;
}

const SERVERS = /\b(?:uvicorn|gunicorn|hypercorn|granian|daphne|fastapi|UvicornWorker)\b/;
const REFERENCE = /(?<![\w./:@-])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(?![\w:/.-])/g;
const FASTAPI_FILE = /\bfastapi(?:\s+|["'],\s*["'])(?:run|dev)(?:\s+|["'],\s*["'])(?:--?[\w-]+(?:[= ]\d+)?\s+)*(?:\.\/)?([\w./-]+\.py)\b/g;
/** Files longer than this are data. */
const LONGEST = 400_000;

const cache = new WeakMap<Snapshot, readonly ServedApp[]>();

/** The applications that server commands of images, scripts and texts name, those with the most to say first. */
export function servedApps(repo: Snapshot, python: Python): readonly ServedApp[] {
  const known = cache.get(repo) ?? findServed(repo, python);
  cache.set(repo, known);
  return known;
}

function findServed(repo: Snapshot, python: Python): readonly ServedApp[] {
  const byName = new Map<string, { readonly module: Module; readonly root: string }[]>();
  for (const module of python.layout.modules) {
    if (roleOf(module.path) !== 'service') continue;
    for (const root of python.layout.rootsFor(module)) {
      const dotted = python.layout.dottedName(module, root);
      if (dotted !== undefined) byName.set(dotted, [...(byName.get(dotted) ?? []), { module, root }]);
    }
  }
  const found: ServedApp[] = [];
  for (const { path, text } of repo.files.values()) {
    if (text.length > LONGEST || /\.(?:lock|csv|ipynb|svg|js|ts|tsx|css|html)$/.test(path) || !SERVERS.test(text) || roleOf(path) !== 'service') continue;
    if (path.endsWith('.py') && !text.includes('.run(')) continue;
    const weight = weightOf(path);
    for (const [, dotted = '', name = ''] of text.matchAll(REFERENCE)) {
      const named = (byName.get(dotted) ?? []).filter(({ module }) => module.text.includes(name));
      found.push(...nearest(named, path).map(({ module, root }): ServedApp => ({ module, name, root, said: path, weight })));
    }
    for (const [, file = ''] of text.matchAll(FASTAPI_FILE)) {
      const named = [...byName.values()].flat().filter(({ module, root }) => module.path === file || module.path.endsWith(`/${file}`) ? root === rootOfFile(module, python) : false);
      found.push(...nearest(named, path).map(({ module, root }): ServedApp => ({ module, name: 'app', root, said: path, weight })));
    }
  }
  return found.sort((a, b) => b.weight - a.weight);
}

/** `fastapi run shop/main.py` puts the folder above the packages around the file on `sys.path`. */
function rootOfFile(module: Module, { layout }: Python): string {
  let folder = folderOf(module.path);
  while (layout.isPackage(folder)) folder = folderOf(folder);
  return folder;
}

/** Of several modules of one name, those that lie with the file that names them. */
function nearest<T extends { readonly module: Module; readonly root: string }>(named: readonly T[], path: RepoPath): readonly T[] {
  const beside = named.filter(({ root }) => root === folderOf(path));
  const below = named.filter(({ module }) => isInside(module.path, folderOf(path)));
  return beside.length > 0 ? beside : below.length > 0 ? below : named;
}

function weightOf(path: RepoPath): ServedApp['weight'] {
  if (/(?:Dockerfile|Containerfile|Procfile)|\.(?:service|conf|ini)$|(?:compose|deploy|k8s|fly|render|app)[\w.-]*\.(?:ya?ml|toml)$/i.test(nameOf(path))) return 3;
  return /\.(?:md|rst|txt)$/i.test(path) ? 1 : 2;
}
