"""Imports the modules of a small service under several environments, before and after a change, and tells what they hold and answer.

Standard input: {"trees": [folder], "modules": [dotted name], "roots": [folder on sys.path, in the tree], "environments": [{name: value}]}.
Standard output: for each tree and environment {module: {"values": {name: repr}} or {"fails": exception}}, and under "" what the application answers.
"""
import json
import os
import sys
import tempfile
from typing import Any

# What most services need, loaded once: each environment gets a process of its own, split off from this one.
import fastapi
import fastapi.testclient
import pydantic_settings

PLAIN = (str, int, float, bool, type(None), list, tuple, set, dict)


def values_of(module: Any) -> dict[str, str]:
    return {name: repr(value) for name, value in vars(module).items() if not name.startswith("__") and isinstance(value, PLAIN)}


def answers_of(apps: list[fastapi.FastAPI]) -> dict[str, str]:
    answers = {}
    for app in apps:
        document = app.openapi()
        answers["openapi"] = json.dumps(document, sort_keys=True)
        client = fastapi.testclient.TestClient(app, raise_server_exceptions=False)
        for path, operations in document["paths"].items():
            if "get" in operations and "{" not in path:
                response = client.get(path)
                answers[path] = f"{response.status_code} {response.text}"
    return answers


def look(tree: str, roots: list[str], modules: list[str], environment: dict[str, str]) -> dict[str, Any]:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(tree)
    sys.path[:0] = [os.path.join(tree, root) for root in roots]
    found: dict[str, Any] = {}
    apps: list[fastapi.FastAPI] = []
    for name in modules:
        try:
            module = __import__(name, fromlist=["_"])
        except BaseException as error:
            found[name] = {"fails": type(error).__name__}
            continue
        found[name] = {"values": values_of(module)}
        apps += [value for value in vars(module).values() if isinstance(value, fastapi.FastAPI) and value not in apps]
    found[""] = {"values": answers_of(apps)}
    return found


def in_a_process(run: Any) -> Any:
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
    looks = [
        [in_a_process(lambda: look(tree, request["roots"], request["modules"], environment)) for environment in request["environments"]]
        for tree in request["trees"]
    ]
    json.dump(looks, sys.stdout)


main()
