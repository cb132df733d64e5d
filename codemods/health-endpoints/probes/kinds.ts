/** What a service may depend on. */
export type Kind = 'sql' | 'redis' | 'mongo' | 'tortoise' | 'http' | 'other';

/** One way to make the object that a probe asks. */
export interface Maker {
  readonly kind: Kind;
  /** The object's part: an engine is preferred to a factory of sessions, and to both what runs statements itself. */
  readonly what: 'engine' | 'session' | 'database' | 'client';
  readonly isAsync: boolean;
  /** Dotted names of what is called. */
  readonly calls: readonly string[];
}

const ASYNC_SQL = 'sqlalchemy.ext.asyncio';

/** The makers that are known. */
export const MAKERS: readonly Maker[] = [
  { kind: 'sql', what: 'engine', isAsync: true, calls: [`${ASYNC_SQL}.create_async_engine`, `${ASYNC_SQL}.engine.create_async_engine`, `${ASYNC_SQL}.AsyncEngine`, `${ASYNC_SQL}.engine.AsyncEngine`, 'sqlmodel.ext.asyncio.session.AsyncEngine'] },
  { kind: 'sql', what: 'engine', isAsync: false, calls: ['sqlalchemy.create_engine', 'sqlalchemy.engine.create_engine', 'sqlalchemy.engine.create.create_engine', 'sqlmodel.create_engine'] },
  { kind: 'sql', what: 'session', isAsync: true, calls: [`${ASYNC_SQL}.async_sessionmaker`, `${ASYNC_SQL}.session.async_sessionmaker`] },
  { kind: 'sql', what: 'session', isAsync: false, calls: ['sqlalchemy.orm.sessionmaker', 'sqlalchemy.orm.session.sessionmaker'] },
  { kind: 'sql', what: 'database', isAsync: true, calls: ['databases.Database', 'databases.core.Database'] },
  { kind: 'redis', what: 'client', isAsync: true, calls: ['redis.asyncio.Redis', 'redis.asyncio.StrictRedis', 'redis.asyncio.from_url', 'redis.asyncio.Redis.from_url', 'redis.asyncio.client.Redis', 'aioredis.from_url', 'aioredis.Redis', 'aioredis.Redis.from_url'] },
  { kind: 'redis', what: 'client', isAsync: false, calls: ['redis.Redis', 'redis.StrictRedis', 'redis.from_url', 'redis.Redis.from_url', 'redis.StrictRedis.from_url', 'redis.client.Redis'] },
  { kind: 'mongo', what: 'client', isAsync: true, calls: ['motor.motor_asyncio.AsyncIOMotorClient', 'pymongo.AsyncMongoClient', 'pymongo.asynchronous.mongo_client.AsyncMongoClient'] },
  { kind: 'mongo', what: 'client', isAsync: false, calls: ['pymongo.MongoClient', 'pymongo.mongo_client.MongoClient', 'pymongo.synchronous.mongo_client.MongoClient'] },
];

