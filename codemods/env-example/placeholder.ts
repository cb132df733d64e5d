import { isInside, literalText, type RepositoryView, type SettingsVariable } from '#pystd';

/** What an example value may depend on. */
export interface Surroundings {
  /** What stands where a secret goes. */
  readonly secret: string;
  /** The SQLAlchemy name of the database and its driver, by the packages the project asks for. */
  readonly database: string;
}

/** A value the field takes, for somebody to replace; empty where any text would do and none is better than another. */
export function placeholderFor(variable: SettingsVariable, { secret, database }: Surroundings): string {
  const { type, decoding, limits } = variable;
  if (variable.isSecret) return secretOf(variable, secret);
  if (decoding.kind === 'split') return ['first', 'second'].join(decoding.separator);
  switch (type.kind) {
    case 'choice': {
      const [first] = type.values;
      return (first && literalText(first, variable)) ?? '';
    }
    case 'url':
      return urlFor(type.scheme ?? (isDatabase(variable.name) ? schemeFor(variable.name, database) : 'https'), secret);
    case 'list':
      return type.item.kind === 'whole' || type.item.kind === 'number' ? '[1]' : type.item.kind === 'text' ? '["example"]' : '[]';
    case 'whole':
    case 'number':
      return numberFor(variable);
    case 'text':
    case 'unknown':
      return textFor(variable.name, Number(limits.min_length ?? 0), databaseFor(variable.name, database, secret));
    default:
      return PLAIN[type.kind] ?? 'example';
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  flag: 'false', email: 'user@example.com', file: '.env', folder: '.', path: './example', duration: '60', date: '2030-01-01', moment: '2030-01-01T00:00:00Z', time: '12:00:00', uuid: '00000000-0000-4000-8000-000000000000', address: '127.0.0.1', json: '{}',
  table: '{}', group: '{}',
};

function secretOf({ type, limits, decoding }: SettingsVariable, secret: string): string {
  if (type.kind === 'url') return `${type.scheme ?? 'https'}://${secret}@example.com/1`;
  const text = Array<string>(Math.max(1, Math.ceil((Number(limits.min_length ?? 0) + 1) / (secret.length + 1)))).fill(secret).join('-').slice(0, Number(limits.max_length ?? Infinity));
  if (type.kind === 'list' && decoding.kind === 'plain') return JSON.stringify([text]);
  return type.kind === 'table' || type.kind === 'group' || type.kind === 'json' ? '{}' : text;
}

const PORTS: readonly (readonly [RegExp, number])[] = [[/POSTGRES|(?:^|_)(?:DB|PG|DATABASE)_/, 5432], [/REDIS|CACHE/, 6379], [/MYSQL|MARIA/, 3306], [/MONGO/, 27017], [/SMTP|MAIL/, 587], [/RABBIT|AMQP/, 5672], [/KAFKA/, 9092]];

/** The least the bounds allow, or the usual port. */
function numberFor({ name, limits }: SettingsVariable): string {
  const upper = name.toUpperCase();
  const usual = /(?:^|_)PORT$/.test(upper) ? Number(portFor(name)) : 1;
  const step = Number(limits.multiple_of ?? 1);
  const least = Math.max(limits.ge === undefined ? -Infinity : Number(limits.ge), limits.gt === undefined ? -Infinity : Number(limits.gt) + step);
  const most = Math.min(limits.le === undefined ? Infinity : Number(limits.le), limits.lt === undefined ? Infinity : Number(limits.lt) - step);
  const value = Math.min(Math.max(Number.isInteger(usual / step) ? usual : step, least), most);
  return String(value);
}

function isDatabase(name: string): boolean {
  return /(?:^|_)(?:DATABASE|DB|SQLALCHEMY|POSTGRES|POSTGRESQL|PG|SQL|SQLITE|MYSQL|MARIADB)(?:_\w+)?_(?:URL|URI|DSN)$|^(?:DATABASE|DB)$/.test(name.toUpperCase());
}

/** The scheme a name asks for, else that of the project's database. */
function schemeFor(name: string, database: string): string {
  const kind = /SQLITE|POSTGRES|PG_|MYSQL|MARIA/.exec(name.toUpperCase())?.[0];
  const scheme = kind === undefined ? undefined : { SQLITE: 'sqlite', POSTGRES: 'postgresql', PG_: 'postgresql', MYSQL: 'mysql', MARIA: 'mariadb' }[kind];
  return scheme === undefined || database.startsWith(scheme) ? database : scheme;
}

function databaseFor(name: string, database: string, secret: string): string | undefined {
  return isDatabase(name) ? urlFor(schemeFor(name, database), secret) : undefined;
}

/** The usual port of what a name speaks of. */
function portFor(name: string): string {
  return String(PORTS.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1] ?? 8000);
}

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/REDIS\w*_(?:URL|URI|DSN)$|CELERY_(?:BROKER|BACKEND|RESULT)|BROKER_URL$/, 'redis://localhost:6379/0'], [/MONGO\w*_(?:URL|URI|DSN)$/, 'mongodb://localhost:27017'], [/(?:AMQP|RABBIT)\w*_(?:URL|URI|DSN)$/, 'amqp://localhost:5672'],
  [/(?:^|_)(?:URL|URI|ENDPOINT|WEBSITE)$/, 'https://example.com'], [/(?:^|_)ORIGINS?$/, 'http://localhost:3000'], [/(?:^|_)(?:E?MAIL|EMAIL_ADDRESS|SENDER|EMAIL_FROM|MAIL_FROM)$/, 'user@example.com'],
  [/(?:^|_)DOMAIN$/, 'example.com'], [/(?:^|_)(?:HOST|HOSTNAME|SERVER|ADDRESS)$/, 'localhost'], [/(?:^|_)ALGORITHM$/, 'HS256'], [/(?:^|_)LOG_?LEVEL$/, 'INFO'], [/(?:^|_)REGION$/, 'eu-central-1'],
  [/(?:^|_)(?:PATH|DIR|DIRECTORY|FOLDER)$/, './example'], [/(?:^|_)(?:MINUTES|SECONDS|HOURS|DAYS|TTL|TIMEOUT|LIMIT|SIZE|COUNT)$/, '60'],
];

