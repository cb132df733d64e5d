"""Serves the applications whose logging was set up with uvicorn, calls them, and runs the tests and linters over what was written.

Standard input: {"cases": [{"name", "before", "after": folder, "module": dotted name, "factory": bool, "calls": [path], "new": [path], "tests": [path],
"python": minor version, "width", "quote", "own": [name], "runs": [{"environment": {name: value}, "options": [word]}]}], "mypy": folder for its cache}.
Standard output: {name: {"openapi": [before, after], "runs": [{"lines": [text], "statuses": [number], "files": {path: text}}], "tests", "types", "lint": text}}.
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import strictly_typed

RULES = "E,W,F,I,N,UP,B,D,ANN,ASYNC,C4,DTZ,ERA,PIE,PT,PTH,RET,RUF,S,SIM,TRY"
# Assertions of tests, module docstrings of packages, errors that tests raise to catch them.
IGNORED = "D104,S101,TRY003,TRY301,D103,RUF001"
OPENAPI = "import json, sys; sys.path.insert(0, '.'); made = getattr(__import__(sys.argv[1], fromlist=['_']), sys.argv[2]); app = made() if sys.argv[2] == 'create_app' else made; print('\\n' + json.dumps(app.openapi()))"


def environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", **more}


def openapi(tree: str, case: dict[str, Any]) -> Any:
    command = [sys.executable, "-c", OPENAPI, case["module"], "create_app" if case["factory"] else "app"]
    done = subprocess.run(command, cwd=tree, env=environment({}), capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else done.stderr


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def served(case: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(shutil.copytree(case["after"], Path(scratch, "tree")))
        known = {path for path in tree.rglob("*")}
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", f"{case['module']}:{'create_app' if case['factory'] else 'app'}", *(["--factory"] if case["factory"] else []), "--port", str(port), *run["options"]]
        with tempfile.TemporaryFile("w+") as output:
            server = subprocess.Popen(command, cwd=tree, env=environment(run["environment"]), stdout=output, stderr=output, text=True)
            while server.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            statuses = [status(f"http://127.0.0.1:{port}{path}") for path in case["calls"]] if server.poll() is None else []
            server.send_signal(signal.SIGTERM)
            server.wait()
            output.seek(0)
            lines = output.read().splitlines()
        files = {str(path.relative_to(tree)): path.read_text() for path in tree.rglob("*") if path not in known and path.is_file()}
        return {"lines": lines, "statuses": statuses, "files": files}


def tested(case: dict[str, Any]) -> str:
    if not case["tests"]:
        return ""
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=case["after"], env=environment({}), capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def typed(case: dict[str, Any], cache: str) -> str:
    return strictly_typed.complaints(case["after"], case["new"], max(case["python"], 10), cache)


def linted(case: dict[str, Any]) -> str:
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    common = ["--isolated", f"--target-version=py3{case['python']}", f"--line-length={case['width']}"]
    known = ["--config", "lint.pydocstyle.convention='google'", "--config", f"lint.isort.known-first-party={json.dumps(case['own'])}"]
    checked = subprocess.run([ruff, "check", "--no-cache", *common, f"--select={RULES}", f"--ignore={IGNORED}", *known, *case["new"]], cwd=case["after"], capture_output=True, text=True)
    formatted = subprocess.run([ruff, "format", "--no-cache", "--diff", *common, "--config", f"format.quote-style='{case['quote']}'", *case["new"]], cwd=case["after"], capture_output=True, text=True)
    return (checked.stdout if checked.returncode else "") + (formatted.stdout + formatted.stderr if formatted.returncode else "")


def looked_at(case: dict[str, Any], cache: str) -> dict[str, Any]:
    return {
        "openapi": [openapi(case[tree], case) for tree in ("before", "after")],
        "runs": [served(case, run) for run in case["runs"]],
        "tests": tested(case),
        "types": typed(case, cache),
        "lint": linted(case),
    }


def main() -> None:
    request = json.load(sys.stdin)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda case: looked_at(case, os.path.join(request["mypy"], case["name"])), request["cases"]))
    json.dump({case["name"]: one for case, one in zip(request["cases"], told, strict=True)}, sys.stdout)


main()
