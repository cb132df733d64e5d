import { argumentListOf, argumentsOf, identifiersSpelled, type Argument, type Module, type PyNode, type RepositoryView } from '#pystd';

/** What a value that is written into the code is for, and what its variable is called where the code has no name for it. */
export interface Purpose {
  readonly variable: string;
  readonly kind: 'text' | 'texts' | 'number';
  /** Whether the value is a secret whatever it looks like. */
  readonly secret: boolean;
}

/** An expression at a place where everybody knows what it is for. */
export interface Sink {
  readonly module: Module;
  readonly value: PyNode;
  readonly purpose: Purpose;
}

/** One argument of a call: by its place, by its keyword, or both. */
interface Position {
  readonly at: number | undefined;
  readonly name: string;
  readonly purpose: Purpose;
}

const text = (variable: string, secret = false): Purpose => ({ variable, kind: 'text', secret });

const DATABASE = [{ at: 0, name: 'url', purpose: text('DATABASE_URL') }];
const REDIS = [{ at: 0, name: 'url', purpose: text('REDIS_URL') }];
const MONGO = [{ at: 0, name: 'host', purpose: text('MONGODB_URL') }];
const CELERY = [
  { at: undefined, name: 'broker', purpose: text('CELERY_BROKER_URL') },
  { at: undefined, name: 'backend', purpose: text('CELERY_RESULT_BACKEND') },
];
const JWT = [{ at: 1, name: 'key', purpose: text('JWT_SECRET_KEY', true) }];

/** Functions and classes whose arguments are configuration, by the dotted names they are known under. */
const CALLS: Readonly<Record<string, readonly Position[]>> = {
  'sqlalchemy.create_engine': DATABASE,
  'sqlalchemy.engine.create_engine': DATABASE,
  'sqlmodel.create_engine': DATABASE,
  'sqlalchemy.ext.asyncio.create_async_engine': DATABASE,
  'sqlalchemy.ext.asyncio.engine.create_async_engine': DATABASE,
  'databases.Database': DATABASE,
  'redis.from_url': REDIS,
  'redis.Redis.from_url': REDIS,
  'redis.asyncio.from_url': REDIS,
  'redis.asyncio.Redis.from_url': REDIS,
  'aioredis.from_url': REDIS,
  'pymongo.MongoClient': MONGO,
  'motor.motor_asyncio.AsyncIOMotorClient': MONGO,
  'celery.Celery': CELERY,
  'jose.jwt.encode': JWT,
  'jose.jwt.decode': JWT,
  'jwt.encode': JWT,
  'jwt.decode': JWT,
};

/** Middleware classes, which are handed over with their arguments: `app.add_middleware(CORSMiddleware, allow_origins=…)`. */
const MIDDLEWARE: Readonly<Record<string, Position>> = {
  'fastapi.middleware.cors.CORSMiddleware': { at: undefined, name: 'allow_origins', purpose: { variable: 'ALLOWED_ORIGINS', kind: 'texts', secret: false } },
  'starlette.middleware.cors.CORSMiddleware': { at: undefined, name: 'allow_origins', purpose: { variable: 'ALLOWED_ORIGINS', kind: 'texts', secret: false } },
  'starlette.middleware.sessions.SessionMiddleware': { at: undefined, name: 'secret_key', purpose: text('SESSION_SECRET_KEY', true) },
};

/** Every sure sink of a repository, in no particular order. */
export function sinksOf({ python }: Pick<RepositoryView, 'python'>): Sink[] {
  const calls = Object.entries(CALLS).flatMap(([external, positions]) =>
    python.callsTo({ external }).flatMap(({ module, arguments: given }) => positions.flatMap((position) => sinkAt(module, given, position))),
  );
  const lifetimes = python.callsTo({ external: 'datetime.timedelta' }).flatMap(({ module, arguments: given }) => given.flatMap((argument) => lifetimeIn(module, argument)));
  const middleware = Object.entries(MIDDLEWARE).flatMap(([external, position]) => {
    const name = external.split('.').at(-1) ?? '';
    return python.layout.holding(name).flatMap((module) => (module.parses ? [...identifiersSpelled(module.tree.root, name)].flatMap((node) => sinkBeside(module, node, external, position, python)) : []));
  });
  return [...calls, ...lifetimes, ...middleware];
}

function sinkAt(module: Module, given: readonly Argument[], { at, name, purpose }: Position): Sink[] {
  const found = given.find((argument, index) => argument.name === name || (argument.name === undefined && argument.unpacking === undefined && index === at));
  return found ? [{ module, value: found.value, purpose }] : [];
}

/** The lifetime of a token: `timedelta(minutes=ACCESS_TOKEN_EXPIRE_MINUTES)`, by the name that a constant has. */
function lifetimeIn(module: Module, { name, value }: Argument): Sink[] {
  const isLifetime = name !== undefined && value.type === 'identifier' && /TOKEN\w*(EXPIRE|LIFETIME|TTL)|(EXPIRE|LIFETIME)\w*TOKEN|^JWT\w*EXP/.test(value.text);
  return isLifetime ? [{ module, value, purpose: { variable: value.text, kind: 'number', secret: false } }] : [];
}

function sinkBeside(module: Module, node: PyNode, external: string, position: Position, python: RepositoryView['python']): Sink[] {
  const whole = node.parent?.type === 'attribute' ? node.parent : node;
  const call = whole.parent?.type === 'argument_list' ? whole.parent.parent : undefined;
  const symbol = python.symbolOf(module, whole);
  const list = call?.type === 'call' && symbol.kind === 'external' && symbol.name === external ? argumentListOf(call) : undefined;
  return list ? sinkAt(module, argumentsOf(list), position) : [];
}
