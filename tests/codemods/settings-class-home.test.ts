import { describe, expect, it } from 'vitest';
import { homeOf, obstacleToImport, writeHome, type Home, type HomeOptions } from '../../codemods/settings-class/home/index.ts';
import type { FieldShape } from '../../codemods/settings-class/fields/index.ts';
import { recordChanges } from '../../src/codemod/editor.ts';
import type { Task } from '../../src/codemod/task.ts';
import { viewOf } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import { applyChanges } from '../../src/repo/changes.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

type Files = Readonly<Record<string, string>>;

const parser = await pythonParser();
const STANDARD: HomeOptions = { module: 'src/core/config.py', packageRoot: 'src', accessor: 'module-singleton', caseSensitive: true, envFile: undefined, requireSecrets: false };
const NEEDS = { 'requirements.txt': 'fastapi>=0.110\npydantic>=2.7\n' };
const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
/** A service in `app/`, with packages. */
const SHOP: Files = { ...NEEDS, 'app/__init__.py': '', 'app/main.py': `from app.api.books import router\n${APP}`, 'app/api/__init__.py': '', 'app/api/books.py': 'router = None\n' };

function field(name: string, annotation: string, value?: string, more: Partial<FieldShape> = {}): FieldShape {
  return { name, variable: name, annotation, value, required: value === undefined, imports: [], helpers: [], comments: [], since: '2.0', ...more };
}

const TITLE = field('TITLE', 'str', '"Bookshop"');

function shop(files: Files) {
  const snapshot = snapshotFrom(new Map(Object.entries(files)));
  const reader = factReader(parser);
  return { snapshot, reader, view: viewOf(snapshot, reader) };
}

/** The home in short. */
function home(files: Files, options: Partial<HomeOptions> = {}): string {
  const { view } = shop(files);
  const found = homeOf(view, '', { ...STANDARD, ...options });
  return found.kind === 'refused' ? found.because : `${found.kind} ${found.path}: ${found.accessor.name}${found.accessor.access === 'function' ? '()' : ''} of ${found.className}${found.kind === 'new' && found.inits.length > 0 ? `, with ${found.inits.join(', ')}` : ''}`;
}

/** What is written: the files that differ, and what else is said. */
function written(files: Files, fields: readonly FieldShape[], options: Partial<HomeOptions> = {}): string {
  const { view, snapshot, reader } = shop(files);
  const said: string[] = [];
  const found = homeOf(view, '', { ...STANDARD, ...options }) as Exclude<Home, { kind: 'refused' }>;
  expect(found.kind).not.toBe('refused');
  const task: Task<unknown> = { ...view, repo: view.repo, python: view.python, backend: view.backend, options: {}, wants: () => true, change: () => undefined, flag: () => undefined, declare: () => undefined, note: (note) => void said.push(note), followUp: ({ run }) => void said.push(run.join(' ')) };
  const after = applyChanges(snapshot, recordChanges(view, reader.parse, (editor) => writeHome(editor, task, found, fields)));
  // The next look finds what was written, with the same rules.
  const { kind, ...next } = homeOf(viewOf(after, reader), '', { ...STANDARD, ...options });
  expect({ kind, ...next }).toMatchObject({ kind: 'existing', path: found.path, accessor: found.accessor, rules: { caseSensitive: found.rules.caseSensitive, prefix: found.rules.prefix } });
  const changed = [...after.files.values()].filter((file) => snapshot.files.get(file.path) !== file && file.path !== 'requirements.txt');
  for (const { path, text } of changed) if (path.endsWith('.py')) expect(parser.parse(text).error).toBeUndefined();
  return [...changed.map(({ path, text }) => `--- ${path}\n${text}`), ...said].join('\n');
}

const CLASS = 'from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n    """Of the shop."""\n\n    model_config = SettingsConfigDict(case_sensitive=True)\n\n    NAME: str = "Bookshop"\n\n\nsettings = Settings()\n';

