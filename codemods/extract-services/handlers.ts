import { calleeOf, handlersOf, isNamed, sessionsOf, type DataSession, type PyNode, type RepositoryView, type RouteHandler } from '#pystd';
import { measured } from './measure.ts';
import type { Measures } from './model.ts';
import type { Options } from './options.ts';
import { bodyOf } from './run.ts';

/** What is known of a handler before anything is decided. */
export interface HandlerFacts extends RouteHandler {
  readonly sessions: readonly DataSession[];
  /** Calls that reach for data: of a session, or of a repository that is made of one in place. */
  readonly dataCalls: readonly PyNode[];
  readonly measures: Measures;
}

/** The handlers of a project's routes that do more than hand over: they reach for data themselves, or are larger than the standard wants. */
export function fatHandlers(view: RepositoryView, project: string, { maxStatements, maxComplexity, handlers }: Options): readonly HandlerFacts[] {
  return handlersOf(view, project).flatMap((handler): readonly HandlerFacts[] => {
    if (!isNamed(handler, handlers) || !handler.module.parses) return [];
    const sessions = sessionsOf(view.python, handler.module, handler.node);
    const dataCalls = sessions.flatMap(({ uses }) => uses.flatMap((use) => dataCallAt(use) ?? []));
    const measures = measured(bodyOf(handler.node), dataCalls.length);
    const isLarge = measures.statements > maxStatements || measures.branches + 1 > maxComplexity;
    const isFat = dataCalls.length > 0 || (isLarge && sessions.some(({ uses }) => uses.length > 0));
    return isFat ? [{ ...handler, sessions, dataCalls, measures }] : [];
  });
}

/** `db.execute(…)`, `BookRepository(db).list_all()`. */
function dataCallAt(use: PyNode): PyNode | undefined {
  const method = use.parent?.type === 'attribute' && use.parent.children[0] === use ? use.parent : undefined;
  if (method?.parent?.type === 'call' && calleeOf(method.parent) === method) return method.parent;
  const made = use.parent?.type === 'argument_list' ? use.parent.parent : undefined;
  const onMade = made?.parent?.type === 'attribute' && made.parent.children[0] === made ? made.parent : undefined;
  return onMade?.parent?.type === 'call' && /(?:Repository|Repo|DAO|Dao|CRUD)$/.test(made ? (calleeOf(made)?.text ?? '') : '') ? onMade.parent : undefined;
}

/** The methods and paths of a handler in words: `POST /books`. */
export function routesInWords({ routes }: RouteHandler): string {
  return [...new Set(routes.map(({ methods, path }) => `${methods === 'websocket' ? 'websocket' : methods.join('|')} ${path}`))].map((words) => `\`${words}\``).join(', ');
}

/** Whether the handler answers a websocket: its connection outlives every call. */
export function isWebsocket({ routes }: RouteHandler): boolean {
  return routes.some(({ methods }) => methods === 'websocket');
}
