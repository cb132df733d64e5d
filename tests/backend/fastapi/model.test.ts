import { describe, expect, it } from 'vitest';
import type { AppModel, Condition, Route } from '../../../src/backend/fastapi/index.ts';
import { positionAt } from '../../../src/text/lines.ts';
import { repository } from '../repository.ts';

const HEAD = 'from fastapi import APIRouter, Depends, FastAPI\n';
const BOOKS = 'from fastapi import APIRouter\nrouter = APIRouter(prefix="/books")\n@router.get("/")\ndef books(): ...\n';

function appOf(files: Readonly<Record<string, string>>): AppModel {
  const [app] = repository(files).backend.apps;
  if (!app) throw new Error('There is no application.');
  return app;
}

const shop = (main: string, more: Readonly<Record<string, string>> = {}): AppModel => appOf({ 'shop/__init__.py': '', 'shop/books.py': BOOKS, 'shop/main.py': HEAD + main, ...more });

const line = ({ module, node }: Pick<Condition, 'module' | 'node'>): string => `${module.path.replace('shop/', '')}:${positionAt(module.text, node.start).line}`;

function worded(route: Route): string {
  const remarks = [
    ...(route.certainty === 'known' ? [] : [route.certainty]),
    ...(route.inSchema === true || route.kind !== 'api' ? [] : [route.inSchema === false ? 'hidden' : 'maybe hidden']),
    ...route.conditions.map((condition) => `if ${line(condition)}`),
    ...(route.late ? ['late'] : []),
  ];
  return [`${String(route.methods)} ${route.path}`, ...remarks].join(', ');
}

const routes = (app: AppModel): string[] => app.routes.map(worded);
const unknown = (app: AppModel): string[] => app.unknown.map((unclear) => `${line(unclear)} ${unclear.about}`);

