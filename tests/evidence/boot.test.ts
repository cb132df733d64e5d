import { describe, expect, test } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { dummiesOf, dummyFor } from '../../src/evidence/boot/dummies.ts';
import { entriesOf, nameOf, pairsOf } from '../../src/evidence/boot/entry.ts';
import { factReader } from '../../src/python/facts.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const reader = factReader(await pythonParser());
const view = (files: Readonly<Record<string, string>>): ReturnType<typeof viewOf> => viewOf(snapshotFrom(new Map(Object.entries(files))), reader);
const requires = (...distributions: string[]): string => `[project]\nname = "bookshop"\nversion = "1"\ndependencies = ${JSON.stringify(distributions)}\n`;

describe('values that are made up', () => {
  const NAMES: readonly (readonly [name: string, value: string])[] = [
    ['DATABASE_URL', 'sqlite:///pystd-evidence.db'],
    ['REDIS_URL', 'redis://127.0.0.1:9/0'],
    ['CELERY_BROKER_URL', 'redis://127.0.0.1:9/0'],
    ['MONGODB_URL', 'mongodb://127.0.0.1:9/pystd'],
    ['MONGO_DETAILS', 'mongodb://127.0.0.1:9/pystd'],
    ['FRONTEND_URL', 'http://127.0.0.1:9'],
    ['SMTP_PORT', '1'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '1'],
    ['JWT_ALGORITHM', 'HS256'],
    ['DB_HOST', '127.0.0.1'],
    ['ADMIN_EMAIL', 'nobody@example.com'],
    ['ALLOWED_ORIGINS', '["http://127.0.0.1:9"]'],
    ['USE_CACHE', 'false'],
    ['SECRET_KEY', 'pystd-placeholder-pystd-placeholder'],
  ];
  test.each(NAMES)('%s', (name, value) => expect(dummyFor(view({ 'app.py': '' }), '', name)).toBe(value));

  test.each([
    [['asyncpg'], ['postgresql+asyncpg://pystd:pystd@127.0.0.1:9/pystd', 'postgresql://pystd:pystd@127.0.0.1:9/pystd', 'sqlite:///pystd-evidence.db']],
    [['psycopg2-binary'], ['postgresql+psycopg2://pystd:pystd@127.0.0.1:9/pystd', 'postgresql://pystd:pystd@127.0.0.1:9/pystd', 'sqlite:///pystd-evidence.db']],
    [['motor'], ['mongodb://127.0.0.1:9/pystd', 'mongodb://127.0.0.1:9/pystd', 'sqlite:///pystd-evidence.db']],
    [['fastapi'], ['sqlite:///pystd-evidence.db', 'sqlite:///pystd-evidence.db', 'sqlite:///pystd-evidence.db']],
  ])('a database of a project with %s has several forms', (distributions, urls) => {
    const shop = view({ 'pyproject.toml': requires(...distributions), 'app.py': '' });
    expect([0, 1, 2].map((variant) => dummyFor(shop, '', 'DB_URL', variant))).toEqual(urls);
  });

  test('only what is required gets one, by its type and limits', () => {
    const fields = 'NAME: str\n    TITLE: str = "Bookshop"\n    LONG: str = Field(min_length=50)\n    BOOKS: int = Field(ge=10)\n    OPEN: bool\n    SHELVES: list[str]\n    KIND: Literal["paper", "sound"]\n    SITE: AnyHttpUrl\n    STORE: PostgresDsn\n    MAIL: EmailStr';
    const settings = `from typing import Literal\n\nfrom pydantic import AnyHttpUrl, EmailStr, Field, PostgresDsn\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    ${fields}\n\n\nsettings = Settings()\n`;
    const shop = view({ 'pyproject.toml': requires('pydantic-settings'), 'settings.py': settings });
    expect(dummiesOf(shop, '')).toEqual({
      BOOKS: '10', KIND: 'paper', LONG: 'pystd-placeholder-pystd-placeholder'.padEnd(50, 'x'), MAIL: 'nobody@example.com', NAME: 'pystd-placeholder-pystd-placeholder',
      OPEN: 'false', SHELVES: '[]', SITE: 'http://127.0.0.1:9', STORE: 'postgresql://pystd:pystd@127.0.0.1:9/pystd',
    });
  });

  test('reads without a default are met, those with one and those of a `.env` in the repository are left', () => {
    const code = 'import os\n\nKEY = os.environ["SHOP_KEY"]\nMODE = os.environ.get("SHOP_MODE", "open")\nTILL = os.getenv("TILL_PORT")\nTOWN = os.environ["TOWN"]\n';
    expect(dummiesOf(view({ 'app.py': code, '.env': '# The town.\nexport TOWN=Oxford\n' }), '')).toEqual({ SHOP_KEY: 'pystd-placeholder-pystd-placeholder', TILL_PORT: '1' });
  });
});

