import { REPLAY_AIOSQLITE } from './replay-script-aiosqlite.ts';
import { REPLAY_DATABASE } from './replay-script-database.ts';
import { REPLAY_RECORDS } from './replay-script-records.ts';
import { REPLAY_ROWS } from './replay-script-rows.ts';
import { REPLAY_SIGN_IN } from './replay-script-sign-in.ts';
import { REPLAY_STAND_INS } from './replay-script-stand-ins.ts';
import { REPLAY_START } from './replay-script-start.ts';

const REQUESTS = String.raw`
def body_of(request):
    body = request.get("body")
    if body is None:
        return b"", []
    if "json" in body:
        return json.dumps(body["json"]).encode(), [["content-type", "application/json"]]
    if "form" in body:
        return urlencode([(key, text_of(value)) for key, value in body["form"]]).encode(), [["content-type", "application/x-www-form-urlencoded"]]
    parts = []
    for part in body["parts"]:
        head = 'Content-Disposition: form-data; name="%s"' % part["name"]
        if "file" in part:
            parts.append((head + '; filename="%s"\r\nContent-Type: %s' % (part["file"], part["type"])).encode() + b"\r\n\r\n" + base64.b64decode(part["content"]))
        else:
            parts.append(head.encode() + b"\r\n\r\n" + text_of(part["value"]).encode())
    return b"".join(b"--pystd\r\n" + part + b"\r\n" for part in parts) + b"--pystd--\r\n", [["content-type", "multipart/form-data; boundary=pystd"]]


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


# Of no interest: they follow from the rest, or from the moment.
QUIET = ("content-length", "date", "server")
PATIENCE = 10
LATE = [0]


async def call(app, request, headers, client="127.0.0.1"):
    body, kind = body_of(request)
    wanted = [["host", "testserver"], ["accept", "*/*"], ["user-agent", "pystd"], ["content-length", str(len(body))]] + kind + list(request.get("headers", [])) + list(headers)
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": request["method"], "scheme": "http", "path": unquote(request["path"]), "raw_path": request["path"].encode(),
        "query_string": urlencode([(key, text_of(value)) for key, value in request.get("query", [])]).encode(), "root_path": "", "headers": [[key.lower().encode(), value.encode()] for key, value in wanted],
        "client": [client, 50000], "server": ["testserver", 80], "state": dict(STATE), "extensions": {},
    }
    sent, log, answer = [False], [], {"status": None, "headers": [], "raised": None}
    chunks, over = [], asyncio.Event()

    async def receive():
        if not sent[0]:
            sent[0] = True
            return {"type": "http.request", "body": body, "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            answer["headers"] = sorted([key.decode("latin-1").lower(), value.decode("latin-1")] for key, value in message.get("headers", []) if key.decode("latin-1").lower() not in QUIET)
        elif message["type"] == "http.response.body":
            if sum(map(len, chunks)) < 2000000:
                chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                over.set()

    async def ask():
        recording.set(log)
        await app(scope, receive, send)

    try:
        await asyncio.wait_for(ask(), PATIENCE)
    except asyncio.TimeoutError:
        LATE[0] += 1
        answer["raised"] = "(no answer after %d seconds)" % PATIENCE
    except BaseException as error:
        while type(error).__name__ in ("ExceptionGroup", "BaseExceptionGroup") and len(error.exceptions) == 1:
            error = error.exceptions[0]
        answer["raised"] = type(error).__name__
    answer["body"] = told(b"".join(chunks), dict(answer["headers"]).get("content-type", ""))
    answer["statements"] = list(log)
    return answer


def told(content, kind):
    import hashlib

    if "json" in kind and len(content) <= 200000:
        try:
            return {"json": json.loads(content, parse_constant=str)}
        except ValueError:
            pass
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = None
    return {"text": text} if text is not None and len(text) <= 4000 else {"digest": hashlib.sha256(content).hexdigest(), "length": len(content)}


STATE = {}


async def start(app):
    """Start-up as a server does it. Whoever does not start is asked all the same: many only miss a server that their start-up looks for."""
    inbox, outcome, log = asyncio.Queue(), asyncio.get_running_loop().create_future(), []

    async def send(message):
        if outcome.done():
            return
        if message["type"] == "lifespan.startup.complete":
            outcome.set_result(None)
        elif message["type"] == "lifespan.startup.failed":
            outcome.set_result((message.get("message", "").strip().split("\n") or [""])[-1][:300] or "It fails.")

    async def live():
        recording.set(log)
        try:
            await app({"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": STATE}, inbox.get, send)
        except BaseException as error:
            if not outcome.done():
                outcome.set_result(words_of(error))
        if not outcome.done():
            outcome.set_result(None)

    await inbox.put({"type": "lifespan.startup"})
    task_of_app = asyncio.ensure_future(live())
    KEEP.append(task_of_app)
    try:
        problem = await asyncio.wait_for(asyncio.shield(outcome), 2 * PATIENCE)
    except asyncio.TimeoutError:
        problem = "It is not done after %d seconds." % (2 * PATIENCE)
    said["start"] = {"problem": problem, "statements": list(log)}


KEEP = []


async def replay(outer, app):
    await start(outer)
    if "sqlalchemy" in sys.modules:
        make_all_tables()
        sow(task["rows"])
    await sign_in(outer, task["plan"], task["probes"])
    what_is_left()
    gc.freeze()
    said["answers"] = []
    for number, exchange in enumerate(task["exchanges"]):
        # What waits for a server that is not there does so each time.
        if time.monotonic() - BEGUN > task["seconds"] or LATE[0] >= 5:
            break
        await settle()
        steps = []
        for step in exchange:
            seed(number)
            is_signed_in = step.get("signedIn", True)
            stand_aside(is_signed_in)
            # Each exchange comes from somewhere else, so that no limit of requests is reached.
            client = "10.%d.%d.%d" % (number // 62500 + 1, number // 250 % 250 + 1, number % 250 + 1)
            answer = await call(outer, step, credentials["headers"] if is_signed_in else [], client)
            answer["left"] = what_is_left()
            steps.append(answer)
        said["answers"].append(steps)


def survey(app):
    # What the document does not show is asked as well: routes, and what they were included by.
    for one in gc.get_objects():
        if type(one).__module__ == "fastapi.routing" and getattr(one, "include_in_schema", None) is False:
            object.__setattr__(one, "include_in_schema", True)
    app.openapi_schema = None
    said["openapi"] = app.openapi()
    if "sqlalchemy" in sys.modules:
        said["tables"] = [{"name": table.name, "columns": [described(column) for column in table.columns]} for table in all_tables() if fit(table) is None]
    said["guarded"] = any(is_guard(one) for one, _ in dependants())
`;

const MAIN = String.raw`
try:
    try:
        import sqlalchemy
    except ImportError:
        pass
    else:
        prepare_database()
        listen()
        flush_steadily()
    take_own_token()
    outer, app = make()
    if task["exchanges"] is None:
        survey(app)
    else:
        asyncio.run(replay(outer, app))
except SystemExit as error:
    said["error"] = "The program ends itself (%s) when it is imported." % (error.code,)
except BaseException as error:
    said["missing"] = missing_in(error)
    said["absent"] = absent_in(error)
    said["error"] = words_of(error)
write()
`;

/**
 * Asks an application in its own interpreter and writes down all that comes of it. It is given the path of a JSON file (`replay-run.ts`) and writes JSON to
 * `out`: without `exchanges` what the application offers (`openapi`, `tables`, `guarded`), with them their `answers`.
 */
export const REPLAY_SCRIPT = [REPLAY_START, REPLAY_AIOSQLITE, REPLAY_DATABASE, REPLAY_RECORDS, REPLAY_ROWS, REPLAY_STAND_INS, REPLAY_SIGN_IN, REQUESTS, MAIN].join('\n');
