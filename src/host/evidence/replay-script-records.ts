/**
 * The part of the replay script that writes down what reaches the database, in the words of SQLAlchemy's own events, and that puts the database back to what
 * it was before each exchange.
 */
export const REPLAY_RECORDS = String.raw`
recording = contextvars.ContextVar("recording", default=None)
TEMPLATE = DATABASE + ".template"


def note(entry):
    # Whatever does not belong to a request, a task in the background say, has no list of its own.
    log = recording.get()
    if log is not None and len(log) < 2000:
        log.append(entry)


def plain(value):
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, str) else value[:2000]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes:" + base64.b64encode(bytes(value)).decode()[:2000]
    return re.sub(r" at 0x[0-9a-f]+", "", str(value))[:2000]


def listen():
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Session

    @event.listens_for(Engine, "before_cursor_execute")
    def on_execute(connection, cursor, statement, parameters, context, many):
        if own and connection.engine is own[0]:
            return
        note({"sql": " ".join(statement.split()), "parameters": plain(parameters), "many": bool(many)})

    def on(name, words):
        def heard(connection, *args):
            if not (own and connection.engine is own[0]):
                note({"sql": words})

        event.listen(Engine, name, heard)

    for name, words in (("begin", "BEGIN"), ("commit", "COMMIT"), ("rollback", "ROLLBACK"), ("savepoint", "SAVEPOINT"), ("rollback_savepoint", "ROLLBACK TO SAVEPOINT"), ("release_savepoint", "RELEASE SAVEPOINT")):
        on(name, words)

    # A transaction that failed already has to be given up by its session as well, and of that the database hears nothing.
    @event.listens_for(Session, "after_soft_rollback")
    def on_soft_rollback(session, transaction):
        if transaction.parent is None:
            note({"sql": "(the session is rolled back)"})


class Steady(set):
    """A set in an order of its own: where objects lie in memory must not decide in which order they are flushed."""

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=place_in_flush))

    def pop(self):
        one = next(iter(self))
        self.discard(one)
        return one

    def union(self, *others):
        return Steady(super().union(*others))

    def difference(self, *others):
        return Steady(super().difference(*others))

    def intersection(self, *others):
        return Steady(super().intersection(*others))


def place_in_flush(one):
    state = getattr(one, "state", one)
    key = getattr(state, "key", None)
    return (type(one).__name__, str(getattr(one, "sort_key", "")), getattr(getattr(state, "class_", None), "__name__", ""), str(key[1]) if isinstance(key, tuple) and len(key) > 1 else "", getattr(state, "insert_order", None) or 0)


def flush_steadily():
    import sqlalchemy.orm.session, sqlalchemy.orm.unitofwork

    for home in (sqlalchemy.orm.session, sqlalchemy.orm.unitofwork):
        home.set = Steady


def open_sessions():
    if "sqlalchemy.orm" not in sys.modules:
        return []
    from sqlalchemy.orm import session as home

    return [one for _, one in sorted(home._sessions.items())]


def what_is_left():
    """What the request leaves behind: a session that nobody can use before it is rolled back, or one that still holds its transaction."""
    gc.collect()
    left = []
    for one in open_sessions():
        try:
            words = "a session that has to be rolled back" if not one.is_active and one.in_transaction() else "a session in a transaction" if one.in_transaction() else None
        except Exception:
            continue
        if words is not None:
            left.append(words)
    return sorted(left)


async def quietly(function):
    """Calls what may wait for an asynchronous driver."""
    try:
        from sqlalchemy.util.concurrency import greenlet_spawn
    except ImportError:
        return function()
    try:
        import greenlet
    except ImportError:
        return function()
    return await greenlet_spawn(function)


def close_sessions():
    for one in open_sessions():
        try:
            one.close()
        except Exception:
            pass


def copy_database(source, target):
    with_source, with_target = sqlite3.connect(source, timeout=2), sqlite3.connect(target, timeout=2)
    try:
        with_target.execute("PRAGMA synchronous=OFF")
        with_source.backup(with_target)
    finally:
        with_source.close()
        with_target.close()


async def settle(is_start=False):
    """Sessions are closed; then the database is kept as it is, or put back to what was kept."""
    if "sqlalchemy" not in sys.modules:
        return
    try:
        await quietly(close_sessions)
    except Exception:
        pass
    try:
        copy_database(*((DATABASE, TEMPLATE) if is_start else (TEMPLATE, DATABASE)))
    except sqlite3.Error:
        if os.path.exists(TEMPLATE):
            shutil.copyfile(TEMPLATE, DATABASE)
`;
