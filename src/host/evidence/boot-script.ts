import { MAKING } from './making-script.ts';

/**
 * Makes an application in its own interpreter and writes down what it answers. It is given the path of a JSON file (`roots`, `module`, `name`, `out`) and
 * writes JSON to `out`: `{python, fastapi, openapi, routes}`, or `{python, error, missing, absent}` where the application could not be made. Whatever the program
 * does, no connection leaves the process.
 */
export const BOOT_SCRIPT = `
${MAKING}

def without_tables():
    # Many create their tables when they are imported. No answer depends on that, and there is no database.
    try:
        from sqlalchemy import MetaData
    except ImportError:
        return
    MetaData.create_all = MetaData.drop_all = lambda *args, **kwargs: None


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
    _, made = make()
    said["routes"] = list(routes_of(made.routes))
    said["openapi"] = made.openapi()
except SystemExit as error:
    said["error"] = "The program ends itself (%s) when it is imported." % (error.code,)
except BaseException as error:
    said["missing"] = missing_in(error)
    said["absent"] = absent_in(error)
    said["error"] = words_of(error)
write()
`;
