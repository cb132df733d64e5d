"""Boots the applications that health endpoints were added to, asks the endpoints, and runs the tests and linters over what was written.

Standard input: {"cases": [{"name", "before", "after": folder, "module": dotted name, "new": [path], "tests": [path], "python": minor version,
"environments": [{name: value}], "paths": [path], "slow": bool}], "mypy": folder for its cache or null}.
Standard output: {name: {"openapi": [before, after], "answers": [{path: [status, text]}], "tests": text, "types": text, "lint": text}}.
"""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

# What most services need, loaded once: each question is asked in a process of its own, split off from this one.
import fastapi
import fastapi.testclient
import pydantic_settings
import pytest
import sqlalchemy.ext.asyncio

import strictly_typed

RULES = "E,W,F,I,N,UP,B,D,ANN,ASYNC,C4,PIE,PT,RET,RUF,S,SIM,TRY"
# Assertions of tests, module docstrings of packages, names that are no passwords, and defaults of old releases.
IGNORED = "B008,D104,S101,S106,TRY300,TRY003,D103,RUF001,RUF029"


def application(tree: str, module: str) -> fastapi.FastAPI:
    os.chdir(tree)
    sys.path.insert(0, tree)
    made = __import__(module, fromlist=["_"])
    app = getattr(made, "app", None)
    return app if app is not None else made.create_app()


def answers(case: dict[str, Any], environment: dict[str, str]) -> dict[str, Any]:
    os.environ.update(environment)
    app = application(case["after"], case["module"])
    if environment.get("SLOW"):
        # The driver blocks for longer than a probe may take.
        service = next(module for name, module in sys.modules.items() if name.endswith("health_service"))
        service.engine = type("Slow", (), {"connect": lambda self: time.sleep(4)})()
    with fastapi.testclient.TestClient(app, raise_server_exceptions=False) as client:
        return {path: [response.status_code, response.text] for path in case["paths"] for response in [client.get(path)]}


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
    seen: set[str] = set()
    for case in request["cases"]:
        texts = json.dumps([open(os.path.join(case["after"], path)).read() for path in case["new"]] + [case["python"]])
        told[case["name"]] = {
            "openapi": [in_a_process(lambda: application(case[tree], case["module"]).openapi()) for tree in ("before", "after")],
            "answers": [in_a_process(lambda: answers(case, environment)) for environment in case["environments"]],
            "tests": in_a_process(lambda: tested(case)) if case["tests"] else "",
            "types": "" if texts in seen else typed(case, request["mypy"]),
            "lint": linted(case),
        }
        seen.add(texts)
    json.dump(told, sys.stdout)


main()
