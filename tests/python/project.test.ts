import { describe, expect, it } from 'vitest';
import { factReader } from '../../src/python/facts.ts';
import { pythonOf, type Python } from '../../src/python/index.ts';
import type { Found } from '../../src/python/project/layout.ts';
import type { Module } from '../../src/python/project/module.ts';
import { spellingOf } from '../../src/python/project/spelling.ts';
import type { Symbol } from '../../src/python/project/symbols.ts';
import { deepDescendants, nodeAt } from '../../src/python/syntax/walk.ts';
import { positionAt } from '../../src/text/lines.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

/** A repository as texts by path. Paths alone stand for empty files. */
type Repository = Readonly<Record<string, string>> | readonly string[];

function read(repository: Repository): { readonly python: Python; readonly texts: readonly string[] } {
  const files = Array.isArray(repository) ? repository.map((path: string) => [path, ''] as const) : Object.entries(repository as Readonly<Record<string, string>>);
  const snapshot = snapshotFrom(new Map(files));
  return { python: pythonOf(snapshot, factReader(parser)), texts: files.filter(([path]) => !path.endsWith('.py')).map(([, text]) => text) };
}

function moduleAt(python: Python, path: string): Module {
  const module = python.layout.moduleAt(path);
  if (!module) throw new Error(`There is no module ${path}.`);
  return module;
}

function placeOf(found: Found): string {
  switch (found.kind) {
    case 'module':
      return found.module.path;
    case 'namespace':
      return `${found.folder}/ as a namespace`;
    case 'external':
      return 'external';
    case 'unknown':
      return `unknown: ${found.because}`;
  }
}

