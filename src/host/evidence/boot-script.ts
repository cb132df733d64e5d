/**
 * Makes an application in its own interpreter and writes down what it answers. It is given the path of a JSON file (`roots`, `module`, `name`, `out`) and
 * writes JSON to `out`: `{python, fastapi, openapi, routes}`, or `{python, error, missing, absent}` where the application could not be made. Whatever the program
 * does, no connection leaves the process.
 */
export const BOOT_SCRIPT = `
import importlib, json, os, socket, sys, warnings

with open(sys.argv[1], encoding="utf-8") as file:
    task = json.load(file)
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



def without_tables():
    # Many create their tables when they are imported. No answer depends on that, and there is no database.
    try:
        from sqlalchemy import MetaData
    except ImportError:
        return
    MetaData.create_all = MetaData.drop_all = lambda *args, **kwargs: None


said = {"python": "Python %d.%d.%d" % sys.version_info[:3]}


def write():
    with open(task["out"], "w", encoding="utf-8") as file:
        json.dump(said, file, sort_keys=True, default=str)
    sys.stdout.flush()
    os._exit(0)


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


def walked(routes):
    # Newer FastAPI keeps included routers as they are, and walks over them itself.
    try:
        from fastapi.routing import iter_route_contexts
    except ImportError:
        return list(routes)
    return list(iter_route_contexts(list(routes)))


def routes_of(routes, prefix=""):
    for route in walked(routes):
        kind = getattr(route, "original_route", route)
        path = prefix + getattr(route, "path", "")
        inner = getattr(getattr(kind, "app", None), "routes", None) if type(kind).__name__ == "Mount" else None
        if inner is not None:
            yield from routes_of(inner, path)
        else:
            endpoint = getattr(route, "endpoint", None) or getattr(kind, "endpoint", None)
            name = getattr(endpoint, "__name__", type(endpoint).__name__)
            yield [path, sorted(getattr(route, "methods", None) or []), type(kind).__name__, name]


try:
    without_tables()
    made = importlib.import_module(task["module"])
    for part in task["name"].split("."):
        made = getattr(made, part)
    if not hasattr(made, "openapi") and callable(made) and not hasattr(made, "app"):
        made = made()
    for _ in range(5):
        if hasattr(made, "openapi") or not hasattr(made, "app"):
            break
        made = made.app
    said["routes"] = list(routes_of(made.routes))
    said["openapi"] = made.openapi()
    import fastapi

    said["fastapi"] = "FastAPI " + fastapi.__version__
except SystemExit as error:
    said["error"] = "The program ends itself (%s) when it is imported." % (error.code,)
except BaseException as error:
    said["missing"] = missing_in(error)
    said["absent"] = absent_in(error)
    said["error"] = "%s: %s" % (type(error).__name__, str(error).strip().split("\\n")[0][:300])
write()
`;
