import { describe, expect, it } from 'vitest';
import { catchingMiddleware, handledExceptions, hierarchiesOf, isHandled, ownExceptions } from '../../src/backend/errors/index.ts';
import { repository } from './repository.ts';

const exceptionsIn = (files: Readonly<Record<string, string>>) => {
  const { python } = repository(files);
  return ownExceptions(python, python.layout.modules);
};

describe('an exception class', () => {
  it.each<readonly [string, string, object]>([
    ['of its own', 'class ShopError(Exception): ...\n', { root: 'exception', status: undefined, parent: undefined }],
    ['of a built-in one', 'class ShopError(ValueError): ...\n', { root: 'builtin' }],
    ['of HTTP', 'from fastapi import HTTPException as H\nclass Gone(H):\n    def __init__(self):\n        super().__init__(410, "gone")\n', { root: 'http', status: 410 }],
    ['of HTTP, by keyword', 'from starlette.exceptions import HTTPException\nfrom fastapi import status\nclass Gone(HTTPException):\n    def __init__(self, what):\n        super().__init__(detail=what, status_code=status.HTTP_410_GONE)\n', { root: 'http', status: 410 }],
    ['of another distribution', 'from sqlalchemy.exc import SQLAlchemyError\nclass NoStock(SQLAlchemyError): ...\n', { root: 'library' }],
    ['with a status in its body', 'from http import HTTPStatus\nclass NoBook(Exception):\n    status_code = HTTPStatus.NOT_FOUND\n', { status: 404 }],
    ['with a status that is given', 'class NoBook(Exception):\n    def __init__(self, status_code: int = 500):\n        self.status_code = status_code\n', { status: 'given' }],
    ['with a status that is declared', 'class NoBook(Exception):\n    status_code: int\n', { status: 'given' }],
  ])('%s', (_, text, expected) => expect(exceptionsIn({ 'shop.py': text })).toMatchObject([expected]));

  it('is told from other classes', () => expect(exceptionsIn({ 'shop.py': 'from pydantic import BaseModel\nclass Error(BaseModel): ...\nclass Loop(Loop): ...\nclass Plain: ...\n' })).toEqual([]));

  it('has the status of its parent, in whatever module', () => {
    const found = exceptionsIn({ 'a.py': 'from shop import errors\nclass NoBook(errors.Missing): ...\n', 'shop/__init__.py': '', 'shop/errors.py': 'class ShopError(Exception):\n    status_code = 500\nclass Missing(ShopError):\n    status_code = 404\n' });
    expect(found.map(({ name, status }) => [name, status])).toEqual([['NoBook', 404], ['ShopError', 500], ['Missing', 404]]);
    expect(hierarchiesOf(found).map(({ base, subclasses }) => [base.name, subclasses.map(({ name }) => name)])).toEqual([['ShopError', ['NoBook', 'Missing']]]);
  });
});

describe('a hierarchy', () => {
  const basesIn = (text: string): readonly string[] => hierarchiesOf(exceptionsIn({ 'shop.py': `from fastapi import HTTPException\n${text}` })).map(({ base }) => base.name);
  it.each<readonly [string, string, readonly string[]]>([
    ['has subclasses', 'class ShopError(Exception): ...\nclass NoBook(ShopError): ...\n', ['ShopError']],
    ['carries a status for those to come', 'class ShopError(Exception):\n    status_code = 500\n', ['ShopError']],
    ['is no single exception', 'class NoBook(Exception): ...\n', []],
    ['is no single answer of HTTP', 'class NoBook(HTTPException):\n    status_code = 404\n', []],
    ['may be one of answers of HTTP', 'class ShopError(HTTPException): ...\nclass NoBook(ShopError): ...\n', ['ShopError']],
  ])('%s', (_, text, expected) => expect(basesIn(text)).toEqual(expected));
});

describe('handled exceptions', () => {
  const handledIn = (text: string) => {
    const view = repository({ 'main.py': `from fastapi import FastAPI, HTTPException, status\nclass ShopError(Exception): ...\n${text}` });
    const [app] = view.backend.apps;
    if (!app) throw new Error('There is no application.');
    return handledExceptions(app, view.python);
  };
  it.each<readonly [string, string, readonly object[]]>([
    ['by a decorator', 'app = FastAPI()\n@app.exception_handler(ShopError)\nasync def f(r, e): ...\n', [{ kind: 'own', definition: { name: 'ShopError' } }]],
    ['by a call', 'def f(r, e): ...\napp = FastAPI()\napp.add_exception_handler(Exception, f)\n', [{ kind: 'outer', name: 'builtins.Exception' }]],
    ['by a function', 'def register(a):\n    @a.exception_handler(HTTPException)\n    def f(r, e): ...\napp = FastAPI()\nregister(app)\n', [{ kind: 'outer', name: 'fastapi.HTTPException' }]],
    ['by a status', 'app = FastAPI(exception_handlers={404: f, status.HTTP_500_INTERNAL_SERVER_ERROR: g})\n', [{ kind: 'status', status: 404 }, { kind: 'status', status: 500 }]],
    ['by a dictionary elsewhere', 'HANDLERS = {ShopError: f}\napp = FastAPI(exception_handlers=HANDLERS)\n', [{ kind: 'own' }]],
    ['by what cannot be read', 'app = FastAPI(exception_handlers=handlers())\n', [{ kind: 'unknown' }]],
    ['in a loop', 'app = FastAPI()\nfor one in errors():\n    app.add_exception_handler(one, f)\n', [{ kind: 'unknown' }]],
  ])('%s', (_, text, expected) => expect(handledIn(text).map(({ key }) => key)).toMatchObject(expected));

  it('are asked for by what they are', () => {
    const handled = handledIn('app = FastAPI(exception_handlers={404: f, Exception: g})\n');
    expect([isHandled(handled, 404), isHandled(handled, 500), isHandled(handled, 'builtins.Exception')]).toEqual([true, false, true]);
  });
});

describe('a middleware that catches', () => {
  const HEAD = 'from fastapi import FastAPI\nfrom starlette.middleware.base import BaseHTTPMiddleware\napp = FastAPI()\n';
  const CATCHES = 'try:\n            return await call_next(request)\n        except Exception:\n            return JSONResponse({})\n';
  it.each<readonly [string, string, readonly object[]]>([
    ['as a function', '@app.middleware("http")\nasync def f(request, call_next):\n    try:\n        return await call_next(request)\n    except Exception:\n        return JSONResponse({})\n', [{ catchesAll: true, answers: true }]],
    ['as a class', `class Catch(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        ${CATCHES}app.add_middleware(Catch)\n`, [{ catchesAll: true, answers: true }]],
    ['and raises again', '@app.middleware("http")\nasync def f(request, call_next):\n    try:\n        return await call_next(request)\n    except Exception:\n        log()\n        raise\n', [{ catchesAll: true, answers: false }]],
    ['only some', '@app.middleware("http")\nasync def f(request, call_next):\n    try:\n        return await call_next(request)\n    except ValueError:\n        return None\n', [{ catchesAll: false, answers: false }]],
    ['by committing', '@app.middleware("http")\nasync def f(request, call_next):\n    response = await call_next(request)\n    session.commit()\n    return response\n', [{ catchesAll: false }]],
    ['not', '@app.middleware("http")\nasync def f(request, call_next):\n    return await call_next(request)\n', []],
  ])('%s', (_, text, expected) => {
    const view = repository({ 'main.py': HEAD + text });
    const [app] = view.backend.apps;
    expect(app && catchingMiddleware(app, view.python)).toMatchObject(expected);
  });
});
