import { describe, expect, it } from 'vitest';
import { serviceRootOf } from '../../src/backend/service-root.ts';
import { repository } from './repository.ts';

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';
const importing = (...lines: readonly string[]): string => `${lines.join('\n')}\n${APP}`;
const FACTORY = 'from fastapi import FastAPI\ndef create_app():\n    return FastAPI()\n';

/** The service root in short: `folder < import root, entry`. */
function rootOf(files: Readonly<Record<string, string>>, project = ''): string {
  const root = serviceRootOf(repository(files), project);
  return root.kind === 'known' ? `${root.folder || '.'} < ${root.importRoot === undefined ? '?' : root.importRoot || '.'}, ${root.entry?.path ?? 'no app'}` : root.because;
}

describe('the service is in', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['a package', { 'app/main.py': importing('from app.books import x'), 'app/books.py': 'x = 1\n' }, 'app < ., app/main.py'],
    ['a package that nothing is imported from', { 'app/main.py': APP }, 'app < ?, app/main.py'],
    ['`src`, taken for a package', { 'src/main.py': importing('from src.books import x'), 'src/books.py': 'x = 1\n' }, 'src < ., src/main.py'],
    ['`src`, on the path', { 'src/main.py': importing('from books import x'), 'src/books.py': 'x = 1\n' }, 'src < src, src/main.py'],
    ['a package in `src`', { 'src/shop/__init__.py': '', 'src/shop/main.py': importing('from shop.books import x'), 'src/shop/books.py': 'x = 1\n' }, 'src/shop < src, src/shop/main.py'],
    ['a package in `src`, taken for one', { 'src/shop/main.py': importing('from src.shop.books import x'), 'src/shop/books.py': 'x = 1\n' }, 'src/shop < ., src/shop/main.py'],
    ['the top, all of it flat', { 'main.py': importing('from books import x'), 'books.py': 'x = 1\n' }, '. < ., main.py'],
    ['the top, with layers', { 'main.py': importing('from routers.books import x'), 'routers/books.py': 'x = 1\n' }, '. < ., main.py'],
    ['the one package beside the app', { 'main.py': importing('from shop.books import x'), 'shop/books.py': 'x = 1\n' }, 'shop < ., main.py'],
    ['a folder further down', { 'backend/app/main.py': importing('from app.books import x'), 'backend/app/books.py': 'x = 1\n' }, 'backend/app < backend, backend/app/main.py'],
    ['a package around the app', { 'app/api/server.py': importing('from app.books import x'), 'app/books.py': 'x = 1\n' }, 'app < ., app/api/server.py'],
    ['a package around the app, by relative imports', { 'app/api/server.py': importing('from ..books import x'), 'app/books.py': 'x = 1\n' }, 'app < ., app/api/server.py'],
    ['layers side by side', { 'core/server.py': importing('from books.shelf import x'), 'books/shelf.py': 'x = 1\n', 'api/x.py': 'y = 1\n' }, '. < ., core/server.py'],
    ['`__init__.py`', { 'shop/__init__.py': APP }, 'shop < ., shop/__init__.py'],
    ['a factory', { 'shop/web.py': FACTORY, 'shop/books.py': 'from shop.web import create_app\n' }, 'shop < ., shop/web.py'],
    ['what holds all modules, without an app', { 'worker/run.py': 'x = 1\n', 'worker/jobs.py': 'from worker.run import x\n', 'tests/test_x.py': 'y = 1\n', 'scripts/load.py': 'z = 1\n' }, 'worker < ., no app'],
    ['nothing that can be told: two packages without an app', { 'a/x.py': 'x = 1\n', 'b/y.py': 'y = 1\n' }, 'There is no FastAPI application here, and the modules lie in more than one package.'],
    ['nothing: tests alone', { 'tests/test_x.py': APP }, 'There are no modules of a service here.'],
  ])('%s', (_, files, expected) => expect(rootOf(files)).toBe(expected));

  const TWO = { 'shop/main.py': APP, 'mail/main.py': APP };
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['nobody says', TWO, 'Several applications stand side by side: `mail/main.py`, `shop/main.py`.'],
    ['an image says', { ...TWO, Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0"]\n' }, 'shop < ., shop/main.py'],
    ['an image says, another than the text', { ...TWO, Dockerfile: 'CMD uvicorn shop.main:app\n', 'README.md': 'uvicorn mail.main:app --reload\n' }, 'shop < ., shop/main.py'],
    ['a compose file says', { ...TWO, 'compose.yaml': 'services:\n  web:\n    command: uvicorn mail.main:app\n' }, 'mail < ., mail/main.py'],
    ['a text says, by file', { ...TWO, 'README.md': '    fastapi dev mail/main.py\n' }, 'mail < mail, mail/main.py'],
    ['the program says', { ...TWO, 'run.py': 'import uvicorn\nuvicorn.run("mail.main:app")\n' }, 'mail < ., mail/main.py'],
    ['what is served takes it from elsewhere', { ...TWO, 'main.py': 'from shop.main import app\n', Procfile: 'web: uvicorn main:app\n' }, 'shop < ., shop/main.py'],
    ['one takes in the other', { 'shop/main.py': importing('from shop.admin.main import app as admin'), 'shop/admin/main.py': APP }, 'shop < ., shop/main.py'],
    ['one lies above the other', { 'shop/main.py': APP, 'shop/admin/main.py': 'from shop.x import y\n' + APP, 'shop/x.py': 'y = 1\n' }, 'shop < ., shop/main.py'],
    ['both lie in one folder', { 'shop/main.py': importing('from shop.x import y'), 'shop/old.py': APP, 'shop/x.py': 'y = 1\n' }, 'shop < ., shop/main.py'],
  ])('of several apps: %s', (_, files, expected) => expect(rootOf(files)).toBe(expected));

  it('its own project only', () => {
    const files = { 'shop/pyproject.toml': '', 'shop/app/main.py': importing('from app.x import y'), 'shop/app/x.py': 'y = 1\n', 'mail/pyproject.toml': '', 'mail/app/main.py': APP };
    expect(rootOf(files, 'shop')).toBe('shop/app < shop, shop/app/main.py');
    expect(rootOf(files, 'mail')).toBe('mail/app < ?, mail/app/main.py');
  });
});
