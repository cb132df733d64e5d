import { calleeOf, folderOf, isMapped, lineOf, nameOf, parts, rememberedFor, type Module, type PyNode, type RepositoryView, type Snapshot } from '#pystd';
import type { Kind } from './options.ts';

/** A module of a service with what is in it. */
export interface Holding {
  readonly module: Module;
  /** What its top level defines, by meaning. */
  readonly kinds: ReadonlySet<Kind>;
  /** The classes of each kind by name, in order. */
  readonly classes: ReadonlyMap<Kind, readonly string[]>;
  /** Functions and classes of no kind that others may use. */
  readonly others: number;
}

const PYDANTIC = /^pydantic(?:\.v1)?(?:\.\w+)?\.(?:BaseModel|GenericModel|RootModel)$/;
const SETTINGS = /^pydantic(?:_settings)?(?:\.\w+)*\.BaseSettings$/;
const DOCUMENTS = /^(?:beanie(?:\.\w+)*\.Document|odmantic(?:\.\w+)*\.(?:Model|EmbeddedModel)|mongoengine(?:\.\w+)*\.(?:Document|EmbeddedDocument)|tortoise(?:\.\w+)*\.Model|peewee\.Model)$/;
const MIDDLEWARE = /^(?:starlette|fastapi)\.middleware(?:\.\w+)*\.BaseHTTPMiddleware$/;
const ENGINES = /^(?:sqlalchemy(?:\.\w+)*|sqlmodel(?:\.\w+)*)\.(?:create_engine|create_async_engine|sessionmaker|async_sessionmaker|scoped_session)$|^databases(?:\.\w+)*\.Database$|\.(?:AsyncIOMotorClient|MongoClient)$/;
const MAPPED_CODE = /__tablename__\s*[:=]|__table__\s*=|\bColumn\(|\bmapped_column\(|\brelationship\(|\bMapped\[|\btable\s*=\s*True|\bField\(/;

const known = rememberedFor<Snapshot, Module, Holding>();

/** What a module holds. Each is looked at once. */
export function holdingOf(view: RepositoryView, module: Module): Holding {
  return known(view.repo, module, () => readHolding(view, module));
}

function readHolding(view: RepositoryView, module: Module): Holding {
  const kinds = new Set<Kind>();
  const classes = new Map<Kind, string[]>();
  let others = 0;
  if (!module.parses) return { module, kinds, classes, others };
  const add = (kind: Kind, name?: string): void => {
    kinds.add(kind);
    if (name !== undefined) classes.set(kind, [...(classes.get(kind) ?? []), name]);
  };
  for (const statement of parts(module.tree.root)) {
    const definition = statement.type === 'decorated_definition' ? statement.children.find(({ type }) => type === 'class_definition' || type === 'function_definition') : statement;
    if (definition?.type === 'class_definition') {
      const name = parts(definition)[0]?.text ?? '';
      const own = kindsOfClass(view, module, definition, name);
      for (const kind of own) add(kind, name);
      if (own.length === 0 && !isPlainData(view, module, definition) && !name.startsWith('_')) others++;
    } else if (makesEngine(view, module, statement)) add('database');
    if (definition?.type !== 'function_definition') continue;
    if (isTask(view, module, statement)) add('workers');
    else if (!(parts(definition)[0]?.text ?? '').startsWith('_')) others++;
  }
  if (view.backend.apps.some((app) => app.module === module)) add('app');
  if (registersRoutes(view, module)) add('routes');
  // The parts of nested settings are models of pydantic as well.
  if (kinds.has('settings')) kinds.delete('schemas');
  return { module, kinds, classes, others };
}

function kindsOfClass(view: RepositoryView, module: Module, node: PyNode, name: string): readonly Kind[] {
  const { outside } = lineOf(view.python, { module, node });
  const derives = (pattern: RegExp): boolean => outside.some((base) => base.kind === 'external' && pattern.test(base.name));
  if (derives(SETTINGS)) return ['settings'];
  if (derives(DOCUMENTS)) return ['models'];
  // The base of all of them lies where the sessions are as well as anywhere.
  const isOther = outside.some((base) => base.kind === 'external') && !derives(/^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|gino|advanced_alchemy|fastapi_users_db_sqlalchemy|fastapi_users)\b/);
  if (!isOther && isMapped(view.python, { module, node })) return MAPPED_CODE.test(node.text) ? ['models'] : [];
  if (/Repository$|Repo$|DAO$|Dao$|^CRUD/.test(name)) return ['repositories'];
  if (derives(PYDANTIC) || derives(/^sqlmodel(?:\.main)?\.SQLModel$/)) return ['schemas'];
  if (derives(MIDDLEWARE) || /async def __call__\(\s*self,\s*scope\b/.test(node.text)) return ['middleware'];
  return /Service$/.test(name) ? ['services'] : [];
}

/** Enumerations, exceptions, named tuples and the like, and bases without anything in them: they belong to what they lie with. */
function isPlainData({ python }: RepositoryView, module: Module, node: PyNode): boolean {
  const { outside } = lineOf(python, { module, node });
  const bases = outside.map((base) => (base.kind === 'external' || base.kind === 'builtin' ? base.name : ''));
  return bases.some((name) => /Enum$|Exception$|Error$|TypedDict$|NamedTuple$|Protocol$|DeclarativeBase|MappedAsDataclass/.test(name)) || node.parent?.text.includes('@dataclass') === true || isMapped(python, { module, node });
}

/** `engine = create_engine(…)`, at the top of the module. */
function makesEngine({ python }: RepositoryView, module: Module, statement: PyNode): boolean {
  const assignment = parts(statement)[0];
  const value = statement.type === 'expression_statement' && assignment?.type === 'assignment' ? assignment.children.at(-1) : undefined;
  const callee = value?.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  return symbol?.kind === 'external' && ENGINES.test(symbol.name);
}

function isTask({ python }: RepositoryView, module: Module, statement: PyNode): boolean {
  return statement.children.some((child) => {
    const [expression] = child.type === 'decorator' ? parts(child) : [];
    const callee = expression?.type === 'call' ? calleeOf(expression) : expression;
    if (!callee || !/(?:^|\.)(?:shared_task|task|actor)$/.test(callee.text)) return false;
    const symbol = python.symbolOf(module, callee);
    return symbol.kind === 'external' ? /^(?:celery|dramatiq|taskiq)\b/.test(symbol.name) : /celery|dramatiq|taskiq|broker/i.test(module.text);
  });
}

const ROUTE = /^[ \t]*@(\w+)\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route|route)\s*\(|\.add_api_route\s*\(/m;

/** Whether handlers are registered in the module, on a router or on the application. */
function registersRoutes({ backend, python }: RepositoryView, module: Module): boolean {
  if (!ROUTE.test(module.text)) return false;
  if (backend.apps.some(({ routes }) => routes.some(({ registration }) => registration.module === module))) return true;
  return ['fastapi.APIRouter', 'fastapi.routing.APIRouter'].some((external) => python.callsTo({ external }).some((call) => call.module === module));
}

/** Folders that are called after what is in them. */
const LAYERS: Readonly<Partial<Record<Kind, RegExp>>> = {
  routes: /^(?:apis?|routers?|routes?|endpoints?|views?|controllers?|handlers?)$/,
  models: /^(?:models?|entities|orm|tables)$/,
  schemas: /^(?:schemas?|dtos?|serializers)$/,
  services: /^(?:services?|use_?cases?)$/,
  repositories: /^(?:repositor(?:y|ies)|repos?|daos?|cruds?)$/,
  middleware: /^middlewares?$/,
  workers: /^(?:workers?|tasks|jobs)$/,
};

/** The kind whose name the folder of a module bears, or the folder around a numbered one: `api/v1`. */
export function layerOf(path: string): Kind | undefined {
  const folder = folderOf(path);
  const name = /^v\d+$/.test(nameOf(folder)) ? nameOf(folderOf(folder)) : nameOf(folder);
  return (Object.keys(LAYERS) as Kind[]).find((kind) => LAYERS[kind]?.test(name));
}

/** Names of modules that say what they hold, where nothing in them does. */
const NAMED: readonly (readonly [Kind, RegExp])[] = [
  ['repositories', /^(?:cruds?|.+_crud|crud_.+|.+_(?:repository|repo|dao)|repositor(?:y|ies))$/],
  ['services', /^(?:.+_services?|services?)$/],
];

/** The kinds a module is of, by what it holds and where it lies; several when neither decides, none for helpers. */
export function kindsOf(view: RepositoryView, module: Module, siblings: readonly Module[], isBelow: (kind: Kind) => boolean): readonly Kind[] {
  const { kinds, others, classes } = holdingOf(view, module);
  if (kinds.has('app')) return ['app'];
  const layer = layerOf(module.path);
  if (layer !== undefined && kinds.has(layer)) return [layer];
  const stem = nameOf(module.path).replace(/\.py$/, '');
  // What a service or a router is made of, it keeps.
  if (layer !== undefined && !/^(?:models|schemas)$/.test(layer) && kinds.size === 1 && kinds.has('schemas')) return [];
  if (kinds.size > 0) {
    const own = [...kinds].filter((kind) => (kind === 'schemas' ? kinds.size > 1 || isOfRequests(view, module, stem, others, siblings) : kind !== 'middleware' || others === 0 || layer === 'middleware' || /middleware/.test(stem)));
    return own.length === 1 && own[0] === 'models' && others > (classes.get('models')?.length ?? 0) ? [...own, 'services'] : own;
  }
  const named = others > 0 ? NAMED.find(([, pattern]) => pattern.test(stem))?.[0] : undefined;
  if (named !== undefined && named !== layer) return [named];
  // What helps the modules of a layer goes where they go, when the folder is left by all of them.
  const helped = layer !== undefined && isBelow(layer) && siblings.some((other) => other !== module && folderOf(other.path) === folderOf(module.path) && holdingOf(view, other).kinds.has(layer));
  return helped ? [layer] : [];
}

/** Whether models of pydantic are those of requests and answers: routes have them, or the module is called so; and it holds nothing else. */
function isOfRequests(view: RepositoryView, module: Module, stem: string, others: number, siblings: readonly Module[]): boolean {
  if (/^(?:schemas?|dtos?|serializers)$|_(?:schemas?|dtos?)$/.test(stem)) return true;
  const isUsed = (): boolean => siblings.some((other) => (holdingOf(view, other).kinds.has('routes') || holdingOf(view, other).kinds.has('app')) && view.python.importedBy(other).includes(module));
  return others === 0 && isUsed();
}