describe('an absolute import leads to', () => {
  const flat = ['main.py', 'books.py', 'shop/__init__.py', 'shop/api.py', 'shop/db/__init__.py', 'shop/db/models.py'];
  const source = ['pyproject.toml', 'src/shop/__init__.py', 'src/shop/api.py', 'src/shop/db.py', 'tests/test_api.py'];
  const namespaces = ['main.py', 'shop/api.py', 'shop/db/models.py'];
  const projects = ['orders/app/__init__.py', 'orders/app/main.py', 'orders/app/config.py', 'stock/app/__init__.py', 'stock/app/main.py', 'stock/app/config.py', 'tools/report.py'];
  const backend = ['backend/app/__init__.py', 'backend/app/main.py', 'backend/app/config.py', 'tests/test_main.py', 'frontend/app/build.py'];
  it.each<readonly [string, Repository, string, string, string]>([
    ['a module beside it', flat, 'main.py', 'books', 'books.py'],
    ['a package', flat, 'main.py', 'shop', 'shop/__init__.py'],
    ['a module in a package', flat, 'main.py', 'shop.db.models', 'shop/db/models.py'],
    ['the same from inside the package', flat, 'shop/db/models.py', 'shop.api', 'shop/api.py'],
    ['nothing beside a module of a package', flat, 'shop/api.py', 'db', 'external'],
    ['the top, also from inside the package', flat, 'shop/api.py', 'books', 'books.py'],
    ['somebody else', flat, 'main.py', 'fastapi', 'external'],
    ['somebody else below a package of this repository', flat, 'main.py', 'shop.missing', 'external'],
    ['the standard library, whatever is here', ['json.py', 'main.py'], 'main.py', 'json', 'external'],
    ['a package below src', source, 'src/shop/api.py', 'shop.db', 'src/shop/db.py'],
    ['a package below src from the tests', source, 'tests/test_api.py', 'shop.api', 'src/shop/api.py'],
    ['a package through src', source, 'tests/test_api.py', 'src.shop.api', 'src/shop/api.py'],
    ['a namespace', namespaces, 'main.py', 'shop', 'shop/ as a namespace'],
    ['a module in a namespace', namespaces, 'main.py', 'shop.db.models', 'shop/db/models.py'],
    ['a module beside it in a namespace', namespaces, 'shop/api.py', 'db.models', 'shop/db/models.py'],
    ['a package before a namespace further out', ['a/shop/__init__.py', 'a/main.py', 'shop/x.py'], 'a/main.py', 'shop', 'a/shop/__init__.py'],
    ['a package before a module of the same name', ['main.py', 'shop.py', 'shop/__init__.py'], 'main.py', 'shop', 'shop/__init__.py'],
    ['a module that hides a namespace of the same name', ['main.py', 'shop.py', 'shop/books.py'], 'main.py', 'shop.books', 'external'],
    ['the package of the own project', projects, 'orders/app/main.py', 'app.config', 'orders/app/config.py'],
    ['the package of the own project, in the other', projects, 'stock/app/main.py', 'app.config', 'stock/app/config.py'],
    ['one of several packages nobody can tell apart', projects, 'tools/report.py', 'app.config', 'unknown: Several modules of this repository could be `app.config`.'],
    ['the only package of that name, in a folder beside', backend, 'tests/test_main.py', 'app.config', 'backend/app/config.py'],
    ['the package through a folder that is none', backend, 'tests/test_main.py', 'backend.app.config', 'backend/app/config.py'],
    ['another one of the same name, never itself', ['shop/jwt.py'], 'shop/jwt.py', 'jwt', 'external'],
    ['the package itself from its own file', ['main.py', 'shop/__init__.py'], 'shop/__init__.py', 'shop', 'shop/__init__.py'],
    ['nothing beside a module of a folder in a package', ['main.py', 'shop/__init__.py', 'shop/tools/run.py', 'shop/tools/steps.py'], 'shop/tools/run.py', 'steps', 'external'],
    ['a module below a package that programs are started in', { 'backend/__init__.py': '', 'backend/app/main.py': 'from app.books import x\nfrom app.shelves import y\n', 'backend/app/books.py': '', 'backend/app/shelves.py': '' }, 'backend/app/main.py', 'app.books', 'backend/app/books.py'],
    ['a module below a package that programs are started in, from elsewhere', { 'backend/__init__.py': '', 'backend/app/main.py': 'from app.books import x\nfrom app.shelves import y\n', 'backend/app/books.py': '', 'backend/app/shelves.py': '', 'tests/test_app.py': '' }, 'tests/test_app.py', 'app.books', 'backend/app/books.py'],
    ['modules beside it in a package, where there are enough of them', { 'src/__init__.py': '', 'src/api.py': 'import books\nimport shelves\nimport settings\n', 'src/books.py': '', 'src/shelves.py': '', 'src/settings.py': '' }, 'src/api.py', 'settings', 'src/settings.py'],
    ['somebody else, where one module beside it has that name', { 'app/__init__.py': '', 'app/main.py': 'import redis\n', 'app/redis.py': '' }, 'app/main.py', 'redis', 'external'],
    ['somebody else, where the package is known by its name', { 'app/__init__.py': '', 'app/main.py': 'import redis\nimport celery\nimport jwt\nfrom app.db import x\n', 'app/redis.py': '', 'app/celery.py': '', 'app/jwt.py': '', 'app/db.py': '' }, 'app/main.py', 'redis', 'external'],
    ['somebody else, where the package is known by its dots', { 'app/__init__.py': '', 'app/main.py': 'import redis\nimport celery\nimport jwt\nfrom .db import x\n', 'app/redis.py': '', 'app/celery.py': '', 'app/jwt.py': '', 'app/db.py': '' }, 'app/main.py', 'redis', 'external'],
    ['nothing in an environment', ['main.py', '.venv/pyvenv.cfg', '.venv/lib/fastapi/__init__.py', 'env/pyvenv.cfg', 'env/lib/shop/__init__.py'], 'main.py', 'shop', 'external'],
    ['nothing in a template', ['main.py', '{{slug}}/shop/__init__.py'], 'main.py', 'shop', 'external'],
    ['a module with letters of another script', ['main.py', 'bücher.py'], 'main.py', 'bücher', 'bücher.py'],
  ])('%s', (_, repository, from, dotted, expected) => {
    const { python } = read(repository);
    expect(placeOf(python.layout.find(dotted, moduleAt(python, from)))).toBe(expected);
  });
});

describe('a relative import leads to', () => {
  const shop = ['shop/__init__.py', 'shop/api.py', 'shop/db/__init__.py', 'shop/db/models.py', 'tools/run.py', 'tools/steps.py', 'main.py'];
  it.each<readonly [string, string, number, string, string]>([
    ['a module beside it', 'shop/db/models.py', 1, '', 'shop/db/__init__.py'],
    ['the package itself from its own file', 'shop/db/__init__.py', 1, 'models', 'shop/db/models.py'],
    ['a module a package up', 'shop/db/models.py', 2, 'api', 'shop/api.py'],
    ['the package above', 'shop/db/models.py', 2, '', 'shop/__init__.py'],
    ['a module in a folder that is no package', 'tools/run.py', 1, 'steps', 'tools/steps.py'],
    ['a folder that is no package', 'tools/run.py', 1, '', 'tools/ as a namespace'],
    ['nothing', 'shop/api.py', 1, 'missing', 'unknown: There is no module `.missing`.'],
    ['a place outside', 'shop/api.py', 3, 'x', 'unknown: A relative import leads out of the repository.'],
  ])('%s', (_, from, level, dotted, expected) => {
    const { python } = read(shop);
    expect(placeOf(python.layout.findRelative(level, dotted, moduleAt(python, from)))).toBe(expected);
  });
});