describe('what the program decides as it runs', () => {
  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ['a prefix of a setting without a default', 'from shop.config import settings\nfrom shop.books import router\napp = FastAPI()\napp.include_router(router, prefix=settings.PREFIX)\n', ['GET ‹settings.PREFIX›/books/, unknown'], ['books.py:3 path']],
    ['a prefix that has a default', 'from shop.config import settings\nfrom shop.books import router\napp = FastAPI()\napp.include_router(router, prefix=settings.API)\n', ['GET /api/books/, assumed'], []],
    ['a prefix of settings in settings', 'from shop.config import settings\nfrom shop.books import router\ndef create(given=None):\n    used = given if given is not None else settings\n    app = FastAPI()\n    app.include_router(router, prefix=used.PATHS.shelves)\n    return app\napp = create()\n', ['GET /shelves/books/, assumed'], []],
    ['a prefix of a variable', 'import os\nfrom shop.books import router\napp = FastAPI()\napp.include_router(router, prefix=os.getenv("PREFIX", "/p"))\n', ['GET /p/books/, assumed'], []],
    ['an inclusion under a setting', 'from shop.config import settings\nfrom shop.books import router\napp = FastAPI()\nif settings.DEBUG:\n    app.include_router(router)\n', ['GET /books/, if main.py:5'], []],
    ['an inclusion in one way or the other', 'from shop.config import settings\nfrom shop.books import router\napp = FastAPI()\nif settings.DEBUG:\n    app.include_router(router)\nelse:\n    app.include_router(router, dependencies=[Depends(print)])\n', ['GET /books/'], []],
    ['an inclusion after a return', 'from shop.config import settings\nfrom shop.books import router\ndef add(app):\n    if not settings.DEBUG:\n        return\n    app.include_router(router)\napp = FastAPI()\nadd(app)\n', ['GET /books/, if main.py:5'], []],
    ['a router that may not be there', 'try:\n    from shop.books import router\nexcept ImportError:\n    router = None\napp = FastAPI()\nif router is not None:\n    app.include_router(router)\n', ['GET /books/, if main.py:7, if main.py:8'], []],
    ['a schema that a setting hides', 'from shop.config import settings\nfrom shop.books import router\napp = FastAPI()\napp.include_router(router, include_in_schema=settings.DEBUG)\n', ['GET /books/, maybe hidden'], []],
    ['an inclusion at start-up', 'from contextlib import asynccontextmanager\nfrom shop.books import router\n@asynccontextmanager\nasync def lifespan(app):\n    app.include_router(router)\n    yield\napp = FastAPI(lifespan=lifespan)\n', ['GET /books/, late'], []],
    ['an inclusion in a handler of start-up', 'from shop.books import router\napp = FastAPI()\n@app.on_event("startup")\ndef start():\n    app.include_router(router)\n', ['GET /books/, late'], []],
    ['modules that are found as the program runs', 'import importlib, pkgutil\nimport shop\napp = FastAPI()\nfor module in pkgutil.iter_modules(shop.__path__):\n    app.include_router(importlib.import_module(f"shop.{module.name}").router)\n', [], ['main.py:6 routes']],
    ['a router by a name that is not written', 'import sys\nfrom shop import books\napp = FastAPI()\napp.include_router(getattr(books, sys.argv[1]))\n', [], ['main.py:5 routes']],
    ['a router of another distribution', 'from elsewhere import router\napp = FastAPI()\napp.include_router(router, prefix="/x")\n', [], ['main.py:4 routes']],
    ['an application that is given away', 'from elsewhere import Admin\napp = FastAPI()\nAdmin(app)\n', [], ['main.py:4 anything']],
    ['an application that is given to a server, a client, instrumentation', 'import uvicorn\nfrom fastapi.testclient import TestClient\nfrom opentelemetry.instrumentation.fastapi import FastAPIInstrumentor\napp = FastAPI()\nFastAPIInstrumentor.instrument_app(app)\nclient = TestClient(app)\nuvicorn.run(app)\n', [], []],
    ['a wrapper that takes its place', 'from elsewhere import Versioned\napp = FastAPI()\n@app.get("/a")\ndef a(): ...\napp = Versioned(app)\n@app.get("/b")\ndef b(): ...\n', ['GET /a'], ['main.py:6 anything']],
    ['unpacked options', 'from shop.books import router\nfrom elsewhere import options\napp = FastAPI(**options())\napp.include_router(router, **options())\n', ['GET /books/, maybe hidden'], ['main.py:4 route', 'main.py:5 path']],
    ['routes that are set by hand', 'app = FastAPI()\napp.router.routes = []\napp.routes.insert(0, None)\n', [], ['main.py:3 routes', 'main.py:4 routes']],
    ['a function that nothing calls but something names', 'from shop.books import router\nfrom elsewhere import later\napp = FastAPI()\ndef add():\n    app.include_router(router)\nlater(add)\n', [], ['main.py:6 routes']],
    ['an inclusion in something that cannot be told', 'from shop.books import router\nfrom elsewhere import things\napp = FastAPI()\nthings[0].include_router(router)\n', [], ['main.py:5 routes']],
    ['routes that come after their router was included', 'router = APIRouter()\napp = FastAPI()\napp.include_router(router)\n@router.get("/late")\ndef late(): ...\n', ['GET /late'], ['main.py:5 routes']],
    ['a loop over what is not known', 'from shop.books import router\nfrom elsewhere import prefixes\napp = FastAPI()\nfor prefix in prefixes():\n    app.include_router(router, prefix=prefix)\n', ['GET ‹prefix›/books/, unknown, if main.py:5'], ['books.py:3 path']],
    ['methods that are not written', 'from elsewhere import METHODS\napp = FastAPI()\napp.add_api_route("/a", print, methods=METHODS)\napp.add_api_route("/b", print, methods=["PUT", *METHODS])\n', [' /a', 'PUT /b'], ['main.py:4 route', 'main.py:5 route']],
    ['recursion', 'app = FastAPI()\ndef again(app, n):\n    app.add_api_route(f"/{n}", print)\n    again(app, n)\nagain(app, 1)\n', ['GET /1'], ['main.py:5 anything']],
  ])('%s', (_, main, expected, unclear) => {
    const app = shop(main, { 'shop/config.py': 'from pydantic import BaseModel, Field\nfrom pydantic_settings import BaseSettings\nclass Paths(BaseModel):\n    shelves: str = "/shelves"\nclass Settings(BaseSettings):\n    PREFIX: str\n    PATHS: Paths = Field(default_factory=Paths)\n    API: str = "/api"\n    DEBUG: bool = False\nsettings = Settings()\n' });
    expect(routes(app)).toEqual(expected);
    expect(unknown(app)).toEqual(unclear);
  });

  it('a module that is told to be served includes what the application is made without', () => {
    const files = { 'shop/__init__.py': '', 'shop/books.py': BOOKS, 'shop/app.py': `${HEAD}app = FastAPI()\n`, 'shop/wsgi.py': 'from shop.app import app\nfrom shop.books import router\napp.include_router(router)\n' };
    expect(routes(appOf({ ...files, Dockerfile: 'CMD ["uvicorn", "shop.wsgi:app"]\n' }))).toEqual(['GET /books/']);
    const other = appOf({ ...files, Dockerfile: 'CMD ["uvicorn", "shop.app:app"]\n' });
    expect([routes(other), unknown(other)]).toEqual([['GET /books/'], ['wsgi.py:3 routes']]);
  });

  it('a module that does not parse', () => {
    const app = shop('from shop.broken import router\napp = FastAPI()\napp.include_router(router)\n', { 'shop/broken.py': 'from fastapi import APIRouter\nrouter = APIRouter(\n' });
    expect([routes(app), unknown(app)]).toEqual([[], ['main.py:4 routes']]);
  });

  it('an application that nothing makes', () => {
    const app = shop('make = lambda: FastAPI()\n');
    expect(app.unknown.map(({ because }) => because)).toEqual(['Nothing that could be followed makes this application.']);
  });

  it('an application that is made twice with other routes', () => {
    const app = shop('from shop.books import router\ndef make(prefix):\n    app = FastAPI()\n    app.include_router(router, prefix=prefix)\n    return app\none = make("/a")\ntwo = make("/b")\n');
    expect([routes(app), unknown(app)]).toEqual([['GET /a/books/'], ['main.py:4 routes']]);
  });
});

