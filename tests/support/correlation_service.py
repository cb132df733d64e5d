"""Boots services before and after their requests got ids, calls them over HTTP and websockets, and tells what answers and log records say.

Standard input: {"cases": [{"name", "before", "after": folder, "module": dotted name, "library", "header", "new": [path], "tests": [path],
"python": minor version, "width", "quote", "own": [name]}], "mypy": folder for its cache}.
Standard output: {name: {"openapi": [before, after], "answers": [before, after], "websocket", "records", "tests": text, "types": text, "lint": text}}.
"""
import asyncio
import contextlib
import http.client
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import fastapi
import fastapi.testclient
import pydantic_settings
import pytest
import uvicorn

import strictly_typed

RULES = "E,W,F,I,N,UP,B,D,ANN,ASYNC,C4,PIE,PT,RET,RUF,S,SIM,TRY"
# Assertions of tests and their missing docstrings, magic methods, field names of other standards, an async function that awaits nothing.
IGNORED = "S101,D103,D104,D105,N815,RUF029"
INVALID = ["two words", "x" * 129, "caf\u00e9", "a\tb", "%0d%0aInjected: 1", "a;b=c", "<script>", ""]


def application(tree: str, module: str) -> fastapi.FastAPI:
    os.chdir(tree)
    sys.path.insert(0, tree)
    made = __import__(module, fromlist=["_"])
    return made.app


def logger_of(library: str) -> Any:
    if library == "structlog":
        import structlog

        return structlog.get_logger("probe").warning
    if library == "loguru":
        from loguru import logger

        return logger.warning
    import logging

    return logging.getLogger("probe").warning


def add_routes(app: fastapi.FastAPI, library: str) -> None:
    log = logger_of(library)

    @app.get("/probe/sync")
    def sync_route(tag: str) -> dict[str, str]:
        log(f"{tag} of sync;")
        return {"tag": tag}

    @app.get("/probe/async")
    async def async_route(tag: str) -> dict[str, str]:
        log(f"{tag} of async;")
        await asyncio.sleep(0.02)
        await asyncio.create_task(later(tag))
        log(f"{tag} of async again;")
        return {"tag": tag}

    async def later(tag: str) -> None:
        log(f"{tag} of task;")

    @app.get("/probe/background")
    async def background_route(tag: str, tasks: fastapi.BackgroundTasks) -> dict[str, str]:
        tasks.add_task(later, tag)
        tasks.add_task(lambda: log(f"{tag} of background;"))
        return {"tag": tag}

    @app.get("/probe/stream")
    async def stream_route(tag: str) -> fastapi.responses.StreamingResponse:
        async def parts() -> Any:
            for part in "abc":
                log(f"{tag} of stream {part};")
                await asyncio.sleep(0.01)
                yield part

        return fastapi.responses.StreamingResponse(parts(), media_type="text/plain")

    @app.get("/probe/sync-stream")
    def sync_stream_route(tag: str) -> fastapi.responses.StreamingResponse:
        def parts() -> Any:
            for part in "abc":
                log(f"{tag} of thread {part};")
                yield part

        return fastapi.responses.StreamingResponse(parts(), media_type="text/plain")

    @app.get("/probe/refused")
    async def refused_route(tag: str) -> None:
        log(f"{tag} of refusal;")
        raise fastapi.HTTPException(status_code=409, detail="no")

    @app.get("/probe/number/{number}")
    async def number_route(number: int) -> int:
        return number

    @app.get("/probe/boom")
    async def boom_route(tag: str) -> None:
        log(f"{tag} of boom;")
        raise RuntimeError("hunter2")

    @app.websocket("/probe/ws")
    async def socket_route(socket: fastapi.WebSocket) -> None:
        await socket.accept()
        log(f"{socket.query_params['tag']} of socket;")
        await socket.send_text("hello")
        await socket.close()


ROUTES = ["sync", "async", "background", "stream", "sync-stream", "refused", "number/x", "number/3", "boom", "nowhere"]


def asked(port: int, path: str, headers: dict[str, str]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("GET", path)
    for name, value in headers.items():
        connection.putheader(name, value.encode("utf-8"))
    connection.endheaders()
    response = connection.getresponse()
    return {"status": response.status, "text": response.read().decode(), "headers": sorted([name.lower(), value] for name, value in response.getheaders() if name.lower() != "date")}


def exercise(case: dict[str, Any], tree: str) -> dict[str, Any]:
    captured = tempfile.TemporaryFile("w+")
    os.dup2(captured.fileno(), 1)
    os.dup2(captured.fileno(), 2)
    app = application(case[tree], case["module"])
    openapi = app.openapi()
    app.openapi_schema = None
    add_routes(app, case["library"])
    header = case["header"]
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    answers = {route: asked(port, f"/probe/{route}?tag=tag-{route}", {header: f"id-{route.replace('/', '-')}"}) for route in ROUTES}
    invalid = [asked(port, f"/probe/sync?tag=invalid-{at}", {header: value}) for at, value in enumerate(INVALID)]
    without = asked(port, "/probe/sync?tag=without", {})
    traced = asked(port, "/probe/sync?tag=traced", {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", header: "other"})
    untraced = asked(port, "/probe/sync?tag=untraced", {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01", header: "own"})
    with ThreadPoolExecutor(16) as pool:
        many = list(pool.map(lambda at: asked(port, f"/probe/async?tag=many-{at}.", {header: f"many-id-{at}."}), range(40)))
    logger_of(case["library"])("outside of requests;")
    with fastapi.testclient.TestClient(app) as client, client.websocket_connect("/probe/ws?tag=tag-socket", headers={header: "id-socket"}) as session:
        socket = [session.receive_text(), [[name.decode(), value.decode()] for name, value in session.extra_headers or []]]
    time.sleep(0.2)
    server.should_exit = True
    thread.join(10)
    sys.stdout.flush()
    sys.stderr.flush()
    captured.seek(0)
    return {"openapi": openapi, "answers": answers, "invalid": invalid, "without": without, "traced": traced, "untraced": untraced, "many": many, "socket": socket, "log": captured.read()}


def tested(case: dict[str, Any]) -> str:
    os.chdir(case["after"])
    sys.path.insert(0, case["after"])
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["-q", "-p", "no:cacheprovider", "-x", *case["tests"]])
    return "" if code == 0 else output.getvalue()


def typed(case: dict[str, Any], cache: str) -> str:
    return strictly_typed.complaints(case["after"], case["typed"], max(case["python"], 10), cache)


def linted(case: dict[str, Any]) -> str:
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    common = ["--isolated", f"--target-version=py3{case['python']}", f"--line-length={case['width']}"]
    checked = subprocess.run([ruff, "check", "--no-cache", *common, f"--select={RULES}", f"--ignore={IGNORED}", "--config", "lint.pydocstyle.convention='google'",
                              "--config", f"lint.isort.known-first-party={json.dumps(case['own'])}", *case["new"]], cwd=case["after"], capture_output=True, text=True)
    formatted = subprocess.run([ruff, "format", "--no-cache", "--diff", *common, "--config", f"format.quote-style='{case['quote']}'", *case["new"]], cwd=case["after"], capture_output=True, text=True)
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
        told[case["name"]] = {
            "before": in_a_process(lambda: exercise(case, "before")),
            "after": in_a_process(lambda: exercise(case, "after")),
            "tests": in_a_process(lambda: tested(case)) if case["tests"] else "",
            "types": typed(case, request["mypy"]),
            "lint": linted(case) if case["new"] else "",
        }
    json.dump(told, sys.stdout)


main()
