"""Asks the applications of small services from other origins, before and after a change.

Standard input: {"trees": [[folder, folder]], "modules": [[dotted name]], "origins": [origin]}: each service twice.
Standard output: for each service two looks: {module.variable: {origin: [what a preflight, and what a request with a cookie, are told]}}.
"""
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

import fastapi
import fastapi.testclient
import pydantic_settings  # noqa: F401  loaded once: each service gets a process of its own, split off from this one


def told(headers: Any) -> str:
    return f"{headers.get('access-control-allow-origin')} {headers.get('access-control-allow-credentials')}"


def answers(app: Any, origin: str) -> list[str]:
    client = fastapi.testclient.TestClient(app)
    asked = client.options("/books", headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    sent = client.get("/books", headers={"Origin": origin, "Cookie": "session=1"})
    return [f"{asked.status_code} {told(asked.headers)}", told(sent.headers)]


def look(tree: str, modules: list[str], origins: list[str]) -> dict[str, Any]:
    sys.path.insert(0, tree)
    os.chdir(tree)
    loaded = [importlib.import_module(name) for name in modules]
    apps = {id(app): (f"{module.__name__}.{name}", app) for module in loaded for name, app in vars(module).items() if isinstance(app, fastapi.FastAPI)}
    return {name: {origin: answers(app, origin) for origin in origins} for name, app in apps.values()}


def in_a_process(run: Callable[[], Any]) -> Any:
    with tempfile.TemporaryFile() as result:
        child = os.fork()
        if child == 0:
            os.dup2(2, 1)
            result.write(json.dumps(run()).encode())
            result.flush()
            os._exit(0)
        os.waitpid(child, 0)
        result.seek(0)
        return json.loads(result.read())


def main() -> None:
    sys.dont_write_bytecode = True
    request = json.load(sys.stdin)
    pairs = zip(request["trees"], request["modules"], strict=True)
    json.dump([[in_a_process(lambda: look(tree, modules, request["origins"])) for tree in trees] for trees, modules in pairs], sys.stdout)


main()
