"""Asks services before and after their handlers were given what they work with, with their own sessions and with others in their place.

Standard input: {"trees": [folder]}, each with `app.main:app`, `app.database` and `app.models`.
Standard output: for each folder {"openapi", "answers": {request: [status, text]}, "overridden": the same with another session, "services": {provider: answers that change when it is replaced}}.
"""
import asyncio
import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import fastapi
import fastapi.testclient


def dependencies(app: fastapi.FastAPI) -> set[Callable[..., Any]]:
    """Everything that routes depend on, directly or not."""
    found: set[Callable[..., Any]] = set()

    def walk(dependant: Any) -> None:
        for one in dependant.dependencies:
            found.add(one.call)
            walk(one)

    def routes(router: Any) -> None:
        for route in router.routes:
            if hasattr(route, "dependant"):
                walk(route.dependant)
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if inner is not None:
                routes(inner)

    routes(app)
    return found


def requests(app: fastapi.FastAPI) -> Iterator[tuple[str, str, Any]]:
    writes = [(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods if method != "get"]
    reads = [path for path, methods in app.openapi()["paths"].items() if "get" in methods]
    for method, path in writes:
        for body in ({}, {"title": "Emma"}, {"title": "Ida", "stock": 3}):
            yield method, path, body
    for path in reads:
        for text in ("1", "x"):
            yield "GET", path.replace("{limit}", text).replace("{service}", text), None


def answers(app: fastapi.FastAPI) -> dict[str, Any]:
    told: dict[str, Any] = {}
    with fastapi.testclient.TestClient(app, raise_server_exceptions=False) as client:
        for method, path, body in requests(app):
            response = client.request(method, path, json=body)
            told[f"{method} {path} {body}"] = [response.status_code, response.text]
        if "/live" in inspect.getsource(sys.modules["app.routers.books"]):
            with client.websocket_connect("/books/live") as socket:
                told["live"] = [socket.receive_json(), socket.receive_json()]
    return told


def create_tables(engine: Any) -> None:
    base = sys.modules["app.models"].Book.metadata
    if hasattr(engine, "sync_engine"):
        async def create() -> None:
            async with engine.begin() as connection:
                await connection.run_sync(base.create_all)
            await engine.dispose()

        asyncio.run(create())
    else:
        base.create_all(engine)


def other_sessions(database: Any) -> Callable[..., Any]:
    """A provider of sessions of a database that has a book of its own."""
    from sqlalchemy import create_engine
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
    from sqlalchemy.orm import Session

    engine = create_engine("sqlite:///other.db")
    sys.modules["app.models"].Book.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(sys.modules["app.models"].Book(title="Elsewhere", stock=1))
        session.commit()
    if hasattr(database.engine, "sync_engine"):
        async def other_session() -> Any:
            async with AsyncSession(create_async_engine("sqlite+aiosqlite:///other.db"), expire_on_commit=False) as session:
                yield session
    else:
        def other_session() -> Any:
            with Session(engine) as session:
                yield session

    return other_session


class Replaced:
    """In the place of a service."""

    def __getattr__(self, name: str) -> Any:
        raise fastapi.HTTPException(418, name)


def look(tree: str) -> dict[str, Any]:
    sys.path.insert(0, tree)
    os.chdir(tempfile.mkdtemp())
    app = importlib.import_module("app.main").app
    database = sys.modules["app.database"]
    create_tables(database.engine)
    told: dict[str, Any] = {"openapi": app.openapi(), "answers": answers(app)}
    asked = dependencies(app)
    other = other_sessions(database)
    for one in asked:
        if inspect.isgeneratorfunction(one) or inspect.isasyncgenfunction(one):
            app.dependency_overrides[one] = other
    told["overridden"] = answers(app)
    told["services"] = {}
    for one in sorted((one for one in asked if one.__name__.endswith("_service")), key=lambda one: one.__name__):
        app.dependency_overrides = {one: Replaced}
        with fastapi.testclient.TestClient(app) as client:
            told["services"][one.__name__] = sum(client.request(method, path, json=body).status_code == 418 for method, path, body in requests(app))
    return told


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(look(sys.argv[1])))
        return
    looks = [subprocess.run([sys.executable, __file__, tree], capture_output=True, text=True, check=False) for tree in json.load(sys.stdin)["trees"]]
    print(json.dumps([json.loads(one.stdout) if one.returncode == 0 else {"fails": one.stderr[-2000:]} for one in looks]))


main()