describe('the settings live', () => {
  it.each<readonly [string, Files, string]>([
    ['in a new module at the standard\'s place', SHOP, 'new app/core/config.py: settings of Settings, with app/core/__init__.py'],
    ['in a new module without `__init__.py`, as its neighbours', { ...NEEDS, 'app/main.py': `from app.api.books import router\n${APP}`, 'app/api/books.py': 'router = None\n' }, 'new app/core/config.py: settings of Settings'],
    ['in a new module of a flat service', { ...NEEDS, 'main.py': `from books import x\n${APP}`, 'books.py': 'x = 1\n' }, 'new core/config.py: settings of Settings, with core/__init__.py'],
    ['in a new module, whatever the image of something else copies', { ...SHOP, 'backup/Dockerfile': 'FROM python:3.12\nCOPY prune.py ./\n', 'backup/prune.py': '', 'backup/requirements.txt': '' }, 'new app/core/config.py: settings of Settings, with app/core/__init__.py'],
    ['in the module at the standard\'s place', { ...SHOP, 'app/core/config.py': 'SIZE = 3\n' }, 'module app/core/config.py: settings of Settings'],
    ['in the module that holds the configuration', { ...SHOP, 'app/config.py': 'import os\nURL = os.getenv("URL")\n' }, 'module app/config.py: settings of Settings'],
    ['not in one that reads nothing', { ...SHOP, 'app/config.py': 'SIZE = 3\n' }, 'new app/core/config.py: settings of Settings, with app/core/__init__.py'],
    ['in the class that is there', { ...SHOP, 'app/conf/all.py': CLASS }, 'existing app/conf/all.py: settings of Settings'],
    ['in the one of several at the standard\'s place', { ...SHOP, 'app/core/config.py': CLASS.replaceAll('settings =', 'shop ='), 'app/other.py': CLASS }, 'existing app/core/config.py: shop of Settings'],
    ['in the one of several that is the service\'s', { ...SHOP, 'gunicorn/conf.py': CLASS, 'app/other.py': CLASS.replace('Settings()', 'Settings(NAME="x")') }, 'existing app/other.py: settings of Settings'],
    ['in the one of several with the usual name', { ...SHOP, 'app/a.py': CLASS.replaceAll('settings =', 'shop ='), 'app/other.py': CLASS }, 'existing app/other.py: settings of Settings'],
  ])('%s', (_, files, expected) => expect(home(files)).toBe(expected));

  it.each<readonly [string, Files, string, Partial<HomeOptions>]>([
    ['in one with a getter', SHOP, 'new app/core/config.py: get_settings() of Settings, with app/core/__init__.py', { accessor: 'lru_cache-getter' }],
    ['at the place of a standard that leaves the package open', SHOP, 'new app/settings.py: settings of Settings', { module: '{pkg}/settings.py', packageRoot: '{project_name}' }],
  ])('%s', (_, files, expected, options) => expect(home(files, options)).toBe(expected));

  it.each<readonly [string, Files, string]>([
    ['several classes', { ...SHOP, 'app/a.py': CLASS.replaceAll('settings =', 'one ='), 'app/b.py': CLASS.replaceAll('settings =', 'two =') }, 'Several settings objects could take it: `one` of `app/a.py` (`Settings`), `two` of `app/b.py` (`Settings`).'],
    ['a class without an object', { ...SHOP, 'app/a.py': CLASS.replace('settings = Settings()\n', '') }, 'No module-level object of the settings class `Settings` and no function that simply returns one was found.'],
    ['a class of pydantic 1', { ...SHOP, 'app/a.py': 'from pydantic import BaseSettings\nclass Settings(BaseSettings):\n    NAME: str = ""\nsettings = Settings()\n' }, '`Settings` is a class of pydantic 1 (`pydantic.BaseSettings`): move it to pydantic-settings first.'],
    ['a class that makes something else of empty texts', { ...SHOP, 'app/a.py': CLASS.replace('case_sensitive=True', 'env_ignore_empty=True') }, '`Settings` takes empty variables for unset ones: what a field makes of a variable cannot be told.'],
    ['a class that is made before its module loads a file', { ...SHOP, 'app/a.py': `${CLASS}\nfrom dotenv import load_dotenv\nload_dotenv()\n` }, '`app/a.py` reads a file of variables (`load_dotenv`), which the settings in `app/a.py` may not have when they are made: give them `env_file` first.'],
    ['a class that does not read the file the program loads', { ...SHOP, 'app/a.py': CLASS, 'app/b.py': 'from dotenv import load_dotenv\nload_dotenv()\n' }, '`app/b.py` reads a file of variables (`load_dotenv`), which the settings in `app/a.py` may not have when they are made: give them `env_file` first.'],
    ['a plain class of that name', { ...SHOP, 'app/core/config.py': 'class Settings:\n    NAME = "x"\n' }, '`Settings` of `app/core/config.py` is something else than settings of pydantic: turn it into them, or rename it.'],
    ['a plain object of that name', { ...SHOP, 'app/core/config.py': 'settings = {}\n' }, '`settings` of `app/core/config.py` is something else than settings of pydantic: turn it into them, or rename it.'],
    ['pydantic 1', { ...SHOP, 'requirements.txt': 'fastapi==0.95.0\n' }, 'This is a project of pydantic 1: `fastapi==0.95.0` is asked for. Settings of pydantic 2 are made after it has moved.'],
    ['no manifest', { 'app/main.py': APP }, 'No manifest says what is installed here: see to it that `pydantic-settings>=2.0` is, wherever the program runs.'],
    ['an unknown pydantic', { ...SHOP, 'requirements.txt': 'uvicorn\n' }, 'Whether this is a project of pydantic 2 cannot be told: nothing says which pydantic is installed.'],
    ['a module that a new folder would hide', { ...SHOP, 'app/core.py': '' }, 'A folder `app/core` would hide the module `app/core.py`.'],
    ['an image that copies single files', { ...NEEDS, 'main.py': APP, 'books.py': 'x = 1\n', Dockerfile: 'FROM python:3.12\nCOPY main.py books.py ./\n' }, '`Dockerfile` copies single files (`main.py`) and would not copy `core/config.py`.'],
    ['a package of configuration', { ...SHOP, 'app/core/config/__init__.py': 'from .x import y\n', 'app/core/config/x.py': 'y = 1\n' }, '`app/core/config/__init__.py` makes a package of the configuration: which of its modules takes the settings is for a person to say.'],
    ['an object of one of several classes, of no usual name', { ...SHOP, 'app/a.py': `${CLASS.replace('settings = Settings()', 'mail = Settings()')}\n\nclass Rest(BaseSettings):\n    NAME: str = ""\n` }, '`mail` is an object of `Settings`, and there is the settings class `Rest` of `app/a.py` as well.'],
    ['packages that are listed', { ...SHOP, 'setup.py': 'from setuptools import setup\nsetup(packages=["app", "app.api"])\n' }, '`setup.py` lists its packages one by one and would miss `app.core`.'],
    ['a place that git ignores', { ...SHOP, '.gitignore': 'core\n' }, 'git ignores `app/core/config.py`.'],
    ['a file that wins over variables', { ...SHOP, 'app/main.py': `from dotenv import load_dotenv\nload_dotenv(override=True)\n${APP}` }, '`load_dotenv(override=True)` in `app/main.py` lets the file win over variables that are set, and settings that are made before would not see that.'],
    ['a file that is computed', { ...SHOP, 'app/main.py': `from dotenv import load_dotenv\nload_dotenv(where())\n${APP}` }, 'Which file `load_dotenv` in `app/main.py` reads is known only when it runs, and settings that are made before would not have it.'],
    ['a library with a file of another kind', { ...SHOP, 'settings.ini': '', 'app/x.py': 'from decouple import config\nX = config("X")\n' }, 'Which file `decouple` in `app/x.py` reads is known only when it runs, and settings that are made before would not have it.'],
    ['several files', { ...SHOP, 'app/a.py': 'from dotenv import load_dotenv\nload_dotenv(".env")\nload_dotenv("other.env")\n' }, 'Several files of variables are read, by `app/a.py`.'],
    ['a class derived from one of pydantic 1', { ...SHOP, 'app/a.py': 'from pydantic import BaseSettings\nclass Base(BaseSettings):\n    pass\nclass Settings(Base):\n    NAME: str = ""\nsettings = Settings()\n' }, '`Settings` is a class of pydantic 1 (`pydantic.BaseSettings`): move it to pydantic-settings first.'],
    ['nobody knows where the service is', { ...NEEDS, 'a/x.py': 'x = 1\n', 'b/y.py': 'y = 1\n' }, 'There is no FastAPI application here, and the modules lie in more than one package.'],
  ])('nowhere: %s', (_, files, expected) => expect(home(files)).toBe(expected));
});

