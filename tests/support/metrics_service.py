"""Boots services that metrics were added to, as `metrics_checks` tells, and counts requests of every kind by the middleware of each.

Of each case: {"counted": {"endpoint method status": count}} of the service's own requests, {"kinds": the same} of an application of every kind, and what
happens when things are done twice, at once, or by several processes.
"""
import asyncio
import importlib
import os
import re
import sys
import tempfile
from typing import Any

import fastapi.testclient
import httpx
from fastapi.responses import StreamingResponse
from fastapi.staticfiles import StaticFiles
from metrics_checks import answers, application, in_a_process, main, paths_of
from starlette.responses import PlainTextResponse

SAMPLE = re.compile(r'^http_requests_total\{endpoint="([^"]*)",method="([^"]*)",status="([^"]*)"\} (\d+)', re.MULTILINE)


def dotted(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def counted(text: str) -> dict[str, int]:
    return {f"{method} {endpoint} {status}": int(count) for endpoint, method, status, count in SAMPLE.findall(text)}


def own(case: dict[str, Any]) -> dict[str, int]:
    paths = [path for path in paths_of(application(case["after"], case["module"])) if path != "/metrics"]
    answers(case["after"], case["module"], paths)
    client = fastapi.testclient.TestClient(application(case["after"], case["module"]))
    return counted(client.get("/metrics").text)


def every_kind(middleware: Any, get_metrics: Any) -> fastapi.FastAPI:
    app = fastapi.FastAPI()

    @app.middleware("http")
    async def passed_on(request: Any, call_next: Any) -> Any:
        return await call_next(request)

    router = fastapi.APIRouter(prefix="/shelves/{shelf}")
    router.get("/books/{book}")(lambda shelf, book: book)
    deeper = fastapi.APIRouter(prefix="/deeper")
    deeper.get("/{leaf}")(lambda leaf: leaf)
    router.include_router(deeper)
    app.include_router(router, prefix="/one")
    app.include_router(router, prefix="/two")
    app.get("/files/{name:path}")(lambda name: name)

    @app.get("/fails/{how}")
    def fails(how: str) -> None:
        raise ValueError(how) if how == "hard" else fastapi.HTTPException(503)

    @app.get("/stream")
    async def stream(breaks: bool = False) -> StreamingResponse:
        async def parts() -> Any:
            yield b"a"
            if breaks:
                raise ValueError
            yield b"b"
        return StreamingResponse(parts())

    @app.get("/later")
    def later(tasks: fastapi.BackgroundTasks) -> int:
        tasks.add_task(asyncio.sleep, 0.4)
        return 1

    @app.websocket("/socket")
    async def socket(websocket: fastapi.WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    inner = fastapi.FastAPI()
    inner.get("/plain/{x}")(lambda x: x)
    routed = fastapi.APIRouter(prefix="/routed")
    routed.get("/{x}")(lambda x: x)
    inner.include_router(routed)
    app.mount("/inner", inner)
    app.mount("/static", StaticFiles(directory=tempfile.gettempdir()))
    app.add_route("/starlette/{x}", lambda request: PlainTextResponse("x"))
    app.add_route("/metrics", get_metrics, include_in_schema=False)
    app.mount("/", PlainTextResponse("root"))
    app.add_middleware(middleware)
    return app


def kinds(case: dict[str, Any]) -> dict[str, Any]:
    os.chdir(case["after"])
    sys.path.insert(0, case["after"])
    metrics_name = next(dotted(path) for path in case["new"] if path.endswith("metrics.py") and not path.startswith("tests/"))
    metrics = importlib.import_module(metrics_name)
    middleware = importlib.import_module(dotted(case["middleware"])).MetricsMiddleware
    every_kind(middleware, metrics.get_metrics)
    app = every_kind(middleware, metrics.get_metrics)
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False)
    asked = ["/one/shelves/1/books/2", "/two/shelves/3/books/4", "/one/shelves/1/deeper/5", "/files/a/b", "/fails/hard", "/fails/soft", "/stream", "/later", "/inner/plain/1",
             "/inner/routed/1", "/inner/nothing", "/static/nothing", "/starlette/1", "/docs", "/elsewhere", "/one/shelves/1/books/"]
    for path in asked:
        client.get(path)
    try:
        client.get("/stream?breaks=true")
    except Exception:
        pass
    client.post("/inner/plain/1")
    client.request("BREW", "/inner/plain/1")
    with client.websocket_connect("/socket"):
        pass

    async def at_once() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as many:
            await asyncio.gather(*(many.get(f"/one/shelves/{shelf}/deeper/{shelf}") for shelf in range(200)))

    asyncio.run(at_once())
    response = client.get("/metrics")
    seconds = float(re.search(r'http_request_duration_seconds_sum\{endpoint="/later".*\} (\S+)', response.text)[1])
    importlib.reload(metrics)
    return {"kinds": counted(response.text), "type": response.headers["content-type"], "process": "python_gc_objects_collected_total" in response.text, "isBackgroundTimed": seconds > 0.3}


def by_several(case: dict[str, Any]) -> dict[str, int]:
    """The counts of three processes that share a folder, as the last of them tells."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        return [in_a_process(lambda: own(case)) for _ in range(3)][-1]


def asked_of(case: dict[str, Any]) -> dict[str, Any]:
    return {"counted": in_a_process(lambda: own(case)), **in_a_process(lambda: kinds(case)), "shared": in_a_process(lambda: by_several(case))}


main(asked_of)
