"""Boots applications before and after they were given exception handlers, asks every route of both, and runs tests and linters over what was written.

Standard input: {"cases": [{"name", "before", "after": folder, "module": dotted name, "new": [path], "tests": [path], "python": minor version, "width": number,
"quote": "single" or "double", "own": [name]}], "mypy": folder for its cache}.
Standard output: {name: {"openapi": [before, after], "answers": [before, after], "raised": [before, after], "tests": text, "types": text, "lint": text}}, with
answers as {request: [status, text, {header: value}]} and what is raised as {request: name of the class}.
"""
import contextlib
import io
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

# What most services need, loaded once: each question is asked in a process of its own, split off from this one.
import fastapi
import fastapi.testclient
import pydantic_settings
import pytest
import sqlalchemy.orm

import strictly_typed

RULES = "E,W,F,I,N,UP,B,D,ANN,ASYNC,C4,PIE,PT,RET,RUF,S,SIM,TRY"
# Assertions of tests, module docstrings of packages, names of exceptions that a standard gives, and handlers that wait for nothing.
IGNORED = "D104,S101,D103,N818,RUF029"
KEPT = ("content-type", "retry-after", "www-authenticate", "x-shelf", "allow")


def application(tree: str, module: str) -> fastapi.FastAPI:
    os.chdir(tree)
    sys.path.insert(0, tree)
    return __import__(module, fromlist=["_"]).app


def requests(app: fastapi.FastAPI) -> Iterator[tuple[str, str, Any]]:
    yield "GET", "/nowhere", None
    for prefix, document in (("", app.openapi()), *((route.path, route.app.openapi()) for route in app.routes if isinstance(getattr(route, "app", None), fastapi.FastAPI))):
        for path, operations in document["paths"].items():
            for method, number in itertools.product([*operations, "options"], ("1", "2", "3", "x")):
                for body in ({}, {"isbn": "1"}) if "requestBody" in operations.get(method, {}) else (None,):
                    yield method.upper(), prefix + path.replace("{number}", number), body


def answers(tree: str, module: str) -> dict[str, Any]:
    app = application(tree, module)
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False)
    told: dict[str, Any] = {}
    for method, path, body in requests(app):
        response = client.request(method, path, json=body)
        told[f"{method} {path} {body}"] = [response.status_code, response.text, {name: response.headers[name] for name in KEPT if name in response.headers}]
    return told


def raised(tree: str, module: str) -> dict[str, str]:
    app = application(tree, module)
    client = fastapi.testclient.TestClient(app)
    told = {}
    for method, path, body in requests(app):
        try:
            client.request(method, path, json=body)
        except Exception as error:
            told[f"{method} {path} {body}"] = type(error).__name__
    return told


def tested(case: dict[str, Any]) -> str:
    os.chdir(case["after"])
    sys.path.insert(0, case["after"])
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["-q", "-p", "no:cacheprovider", "-x", *case["tests"]])
    return "" if code == 0 else output.getvalue()


def typed(case: dict[str, Any], cache: str) -> str:
    return strictly_typed.complaints(case["after"], case["new"], max(case["python"], 10), cache)


def linted(case: dict[str, Any]) -> str:
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    common = ["--isolated", f"--target-version=py3{case['python']}", f"--line-length={case['width']}"]
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


def main() -> None:
    sys.dont_write_bytecode = True
    request = json.load(sys.stdin)
    told: dict[str, Any] = {}
    for case in request["cases"]:
        trees = [case["before"], case["after"]]
        told[case["name"]] = {
            "openapi": [in_a_process(lambda: application(tree, case["module"]).openapi()) for tree in trees],
            "answers": [in_a_process(lambda: answers(tree, case["module"])) for tree in trees],
            "raised": [in_a_process(lambda: raised(tree, case["module"])) for tree in trees],
            "tests": in_a_process(lambda: tested(case)) if case["tests"] else "",
            "types": typed(case, request["mypy"]),
            "lint": linted(case),
        }
    json.dump(told, sys.stdout)


main()
