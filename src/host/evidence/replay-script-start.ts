import { MAKING } from './making-script.ts';

/** The beginning of the replay script: makes what is random come out alike on both sides. */
export const REPLAY_START = String.raw`
import time

BEGUN = time.monotonic()
${MAKING}
import asyncio, base64, contextvars, functools, gc, inspect, random, re, shutil, sqlite3, uuid
from urllib.parse import unquote, urlencode

DATABASE = task["database"]

try:
    import pymongo.common
except ImportError:
    pass
else:
    # It would look for its server for half a minute, each time.
    pymongo.common.SERVER_SELECTION_TIMEOUT = 0.2


# Random ids are the same in each run, and begin anew with each exchange. What comes from the system (secrets, salts) stays random.
chance = random.Random(0)


def seed(number):
    chance.seed(number)
    random.seed(number)


uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)
seed(0)


def routes_of(app):
    """All routes of the application with what they depend on; newer FastAPI keeps included routers as they are, and walks over them itself."""
    try:
        from fastapi.routing import iter_route_contexts
    except ImportError:
        return [(route, route) for route in app.routes]
    return [(one, getattr(one, "original_route", one)) for one in iter_route_contexts(list(app.routes))]


def alive(kind):
    # Proxies would be asked what they stand for by isinstance, and import it.
    return [one for one in gc.get_objects() if issubclass(type(one), kind)]
`;
