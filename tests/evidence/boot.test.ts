import { describe, expect, test } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { dummiesOf, dummyFor } from '../../src/evidence/boot/dummies.ts';
import { entriesOf } from '../../src/evidence/boot/entry.ts';
import { factReader } from '../../src/python/facts.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const reader = factReader(await pythonParser());
const view = (files: Readonly<Record<string, string>>): ReturnType<typeof viewOf> => viewOf(snapshotFrom(new Map(Object.entries(files))), reader);
const requires = (...distributions: string[]): string => `[project]\nname = "bookshop"\nversion = "1"\ndependencies = ${JSON.stringify(distributions)}\n`;

describe('values that are made up', () => {
  const NAMES: readonly (readonly [name: string, value: string])[] = [
    ['DATABASE_URL', 'sqlite://'],
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
    [['asyncpg'], ['postgresql+asyncpg://pystd:pystd@127.0.0.1:9/pystd', 'postgresql://pystd:pystd@127.0.0.1:9/pystd', 'sqlite://']],
    [['psycopg2-binary'], ['postgresql+psycopg2://pystd:pystd@127.0.0.1:9/pystd', 'postgresql://pystd:pystd@127.0.0.1:9/pystd', 'sqlite://']],
    [['motor'], ['mongodb://127.0.0.1:9/pystd', 'mongodb://127.0.0.1:9/pystd', 'sqlite://']],
    [['fastapi'], ['sqlite://', 'sqlite://', 'sqlite://']],
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
    ['none', { 'main.py': 'print("hello")\n' }, []],
  ])('%s', (_, files, entries) => expect(entriesOf(view(files))).toEqual(entries));
});