/** What is known to be a dependency, and made in ways that no probe here can ask. */
export const UNASKED: readonly { readonly kind: Kind; readonly title: string; readonly calls: readonly string[] }[] = [
  {
    kind: 'sql',
    title: 'The database',
    calls: [
      'asyncpg.create_pool', 'asyncpg.connect', 'asyncpg.pool.create_pool', 'psycopg.connect', 'psycopg.Connection.connect', 'psycopg.AsyncConnection.connect', 'psycopg_pool.ConnectionPool', 'psycopg_pool.AsyncConnectionPool',
      'psycopg2.connect', 'psycopg2.pool.SimpleConnectionPool', 'psycopg2.pool.ThreadedConnectionPool', 'aiopg.create_pool', 'aiopg.sa.create_engine', 'aiomysql.create_pool', 'aiomysql.connect', 'asyncmy.create_pool', 'asyncmy.connect',
      'pymysql.connect', 'MySQLdb.connect', 'mysql.connector.connect', 'mysql.connector.pooling.MySQLConnectionPool', 'mariadb.connect', 'pyodbc.connect', 'oracledb.connect', 'oracledb.create_pool', 'cx_Oracle.connect',
      'aiosqlite.connect', 'sqlite3.connect', 'gino.Gino', 'gino.ext.starlette.Gino', 'gino_starlette.Gino', 'peewee.PostgresqlDatabase', 'peewee.MySQLDatabase', 'peewee.SqliteDatabase', 'peewee_async.PooledPostgresqlDatabase', 'pony.orm.Database',
      'piccolo.engine.postgres.PostgresEngine', 'piccolo.engine.PostgresEngine', 'edgedb.create_async_client', 'gel.create_async_client', 'prisma.Prisma',
    ],
  },
  { kind: 'mongo', title: 'MongoDB', calls: ['mongoengine.connect', 'mongoengine.connection.connect', 'mongoengine.register_connection'] },
  {
    kind: 'redis',
    title: 'Redis',
    calls: [
      'aioredis.create_pool', 'aioredis.create_redis', 'aioredis.create_redis_pool', 'arq.create_pool', 'arq.connections.create_pool', 'redis.ConnectionPool', 'redis.ConnectionPool.from_url', 'redis.asyncio.ConnectionPool', 'redis.asyncio.ConnectionPool.from_url',
      'redis.asyncio.BlockingConnectionPool.from_url', 'redis.sentinel.Sentinel', 'redis.asyncio.sentinel.Sentinel', 'redis.RedisCluster', 'redis.cluster.RedisCluster', 'redis.asyncio.RedisCluster', 'redis.asyncio.cluster.RedisCluster',
    ],
  },
  { kind: 'other', title: 'Elasticsearch', calls: ['elasticsearch.Elasticsearch', 'elasticsearch.AsyncElasticsearch', 'elasticsearch_dsl.connections.connections.create_connection', 'elasticsearch_dsl.connections.create_connection'] },
  { kind: 'other', title: 'OpenSearch', calls: ['opensearchpy.OpenSearch', 'opensearchpy.AsyncOpenSearch'] },
  { kind: 'other', title: 'Neo4j', calls: ['neo4j.GraphDatabase.driver', 'neo4j.AsyncGraphDatabase.driver'] },
  { kind: 'other', title: 'Cassandra', calls: ['cassandra.cluster.Cluster'] },
  { kind: 'other', title: 'The broker of Celery', calls: ['celery.Celery', 'celery.app.base.Celery', 'celery.app.Celery'] },
  { kind: 'other', title: 'RabbitMQ', calls: ['aio_pika.connect_robust', 'aio_pika.connect', 'pika.BlockingConnection'] },
  { kind: 'other', title: 'Kafka', calls: ['aiokafka.AIOKafkaProducer', 'aiokafka.AIOKafkaConsumer', 'kafka.KafkaProducer', 'confluent_kafka.Producer'] },
  { kind: 'other', title: 'Memcached', calls: ['aiomcache.Client', 'pymemcache.client.base.Client', 'pymemcache.Client'] },
];

/** What gives Tortoise ORM its connections. */
export const TORTOISE: readonly string[] = ['tortoise.Tortoise.init', 'tortoise.contrib.fastapi.register_tortoise', 'tortoise.contrib.fastapi.RegisterTortoise', 'tortoise.contrib.starlette.register_tortoise'];

/** What a check is called, and what the reader of a finding is told. */
export const CHECKS: Readonly<Record<Kind, { readonly check: string; readonly category: readonly string[]; readonly title: string }>> = {
  sql: { check: 'database', category: ['database'], title: 'The database' },
  tortoise: { check: 'database', category: ['database'], title: 'The database' },
  mongo: { check: 'mongodb', category: ['database', 'mongodb'], title: 'MongoDB' },
  redis: { check: 'redis', category: ['redis', 'cache'], title: 'Redis' },
  other: { check: 'other', category: ['external'], title: 'A service' },
  http: { check: 'http', category: ['http', 'external'], title: 'A service' },
};
