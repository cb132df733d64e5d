import { describe, expect, it } from 'vitest';
import { dataAccessOf, handlersOf, typeText } from '../../../src/backend/data/index.ts';
import { parts } from '../../../src/python/syntax/walk.ts';
import { repository } from '../repository.ts';

const MODELS = `import enum
from datetime import datetime
from decimal import Decimal
from typing import List, Optional

from pydantic import BaseModel, EmailStr
from sqlalchemy import Boolean, Column, DateTime, Enum, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column, relationship
from sqlmodel import Field, SQLModel

Old = declarative_base()


class Genre(enum.Enum):
    NOVEL = "novel"


class Stamped:
    created_at: Mapped[datetime] = mapped_column()


class Base(DeclarativeBase): ...


class Book(Stamped, Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Optional[str]]
    reviews: Mapped[List["Review"]] = relationship()


class Review(Old):
    __tablename__ = "reviews"
    id = Column(Integer, primary_key=True)
    text = Column("body", String(50), nullable=False)
    price = Column(Numeric(10, 2))
    genre = Column(Enum(Genre), nullable=False)
    book_id = Column(ForeignKey("books.id"))


class HeroBase(SQLModel):
    name: str
    age: int | None = None


class Hero(HeroBase, table=True):
    id: int = Field(primary_key=True)


class BookIn(BaseModel):
    email: EmailStr
    tags: list[str] = []
    price: Decimal
    anything: "dict[str, int]"
`;
const HEAD = `from datetime import datetime
from typing import Annotated, Any, List, Literal

from fastapi import Depends, FastAPI, Path, Query
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

import models
from models import Book, BookIn, Genre, Hero, Review

app = FastAPI()
PAGE = 20


def current() -> Review: ...


Current = Annotated[Review, Depends(current)]


@app.get("/")
async def books(payload: BookIn, user: Current, other=Depends(current), db: Session = Depends(), a: AsyncSession = Depends(), q: str = None, i: int = Path(gt=0), l: List[int] = Query([]), k: Literal["a", "b"] = "a"):
    book = db.query(Book).filter(Book.id == i).first()
    query = db.query(Book).order_by(Book.id)
    if q:
        query = query.filter(Book.title == q)
    found = query.all()
    stmt = select(Review).where(Review.id == i)
    result = await a.execute(stmt)
    made = models.Book(title=q)
    review = None
    review = result.scalar_one_or_none()
    for one in found:
        pass
    return X
`;

function access(expression: string) {
  const view = repository({ 'models.py': MODELS, 'main.py': HEAD.replace('X\n', `${expression}\n`) });
  const [only] = handlersOf(view);
  if (!only) throw new Error('There is no handler.');
  const data = dataAccessOf(view.python, only);
  const last = parts(only.node).at(-1);
  const [value] = parts(parts(last ?? only.node).at(-1) ?? only.node);
  if (!value) throw new Error('There is no value.');
  return { data, value };
}

describe('the type of', () => {
  it.each<readonly [string, string | undefined]>([
    ['payload', 'BookIn'], ['payload.email', 'str'], ['payload.tags', 'list[str]'], ['payload.price', 'Decimal'], ['payload.anything', undefined], ['payload.nothing', undefined],
    ['user', 'Review'], ['user.id', 'int'], ['user.text', 'str'], ['user.price', 'Decimal | None'], ['user.genre', 'Genre'], ['user.book_id', undefined], ['other.id', 'int'],
    ['q', 'str | None'], ['i', 'int'], ['l', 'list[int]'], ['k', 'Literal["a", "b"]'], ['PAGE', 'int'],
    ['book', 'Book | None'], ['book.id', 'int'], ['book.created_at', 'datetime'], ['book.title', 'str | None'], ['book.reviews', 'list[Review]'], ['found', 'list[Book]'], ['one', 'Book'], ['one.title', 'str | None'], ['made', 'Book'],
    ['review', 'Review | None'], ['result', undefined], ['query', undefined], ['datetime.now()', 'datetime'], ['Hero(name="x").age', 'int | None'], ['Hero(name="x").id', 'int'],
    ['db.query(Book).count()', 'int'], ['db.query(Book.title).all()', 'list[str | None]'], ['db.query(Book, Review).all()', undefined], ['db.query(Book).filter(Book.id == 1).one()', 'Book'],
    ['db.query(Book).delete()', 'int'], ['db.query(Book).get(i)', 'Book | None'], ['db.get(Book, i)', 'Book | None'], ['query.count()', 'int'], ['query.offset(1).all()', 'list[Book]'],
    ['(await a.execute(stmt)).scalars().all()', 'Sequence[Review]'], ['(await a.scalars(select(Book))).first()', 'Book | None'], ['await a.scalar(select(func.count()).select_from(Book))', 'int | None'],
    ['(await a.execute(select(func.count(Book.id)))).scalar_one()', 'int'], ['await a.scalar(select(Book).where(Book.id == i))', 'Book | None'], ['(await a.execute(select(Book, Review))).all()', undefined],
    ['result.scalars().unique().all()', 'Sequence[Review]'], ['result.rowcount', 'int'], ['await a.execute(stmt)', undefined],
  ])('%s', (expression, expected) => {
    const { data, value } = access(expression);
    const type = data.types.typeOf(value);
    expect(type && typeText(type, 12).text).toBe(expected);
  });

  it('is written for old versions as well', () => {
    const { data, value } = access('db.query(Book.title).all()');
    const type = data.types.typeOf(value);
    expect([8, 9, undefined].map((floor) => type && typeText(type, floor).text)).toEqual(['List[Optional[str]]', 'list[Optional[str]]', 'list[Optional[str]]']);
  });
});

describe('a use of a session', () => {
  it.each<readonly [string, string]>([
    ['db.query(Book).filter(Book.id == i).first().title', 'query Book value'],
    ['db.query(func.count(Review.id)).scalar()', 'query Review value'],
    ['query.filter(Book.title == q)', ''],
    ['(await a.execute(stmt)).scalars()', 'query Review result'],
    ['db.query(models.Book)', 'query Book builder'],
    ['await a.execute(update(Book).where(Book.id == i).values(title=q))', 'query Book result'],
    ['db.add(made)', 'object Book value'],
    ['db.add_all([made, made])', 'object ? value'],
    ['db.add_all(found)', 'object Book value'],
    ['db.delete(book)', 'object Book value'],
    ['db.refresh(user)', 'object Review value'],
    ['db.commit()', 'transaction ? value'],
    ['db.flush()', 'flush ? value'],
    ['crud.get(db, i)', 'passed ? -'],
    ['tasks.add_task(send, session=db)', 'passed ? -'],
    ['db', 'other ? -'],
  ])('%s', (expression, expected) => {
    const { data, value } = access(expression);
    const own = data.calls.filter(({ use }) => use.start >= value.start && use.end <= value.end);
    expect(own.map(({ kind, model, node }) => `${kind} ${model?.name ?? '?'} ${data.types.dataValueOf(node)?.stage ?? '-'}`).join()).toBe(expected);
  });
});
