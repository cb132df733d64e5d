/** The part of the replay script that stands in for the asynchronous driver of SQLite: an environment made for PostgreSQL seldom has it. */
export const REPLAY_AIOSQLITE = String.raw`
def instead_of_aiosqlite():
    """A stand-in for the driver where the environment has none: the same calls, done at once."""
    import types

    class Cursor:
        def __init__(self, inner):
            self.inner = inner

        def __getattr__(self, name):
            found = getattr(self.inner, name)
            if not callable(found):
                return found

            async def call(*args, **kwargs):
                result = found(*args, **kwargs)
                return self if result is self.inner else result

            return call

        async def __aenter__(self):
            return self

        async def __aexit__(self, *error):
            self.inner.close()

        def __aiter__(self):
            return self

        async def __anext__(self):
            row = self.inner.fetchone()
            if row is None:
                raise StopAsyncIteration
            return row

    class Now:
        def put_nowait(self, item):
            future, function = item
            future.set_result(function())

    class Connection:
        def __init__(self, *args, **kwargs):
            self.given, self._conn, self._tx, self._thread = (args, kwargs), None, Now(), types.SimpleNamespace(daemon=True)

        _connection = property(lambda self: self._conn)
        isolation_level = property(lambda self: self._conn.isolation_level)
        in_transaction = property(lambda self: self._conn.in_transaction)
        total_changes = property(lambda self: self._conn.total_changes)

        def __await__(self):
            self._conn = sqlite3.connect(*self.given[0], **self.given[1])
            return self
            yield

        async def __aenter__(self):
            return await self

        async def __aexit__(self, *error):
            await self.close()

        def stop(self):
            pass

        async def close(self):
            if self._conn is not None:
                self._conn.close()
                self._conn = None

        def cursor(self):
            class Later:
                def __await__(later):
                    return Cursor(self._conn.cursor())
                    yield

                async def __aenter__(later):
                    return Cursor(self._conn.cursor())

                async def __aexit__(later, *error):
                    pass

            return Later()

        def __getattr__(self, name):
            found = getattr(self._conn, name)

            async def call(*args, **kwargs):
                result = found(*args, **kwargs)
                return Cursor(result) if isinstance(result, sqlite3.Cursor) else result

            return call

    module = types.ModuleType("aiosqlite")
    module.connect = lambda database, **given: Connection(database, **{key: value for key, value in given.items() if key not in ("loop", "iter_chunk_size")})
    module.Connection, module.Cursor, module.Row, module.__version__ = Connection, Cursor, sqlite3.Row, "0.22.1"
    for name in ("DatabaseError", "Error", "IntegrityError", "NotSupportedError", "OperationalError", "ProgrammingError", "InterfaceError", "Warning", "sqlite_version", "sqlite_version_info", "register_adapter", "register_converter"):
        setattr(module, name, getattr(sqlite3, name))
    sys.modules["aiosqlite"] = module
`;
