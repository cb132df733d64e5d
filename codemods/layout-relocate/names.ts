import { folderOf, isInside, nameOf, snakeCase } from '#pystd';
import { holdingOf, type Holding } from './kinds.ts';
import type { Kind } from './options.ts';

export { holdingOf };

/** Names that say what a module holds and not what it is about. */
const GENERIC = /^(?:routers?|routes?|views?|apis?|endpoints?|controllers?|handlers?|models?|db_models?|entities|schemas?|dtos?|services?|repositor(?:y|ies)|repos?|cruds?|daos?|queries)$/;

/** Folders that say on which level code lies and not what it is about. */
const LEVELS = /^(?:src|app|apps|application|core|common|infra|infrastructure|internal|adapters?|domain|databases?|db|data|persistence|shared|base|libs?|modules|features|components|packages|presentation|interfaces?|web|http|rest|v\d+|api_v\d+|apis?|routers?|routes?|endpoints?|views?|controllers?|handlers?|models?|entities|orm|tables|schemas?|dtos?|serializers|pydantic|services?|use_?cases?|logic|business|repositor(?:y|ies)|repos?|daos?|cruds?)$/;

/** Whether a folder is called after a level of code. */
export function isLevel(folder: string): boolean {
  return LEVELS.test(folder);
}

/** Where a module goes below the folder of its kind: folders of its own that say what it is about, and its name. */
export function placeBelow(holding: Holding, kind: Kind, service: string): string {
  const { path } = holding.module;
  const folder = folderOf(path);
  const inner = folder === service ? '' : isInside(folder, service) ? folder.slice(service === '' ? 0 : service.length + 1) : folder;
  const topics = inner.split('/').filter((part) => part !== '' && !LEVELS.test(part));
  const stem = nameOf(path).replace(/\.py$/, '');
  const name = GENERIC.test(stem) ? (topics.pop() ?? ofOneClass(holding, kind) ?? stem) : stem;
  return [...topics, name].join('/');
}

/** The name of the only class: `BookService` gives `book`. */
function ofOneClass({ classes }: Holding, kind: Kind): string | undefined {
  const [only, second] = classes.get(kind) ?? [];
  if (only === undefined || second !== undefined || kind === 'schemas') return undefined;
  const bare = only.replace(kind === 'services' ? /Service$/ : kind === 'repositories' ? /(?:Repository|Repo|DAO|Dao)$|^CRUD/ : /(?:Model|Orm|ORM)$/, '');
  return bare === '' ? undefined : snakeCase(bare);
}

const ENDINGS: Readonly<Partial<Record<Kind, RegExp>>> = {
  services: /^services?_|_?(?:services?|svc)$/,
  repositories: /^(?:crud|repo|dao|repository)_|_?(?:repository|repositories|repo|crud|dao)$/,
  routes: /(?:^|_)(?:routers?|routes?|endpoints?|api|views?|controllers?)$/,
  models: /(?:^|_)(?:models?|entity|orm)$/,
  schemas: /(?:^|_)(?:schemas?|dtos?)$/,
};

/** What a module is about, by its name without what says its kind. */
export function topicOf(stem: string, kind: Kind): string {
  const ending = ENDINGS[kind];
  return ending ? stem.replace(ending, '') : stem;
}

/** The file name the standard gives a module of services or repositories: only one that has a class of the kind is named after it. */
export function fileNamed(stem: string, pattern: string, holding: Holding, kind: Kind): string {
  const topic = topicOf(stem, kind);
  if (!holding.classes.has(kind) || pattern === '' || topic === '' || topic === 'base') return `${stem}.py`;
  return pattern.replace('{name}', topic);
}
