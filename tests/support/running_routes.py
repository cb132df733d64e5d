"""What a running FastAPI application answers: one JSON line for each operation, in the order in which it looks for a match.

usage: python running_routes.py MODULE ATTRIBUTE      (the working directory is the import root)
ATTRIBUTE may be a call without arguments: `create_app()`. Documents that FastAPI serves by itself are left out.
"""

import importlib
import json
import os
import sys
import warnings

from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import Mount, Route, WebSocketRoute

OWN = {"openapi", "swagger_ui_html", "swagger_ui_redirect", "redoc_html"}


def walked(routes):
    """Routes with all prefixes. Since FastAPI wraps what is included, its own walk over the wrappers is asked for where there is one."""
    try:
        from fastapi.routing import iter_route_contexts
    except ImportError:
        return list(routes)
    return list(iter_route_contexts(list(routes)))


def described(route):
    """One operation, or nothing for what is FastAPI's own."""
    kind = getattr(route, "original_route", route)
    endpoint = getattr(route, "endpoint", None) or getattr(kind, "endpoint", None)
    name = getattr(endpoint, "__name__", type(endpoint).__name__)
    if isinstance(kind, (APIWebSocketRoute, WebSocketRoute)):
        return {"methods": ["WEBSOCKET"], "route": route.path, "endpoint": name, "inSchema": False}
    if isinstance(kind, Mount):
        return {"methods": ["MOUNT"], "route": route.path, "endpoint": "", "inSchema": False}
    if isinstance(kind, APIRoute):
        shown = bool(getattr(route, "include_in_schema", kind.include_in_schema))
        return {"methods": sorted(route.methods), "route": route.path, "endpoint": name, "inSchema": shown}
    if isinstance(kind, Route) and not (name in OWN and getattr(endpoint, "__module__", "").startswith("fastapi.")):
        return {"methods": sorted(route.methods or []), "route": route.path, "endpoint": name, "inSchema": False}
    return None


def main():
    warnings.filterwarnings("ignore")
    sys.path[0] = os.getcwd()
    module, attribute = sys.argv[1:3]
    app = importlib.import_module(module)
    for part in attribute.split("."):
        app = getattr(app, part.removesuffix("()"))
        if part.endswith("()"):
            app = app()
    found = [one for route in walked(app.routes) if (one := described(route)) is not None]
    document = sorted([path, method.upper()] for path, item in app.openapi().get("paths", {}).items() for method in item if method != "parameters")
    print(json.dumps({"routes": found, "openapi": document}))
    sys.stdout.flush()
    os._exit(0)


main()