describe('a project stands in', () => {
  it.each<readonly [string, string, boolean]>([
    ['a folder that setuptools installs', 'from setuptools import setup\n\nsetup(name="shop")\n', true],
    ['a folder that setuptools installs by its name alone', 'import setuptools\n', true],
    ['no folder with a module that is called so', 'def setup_shelves() -> None: ...\n', false],
    ['no folder with a function that is called so', 'def setup(app: object) -> None: ...\n', false],
  ])('%s', (_, text, expected) => {
    const { python } = read({ 'shop/setup.py': text, 'shop/api.py': '' });
    expect(python.layout.isProjectRoot('shop')).toBe(expected);
  });
});

function inWords(symbol: Symbol): string {
  switch (symbol.kind) {
    case 'external':
      return symbol.name;
    case 'builtin':
      return `builtin ${symbol.name}`;
    case 'defined':
      return [symbol.module.path, symbol.name, ...symbol.attributes].join(' ');
    case 'module':
      return `module ${symbol.module.path}`;
    case 'local':
      return `local ${symbol.binding.name} on line ${positionAt(symbol.module.text, symbol.binding.node.start).line}`;
    case 'unknown':
      return 'unknown';
  }
}

/** What the expression in `main.py` after the last `ask: ` comment line means; the question is the last line. */
function meaningOf(repository: Readonly<Record<string, string>>): string {
  const { python } = read(repository);
  const main = moduleAt(python, 'shop/main.py');
  const start = main.text.trimEnd().lastIndexOf('\n') + 1;
  const line = main.text.slice(start).trimEnd();
  const offset = start + (line.length - line.trimStart().length);
  return inWords(python.symbolOf(main, nodeAt(main.tree.root, { start: offset, end: start + line.length })));
}

describe('a name means', () => {
  const base = { 'shop/__init__.py': '', 'shop/config.py': 'class Settings: ...\nsettings = Settings()\n', 'shop/web.py': 'from fastapi import APIRouter, FastAPI\nimport fastapi as fa\nF = fa.FastAPI\n' };
  const sub = { 'shop/core/__init__.py': 'from .deps import get_db\nfrom . import deps as helpers\n', 'shop/core/deps.py': 'def get_db(): ...\n' };
  it.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    ['an import of another distribution', {}, 'from fastapi import FastAPI\nFastAPI', 'fastapi.FastAPI'],
    ['an attribute of another distribution', {}, 'import fastapi as fa\nfa.routing.APIRoute', 'fastapi.routing.APIRoute'],
    ['what a module defines', {}, 'from shop.config import settings\nsettings', 'shop/config.py settings'],
    ['an attribute of what a module defines', {}, 'from shop.config import settings\nsettings.title', 'shop/config.py settings title'],
    ['something through the module', {}, 'from shop import config\nconfig.settings', 'shop/config.py settings'],
    ['something through the dotted module', {}, 'import shop.config\nshop.config.settings', 'shop/config.py settings'],
    ['something through a relative import', {}, 'from .config import settings as s\ns', 'shop/config.py settings'],
    ['a module', {}, 'from . import config\nconfig', 'module shop/config.py'],
    ['a re-export', {}, 'from shop.web import FastAPI\nFastAPI', 'fastapi.FastAPI'],
    ['an alias by assignment, re-exported', {}, 'from shop.web import F\nF', 'fastapi.FastAPI'],
    ['a re-export of a package', sub, 'from shop.core import get_db\nget_db', 'shop/core/deps.py get_db'],
    ['something through a re-exported module', sub, 'from shop import core\ncore.helpers.get_db', 'shop/core/deps.py get_db'],
    ['a submodule that nothing imports', sub, 'from shop import core\ncore.deps.get_db', 'shop/core/deps.py get_db'],
    ['a re-export of everything', { 'shop/all.py': 'from os import *\nfrom shop.config import *\n' }, 'from shop.all import settings\nsettings', 'shop/config.py settings'],
    ['nothing sure: everything of another distribution on top', { 'shop/all.py': 'from shop.config import *\nfrom os import *\n' }, 'from shop.all import settings\nsettings', 'unknown'],
    ['a builtin', {}, 'print', 'builtin print'],
    ['a name of a function', {}, 'def make(app):\n    app', 'local app on line 1'],
    ['nothing sure: a star import of this repository', {}, 'from shop.web import *\nFastAPI', 'unknown'],
    ['what is imported above a star import of a module without the name', { 'shop/books.py': 'class Book: ...\n' }, 'from fastapi import FastAPI\nfrom shop.books import *\nFastAPI', 'fastapi.FastAPI'],
    ['nothing sure above a star import of a module with the name', { 'shop/books.py': 'class FastAPI: ...\n' }, 'from fastapi import FastAPI\nfrom shop.books import *\nFastAPI', 'unknown'],
    ['nothing sure above a star import of a module that imports everything itself', { 'shop/books.py': 'from elsewhere import *\n' }, 'from fastapi import FastAPI\nfrom shop.books import *\nFastAPI', 'unknown'],
    ['nothing sure: a star import of another distribution', {}, 'from fastapi import *\nFastAPI', 'unknown'],
    ['nothing sure: bound twice', {}, 'import os\nif os.name:\n    x = 1\nelse:\n    x = 2\nx', 'unknown'],
    ['nothing sure: a circle of imports', { 'shop/a.py': 'from shop.b import x\n', 'shop/b.py': 'from shop.a import x\n' }, 'from shop.a import x\nx', 'unknown'],
    ['nothing sure: a module that does not parse', { 'shop/broken.py': 'x = (\n' }, 'from shop.broken import x\nx', 'unknown'],
    ['nothing sure: a name the module does not have', {}, 'from shop.config import missing\nmissing', 'unknown'],
  ])('%s', (_, more, main, expected) => expect(meaningOf({ ...base, ...more, 'shop/main.py': main })).toBe(expected));
});

