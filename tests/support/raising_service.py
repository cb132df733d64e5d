"""Asks services before and after their business code raises exceptions of its own.

Standard input: {"trees": [folder]}, each with `app.main:app`.
Standard output: for each folder {"openapi", "answers": {request: [status, text, headers]}}, or {"fails": text}.
"""
import importlib
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

import fastapi.testclient


def look(tree: str) -> dict[str, Any]:
    sys.path.insert(0, tree)
    os.chdir(tempfile.mkdtemp())
    app = importlib.import_module("app.main").app
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False)
    document = app.openapi()
    answers: dict[str, Any] = {}
    for path, methods in document["paths"].items():
        for method in methods:
            for number in range(10):
                response = client.request(method, path.replace("{number}", str(number)))
                answers[f"{method} {path} {number}"] = [response.status_code, response.text, dict(sorted(response.headers.items()))]
    return {"openapi": document, "answers": answers}


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(look(sys.argv[1])))
        return
    looks = [subprocess.run([sys.executable, __file__, tree], capture_output=True, text=True, check=False) for tree in json.load(sys.stdin)["trees"]]
    print(json.dumps([json.loads(one.stdout) if one.returncode == 0 else {"fails": one.stderr[-2000:]} for one in looks]))


main()
