"""Boots services that security headers were added to, as `metrics_checks` tells, and asks the middleware itself what an application of every kind may ask of it.

Of each case: {"kinds": {name: headers}} of responses of the kinds below, by the middleware of the case.
"""
import asyncio
import importlib
import inspect
import os
import sys
from typing import Any

import fastapi.testclient
from fastapi.responses import JSONResponse, StreamingResponse
from metrics_checks import in_a_process, main


def kinds(case: dict[str, Any]) -> dict[str, Any]:
    os.chdir(case["after"])
    sys.path.insert(0, case["after"])
    middleware = importlib.import_module(case["middleware"].removesuffix(".py").replace("/", ".")).SecurityHeadersMiddleware
    told = "is_production" in inspect.signature(middleware.__init__).parameters
    app = fastapi.FastAPI()

    @app.get("/own")
    def own() -> JSONResponse:
        return JSONResponse({}, headers={"x-frame-options": "ALLOWALL", "content-security-policy": "default-src 'self'", "strict-transport-security": "max-age=0", "referrer-policy": "origin", "X-CONTENT-TYPE-OPTIONS": "own"})

    @app.get("/stream")
    def stream() -> StreamingResponse:
        return StreamingResponse(iter([b"a", b"b"]), media_type="text/event-stream")

    @app.get("/fails")
    def fails() -> None:
        raise ValueError

    @app.websocket("/socket")
    async def socket(websocket: fastapi.WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("open")
        await websocket.close()

    async def bare(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204})
        await send({"type": "http.response.body"})

    inner = fastapi.FastAPI()
    inner.get("/x")(lambda: 1)
    app.mount("/inner", inner)
    app.mount("/bare", bare)
    app.add_middleware(middleware, **({"is_production": True} if told else {}))
    client = fastapi.testclient.TestClient(app, raise_server_exceptions=False)
    with client.websocket_connect("/socket") as connected:
        received = connected.receive_text()
    secure = fastapi.testclient.TestClient(app, base_url="https://testserver")
    elsewhere = fastapi.FastAPI()
    elsewhere.add_middleware(middleware, **({"is_production": False} if told else {}))
    asked = {path: client.get(path) for path in ("/own", "/stream", "/fails", "/inner/x", "/inner/docs", "/bare/", "/docs", "/redoc", "/openapi.json")}
    asked["https"] = secure.get("/openapi.json")
    asked["elsewhere"] = fastapi.testclient.TestClient(elsewhere).get("/openapi.json")
    return {"kinds": {name: response.headers.multi_items() for name, response in asked.items()}, "socket": received, "stream": asked["/stream"].text}


main(lambda case: in_a_process(lambda: kinds(case)))