describe('applications', () => {
  const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/books")\ndef books() -> list[str]:\n    return []\n';
  const FACTORY = 'from fastapi import FastAPI\n\n\ndef create_app() -> FastAPI:\n    app = FastAPI()\n    return app\n';

  test.each([
    ['a variable', { 'main.py': APP }, [{ project: '', roots: [''], module: 'main', name: 'app' }]],
    ['a package', { 'shop/__init__.py': '', 'shop/main.py': APP }, [{ project: '', roots: [''], module: 'shop.main', name: 'app' }]],
    ['a source folder', { 'pyproject.toml': requires('fastapi'), 'src/shop/__init__.py': '', 'src/shop/main.py': APP }, [{ project: '', roots: ['src', ''], module: 'shop.main', name: 'app' }]],
    ['a factory that nobody calls', { 'main.py': FACTORY }, [{ project: '', roots: [''], module: 'main', name: 'create_app' }]],
    ['what a factory makes', { 'main.py': FACTORY, 'wsgi.py': 'from main import create_app\n\napplication = create_app()\n' }, [{ project: '', roots: [''], module: 'wsgi', name: 'application' }]],
    ['several projects', { 'api/pyproject.toml': requires('fastapi'), 'api/main.py': APP, 'till/pyproject.toml': requires('fastapi'), 'till/main.py': APP }, [{ project: 'api', roots: ['api'], module: 'main', name: 'app' }, { project: 'till', roots: ['till'], module: 'main', name: 'app' }]],
    ['two that are served side by side', { 'shop/main.py': APP, 'shop/admin.py': APP, 'compose.yaml': 'services:\n  shop:\n    command: uvicorn shop.main:app\n  admin:\n    command: uvicorn shop.admin:app\n' }, [{ project: '', roots: [''], module: 'shop.main', name: 'app' }, { project: '', roots: [''], module: 'shop.admin', name: 'app' }]],
    ['two that nobody serves', { 'admin.py': 'import shop_tools\n' + APP, 'till/main.py': APP, 'stock/main.py': FACTORY }, [{ project: '', roots: [''], module: 'admin', name: 'app' }, { project: '', roots: ['stock', ''], module: 'main', name: 'create_app' }, { project: '', roots: ['till', ''], module: 'main', name: 'app' }]],
    ['one that stands for the project, and one that a script serves', { 'Dockerfile': 'CMD ["uvicorn", "main:app"]\n', 'main.py': APP, 'admin.py': APP, 'start.sh': 'uvicorn admin:app\n' }, [{ project: '', roots: [''], module: 'main', name: 'app' }, { project: '', roots: [''], module: 'admin', name: 'app' }]],
    ['one, beside an example for people', { 'Dockerfile': 'CMD ["uvicorn", "main:app"]\n', 'main.py': APP, 'admin.py': APP, 'README.md': 'Try `uvicorn admin:app`.\n' }, [{ project: '', roots: [''], module: 'main', name: 'app' }]],
    ['one, beside a console script', { 'pyproject.toml': `${requires('fastapi', 'uvicorn')}\n[project.scripts]\nshop = "shop.__main__:main"\n`, 'shop/__init__.py': '', 'shop/main.py': APP, 'shop/__main__.py': 'from shop.cli import main\n\nmain()\n', 'shop/cli.py': 'import uvicorn\n\n\ndef main() -> None:\n    uvicorn.run("shop.main:app")\n' }, [{ project: '', roots: [''], module: 'shop.main', name: 'app' }]],
    ['one under two names', { 'Dockerfile': 'CMD ["uvicorn", "asgi:application"]\n', 'main.py': APP, 'asgi.py': 'from main import app\n\napplication = app\n', 'start.sh': 'uvicorn main:app\n' }, [{ project: '', roots: [''], module: 'asgi', name: 'application' }]],
    ['none', { 'main.py': 'print("hello")\n' }, []],
  ])('%s', (_, files, entries) => expect(entriesOf(view(files))).toEqual(entries));

  test('are the same ones before and after, also where one has another name', () => {
    const two = { 'till/main.py': APP, 'stock/main.py': APP };
    const names = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] => pairsOf(view(before), view(after)).map((one) => ('problem' in one ? one.problem : `${nameOf(one.entry)} ${nameOf(one.now)}`));
    expect(names(two, two)).toEqual(['stock: main:app stock: main:app', 'till: main:app till: main:app']);
    expect(names({ 'main.py': APP }, { 'main.py': FACTORY })).toEqual(['main:app main:create_app']);
    expect(names(two, { 'till/main.py': APP })).toEqual(['stock: main:app stock: main:app', 'till: main:app till: main:app']);
  });
});