describe('a class is written', () => {
  const MANY = [TITLE, field('DB_URL', 'str'), field('DB_POOL', 'int', '5'), field('SMTP_HOST', 'str | None', 'None'), field('SMTP_PORT', 'int', '25', { comments: ['of the relay'] })];
  const FLAG = field('DEBUG', 'Annotated[bool, _on_for("true")]', 'False', { imports: [{ module: 'typing', name: 'Annotated' }], helpers: ['_on_for'] });
  const TAGS = field('TAGS', 'Annotated[list[str], NoDecode, _split(",")]', '["a"]', { imports: [{ module: 'typing', name: 'Annotated' }, { module: 'pydantic_settings', name: 'NoDecode' }], helpers: ['_split'], since: '2.7' });

  it('into a new module', () => expect(written(SHOP, MANY)).toMatchSnapshot());
  it('with a getter, helpers and a file of the standard', () => expect(written(SHOP, [TITLE, FLAG, TAGS], { accessor: 'lru_cache-getter', envFile: '.env', caseSensitive: false })).toMatchSnapshot());
  it('with the file the program loads', () => expect(written({ ...SHOP, '.env.example': '', 'app/main.py': `from dotenv import load_dotenv\nload_dotenv()\n${APP}` }, [TITLE], { envFile: '.env' })).toMatchSnapshot());
  it('with the file the program looks for', () => expect(written({ ...SHOP, 'app/main.py': `from dotenv import load_dotenv\nload_dotenv()\n${APP}` }, [TITLE])).toMatchSnapshot());
  it('into a module above its first read', () => expect(written({ ...SHOP, 'app/config.py': '"""What the shop needs."""\nimport os\n\nfrom dotenv import load_dotenv\n\nload_dotenv()\n\n# Where the books are.\nURL = os.getenv("URL")\n\nSIZE = 3\n' }, [field('URL', 'str | None', 'None'), FLAG])).toMatchSnapshot());
  it('into a module that begins with its first read', () => expect(written({ ...SHOP, 'app/config.py': 'from os import getenv\nfrom_url = getenv("URL")\n' }, [field('URL', 'str | None', 'None')])).toMatchSnapshot());
  it('into a module that loads what others load', () => expect(written({ ...SHOP, 'app/a.py': 'from dotenv import load_dotenv\nload_dotenv()\n', 'app/config.py': 'import os\nfrom dotenv import load_dotenv\n\nload_dotenv()\nURL = os.environ["URL"]\n' }, [field('URL', 'str')])).toMatchSnapshot());
  it('at the end of a module that reads nothing', () => expect(written({ ...SHOP, 'app/core/config.py': 'SIZE = 3\n' }, [TITLE])).toMatchSnapshot());
  it('with more fields', () => expect(written({ ...SHOP, 'app/core/config.py': CLASS }, [...MANY, FLAG])).toMatchSnapshot());
  it('with more fields above its methods', () => expect(written({ ...SHOP, 'app/core/config.py': 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    class Config:\n        case_sensitive = True\n\n    def url(self):\n        return 1\n\n\nsettings = Settings()\n' }, [TITLE])).toMatchSnapshot());
  it('with its first field', () => expect(written({ ...SHOP, 'app/core/config.py': 'from pydantic_settings import BaseSettings\r\n\r\n\r\nclass Settings(BaseSettings):\r\n    pass\r\n\r\n\r\nsettings = Settings()\r\n' }, [TITLE, field('SIZE', 'int', '3')])).toMatchSnapshot());
});

describe('the file of a new class', () => {
  const code = (files: Files): string | undefined => {
    const found = homeOf(shop({ ...SHOP, ...files }).view, '', { ...STANDARD, envFile: '.env' });
    return found.kind === 'module' || found.kind === 'new' ? found.envFile.code : found.kind;
  };
  const LOAD = 'from dotenv import load_dotenv, find_dotenv\n';
  it.each<readonly [string, Files, string | undefined]>([
    ['is the standard\'s', {}, '".env"'],
    ['is the one that is named', { 'app/a.py': `${LOAD}load_dotenv("shop.env")\n` }, '"shop.env"'],
    ['is the one beside its sample', { 'app/a.py': `${LOAD}load_dotenv()\n`, 'app/.env.sample': '' }, 'Path(__file__).resolve().parents[1] / ".env"'],
    ['is looked for by its name', { 'app/a.py': `${LOAD}load_dotenv(find_dotenv(".shop"))\n` }, 'find_dotenv(".shop")'],
    ['is none where the module loads it itself', { 'app/config.py': `import os\n${LOAD}load_dotenv()\nX = os.getenv("X")\n` }, undefined],
    ['is none where the module loads it itself, as others do', { 'app/a.py': `${LOAD}load_dotenv()\n`, 'app/config.py': `import os\n${LOAD}load_dotenv()\nX = os.getenv("X")\n` }, undefined],
    ['is decouple\'s', { 'app/x.py': 'from decouple import config\nX = config("X")\n' }, 'find_dotenv()'],
    ['is starlette\'s', { 'app/config.py': 'from starlette.config import Config\nread = Config(".env.shop")\nX = read("X")\n' }, '".env.shop"'],
    ['is not that of a test', { 'tests/conftest.py': `${LOAD}load_dotenv("test.env")\n` }, '".env"'],
  ])('%s', (_, files, expected) => expect(code(files)).toBe(expected));
});

describe('the settings cannot be imported', () => {
  const at = (files: Files, path: string): string | undefined => {
    const { view } = shop(files);
    const found = homeOf(view, '', STANDARD);
    const module = view.python.layout.moduleAt(repoPath(path));
    return module && found.kind !== 'refused' ? obstacleToImport(view, found, module) : 'no home';
  };
  it.each<readonly [string, Files, string, string | undefined]>([
    ['where nothing stands in the way', SHOP, 'app/main.py', undefined],
    ['by what they import', { ...SHOP, 'app/core/config.py': `from app.api import books\n${CLASS}` }, 'app/api/books.py', '`app/core/config.py` imports `app/api/books.py` already, so that importing it there would close a circle.'],
    ['by a script, where that would make the app', { ...SHOP, 'app/__init__.py': APP, 'load.py': 'import os\n' }, 'load.py', 'Importing `app/core/config.py` runs `app/__init__.py`, which makes the application of `app/__init__.py`.'],
    ['by a module of the package, never', { ...SHOP, 'app/__init__.py': APP }, 'app/api/books.py', undefined],
  ])('%s', (_, files, path, expected) => expect(at(files, path)).toBe(expected));
});
