/**
 * What the scripts that make an application have in common. They are given the path of a JSON file, their `task` (`roots`, `module`, `name`, `out`), keep what they say in `said`, and write it
 * to `out`. Whatever the program does, no connection leaves the process.
 */
export const MAKING = String.raw`
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
`;