describe('an application knows', () => {
  const app = shop(`from contextlib import asynccontextmanager
from elsewhere import Gzip, guard
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from shop.books import router
from shop.extra import Timing, extra

@asynccontextmanager
async def lifespan(app):
    yield

def started(): ...

app = FastAPI(lifespan=lifespan, dependencies=[Depends(guard)], middleware=[Middleware(CORSMiddleware)], on_startup=[started])
app.add_middleware(Timing, level=1)
app.add_middleware(Gzip)
app.include_router(extra, dependencies=[Depends(print)])

@app.middleware("http")
async def headers(request, call_next): ...

@app.exception_handler(404)
async def missing(request, error): ...

def broken(request, error): ...

app.add_exception_handler(ValueError, broken)

@app.on_event("shutdown")
def stop(): ...

def handler(app):
    async def start(): ...
    return start

app.add_event_handler("startup", handler(app))
other = FastAPI()
app.mount("/other", other)
`, { 'shop/extra.py': 'from fastapi import APIRouter, Depends\nclass Timing: ...\nextra = APIRouter(dependencies=[Depends(len)])\n@extra.on_event("startup")\ndef warm(): ...\n@extra.get("/x", dependencies=[Depends(max)])\ndef x(): ...\n' });

  it('its middleware in the order in which it is added', () => expect(app.middleware.map(({ name, how }) => `${how} ${name}`)).toEqual(['argument starlette.middleware.cors.CORSMiddleware', 'add_middleware Timing', 'add_middleware elsewhere.Gzip', 'decorator headers']));
  it('its handlers of exceptions', () => expect(app.exceptionHandlers.map(({ how, handles, handler }) => `${how} ${handles.node.text} ${handler?.name ?? ''}`)).toEqual(['decorator 404 missing', 'add_exception_handler ValueError broken']));
  it('its handlers of events, and those of its routers', () =>
    expect(app.eventHandlers.map(({ event, how, on, handler }) => `${event} ${how} ${on} ${handler?.name ?? ''}`)).toEqual(['startup argument app started', 'startup decorator router warm', 'shutdown decorator app stop', 'startup add_event_handler app start']));
  it('its lifespan and its dependencies', () => expect([app.lifespan?.node.text, app.dependencies.map(({ node }) => node.text)]).toEqual(['lifespan', ['[Depends(guard)]']]));
  it('what a route depends on, outermost first', () => expect(app.routes[0]?.dependencies.map(({ node }) => node.text)).toEqual(['[Depends(guard)]', '[Depends(print)]', '[Depends(len)]', '[Depends(max)]']));
  it('what a route came by, and what answers it', () => {
    const [route] = app.routes;
    expect([route?.endpoint.name, route?.endpoint.node.type, route?.via.map(({ router, node }) => `${router.node.text.slice(0, 9)} ${node.type}`), route?.order]).toEqual(['x', 'function_definition', ['APIRouter call'], 1]);
  });
  it('what is mounted in it', () => expect(app.mounts.map(({ path, what, order }) => [path, typeof what === 'string' ? what : what.variable, order])).toEqual([['/other', 'other', 2]]));
  it('nothing that cannot be told', () => expect(unknown(app)).toEqual([]));
});

describe('nothing is parsed', () => {
  it('where there is no application', () => {
    const { backend, python } = repository({ 'shop/main.py': 'from flask import Flask\napp = Flask(__name__)\nrouter = 1\n', 'shop/other.py': 'router = (\n' });
    expect(backend.apps).toEqual([]);
    expect(python.layout.modules).toHaveLength(2);
  });
});
