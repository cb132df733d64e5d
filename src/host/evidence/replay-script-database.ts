/**
 * The part of the replay script that gives the application a database: whatever engine it asks SQLAlchemy for leads to one SQLite file, which takes the types
 * and defaults of other databases as well as it can. Nothing of it is done where there is no SQLAlchemy.
 */
export const REPLAY_DATABASE = String.raw`
ENGINES, SCHEMAS, CATALOGUES = [], {}, []
KEPT = ("future", "json_serializer", "json_deserializer", "execution_options", "hide_parameters", "enable_from_linting", "paramstyle", "plugins")


def redirect_engines():
    import sqlalchemy, sqlalchemy.engine, sqlalchemy.engine.create
    from sqlalchemy import event
    from sqlalchemy.pool import NullPool

    try:
        # It takes the names it builds on when it is imported.
        import sqlalchemy.ext.asyncio as public, sqlalchemy.ext.asyncio.engine as home
    except ImportError:
        home = None
    made_by = sqlalchemy.create_engine

    def options(given):
        kept = {key: value for key, value in given.items() if key in KEPT}
        if given.get("isolation_level") in ("AUTOCOMMIT", "SERIALIZABLE"):
            kept["isolation_level"] = given["isolation_level"]
        return dict(kept, poolclass=NullPool, connect_args={"check_same_thread": False, "timeout": 2})

    def known(engine, url):
        inner = getattr(engine, "sync_engine", engine)
        is_strict = not str(url).startswith("sqlite")
        if SCHEMAS:
            inner.update_execution_options(schema_translate_map=SCHEMAS)

        @event.listens_for(inner, "connect")
        def on_connect(connection, record):
            set_up(connection, is_strict)

        ENGINES.append(inner)
        return engine

    def create_engine(url=None, **given):
        return known(made_by("sqlite:///" + DATABASE, **options(given)), url)

    for module in (sqlalchemy, sqlalchemy.engine, sqlalchemy.engine.create):
        module.create_engine = create_engine
    if home is None:
        return
    made_async_by = home.create_async_engine

    def create_async_engine(url=None, **given):
        return known(made_async_by("sqlite+aiosqlite:///" + DATABASE, **options(given)), url)

    public.create_async_engine = home.create_async_engine = create_async_engine
    try:
        import aiosqlite
    except ImportError:
        instead_of_aiosqlite()


def set_up(connection, is_strict):
    cursor = connection.cursor()
    # Other databases hold to foreign keys.
    for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "foreign_keys=" + ("ON" if is_strict else "OFF")):
        cursor.execute("PRAGMA " + pragma)
        cursor.close()
        cursor = connection.cursor()
    cursor.close()
    from datetime import datetime

    now = lambda *zone: datetime.utcnow().isoformat(" ")
    text_id = lambda: str(uuid.uuid4())
    functions = {"now": (0, now), "timezone": (2, now), "gen_random_uuid": (0, text_id), "uuid_generate_v4": (0, text_id), "regexp": (2, lambda pattern, text: text is not None and re.search(pattern, text) is not None)}
    for name, (count, function) in functions.items():
        try:
            connection.create_function(name, count, function)
        except Exception:
            pass


def take_other_types():
    """Types of other databases become what SQLite has; whole numbers of any size count up by themselves only as INTEGER."""
    import sqlalchemy
    from sqlalchemy.ext.compiler import compiles

    compiles(sqlalchemy.BigInteger, "sqlite")(lambda kind, compiler, **given: "INTEGER")
    for module in ("postgresql", "mysql", "mssql", "oracle"):
        try:
            dialect = importlib.import_module("sqlalchemy.dialects." + module)
        except ImportError:
            continue
        for name in dir(dialect):
            kind = getattr(dialect, name)
            if isinstance(kind, type) and issubclass(kind, sqlalchemy.types.TypeEngine) and kind.__module__.startswith("sqlalchemy.dialects."):
                column = "JSON" if name in ("JSON", "JSONB", "ARRAY", "HSTORE") else "INTEGER" if "INT" in name and name != "INTERVAL" else "BLOB" if "BLOB" in name or name == "BYTEA" else "DOUBLE" if "DOUBLE" in name else "TEXT"
                compiles(kind, "sqlite")(lambda kind, compiler, column=column, **given: column)


def fit(table):
    """Makes a table one that SQLite can hold."""
    import sqlalchemy
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.ext.compiler import compiles

    if table.info.get("pystd"):
        return
    table.info["pystd"] = True
    if table.schema is not None and table.schema not in SCHEMAS:
        SCHEMAS[table.schema] = None
        for engine in ENGINES:
            engine.update_execution_options(schema_translate_map=dict(SCHEMAS))
    for column in table.columns:
        if isinstance(column.type, sqlalchemy.ARRAY):
            column.type = sqlalchemy.JSON()
        elif isinstance(column.type, postgresql.ENUM):
            column.type = sqlalchemy.Enum(column.type.enum_class) if column.type.enum_class is not None else sqlalchemy.Enum(*column.type.enums)
        try:
            column.type.compile(dialect=sqlite.dialect())
        except Exception:
            compiles(type(column.type), "sqlite")(lambda kind, compiler, **given: "TEXT")
        given = getattr(column.server_default, "arg", None)
        if isinstance(column.server_default, sqlalchemy.Computed):
            column.computed = column.server_default = None
        elif isinstance(given, sqlalchemy.sql.elements.TextClause):
            words = re.sub(r"::\s*[\w ]+(\[\])?", "", given.text).strip()
            if "nextval" in words.lower():
                column.server_default = None
            else:
                column.server_default.arg = sqlalchemy.text(words if re.fullmatch(r"-?[\d.]+|'[^']*'|\w+", words) else "(" + words.strip("()") + ("())" if words.endswith("()") else ")"))


def make_tables(metadata, bind, tables=None):
    from sqlalchemy.schema import CreateIndex, CreateTable

    wanted = [table for table in metadata.sorted_tables if tables is None or table in tables]
    for table in wanted:
        fit(table)

    def attempt(connection, statement):
        try:
            connection.execute(statement)
            return None
        except Exception as error:
            return words_of(error)

    def all_of(connection):
        for table in wanted:
            problem = attempt(connection, CreateTable(table, if_not_exists=True))
            if problem is not None:
                said.setdefault("untold", []).append("The table %s cannot be made: %s" % (table.name, problem))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                attempt(connection, CreateIndex(index, if_not_exists=True))

    if hasattr(bind, "begin") and hasattr(bind, "dispose"):
        with bind.begin() as connection:
            all_of(connection.execution_options(schema_translate_map=dict(SCHEMAS)))
    else:
        all_of(bind.execution_options(schema_translate_map=dict(SCHEMAS)) if SCHEMAS else bind)


def prepare_database():
    if os.path.exists(DATABASE):
        os.remove(DATABASE)
    redirect_engines()
    take_other_types()
    from sqlalchemy import MetaData

    # SQLAlchemy describes the catalogues of databases in the same way as models are.
    CATALOGUES.extend(alive(MetaData))
    MetaData.create_all = lambda self, bind, tables=None, checkfirst=True, **given: make_tables(self, bind, tables)
    MetaData.drop_all = lambda self, *args, **given: None
    try:
        import alembic.command
    except ImportError:
        return
    # The tables come from the models: those that migrations would make.
    for name in ("upgrade", "downgrade", "stamp", "check"):
        setattr(alembic.command, name, lambda *args, **given: None)


own = []


def own_engine():
    """An engine of this script, which nobody sees."""
    if not own:
        import sqlalchemy

        own.append(sqlalchemy.create_engine(None))
        ENGINES.remove(own[0])
    return own[0]


def metadatas():
    if "sqlalchemy" not in sys.modules:
        return []
    from sqlalchemy import MetaData

    return sorted((one for one in alive(MetaData) if one.tables and all(one is not other for other in CATALOGUES)), key=lambda one: sorted(one.tables))


@functools.lru_cache(None)
def all_tables():
    found = {}
    for metadata in metadatas():
        for table in metadata.sorted_tables:
            found.setdefault(table.name, table)
    return list(found.values())


def make_all_tables():
    for metadata in metadatas():
        make_tables(metadata, own_engine())
`;
