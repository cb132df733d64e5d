import { describe, expect, it } from 'vitest';
import { handlersOf, otherStoresOf, sessionsOf } from '../../../src/backend/data/index.ts';
import { repository } from '../repository.ts';

const DATABASE = `from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

engine = create_engine("sqlite://")
SessionLocal = sessionmaker(bind=engine, autoflush=False)
AsyncLocal = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))
OldAsync = sessionmaker(create_async_engine("sqlite+aiosqlite://"), class_=AsyncSession)
shared = SessionLocal()
scoped = scoped_session(SessionLocal)


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


async def get_async_db():
    async with AsyncLocal() as session:
        yield session


class Helper:
    def dependency(self):
        with SessionLocal() as session:
            yield session


helper = Helper()
`;
const DEPS = `from typing import Annotated, AsyncGenerator, Generator, Optional

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Session

import database


def make() -> Generator[Session, None, None]:
    ...


SessionDep = Annotated[Session, Depends(make)]
AnyDep = Annotated[object, Depends(database.get_db)]
type NewDep = Annotated[AsyncSession, Depends(database.get_async_db)]
`;
const HEAD = `from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

import database
from database import AsyncLocal, OldAsync, SessionLocal, engine, get_async_db, get_db, helper, scoped, shared
from deps import AnyDep, NewDep, SessionDep

app = FastAPI()
own = Session(bind=engine)


@app.get("/")
`;

/** The sessions of the one handler. */
function sessionsIn(handler: string, more: Readonly<Record<string, string>> = {}) {
  const view = repository({ 'database.py': DATABASE, 'deps.py': DEPS, 'main.py': HEAD + handler, ...more });
  const [only] = handlersOf(view);
  if (!only) throw new Error('There is no handler.');
  return sessionsOf(view.python, only.module, only.node).map(({ how, name, type, uses }) => `${how} ${name}: ${type.split('.').slice(-2).join('.')} ×${uses.length}`);
}