/** The dotted name under which `from` would import `target`, or the refusal. */
function spelled(repository: Repository, from: string, target: string): string {
  const { python, texts } = read(repository);
  const spelling = spellingOf(moduleAt(python, target), moduleAt(python, from), python.layout, texts);
  return 'dotted' in spelling ? spelling.dotted : `refused: ${spelling.refused}`;
}

describe('a module is imported', () => {
  const app = { 'app/main.py': '', 'app/config.py': '', 'app/books.py': '' };
  it.each<readonly [string, Repository, string, string, string]>([
    ['by its only name', ['main.py', 'config.py'], 'main.py', 'config.py', 'config'],
    ['from a package', ['shop/__init__.py', 'shop/main.py', 'shop/config.py'], 'shop/main.py', 'shop/config.py', 'shop.config'],
    ['as a package', ['shop/__init__.py', 'shop/main.py', 'shop/core/__init__.py'], 'shop/main.py', 'shop/core/__init__.py', 'shop.core'],
    ['the way the file imports others', { ...app, 'app/main.py': 'from app.books import x\n' }, 'app/main.py', 'app/config.py', 'app.config'],
    ['the other way the file imports others', { ...app, 'app/main.py': 'from books import x\n' }, 'app/main.py', 'app/config.py', 'config'],
    ['the way the neighbours do', { ...app, 'app/books.py': 'import config\n' }, 'app/main.py', 'app/config.py', 'config'],
    ['the way the server is started', { ...app, Dockerfile: 'CMD ["uvicorn", "app.main:app"]\n' }, 'app/main.py', 'app/config.py', 'app.config'],
    ['the way the server is started elsewhere', { ...app, Procfile: 'web: cd app && uvicorn main:app\n' }, 'app/main.py', 'app/config.py', 'config'],
    ['not at all when nothing tells', app, 'app/main.py', 'app/config.py', 'refused: Nothing shows how `app/main.py` would import `app/config.py`.'],
    ['not at all when the neighbours disagree', { ...app, 'app/books.py': 'import config\n', 'app/more.py': 'import app.config\n' }, 'app/main.py', 'app/config.py', 'refused: Nothing shows how `app/main.py` would import `app/config.py`.'],
    ['relatively where the file does so', { 'shop/__init__.py': '', 'shop/api/__init__.py': '', 'shop/api/main.py': 'from ..books import x\n', 'shop/books.py': '', 'shop/core/config.py': '' }, 'shop/api/main.py', 'shop/core/config.py', '..core.config'],
    ['relatively, the package itself', { 'shop/__init__.py': '', 'shop/main.py': 'from .books import x\n', 'shop/books.py': '' }, 'shop/main.py', 'shop/__init__.py', '.'],
    ['absolutely where relative imports are in the minority of first-party ones', { 'shop/__init__.py': '', 'shop/main.py': 'from .books import x\nfrom shop.api import y\n', 'shop/books.py': '', 'shop/api.py': '', 'shop/config.py': '' }, 'shop/main.py', 'shop/config.py', 'shop.config'],
    ['from where programs are started', { 'src/__init__.py': '', 'src/api.py': 'from core.books import x\nfrom core.shelves import y\n', 'src/core/books.py': '', 'src/core/shelves.py': '', 'src/settings.py': '' }, 'src/api.py', 'src/settings.py', 'settings'],
    ['from its own folder, which is a package, where the server is started', { 'a/src/__init__.py': '', 'a/src/main.py': 'from books import x\n', 'a/src/books.py': '', 'a/src/config.py': '', 'b/src/books.py': '', 'b/src/__init__.py': '', Dockerfile: 'CMD ["uvicorn", "main:app"]\n' }, 'a/src/main.py', 'a/src/config.py', 'config'],
    ['not at all from its own folder, which is a package, when no server is', { 'a/src/__init__.py': '', 'a/src/main.py': 'from books import x\n', 'a/src/books.py': '', 'a/src/config.py': '', 'b/src/books.py': '', 'b/src/__init__.py': '' }, 'a/src/main.py', 'a/src/config.py', 'refused: Nothing shows how `a/src/main.py` would import `a/src/config.py`.'],
    ['below src of a project', ['pyproject.toml', 'src/shop/__init__.py', 'src/shop/main.py', 'src/shop/config.py'], 'src/shop/main.py', 'src/shop/config.py', 'shop.config'],
    ['in a project of a monorepo', ['orders/pyproject.toml', 'orders/app/__init__.py', 'orders/app/main.py', 'orders/app/config.py'], 'orders/app/main.py', 'orders/app/config.py', 'app.config'],
    ['not at all in a folder of a repository without any project', ['orders/app/__init__.py', 'orders/app/main.py', 'orders/app/config.py'], 'orders/app/main.py', 'orders/app/config.py', 'refused: Nothing shows how `orders/app/main.py` would import `orders/app/config.py`.'],
    ['not from a folder with another kind of name', ['my-shop/__init__.py', 'my-shop/main.py', 'my-shop/config.py'], 'my-shop/main.py', 'my-shop/config.py', 'refused: `my-shop/config.py` cannot be imported from `my-shop/main.py`.'],
  ])('%s', (_, repository, from, target, expected) => expect(spelled(repository, from, target)).toBe(expected));
});

