"""Asks the applications of small services before and after a change for their docs, with the setting on and off.

Standard input: {"trees": [[folder, folder]], "modules": [[dotted name]], "variables": [[{name: value}, {name: value}]]}: each service twice, with the modules to import and
the variables for the docs switched on and off. Standard output: for each service three looks, before, after with the setting on, after with it off:
{"fails": exception} where the import ends so, else {module.variable: {"answers": {path: status}, "openapi": document, "routes": [[path, methods]]}}.
"""
import importlib
import inspect
import json
import os
import sys
import tempfile
import typing
import warnings
from collections.abc import Callable, Iterator
from typing import Any

# What every service needs, loaded once: each gets a process of its own, split off from this one.
import fastapi
import fastapi.testclient
import pydantic_settings

# Where docs are in the fixtures, their documents and the redirects of Swagger UI.
ENDS = ("docs", "redoc", "openapi.json", "docs/oauth2-redirect", "reading-room", "leaflet", "help", "schema", "signed-in", "catalogue/docs", "api/docs", "api/redoc", "office")


def made_by(function: Any) -> fastapi.FastAPI | None:
    """What a factory makes that needs nothing, or nothing but settings."""
    parameters = [one for one in inspect.signature(function).parameters.values() if one.default is inspect.Parameter.empty and one.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)]
    hints = typing.get_type_hints(function)
    classes = [hints.get(one.name) for one in parameters]
    if not all(isinstance(one, type) and issubclass(one, pydantic_settings.BaseSettings) for one in classes):
        return None
    made = function(*(one() for one in classes))
    return made if isinstance(made, fastapi.FastAPI) else None


def applications(modules: list[Any]) -> Iterator[tuple[str, fastapi.FastAPI]]:
    for module in modules:
        for name, value in list(vars(module).items()):
            held = {name: value, **({f"{name}.{inner}": one for inner, one in vars(value).items()} if hasattr(value, "__dict__") and not inspect.ismodule(value) else {})}
            for inner, one in held.items():
                if isinstance(one, fastapi.FastAPI):
                    yield f"{module.__name__}.{inner}", one
            if inspect.isfunction(value) and value.__module__ == module.__name__ and value.__annotations__.get("return") in (fastapi.FastAPI, "FastAPI"):
                made = made_by(value)
                if made is not None:
                    yield f"{module.__name__}.{name}()", made


def prefixes(app: fastapi.FastAPI) -> list[str]:
    below = [route for route in app.routes if isinstance(getattr(route, "app", None), fastapi.FastAPI)]
    return ["", *(f"{route.path}{prefix}" for route in below for prefix in prefixes(route.app))]


def asked(app: fastapi.FastAPI) -> dict[str, Any]:
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    own = {str(getattr(route, "path", "")) for route in app.routes}
    paths = sorted({f"{prefix}/{end}" for prefix in prefixes(app) for end in ENDS} | {path for path in own if "{" not in path and path})
    routes = [[str(getattr(route, "path", "")), sorted(getattr(route, "methods", None) or [])] for route in app.routes]
    return {"answers": {path: client.get(path).status_code for path in paths}, "openapi": app.openapi(), "routes": routes}


def look(tree: str, modules: list[str], variables: dict[str, str]) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    os.chdir(tree)
    sys.path.insert(0, tree)
    os.environ.update(variables)
    try:
        return {name: asked(app) for name, app in applications([importlib.import_module(name) for name in modules])}
    except BaseException as error:
        return {"fails": f"{type(error).__name__}: {error}"}


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
    looks = []
    for (before, after), modules, (on, off) in zip(request["trees"], request["modules"], request["variables"], strict=True):
        looks.append([in_a_process(lambda tree=tree, variables=variables: look(tree, modules, variables)) for tree, variables in ((before, on), (after, on), (after, off))])
    json.dump(looks, sys.stdout)


main()
