import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { calleeOf } from '../../python/syntax/views.ts';
import { contains } from '../../text/span.ts';
import { classBehind, lineOf } from './classes.ts';

/** A use of a store that has no session of SQLAlchemy: documents, other mappers, plain connections. */
export interface OtherStore extends InModule {
  /** As people call it: `Beanie`, `Motor`. */
  readonly library: string;
}

const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/^beanie\./, 'Beanie'], [/^motor\./, 'Motor'], [/^pymongo\./, 'PyMongo'], [/^odmantic\./, 'ODMantic'], [/^mongoengine\./, 'MongoEngine'],
  [/^tortoise\./, 'Tortoise ORM'], [/^gino\./, 'GINO'], [/^ormar\./, 'ormar'], [/^peewee\./, 'Peewee'], [/^piccolo\./, 'Piccolo'], [/^pony\.orm\b/, 'Pony ORM'],
  [/^databases\./, 'databases'], [/^asyncpg\./, 'asyncpg'], [/^psycopg2?\./, 'psycopg'], [/^sqlite3\./, 'sqlite3'], [/^aiosqlite\./, 'aiosqlite'],
  [/^sqlalchemy\.(?:create_engine|engine\.|ext\.asyncio\.create_async_engine)/, 'an engine of SQLAlchemy'],
];

/** The other stores that a function names in its body, one for each library, in document order. */
export function otherStoresOf(python: Python, { module, node: definition }: InModule): readonly OtherStore[] {
  const found = new Map<string, OtherStore>();
  for (const { node, bindings } of module.names.references()) {
    if (typeof bindings === 'string' || !contains(definition, node)) continue;
    const library = libraryOf(python, { module, node });
    if (library !== undefined && !found.has(library)) found.set(library, { module, node, library });
  }
  return [...found.values()];
}

function libraryOf(python: Python, { module, node }: InModule): string | undefined {
  const symbol = python.symbolOf(module, node);
  if (symbol.kind === 'external') return named(symbol.name);
  const own = classBehind(symbol);
  if (own) return lineOf(python, own).outside.map((base) => (base.kind === 'external' ? named(base.name) : undefined)).find((one) => one !== undefined);
  if (symbol.kind !== 'defined' && symbol.kind !== 'local') return undefined;
  const { how } = symbol.binding;
  const [value, annotation] = how.kind === 'assignment' ? [how.value, how.annotation] : how.kind === 'parameter' ? [undefined, how.annotation] : [undefined, undefined];
  return (value && madeBy(python, symbol.module, value)) ?? (annotation && madeBy(python, symbol.module, annotation));
}

function madeBy(python: Python, module: InModule['module'], value: PyNode): string | undefined {
  let node: PyNode | undefined = value;
  while (node && (node.type === 'call' || node.type === 'type' || node.type === 'subscript')) node = node.type === 'call' ? calleeOf(node) : node.children.find(({ named }) => named);
  const symbol = node && python.symbolOf(module, node);
  if (symbol?.kind === 'external') return named(symbol.name);
  return symbol?.kind === 'defined' && symbol.attributes.length > 0 && symbol.binding.how.kind === 'assignment' && symbol.binding.how.value ? madeBy(python, symbol.module, symbol.binding.how.value) : undefined;
}

function named(dotted: string): string | undefined {
  return LIBRARIES.find(([pattern]) => pattern.test(dotted))?.[1];
}
