/**
 * The beginning of the replay script: reads its task, keeps the process away from the network, makes what is random come out alike on both sides, and makes
 * the application as `boot-script.ts` does.
 */
export const REPLAY_START = String.raw`
import asyncio, base64, contextvars, functools, gc, importlib, inspect, json, os, random, re, shutil, socket, sqlite3, sys, time, uuid, warnings
from urllib.parse import unquote, urlencode

BEGUN = time.monotonic()
with open(sys.argv[1], encoding="utf-8") as file:
    task = json.load(file)
DATABASE = task["database"]
warnings.simplefilter("ignore")
sys.argv = [task["module"]]
sys.path[0:0] = [os.path.join(os.getcwd(), root) for root in task["roots"]]


class NoNetwork(OSError):
    pass


def refuse(*args, **kwargs):
    raise NoNetwork("there is no network while evidence is taken")


socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse

try:
    import pymongo.common
except ImportError:
    pass
else:
    # It would look for its server for half a minute, each time.
    pymongo.common.SERVER_SELECTION_TIMEOUT = 0.2

said = {"python": "Python %d.%d.%d" % sys.version_info[:3]}


def write():
    with open(task["out"], "w", encoding="utf-8") as file:
        json.dump(said, file, sort_keys=True, default=str)
    sys.stdout.flush()
    os._exit(0)


# Random ids are the same in each run, and begin anew with each exchange. What comes from the system (secrets, salts) stays random.
chance = random.Random(0)


def seed(number):
    chance.seed(number)
    random.seed(number)


uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)
seed(0)


def missing_in(error):
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str):
            return [error.args[0]]
        errors = getattr(error, "errors", None)
        if type(error).__name__ in ("ValidationError", "SettingsError") and callable(errors):
            return ["__".join(str(part) for part in one["loc"]) for one in errors() if one.get("type", "").endswith("missing")]
        if type(error).__name__ == "UndefinedValueError":
            return [str(error).split()[0]]
        error = error.__cause__ or error.__context__
    return []


def absent_in(error):
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        if isinstance(error, ModuleNotFoundError):
            return error.name
        error = error.__cause__ or error.__context__
    return None


def words_of(error):
    return "%s: %s" % (type(error).__name__, (str(error).strip().split("\n") or [""])[0][:300])


def make():
    made = importlib.import_module(task["module"])
    for part in task["name"].split("."):
        made = getattr(made, part)
    if not hasattr(made, "openapi") and callable(made) and not hasattr(made, "app"):
        made = made()
    outer = made
    for _ in range(5):
        if hasattr(made, "openapi") or not hasattr(made, "app"):
            break
        made = made.app
    import fastapi

    said["fastapi"] = "FastAPI " + fastapi.__version__
    made.openapi
    return outer, made


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
