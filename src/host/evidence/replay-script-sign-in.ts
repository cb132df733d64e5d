/**
 * The part of the replay script that gets past authentication: by the application's own sign-up and sign-in where these work, else by standing in for the
 * dependencies that ask who somebody is.
 */
export const REPLAY_SIGN_IN = String.raw`
credentials = {"headers": [], "overrides": {}, "payload": None}
TOKEN = "pystd-placeholder-pystd-placeholder"


def take_own_token():
    """Libraries that read tokens take ours as well, so that whatever the application does with one it does for itself."""

    def taking(decode):
        def decoded(*args, **kwargs):
            given = [one.decode() if isinstance(one, bytes) else one for one in list(args) + list(kwargs.values()) if isinstance(one, (str, bytes))]
            if credentials["payload"] is not None and any(one == TOKEN or one == "Bearer " + TOKEN for one in given):
                return dict(credentials["payload"])
            return decode(*args, **kwargs)

        return decoded

    for name, attributes in (("jwt", ("decode",)), ("jwt.api_jwt", ("decode",)), ("jose.jwt", ("decode", "get_unverified_claims"))):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        for attribute in attributes:
            if hasattr(module, attribute):
                setattr(module, attribute, taking(getattr(module, attribute)))


def dependants():
    """Every dependency of every route with what it is used by."""
    found = []

    def walk(dependant, depth):
        for one in dependant.dependencies:
            found.append((one, dependant))
            if depth < 12:
                walk(one, depth + 1)

    for app in applications():
        for context, route in routes_of(app):
            dependant = getattr(context, "dependant", None) or getattr(route, "dependant", None)
            if dependant is not None:
                walk(dependant, 0)
    return found


@functools.lru_cache(None)
def applications():
    from fastapi import FastAPI

    return alive(FastAPI)


def is_scheme(call):
    from fastapi.security.base import SecurityBase

    return isinstance(call, SecurityBase)


TOKENS = re.compile(r"token|authori[sz]ation|api_?key|session_?id|credential", re.I)
GUARDS = re.compile(r"user|auth|token|login|logged|permission|require|verify|admin|role|principal|identity", re.I)


def is_guard(dependant):
    call = dependant.call
    if call is None:
        return False
    if is_scheme(call):
        return not (type(call).__module__ or "").startswith("fastapi.")
    if any(is_scheme(one.call) for one in dependant.dependencies):
        return True
    read = [field.name for field in list(dependant.header_params) + list(dependant.cookie_params)]
    if any(TOKENS.search(name) for name in read):
        return True
    return bool(dependant.request_param_name and GUARDS.search(getattr(call, "__name__", type(call).__name__)))


def bare(annotation):
    """The type in Optional, Annotated and the like; nothing where there is none."""
    import typing

    if annotation in (inspect.Parameter.empty, typing.Any):
        return inspect.Parameter.empty
    arguments = typing.get_args(annotation)
    if arguments and typing.get_origin(annotation) not in (dict, list, tuple):
        inner = [one for one in arguments if one is not type(None)]
        return bare(inner[0]) if inner else inspect.Parameter.empty
    return typing.get_origin(annotation) or annotation


def hints_of(call):
    import typing

    target = call if inspect.isroutine(call) or inspect.isclass(call) else type(call).__call__
    try:
        return typing.get_type_hints(target)
    except Exception:
        return dict(getattr(target, "__annotations__", {}))


def expected(dependant, used_by):
    """What a guard gives: as it says itself, or as those who use it say."""
    own_words = bare(hints_of(dependant.call).get("return", inspect.Parameter.empty))
    if own_words is not inspect.Parameter.empty and not isinstance(own_words, str) and own_words is not type(None):
        return own_words
    for parent in used_by:
        if dependant.name and parent.call is not None:
            said_there = bare(hints_of(parent.call).get(dependant.name, inspect.Parameter.empty))
            if said_there is not inspect.Parameter.empty and not isinstance(said_there, str):
                return said_there
    return type(None) if own_words is type(None) else inspect.Parameter.empty


def token_in(value, depth=0):
    if isinstance(value, dict):
        for key in ("access_token", "accessToken", "token", "access", "jwt", "id_token"):
            if isinstance(value.get(key), str):
                return value[key]
        for one in value.values():
            found = token_in(one, depth + 1) if depth < 4 else None
            if found:
                return found
    return None


async def sign_in(app, plan, probes):
    """Signs somebody up and in, and sees which way opens the most. It is said, since it must work afterwards as well."""
    own_headers = await sign_in_as_people_do(app, plan)
    await settle(is_start=True)
    bearer = [["authorization", "Bearer " + TOKEN], ["cookie", "access_token=%s; token=%s" % (TOKEN, TOKEN)]]
    ways = [("own", own_headers, {}, None)] if own_headers else []
    overrides = stand_ins()
    if overrides or probes:
        ways += [("token", bearer, {}, facts(subject)) for subject in range(3)] if any(name in sys.modules for name in ("jwt", "jose")) else []
        ways += [("stand-in", bearer, overrides, None)] if overrides else []
    best = None
    for way in ways:
        credentials.update(headers=way[1], overrides=way[2], payload=way[3])
        stand_aside(True)
        opened = 0
        for probe in probes:
            await settle()
            answer = await call(app, probe, way[1])
            opened += answer["status"] is not None and answer["status"] not in (401, 403) and answer["status"] < 500
        stand_aside(False)
        if best is None or opened > best[0]:
            best = (opened, way)
        if opened == len(probes):
            break
    if best is None:
        best = (0, ("none", [], {}, None))
    said["signIn"], credentials["headers"], credentials["overrides"], credentials["payload"] = best[1]


async def sign_in_as_people_do(app, plan):
    for request in plan["signUp"]:
        answer = await call(app, request, [])
        if answer["status"] is not None and answer["status"] < 300:
            promote(plan["names"])
            break
    for request in plan["signIn"]:
        answer = await call(app, request, [])
        if answer["status"] is None or answer["status"] >= 400:
            continue
        token = token_in(answer["body"].get("json"))
        cookies = [value.split(";")[0] for name, value in answer["headers"] if name == "set-cookie"]
        headers = ([["authorization", "Bearer " + token]] if token else []) + ([["cookie", "; ".join(cookies)]] if cookies else [])
        if headers:
            return headers
    return []


def promote(names):
    """Whoever signed up may do everything, and owns what the first one owned."""
    if "sqlalchemy" not in sys.modules:
        return
    from sqlalchemy import String, update

    for table in all_tables():
        texts = [column for column in table.columns if isinstance(column.type, String) and re.search(r"mail|name|login", column.name)]
        keys = list(table.primary_key.columns)
        if len(keys) != 1 or not re.search(r"user|account|member|customer|employee|admin", table.name, re.I):
            continue
        try:
            with own_engine().begin() as connection:
                rows = connection.execute(table.select().order_by(keys[0])).mappings().all()
            mine = next((row for row in rows if any(row[column.name] in names for column in texts)), None)
            if mine is None:
                continue
            first = rows[0]
            for column in table.columns:
                if re.search(r"active|verif|confirm|enabled|admin|super|staff|^role", column.name, re.I) and not column.primary_key:
                    attempt(update(table).where(keys[0] == mine[keys[0].name]).values({column.name: first[column.name]}))
            for other in all_tables():
                for column in other.columns:
                    if any(resolvable(key) and key.column is keys[0] for key in column.foreign_keys):
                        attempt(update(other).where(column == first[keys[0].name]).values({column.name: mine[keys[0].name]}))
        except Exception:
            continue


def attempt(statement):
    try:
        with own_engine().begin() as connection:
            connection.execute(statement)
    except Exception:
        pass
`;
