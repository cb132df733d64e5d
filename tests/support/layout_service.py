"""Boots services before and after their modules moved, asks every route, and runs their own tests.

Standard input: [{"name", "before", "after": folder, "modules": [before, after]: dotted names of the modules with the application}].
Standard output: {name: {"openapi": [before, after], "answers": [before, after], "tests": [before, after]}}, the tests as their summary in a line.
"""
import json
import os
import re
import subprocess
import sys

ASK = """
import importlib, json, sys
sys.path.insert(0, "")
from fastapi.testclient import TestClient
app = importlib.import_module(sys.argv[1]).app
document = app.openapi()
client = TestClient(app, raise_server_exceptions=False)
answers = []
for path, operations in document["paths"].items():
    for method in operations:
        answer = client.request(method, path.replace("{", "").replace("}", ""), json={"title": "Emma"} if method == "post" else None)
        answers.append([method, path, answer.status_code, answer.text])
print(json.dumps([document, answers]))
"""


def run(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def asked(folder: str, module: str) -> list[object]:
    done = run(folder, "-c", ASK, module)
    return json.loads(done.stdout) if done.returncode == 0 else [{"error": done.stderr[-2000:]}, []]


def tested(folder: str) -> str:
    done = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "-o", "pythonpath=.")
    return re.sub(r" in [\d.]+s.*", "", (done.stdout.strip().splitlines() or [""])[-1])


def told(case: dict[str, object]) -> dict[str, object]:
    folders = [str(case["before"]), str(case["after"])]
    both = [asked(folder, module) for folder, module in zip(folders, case["modules"], strict=True)]
    return {"openapi": [one[0] for one in both], "answers": [one[1] for one in both], "tests": [tested(folder) for folder in folders]}


print(json.dumps({case["name"]: told(case) for case in json.load(sys.stdin)}))
