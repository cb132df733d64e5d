/** What a service may depend on. */
export type Kind = 'sql' | 'redis' | 'mongo' | 'tortoise' | 'http';

/** One way to make the object that a probe asks. */
export interface Maker {
  readonly kind: Kind;
  /** The object's part: an engine is preferred to a factory of sessions. */
  readonly what: 'engine' | 'session' | 'client';
  readonly isAsync: boolean;
  /** Dotted names of what is called. */
  readonly calls: readonly string[];
}

const ASYNC_SQL = 'sqlalchemy.ext.asyncio';

/** The makers that are known. */
export const MAKERS: readonly Maker[] = [
  { kind: 'sql', what: 'engine', isAsync: true, calls: [`${ASYNC_SQL}.create_async_engine`, `${ASYNC_SQL}.engine.create_async_engine`, `${ASYNC_SQL}.AsyncEngine`] },
  { kind: 'sql', what: 'engine', isAsync: false, calls: ['sqlalchemy.create_engine', 'sqlalchemy.engine.create_engine', 'sqlalchemy.engine.create.create_engine', 'sqlmodel.create_engine'] },
  { kind: 'sql', what: 'session', isAsync: true, calls: [`${ASYNC_SQL}.async_sessionmaker`, `${ASYNC_SQL}.session.async_sessionmaker`] },
  { kind: 'sql', what: 'session', isAsync: false, calls: ['sqlalchemy.orm.sessionmaker', 'sqlalchemy.orm.session.sessionmaker'] },
  { kind: 'redis', what: 'client', isAsync: true, calls: ['redis.asyncio.Redis', 'redis.asyncio.StrictRedis', 'redis.asyncio.from_url', 'redis.asyncio.Redis.from_url', 'redis.asyncio.client.Redis', 'aioredis.from_url', 'aioredis.Redis', 'aioredis.Redis.from_url'] },
  { kind: 'redis', what: 'client', isAsync: false, calls: ['redis.Redis', 'redis.StrictRedis', 'redis.from_url', 'redis.Redis.from_url', 'redis.StrictRedis.from_url', 'redis.client.Redis'] },
  { kind: 'mongo', what: 'client', isAsync: true, calls: ['motor.motor_asyncio.AsyncIOMotorClient', 'pymongo.AsyncMongoClient', 'pymongo.asynchronous.mongo_client.AsyncMongoClient'] },
  { kind: 'mongo', what: 'client', isAsync: false, calls: ['pymongo.MongoClient', 'pymongo.mongo_client.MongoClient', 'pymongo.synchronous.mongo_client.MongoClient'] },
];

/** What gives Tortoise ORM its connections. */
export const TORTOISE: readonly string[] = ['tortoise.Tortoise.init', 'tortoise.contrib.fastapi.register_tortoise', 'tortoise.contrib.fastapi.RegisterTortoise', 'tortoise.contrib.starlette.register_tortoise'];

/** What a check is called, and what the reader of a finding is told. */
export const CHECKS: Readonly<Record<Kind, { readonly check: string; readonly category: readonly string[]; readonly title: string }>> = {
  sql: { check: 'database', category: ['database'], title: 'The database' },
  tortoise: { check: 'database', category: ['database'], title: 'The database' },
  mongo: { check: 'mongodb', category: ['database', 'mongodb'], title: 'MongoDB' },
  redis: { check: 'redis', category: ['redis', 'cache'], title: 'Redis' },
  http: { check: 'http', category: ['http', 'external'], title: 'A service' },
};
