"""Starts and stops the applications of small services before and after a change, and tells what their handlers did, in which order.

Standard input: {"trees": [[folder, folder]], "modules": [[dotted name]]}: each service twice, with the modules to import.
Standard output: for each service two looks: {"fails": exception} where the import ends so, else {module.variable: {mode: [what happened]}}.
"""
import asyncio
import importlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

# What every service needs, loaded once: each gets a process of its own, split off from this one.
import fastapi
import fastapi.testclient


def served(app: fastapi.FastAPI, log: Callable[[str], None]) -> None:
    """As a server does it: start, answer, stop."""
    with fastapi.testclient.TestClient(app):
        log("serving")


def broken_off(app: fastapi.FastAPI, log: Callable[[str], None]) -> None:
    """As when the server is cancelled in the middle."""

    async def main() -> None:
        async with app.router.lifespan_context(app):
            log("serving")
            raise KeyboardInterrupt("stop at once")

    asyncio.run(main())


def events_of(app: fastapi.FastAPI, logs: list[list[str]], mode: Callable[[fastapi.FastAPI, Callable[[str], None]], None]) -> list[str]:
    for log in logs:
        log.clear()
    try:
        mode(app, lambda word: [log.append(word) for log in logs] and None)
    except BaseException as error:
        return [*(" | ".join(log) for log in logs), f"{type(error).__name__}: {error}"]
    return [" | ".join(log) for log in logs]


def look(tree: str, modules: list[str]) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    sys.path.insert(0, tree)
    try:
        loaded = [importlib.import_module(name) for name in modules]
    except BaseException as error:
        return {"fails": f"{type(error).__name__}: {error}"}
    logs = {id(module.LOG): module.LOG for module in loaded if isinstance(getattr(module, "LOG", None), list)}
    apps = {id(app): (f"{module.__name__}.{name}", app) for module in loaded for name, app in vars(module).items() if isinstance(app, fastapi.FastAPI)}
    return {name: {mode.__name__: events_of(app, list(logs.values()), mode) for mode in (served, broken_off)} for name, app in apps.values()}


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
    looks = [[in_a_process(lambda: look(tree, modules)) for tree in trees] for trees, modules in zip(request["trees"], request["modules"], strict=True)]
    json.dump(looks, sys.stdout)


main()
