import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { folderWith, pystd, repository, ROOT } from './pystd.ts';

const SHOP = {
  'shop/__init__.py': '',
  'shop/books.py': 'from fastapi import APIRouter\n\nrouter = APIRouter(prefix="/books")\n\n\n@router.get("/{book_id}")\ndef read_book(book_id: int) -> int:\n    return book_id\n\n\n@router.websocket("/news")\nasync def news(websocket) -> None: ...\n',
  'shop/main.py':
    'from elsewhere import Admin\nfrom fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\n\nfrom shop.books import router\nfrom shop.config import settings\n\napp = FastAPI()\napp.mount("/static", StaticFiles())\napp.include_router(router, prefix=settings.PREFIX)\nif settings.DEBUG:\n\n    @app.get("/debug", include_in_schema=False)\n    def debug() -> None: ...\n\n\nAdmin(app)\n',
  'shop/config.py': 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    PREFIX: str = "/api"\n    DEBUG: bool = False\n\n\nsettings = Settings()\n',
  'tests/test_app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
};
const shop = repository(SHOP);

describe('explain --routes', () => {
  test('what answers each path, in the order of matching, and what cannot be told', () => {
    expect(pystd(['explain', '--routes', shop.path])).toEqual({
      code: 0,
      out: [
        'shop/main.py:8 app: 3 routes',
        '  MOUNT      /static/*             static files  shop/main.py:9',
        '  GET        /api/books/{book_id}  read_book     shop/books.py:6   by default',
        '  WEBSOCKET  /api/books/news       news          shop/books.py:11  by default',
        '  GET        /debug                debug         shop/main.py:13   hidden, if shop/main.py:11',
        '  unknown shop/main.py:17 `Admin(app)` is given the application and is of another distribution: it may add routes.',
        '',
      ].join('\n'),
      err: '',
    });
    expect(pystd(['explain', '--routes'], { cwd: shop.path })).toEqual(pystd(['explain', '--routes', shop.path]));
  });

  test('as JSON, which its schema knows', () => {
    const { code, out } = pystd(['explain', '--routes', shop.path, '--format', 'json']);
    expect(code).toBe(0);
    const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(ROOT, 'src/report/routes.schema.json'), 'utf8')) as object);
    expect(validate(JSON.parse(out)) ? [] : validate.errors).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ schema: 'pystd/routes/1', apps: [{ path: 'shop/main.py', line: 8, routes: [{ route: '/api/books/{book_id}' }, { methods: ['WEBSOCKET'] }, { conditions: [{ path: 'shop/main.py', line: 11 }] }] }] });
    expect(out).not.toContain(shop.path);
  });

  test('where there is none', () => {
    const empty = folderWith({ 'shop.py': 'print()\n' });
    expect(pystd(['explain', '--routes', empty])).toMatchObject({ code: 0, out: 'There is no FastAPI application here.\n' });
  });

  test.each([
    [['explain', '--routes', '/nowhere/at/all'], /nowhere/],
    [['explain', '--routes', ''], /The path is empty/],
    [['explain', 'docs-gating', '--routes', '.'], /stands by itself/],
    [['explain', 'docs-gating', '--format', 'json'], /is for `--routes`/],
  ])('wrong use: %s', (line, words) => {
    const { code, out, err } = pystd(line, { cwd: shop.path });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
  });
});
