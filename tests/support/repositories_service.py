"""Boots bookshops before and after their queries moved into repositories, asks both the same, and compares answers, statements of SQL and transactions.

Standard input: {"cases": [{"name", "before", "after": folder, "module": dotted name, "new": [path], "python": minor version}], "mypy": folder for its cache}.
Standard output: {name: {"asked": number, "answers": [before, after], "sql": [before, after], "openapi": [before, after], "types": text, "lint": text}}.
"""
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import uuid
from typing import Any

# What most services need, loaded once: each side is asked in a process of its own, split off from this one.
import fastapi
import fastapi.testclient
import sqlalchemy
import sqlalchemy.event
import sqlalchemy.ext.asyncio
import sqlalchemy.orm
import sqlmodel

RULES = "F,I"


def schema_value(schema: dict[str, Any], components: dict[str, Any], number: int) -> Any:
    if "$ref" in schema:
        return schema_value(components[schema["$ref"].split("/")[-1]], components, number)
    for key in ("anyOf", "allOf"):
        if key in schema:
            return schema_value(schema[key][0], components, number)
    if "enum" in schema:
        return schema["enum"][number % len(schema["enum"])]
    match schema.get("type"):
        case "object":
            return {name: schema_value(inner, components, number) for name, inner in schema.get("properties", {}).items()}
        case "array":
            return [schema_value(schema["items"], components, number)]
        case "integer" | "number":
            return number
        case "boolean":
            return bool(number % 2)
        case _ if schema.get("format") == "uuid":
            return f"00000000-0000-0000-0000-00000000000{number}"
        case _ if schema.get("format") == "date":
            return f"2026-01-0{number}"
        case _:
            return f"text {number}"


def requests(document: dict[str, Any]):
    """Every operation several times, those that make something first, with and without what may be left out."""
    components = document.get("components", {}).get("schemas", {})
    order = ["post", "get", "put", "patch", "get", "delete", "post", "get"]
    for round_number, method in enumerate(order):
        for path, operations in document["paths"].items():
            if method not in operations:
                continue
            operation = operations[method]
            parameters = operation.get("parameters", [])
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            for number, full in itertools.product((1, 2, 1), (True, False)):
                url = path
                query = {}
                for parameter in parameters:
                    value = schema_value(parameter["schema"], components, number)
                    if parameter["in"] == "path":
                        url = url.replace("{" + parameter["name"] + "}", str(value))
                    elif parameter["in"] == "query" and (full or parameter.get("required")):
                        query[parameter["name"]] = value
                yield method.upper(), url, query, schema_value(body, components, number) if body else None


def told(tree: str, module: str) -> dict[str, Any]:
    work = tempfile.mkdtemp()
    numbers = itertools.count(1)
    uuid.uuid4 = lambda: uuid.UUID(int=next(numbers))
    os.chdir(work)
    sys.path.insert(0, tree)
    app: fastapi.FastAPI = __import__(module, fromlist=["_"]).app
    sql: list[str] = []
    engine = sqlalchemy.engine.Engine

    @sqlalchemy.event.listens_for(engine, "before_cursor_execute")
    def statement(_connection: Any, _cursor: Any, text: str, parameters: Any, _context: Any, _many: bool) -> None:
        sql.append(f"{text} {parameters!r}")

    for moment in ("begin", "commit", "rollback"):
        sqlalchemy.event.listen(engine, moment, lambda _connection, moment=moment: sql.append(moment))
    answers = []
    with fastapi.testclient.TestClient(app, raise_server_exceptions=False) as client:
        document = app.openapi()
        for method, path, query, body in requests(document):
            response = client.request(method, path, params=query, json=body)
            sql.append(f"-- {method} {path} {query} {body}")
            # The attributes of mapped objects come in any order.
            with contextlib.suppress(ValueError):
                response.text_ = json.dumps(response.json(), sort_keys=True)
            answers.append([method, path, response.status_code, getattr(response, "text_", response.text)])
    return {"answers": answers, "sql": sql, "openapi": document}


def apart(tree: str, module: str) -> dict[str, Any]:
    """The same in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            said: dict[str, Any] = told(tree, module)
        except BaseException as error:
            said = {"answers": [[repr(error)]], "sql": [], "openapi": None}
        with os.fdopen(writer, "w") as stream:
            json.dump(said, stream, default=str)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        said = json.load(stream)
    os.waitpid(child, 0)
    return said


def output(*words: str, cwd: str) -> str:
    done = subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> None:
    asked = json.load(sys.stdin)
    report: dict[str, Any] = {}
    for case in asked["cases"]:
        sides = [apart(case[side], case["module"]) for side in ("before", "after")]
        version = f"py3{max(case['python'], 8)}"
        lint = [
            output("ruff", "check", "--isolated", "--no-cache", "--select", RULES, "--target-version", version, *case["new"], cwd=case["after"]),
            output("ruff", "format", "--isolated", "--no-cache", "--diff", *(["--config", "format.quote-style='preserve'"]), "--target-version", version, *case["new"], cwd=case["after"]),
        ]
        types = output("mypy", "--strict", "--no-error-summary", "--cache-dir", asked["mypy"], *case["typed"], cwd=case["after"]) if case["typed"] else ""
        report[case["name"]] = {
            "asked": len(sides[0]["answers"]),
            "answers": [side["answers"] for side in sides],
            "sql": [side["sql"] for side in sides],
            "openapi": [side["openapi"] for side in sides],
            "types": types,
            "lint": "".join(lint) if case["new"] else "",
        }
    json.dump(report, sys.stdout)


main()