describe('a module reaches another', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
    ['by an import', { 'shop/config.py': 'from shop.main import x\n' }, true],
    ['over others', { 'shop/config.py': 'import shop.books\n', 'shop/books.py': 'from . import main\n' }, true],
    ['through a package', { 'shop/config.py': 'from shop.core import x\n', 'shop/core/__init__.py': 'import shop.main\n' }, true],
    ['through the package above', { 'shop/config.py': 'from shop.core.deps import x\n', 'shop/core/__init__.py': 'import shop.main\n', 'shop/core/deps.py': '' }, true],
    ['in a class body or under if', { 'shop/config.py': 'if True:\n    from shop.main import x\n' }, true],
    ['not in a function', { 'shop/config.py': 'def late():\n    from shop.main import x\n' }, false],
    ['not for type checkers', { 'shop/config.py': 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.main import x\n' }, false],
    ['not in a string', { 'shop/config.py': '"""\nfrom shop.main import x\n"""\n' }, false],
    ['not by the package around both', { 'shop/__init__.py': 'from shop.main import x\n', 'shop/config.py': '' }, false],
  ])('%s', (_, repository, expected) => {
    const { python } = read({ 'shop/__init__.py': '', 'shop/main.py': '', ...repository });
    expect(python.reaches(moduleAt(python, 'shop/config.py'), moduleAt(python, 'shop/main.py'))).toBe(expected);
  });

  it('but a package is not reached by being around', () => {
    const { python } = read({ 'shop/__init__.py': 'from shop import api\n', 'shop/api.py': '', 'shop/config.py': 'from shop.theme import x\n', 'shop/theme.py': '' });
    expect(python.reaches(moduleAt(python, 'shop/config.py'), moduleAt(python, 'shop/__init__.py'))).toBe(false);
  });

  it('but a package is reached by name', () => {
    const { python } = read({ 'shop/__init__.py': 'x = 1\n', 'shop/config.py': 'from shop import x\n' });
    expect(python.reaches(moduleAt(python, 'shop/config.py'), moduleAt(python, 'shop/__init__.py'))).toBe(true);
  });
});