describe('a session of a handler', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['annotated', 'def books(db: Session = Depends(get_db)):\n    return db.query(1) and db\n', ['parameter db: orm.Session ×2']],
    ['annotated, async', 'async def books(db: AsyncSession = Depends(get_async_db)):\n    return db\n', ['parameter db: asyncio.AsyncSession ×1']],
    ['in quotes', 'def books(db: "Session" = Depends(get_db)):\n    return db\n', ['parameter db: orm.Session ×1']],
    ['in Annotated', 'def books(db: Annotated[Session, Depends(get_db)]):\n    return db\n', ['parameter db: orm.Session ×1']],
    ['by an alias of another module', 'def books(db: SessionDep):\n    return db\n', ['parameter db: sqlmodel.Session ×1']],
    ['by an alias whose dependency tells', 'def books(db: AnyDep):\n    return db\n', ['parameter db: orm.Session ×1']],
    ['by a type statement', 'async def books(db: NewDep):\n    return db\n', ['parameter db: asyncio.AsyncSession ×1']],
    ['without an annotation', 'def books(db=Depends(get_db)):\n    return db\n', ['parameter db: orm.Session ×1']],
    ['with another annotation', 'async def books(db: Any = Depends(database.get_async_db)):\n    return db\n', ['parameter db: asyncio.AsyncSession ×1']],
    ['of a method', 'def books(db=Depends(helper.dependency)):\n    return db\n', ['parameter db: orm.Session ×1']],
    ['of the module', 'def books():\n    return own.query(1)\n', ['global own: orm.Session ×1']],
    ['of another module', 'def books():\n    return shared.query(1), scoped.query(2)\n', ['global shared: orm.Session ×1', 'global scoped: orm.Session ×1']],
    ['entered', 'def books():\n    with Session(engine) as s:\n        return s.query(1)\n', ['with s: orm.Session ×1']],
    ['entered from a factory', 'async def books():\n    async with AsyncLocal() as s, OldAsync.begin() as t:\n        return s, t\n', ['with s: asyncio.AsyncSession ×1', 'with t: asyncio.AsyncSession ×1']],
    ['iterated', 'async def books():\n    async for s in get_async_db():\n        return s\n', ['with s: asyncio.AsyncSession ×1']],
    ['opened by hand', 'def books():\n    db = SessionLocal()\n    try:\n        return db.query(1)\n    finally:\n        db.close()\n', ['opened db: orm.Session ×2']],
    ['taken from a provider', 'def books():\n    db = next(get_db())\n    return db\n', ['opened db: orm.Session ×1']],
    ['None first', 'def books():\n    db = None\n    db = SessionLocal()\n    return db\n', ['opened db: orm.Session ×1']],
    ['captured by a function inside', 'def books(db: Session = Depends(get_db)):\n    def rows():\n        yield db.query(1)\n    return rows\n', ['parameter db: orm.Session ×1']],
    ['in a comprehension', 'def books(db: Session = Depends(get_db)):\n    return [db.get(1, i) for i in (1, 2)]\n', ['parameter db: orm.Session ×1']],
    ['not told', 'def books(db, other: object = Depends(print)):\n    return db, other\n', []],
    ['something else at times', 'def books(db: Session = Depends(get_db)):\n    db = 1\n    return db\n', []],
  ])('%s', (_, handler, expected) => expect(sessionsIn(handler)).toEqual(expected));

  it('is kept on the object of a class-based view', () => {
    const view = repository({
      'database.py': DATABASE,
      'main.py': `from fastapi import APIRouter, Depends, FastAPI\nfrom sqlalchemy.orm import Session\nfrom database import get_db\nrouter = APIRouter()\nclass Books:\n    db: Session = Depends(get_db)\n    @router.get("/")\n    def books(self):\n        return self.db.query(1)\napp = FastAPI()\napp.include_router(router)\n`,
    });
    const [only] = handlersOf(view);
    expect(only?.ownClass).toBeDefined();
    expect(only && sessionsOf(view.python, only.module, only.node)).toMatchObject([{ how: 'attribute', name: 'self.db', isAsync: false, uses: [{}] }]);
  });
});

describe('handlers', () => {
  it('are those of included routers, once for several routes, with where they stand', () => {
    const view = repository({
      'main.py': 'from fastapi import FastAPI\nfrom books import router, make\napp = FastAPI()\napp.include_router(router)\napp.include_router(make())\n',
      'books.py': 'from fastapi import APIRouter\nrouter = APIRouter()\ndead = APIRouter()\n@router.get("/")\n@router.get("/all")\nasync def books(): ...\n@dead.get("/x")\ndef never(): ...\ndef make():\n    r = APIRouter()\n    @r.get("/y")\n    def inner(): ...\n    return r\n',
    });
    expect(handlersOf(view).map(({ name, isAsync, routes, factory }) => [name, isAsync, routes.length, factory !== undefined])).toEqual([['books', true, 2, false], ['inner', false, 1, true]]);
  });
});

describe('another store', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['of documents', 'from beanie import Document\nclass Book(Document): ...\n', ['Beanie']],
    ['of a client', 'from motor.motor_asyncio import AsyncIOMotorClient\nclient = AsyncIOMotorClient()\nBook = client.shop.books\n', ['Motor']],
    ['of rows', 'from databases import Database\nBook = Database("sqlite://")\n', ['databases']],
    ['of an engine', 'from sqlalchemy import create_engine\nBook = create_engine("sqlite://")\n', ['an engine of SQLAlchemy']],
    ['not', 'class Book: ...\n', []],
  ])('%s', (_, text, expected) => {
    const view = repository({ 'main.py': `from fastapi import FastAPI\n${text}app = FastAPI()\n@app.get("/")\nasync def books():\n    return await Book.find()\n` });
    const [only] = handlersOf(view);
    expect(only && otherStoresOf(view.python, only).map(({ library }) => library)).toEqual(expected);
  });
});
