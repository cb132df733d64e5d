import { requirementsOf } from '../../backend/requirements/index.ts';
import { inventoryOf, type SettingsVariable, type ValueType } from '../../backend/settings-inventory/index.ts';
import type { RepositoryView } from '../../codemod/view.ts';
import type { RepoPath } from '../../repo/path.ts';

/** What stands for databases has several forms: that of the first driver, that without a driver's name, and one that needs no server. */
export const DUMMY_VARIANTS = 3;

/** What is known of the databases that a project may talk to. */
interface Databases {
  readonly drivers: readonly string[];
  readonly variant: number;
}

/**
 * Values for variables of the environment without which an application would not start, made up by type and name: they lead to nothing and open nothing.
 * Variables with defaults keep these, and so do those that the repository's own `.env` gives.
 */
export function dummiesOf(view: RepositoryView, project: string, variant = 0): Readonly<Record<string, string>> {
  const databases = { drivers: driversOf(view, project), variant };
  const found = new Map([...requiredSettings(view)].map(([name, variable]) => [name, valueFor(variable, databases)]));
  for (const { variable, form, default: given } of view.backend.environment.accesses) {
    const isNeeded = form === 'subscript' || (form === 'get' && given === undefined);
    if (isNeeded && !found.has(variable)) found.set(variable, textFor(variable, databases));
  }
  const given = givenIn(view, project);
  return Object.fromEntries([...found].filter(([name]) => !given.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Variables that the program ends without, as far as its text says so: required settings, and reads that raise. */
export function demandedBy(view: RepositoryView): ReadonlySet<string> {
  return new Set([...requiredSettings(view).keys(), ...view.backend.environment.accesses.flatMap(({ variable, form }) => (form === 'subscript' ? [variable] : []))]);
}

function requiredSettings({ python, backend }: RepositoryView): ReadonlyMap<string, SettingsVariable> {
  const inventories = backend.settings.classes.map((definition) => inventoryOf(definition, backend.settings.classes, python));
  const variables = inventories.flatMap((inventory) => ('problem' in inventory ? [] : inventory.variables));
  return new Map(variables.filter(({ default: { kind } }) => kind === 'required').map((variable) => [variable.name, variable]));
}

/** Variables of the `.env` files that lie in the repository. */
function givenIn({ repo }: RepositoryView, project: string): ReadonlySet<string> {
  const paths = project === '' ? ['.env'] : ['.env', `${project}/.env`];
  return new Set(paths.flatMap((path) => [...(repo.files.get(path as RepoPath)?.text ?? '').matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=/gm)].flatMap(([, name]) => name ?? [])));
}

/** The value for a variable of which nothing but the name is known. */
export function dummyFor(view: RepositoryView, project: string, variable: string, variant = 0): string {
  return textFor(variable, { drivers: driversOf(view, project), variant });
}

function valueFor({ name, type, limits }: SettingsVariable, databases: Databases): string {
  const value = ofType(name, type, databases);
  if (type.kind === 'text' || type.kind === 'secret') return value.padEnd(Number(limits.min_length ?? 0), 'x').slice(0, Number(limits.max_length ?? Infinity));
  if (type.kind !== 'whole' && type.kind !== 'number') return value;
  const least = Math.max(Number(value), Number(limits.ge ?? -Infinity), Number(limits.gt ?? -Infinity) + 1);
  return String(Math.min(least, Number(limits.le ?? Infinity)));
}

function ofType(name: string, type: ValueType, databases: Databases): string {
  switch (type.kind) {
    case 'whole':
    case 'number':
      return '1';
    case 'flag':
      return 'false';
    case 'email':
      return 'nobody@example.com';
    case 'url':
      return urlOf(type.scheme, databases);
    case 'choice': {
      const [first] = type.values;
      return first?.kind === 'text' || first?.kind === 'number' ? first.text : first?.kind === 'flag' ? String(first.value) : '';
    }
    case 'list':
      return '[]';
    case 'table':
    case 'group':
    case 'json':
      return '{}';
    case 'folder':
      return '.';
    case 'duration':
      return 'PT1S';
    case 'date':
      return '2000-01-01';
    case 'moment':
      return '2000-01-01T00:00:00Z';
    case 'time':
      return '00:00:00';
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000';
    case 'address':
      return '127.0.0.1';
    default:
      return textFor(name, databases);
  }
}

/** What a text is most likely for, by the name of its variable. */
function textFor(name: string, databases: Databases): string {
  if (/MONGO(?:DB)?_?(?:\w*_)?(?:URL|URI|DSN|DETAILS|CONNECTION\w*)$|^MONGO(?:DB)?$/i.test(name)) return MONGO;
  if (/(?:DATABASE|DB|SQLALCHEMY|POSTGRES|PG|MYSQL|SQL)\w*(?:URL|URI|DSN)|^DSN$|CONNECTION_STRING/i.test(name)) return databaseUrl(databases);
  if (/REDIS\w*(?:URL|URI|DSN)|BROKER|RESULT_BACKEND|CACHE_URL/i.test(name)) return 'redis://127.0.0.1:9/0';
  if (/(?:_|^)(?:URL|URI|ENDPOINT|ORIGIN)$/i.test(name)) return 'http://127.0.0.1:9';
  if (/PORT$|MINUTES|SECONDS|HOURS|DAYS|EXPIR|TIMEOUT|SIZE$|LIMIT|COUNT|_TTL|WORKERS|_ID$/i.test(name)) return '1';
  if (/ALGORITHM/i.test(name)) return 'HS256';
  if (/(?:_|^)HOST(?:NAME)?$|SERVER$/i.test(name)) return '127.0.0.1';
  if (/EMAIL|MAIL_FROM/i.test(name)) return 'nobody@example.com';
  if (/ORIGINS|ALLOWED|HOSTS/i.test(name)) return '["http://127.0.0.1:9"]';
  if (/DEBUG|ENABLE|DISABLE|_SSL|_TLS|^IS_|^USE_/i.test(name)) return 'false';
  return 'pystd-placeholder-pystd-placeholder';
}

function urlOf(scheme: string | undefined, databases: Databases): string {
  if (scheme === undefined || scheme === 'https') return 'http://127.0.0.1:9';
  return scheme === 'postgresql' || scheme === 'mysql' || scheme === 'mariadb' ? databaseUrl(databases, scheme) : `${scheme}://127.0.0.1:9`;
}

const MONGO = 'mongodb://127.0.0.1:9/pystd';

const DRIVERS: readonly (readonly [distribution: string, url: string])[] = [
  ['asyncpg', 'postgresql+asyncpg://pystd:pystd@127.0.0.1:9/pystd'],
  ['aiosqlite', 'sqlite+aiosqlite://'],
  ['psycopg', 'postgresql+psycopg://pystd:pystd@127.0.0.1:9/pystd'],
  ['psycopg2', 'postgresql+psycopg2://pystd:pystd@127.0.0.1:9/pystd'],
  ['psycopg2-binary', 'postgresql+psycopg2://pystd:pystd@127.0.0.1:9/pystd'],
  ['aiomysql', 'mysql+aiomysql://pystd:pystd@127.0.0.1:9/pystd'],
  ['asyncmy', 'mysql+asyncmy://pystd:pystd@127.0.0.1:9/pystd'],
  ['pymysql', 'mysql+pymysql://pystd:pystd@127.0.0.1:9/pystd'],
  ['mysqlclient', 'mysql+mysqldb://pystd:pystd@127.0.0.1:9/pystd'],
  ['motor', MONGO],
  ['pymongo', MONGO],
];

/** A file in the copy: what lies in memory is another database for each thread. */
const SQLITE = 'sqlite:///pystd-evidence.db';

/** An address that a driver of the project takes; nothing listens there. */
function databaseUrl({ drivers, variant }: Databases, scheme?: string): string {
  const known = DRIVERS.find(([name, url]) => drivers.includes(name) && (scheme === undefined || url.startsWith(scheme === 'mariadb' ? 'mysql' : scheme)))?.[1];
  if (variant > 1 && scheme === undefined) return SQLITE;
  const url = known ?? (scheme === undefined ? SQLITE : `${scheme}://pystd:pystd@127.0.0.1:9/pystd`);
  return variant === 1 ? url.replace(/^(\w+)\+\w+:/, '$1:') : url;
}

function driversOf({ repo, python }: RepositoryView, project: string): readonly string[] {
  const requirements = requirementsOf(repo, python, project);
  return DRIVERS.map(([name]) => name).filter((name) => requirements.runtime(name).length > 0);
}
