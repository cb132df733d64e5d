import type { Random } from './random.ts';

/** The settings of a project: one class, one object. */
export function configText(name: string, random: Random): string {
  const extra = random.once(2) ? '    DEBUG: bool = False\n' : '';
  return `"""Settings of the ${name} service."""
from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment."""

    model_config = SettingsConfigDict(env_file=".env")

    title: str = "${name}"
${extra}    database_url: str = "sqlite+aiosqlite:///${name}.db"
    price_factor: float = 1.2
    page_size: int = 50
    allowed_origins: list[str] = []


@lru_cache
def page_sizes() -> tuple[int, ...]:
    return (10, 25, settings.page_size)


settings = Settings()
`;
}

/** The engine and the sessions. */
export function databaseText(): string {
  return `from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from app.core.config import settings

engine = create_async_engine(settings.database_url)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


async def get_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session
`;
}

/** The main app with its routers. */
export function mainText(name: string, routers: readonly string[], random: Random): string {
  const module = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);
  const imports = routers.map((dotted) => `from ${dotted} import router as ${module(dotted)}_router`);
  const included = routers.map((dotted) => `app.include_router(${module(dotted)}_router)`);
  const title = random.once(2) ? 'settings.title' : `"${name}"`;
  return `"""The ${name} service."""
import logging

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

${imports.join('\n')}
from app.core.config import settings

logger = logging.getLogger(__name__)

app = FastAPI(title=${title})
app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins)
${included.join('\n')}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "open"}
`;
}

/** A second app, for the people behind the counter. Its import of the framework is a module, and renamed. */
export function adminText(name: string): string {
  return `import fastapi as web

from app.core.config import settings

admin = web.FastAPI(title="${name} office", version="2")


@admin.get("/counts")
async def counts() -> dict[str, int]:
    return {"page": settings.page_size}
`;
}

/** A program without an app. */
export function workerText(): string {
  return `import asyncio
import logging

from app.core.database import sessions

logger = logging.getLogger(__name__)


async def tidy() -> None:
    async with sessions() as session:
        await session.commit()
    logger.info("tidied")


def main() -> None:
    asyncio.run(tidy())


if __name__ == "__main__":
    main()
`;
}

/** The project's manifest. */
export function pyprojectText(name: string): string {
  return `[project]
name = "bookshop-${name}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["fastapi", "pydantic-settings", "sqlalchemy", "aiosqlite"]

[tool.ruff]
line-length = 100
`;
}

/** A few lines for people. */
export function readmeText(name: string): string {
  return `# ${name}

Start it with \`uvicorn app.main:app --reload\` and look at http://localhost:8000/docs.
`;
}
