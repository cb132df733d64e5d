"""What is asked of every service that a middleware was added to: its answers, its tests, and what linters and type checkers say of the new files."""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

import fastapi
import fastapi.testclient
import pydantic_settings  # noqa: F401
import pytest
from fastapi.routing import iter_route_contexts

import strictly_typed

RULES = "E,W,F,I,N,UP,B,D,ANN,ASYNC,C4,PIE,PT,RET,RUF,S,SIM,TRY"
IGNORED = "B008,D104,S101,S106,TRY300,TRY003,D103,RUF001,RUF029"


def application(tree: str, module: str) -> fastapi.FastAPI:
    os.chdir(tree)
    sys.path.insert(0, tree)
    made = __import__(module, fromlist=["_"])
    return made.app


def paths_of(app: Any, prefix: str = "") -> list[str]:
    """Every path of the application and of those mounted in it, with a value for each parameter."""
    paths = []
    for route in iter_route_contexts(app.routes):
        inner = getattr(route, "app", None)
        if isinstance(inner, fastapi.FastAPI):
            paths += paths_of(inner, prefix + route.path)
        elif getattr(route, "path", None):
            paths.append(prefix + "/".join("7" if part.startswith("{") else part for part in route.path.split("/")))
    return sorted(set(paths))


def answers(tree: str, module: str, paths: list[str], base_url: str = "http://testserver") -> list[list[Any]]:
    """Status, headers and text of the answer to each path, and to what is no plain question."""
    app = application(tree, module)
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False, base_url=base_url)
    preflight = {"Origin": "https://shop.example.com", "Access-Control-Request-Method": "GET"}
    asked = [("GET", path, {}) for path in [*paths, "/nothing-here"]] + [("DELETE", paths[0], {}), ("HEAD", paths[0], {}), ("OPTIONS", paths[0], preflight)]
    given = [client.request(method, path, headers=headers) for method, path, headers in asked]
    return [[f"{method} {path}", response.status_code, sorted(response.headers.multi_items()), response.text] for (method, path, _), response in zip(asked, given)]


def tested(case: dict[str, Any]) -> str:
    os.chdir(case["after"])
    sys.path.insert(0, case["after"])
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["-q", "-p", "no:cacheprovider", "-x", "tests"])
    return "" if code == 0 else output.getvalue()


def typed(case: dict[str, Any], cache: str) -> str:
    return strictly_typed.complaints(case["after"], case["new"], 10, cache)


def linted(case: dict[str, Any]) -> str:
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    common = ["--isolated", f"--target-version=py3{case['python']}", "--config", f"line-length={case['width']}"]
    checked = subprocess.run([ruff, "check", "--no-cache", *common, f"--select={RULES}", f"--ignore={IGNORED}", "--config", "lint.pydocstyle.convention='google'",
                              "--config", f"lint.isort.known-first-party={json.dumps(case['own'])}", *case["new"]], cwd=case["after"], capture_output=True, text=True)
    style = ["--config", f"format.quote-style='{case['quote']}'"]
    formatted = subprocess.run([ruff, "format", "--no-cache", "--diff", *common, *style, *case["new"]], cwd=case["after"], capture_output=True, text=True)
    return (checked.stdout if checked.returncode else "") + (formatted.stdout + formatted.stderr if formatted.returncode else "")


def in_a_process(run: Any) -> Any:
    with tempfile.TemporaryFile() as result:
        child = os.fork()
        if child == 0:
            os.dup2(2, 1)
            try:
                told = run()
            except BaseException as error:
                told = {"fails": f"{type(error).__name__}: {error}"}
            result.write(json.dumps(told).encode())
            result.flush()
            os._exit(0)
        os.waitpid(child, 0)
        result.seek(0)
        return json.loads(result.read())


def told_of(case: dict[str, Any], cache: str, seen: set[str]) -> dict[str, Any]:
    """What every case is asked; files that were looked at already, letter for letter, are not looked at again."""
    texts = json.dumps([open(os.path.join(case["after"], path)).read() for path in case["new"]])
    paths = in_a_process(lambda: paths_of(application(case["before"], case["module"])))
    told = {
        "openapi": [in_a_process(lambda: application(case[tree], case["module"]).openapi()) for tree in ("before", "after")],
        "answers": [in_a_process(lambda: answers(case[tree], case["module"], paths)) for tree in ("before", "after")],
        "tests": in_a_process(lambda: tested(case)) if case["hasTests"] else "",
        "types": "" if texts in seen else typed(case, cache),
        "lint": linted(case),
    }
    seen.add(texts)
    return told


def main(asked: Any) -> None:
    """Reads the cases, and writes what is told of each."""
    sys.dont_write_bytecode = True
    request = json.load(sys.stdin)
    seen: set[str] = set()
    told = {case["name"]: {**told_of(case, request["mypy"], seen), **asked(case)} for case in request["cases"]}
    json.dump(told, sys.stdout)
