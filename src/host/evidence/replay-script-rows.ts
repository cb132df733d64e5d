/** The part of the replay script that tells what tables look like, and fills them with the rows that it is given. */
export const REPLAY_ROWS = String.raw`
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
