/** Services with a database, as people write them; each is mutated by tests. */
const MANIFEST = '[project]\nname = "bookshop"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ["fastapi", "sqlalchemy"]\n';

/** Synchronous sessions, a table that belongs to another one, sign-up and sign-in with tokens of its own. */
export const SHOP: Readonly<Record<string, string>> = {
  'pyproject.toml': MANIFEST,
  'app/__init__.py': '',
  'app/database.py': `from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
from sqlalchemy import BigInteger, ForeignKey, String, text

engine = create_engine("postgresql+psycopg2://shop:shop@db/shop", pool_size=5, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    email: Mapped[str] = mapped_column(String(80), unique=True)
    password: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60), unique=True)
    stock: Mapped[int]
    shelf: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"))
    quantity: Mapped[int]


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
`,
  'app/auth.py': `import hashlib
from datetime import datetime, timezone

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from app.database import User, get_db

oauth2 = OAuth2PasswordBearer(tokenUrl="/login")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def token_for(user: User) -> str:
    return f"{user.id}.{datetime.now(timezone.utc).timestamp()}.{digest(user.email)}"


def current_user(token: str = Depends(oauth2), db: Session = Depends(get_db)) -> User:
    user = db.get(User, int(token.split(".")[0])) if token[0].isdigit() else None
    if user is None or not token.endswith(digest(user.email)):
        raise HTTPException(401, "Who are you?")
    return user
`,
  'app/main.py': `from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.auth import current_user, digest, token_for
from app.database import Book, Order, User, get_db

app = FastAPI(title="Bookshop")


class Account(BaseModel):
    email: str
    password: str


class NewBook(BaseModel):
    title: str
    stock: int = 1


class NewOrder(BaseModel):
    book_id: int
    quantity: int


@app.post("/register", status_code=201)
def register(account: Account, db: Session = Depends(get_db)):
    user = User(email=account.email, password=digest(account.password))
    db.add(user)
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise HTTPException(409, "There is such a reader.")
    return {"id": user.id, "email": user.email}


@app.post("/login")
def login(account: Account, response: Response, db: Session = Depends(get_db)):
    user = db.scalar(select(User).where(User.email == account.email))
    if user is None or user.password != digest(account.password):
        raise HTTPException(401, "Wrong password.")
    response.set_cookie("seen", "yes")
    return {"access_token": token_for(user), "token_type": "bearer"}


@app.get("/books")
def list_books(response: Response, q: str = "", db: Session = Depends(get_db)):
    response.headers["X-Shelf"] = "A1"
    books = db.scalars(select(Book).where(Book.title.contains(q)).order_by(Book.id)).all()
    return [{"id": book.id, "title": book.title, "stock": book.stock} for book in books]


@app.post("/books", status_code=201)
def add_book(book: NewBook, user: Annotated[User, Depends(current_user)], db: Session = Depends(get_db)):
    if db.scalar(select(Book).where(Book.title == book.title)):
        raise HTTPException(400, "There is such a book.")
    made = Book(title=book.title, stock=book.stock, owner_id=user.id)
    db.add(made)
    db.commit()
    return {"id": made.id, "title": made.title}


@app.post("/orders", status_code=201)
def order(wanted: NewOrder, user: Annotated[User, Depends(current_user)], db: Session = Depends(get_db)):
    book = db.get(Book, wanted.book_id)
    if book is None:
        raise HTTPException(404, "There is no such book.")
    if wanted.quantity <= 0:
        raise HTTPException(400, "Nothing is ordered.")
    if book.stock < wanted.quantity:
        raise HTTPException(409, "Not enough books.")
    book.stock -= wanted.quantity
    db.flush()
    made = Order(book_id=book.id, quantity=wanted.quantity)
    db.add(made)
    db.commit()
    return {"id": made.id, "left": book.stock}


@app.delete("/books/{book_id}", status_code=204)
def drop_book(book_id: int, user: Annotated[User, Depends(current_user)], db: Session = Depends(get_db)):
    book = db.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "There is no such book.")
    if book.owner_id != user.id:
        raise HTTPException(403, "Not your book.")
    db.query(Order).filter(Order.book_id == book_id).delete()
    db.delete(book)
    db.commit()
`,
};

/** Asynchronous sessions and one class for tables and bodies. */
export const ASYNC_SHOP: Readonly<Record<string, string>> = {
  'pyproject.toml': MANIFEST,
  'main.py': `from contextlib import asynccontextmanager
from typing import Optional
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, select

engine = create_async_engine("postgresql+asyncpg://shop:shop@db/shop", connect_args={"server_settings": {"jit": "off"}})
new_session = async_sessionmaker(engine, expire_on_commit=False)


class Author(SQLModel, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True)


class Book(SQLModel, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str
    author_id: Optional[UUID] = Field(default=None, foreign_key="author.id")


class NewBook(SQLModel):
    title: str
    author_id: UUID


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield


async def session():
    async with new_session() as one:
        yield one


async def editor(x_token: str = Header()) -> str:
    if x_token != "let-me-in":
        raise HTTPException(401, "Not an editor.")
    return x_token


app = FastAPI(lifespan=lifespan)


@app.get("/books/{book_id}")
async def find(book_id: UUID, db: AsyncSession = Depends(session)):
    book = await db.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "There is no such book.")
    author = await db.get(Author, book.author_id)
    return {"title": book.title, "author": author.name if author else None}


@app.post("/books", status_code=201, dependencies=[Depends(editor)])
async def add(book: NewBook, db: AsyncSession = Depends(session)):
    if await db.get(Author, book.author_id) is None:
        raise HTTPException(404, "There is no such author.")
    made = Book(title=book.title, author_id=book.author_id)
    db.add(made)
    await db.commit()
    await db.refresh(made)
    return made
`,
};

/** One session for everybody. */
export const GLOBAL_SHOP: Readonly<Record<string, string>> = {
  'pyproject.toml': MANIFEST,
  'main.py': `from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, declarative_base

engine = create_engine("sqlite:///./shop.db", connect_args={"check_same_thread": False})
Base = declarative_base()


class Book(Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)
    title = Column(String(40), unique=True, nullable=False)


Base.metadata.create_all(engine)
db = Session(engine)
app = FastAPI()


class NewBook(BaseModel):
    title: str


@app.get("/books")
def books():
    return [book.title for book in db.query(Book).order_by(Book.id)]


@app.post("/books")
def add(book: NewBook):
    try:
        db.add(Book(title=book.title))
        db.commit()
    except IntegrityError:
        db.rollback()
        raise HTTPException(409, "There is such a book.")
    return {"title": book.title}
`,
};