describe('searches', () => {
  const repository = {
    'shop/__init__.py': '',
    'shop/web.py': 'from fastapi import FastAPI as Api\nimport fastapi\nBase = fastapi.FastAPI\n',
    'shop/main.py': 'from shop.web import Api, Base\na = Api()\nb = Base(title="x")\n\nclass Shop(Base): ...\n\nclass Sub(Shop): ...\n\nc = Shop()\n',
    'shop/other.py': 'from shop.main import Shop\n\nclass More(Shop, metaclass=type): ...\n\nFastAPI = dict\nd = FastAPI()\n',
  };
  it('find calls under every name', () => {
    const { python } = read(repository);
    expect(python.callsTo({ external: 'fastapi.FastAPI' }).map(({ module, node }) => `${module.path} ${node.text}`)).toEqual(['shop/main.py Api()', 'shop/main.py Base(title="x")']);
  });
  it('find classes derived from one another', () => {
    const { python } = read(repository);
    expect(python.subclassesOf(['fastapi.FastAPI']).map(({ name }) => name)).toEqual(['Shop', 'Sub', 'More']);
  });
  it('find calls of own classes', () => {
    const { python } = read(repository);
    const [shop] = python.subclassesOf(['fastapi.FastAPI']);
    if (!shop) throw new Error('There is no class.');
    expect(python.callsTo({ defined: shop }).map(({ node }) => node.text)).toEqual(['Shop()']);
  });
  it('read only files that hold the word', () => {
    const reader = factReader(parser);
    const snapshot = snapshotFrom(new Map(Object.entries({ 'a.py': 'x = (', 'b.py': 'from fastapi import FastAPI\nFastAPI()\n' })));
    const python = pythonOf(snapshot, reader);
    expect(python.callsTo({ external: 'fastapi.FastAPI' })).toHaveLength(1);
    expect(reader.unparsable(snapshot)).toEqual([]);
  });
});

describe('namespaces that are imported', () => {
  const found = (repository: Readonly<Record<string, string>>): string[] => read(repository).python.importedNamespaces().map(({ folder, isPortion, elsewhere }) => [folder, ...(isPortion ? ['portion'] : []), ...(elsewhere === undefined ? [] : [elsewhere])].join(' '));
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['are all folders on the way', { 'main.py': 'from shop.db.models import x\n', 'shop/db/models.py': '' }, ['shop', 'shop/db']],
    ['are not packages', { 'main.py': 'from shop.db.models import x\n', 'shop/__init__.py': '', 'shop/db/models.py': '' }, ['shop/db']],
    ['are not named in strings', { 'main.py': '"""\nfrom shop.db import x\n"""\n', 'shop/db.py': '' }, []],
    ['are those of relative imports', { 'shop/db.py': 'from .models import x\n', 'shop/models.py': '' }, ['shop']],
    ['may be portions', { 'a/src/shop/orders.py': 'import shop.stock\n', 'b/src/shop/stock.py': 'import shop.stock\n' }, ['a/src/shop portion', 'b/src/shop portion']],
    ['are apart in projects of their own', { 'a/main.py': 'import app.x\n', 'a/app/x.py': '', 'b/main.py': 'import app.y\n', 'b/app/y.py': '' }, ['a/app', 'b/app']],
    ['may be shared with what is installed', { 'main.py': 'import google.books\nimport google.cloud.storage\n', 'google/books.py': '' }, ['google google.cloud.storage']],
  ])('%s', (_, repository, expected) => expect(found(repository)).toEqual(expected));
});

it('parses nothing to read a layout', () => {
  const reader = factReader(parser);
  const snapshot = snapshotFrom(new Map([['shop/main.py', 'x = (\n']]));
  const { layout } = pythonOf(snapshot, reader);
  expect(layout.modules.map(({ path }) => path)).toEqual(['shop/main.py']);
  expect(reader.unparsable(snapshot)).toEqual([]);
  expect([...deepDescendants(moduleAt(pythonOf(snapshot, reader), 'shop/main.py').tree.root, () => false)]).toHaveLength(1);
  expect(reader.unparsable(snapshot)).toHaveLength(1);
});
