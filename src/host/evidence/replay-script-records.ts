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


def place_in_flush(one):
    state = getattr(one, "state", one)
    key = getattr(state, "key", None)
    return (type(one).__name__, str(getattr(one, "sort_key", "")), getattr(getattr(state, "class_", None), "__name__", ""), str(key[1]) if isinstance(key, tuple) and len(key) > 1 else "", getattr(state, "insert_order", None) or 0)


def flush_steadily():
    import sqlalchemy.orm.unitofwork as home

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


def typed(value, column):
    """A value out of JSON as its column wants it."""
    import datetime, decimal

    if value is None:
        return None
    try:
        kind = column.type.python_type
    except Exception:
        return value
    if isinstance(kind, type) and issubclass(kind, __import__("enum").Enum):
        return kind.__members__.get(value) or next((one for one in kind if one.value == value), value)
    readers = {datetime.datetime: datetime.datetime.fromisoformat, datetime.date: datetime.date.fromisoformat, datetime.time: datetime.time.fromisoformat, datetime.timedelta: lambda number: datetime.timedelta(seconds=float(number)), decimal.Decimal: lambda number: decimal.Decimal(str(number)), uuid.UUID: uuid.UUID, bytes: lambda text: text.encode()}
    enum_class = getattr(column.type, "enum_class", None)
    if enum_class is not None:
        return enum_class.__members__.get(value, value)
    if kind is uuid.UUID and not getattr(column.type, "as_uuid", True):
        return value
    if value == task["password"] and (getattr(column.type, "length", None) or 60) >= 60:
        return hashed(value)
    return readers[kind](value) if kind in readers and isinstance(value, (str, int, float)) and not isinstance(value, kind) else value


@functools.lru_cache(None)
def hashed(password):
    """A password as the library that the application has keeps it; the same each time."""
    try:
        if "bcrypt" in sys.modules:
            return sys.modules["bcrypt"].hashpw(password.encode(), b"$2b$04$abcdefghijklmnopqrstuu").decode()
        if "argon2" in sys.modules:
            from argon2.low_level import Type, hash_secret

            return hash_secret(password.encode(), b"pystd-pystd-pyst", 1, 8, 1, 32, Type.ID).decode()
    except Exception:
        pass
    return password


def sow(rows):
    """Puts the rows into the tables, as many as they take."""
    tables = {table.name: table for table in all_tables()}
    taken = 0
    for row in rows:
        table = tables.get(row["table"])
        if table is None:
            continue
        needed = {column.name for column in table.columns if column.primary_key or not column.nullable}
        for names in (set(row["values"]), needed & set(row["values"])):
            try:
                values = {column: typed(row["values"][column.name], column) for column in table.columns if column.name in names}
                with own_engine().begin() as connection:
                    connection.execute(table.insert().values(values))
                taken += 1
                break
            except Exception as error:
                problem = words_of(error)
        else:
            said.setdefault("untold", []).append("The table %s does not take a row: %s" % (table.name, problem))
    said["rows"] = taken


def described(column):
    kind, length = column.type, getattr(column.type, "length", None)
    try:
        python = kind.python_type.__name__
    except Exception:
        python = "str"
    enums = getattr(kind, "enums", None)
    if getattr(kind, "enum_class", None) is None and hasattr(kind, "python_type") and python not in ("str", "int", "float", "bool"):
        members = getattr(getattr(kind, "python_type", None), "__members__", None) if python not in ("Decimal", "datetime", "date", "time", "timedelta", "UUID", "bytes", "dict", "list") else None
        enums = enums or (list(members) if members else None)
    default = column.default.arg if column.default is not None and getattr(column.default, "is_scalar", False) else None
    if isinstance(default, __import__("enum").Enum):
        default = default.name
    reference = next(((key.column.table.name, key.column.name) for key in column.foreign_keys if resolvable(key)), None)
    return {
        "name": column.name, "type": python if not enums else "enum", "length": length if isinstance(length, int) else None, "nullable": bool(column.nullable), "primary": bool(column.primary_key),
        "unique": bool(column.unique), "references": reference, "choices": [str(one) for one in enums] if enums else None, "default": default if isinstance(default, (bool, int, str, float)) else None,
    }


def resolvable(key):
    try:
        return key.column is not None
    except Exception:
        return False
`;