function textFor(name: string, least: number, database: string | undefined): string {
  const text = database ?? (/(?:^|_)PORT$/i.test(name) ? portFor(name) : undefined) ?? TEXTS.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1] ?? 'example';
  return text.length >= least ? text : text.padEnd(least, '-example');
}

/** An address with nothing real in it. Databases have a user and a place for the password. */
function urlFor(scheme: string, secret: string): string {
  const [kind = scheme] = scheme.split('+');
  const ports: Readonly<Record<string, string>> = { postgresql: '5432', postgres: '5432', cockroachdb: '26257', mysql: '3306', mariadb: '3306', redis: '6379', amqp: '5672', kafka: '9092', nats: '4222', mongodb: '27017', clickhouse: '9000' };
  if (kind === 'sqlite') return `${scheme}:///./example.db`;
  if (kind === 'redis') return `${scheme}://localhost:6379/0`;
  if (kind === 'file') return 'file:///example';
  const port = ports[kind];
  return port === undefined ? `${scheme}://example.com` : (BROKERS.has(kind) ? `${scheme}://localhost:${port}` : `${scheme}://user:${secret}@localhost:${port}/example`);
}

const BROKERS: ReadonlySet<string> = new Set(['amqp', 'kafka', 'nats']);

const DRIVERS: readonly (readonly [RegExp, string])[] = [
  [/\basyncpg\b/, 'postgresql+asyncpg'], [/\bpsycopg2(?:-binary)?\b/, 'postgresql'], [/\bpsycopg\b/, 'postgresql+psycopg'], [/\baiomysql\b/, 'mysql+aiomysql'], [/\basyncmy\b/, 'mysql+asyncmy'], [/\bpymysql\b/i, 'mysql+pymysql'], [/\baiosqlite\b/, 'sqlite+aiosqlite'],
];

/** The database and driver a project asks for, by the names in its manifests. */
export function databaseOf(folder: string, { repo }: RepositoryView): string {
  const texts = [...repo.files.values()].filter(({ path }) => isInside(path, folder) && /(?:^|\/)(?:pyproject\.toml|Pipfile|setup\.(?:py|cfg)|requirements[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.(?:txt|in))$/.test(path)).map(({ text }) => text);
  return DRIVERS.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1] ?? 'postgresql';
}

