import { isHandled, modulesOf, type Handled, type ServiceTarget, type Task } from '#pystd';
import type { HandlerKind } from './code/handlers.ts';
import { reshapingOf, type Options } from './options.ts';
import type { Standing } from './standing.ts';

/** Handlers that the standard asks for, and why others of them stay away from this service. */
export interface Lacking {
  readonly kinds: readonly HandlerKind[];
  /** By rule, as full sentences. */
  readonly relied: readonly { readonly rule: string; readonly because: string }[];
}

const HTTP = ['starlette.exceptions.HTTPException', 'fastapi.HTTPException', 'fastapi.exceptions.HTTPException'];
const VALIDATION = ['fastapi.exceptions.RequestValidationError'];
const ANYTHING = ['builtins.Exception', 'builtins.BaseException'];

/** What reports errors of requests and does not look at records of errors, as Sentry does. */
const COLLECTORS = /^[ \t]*(?:from|import)[ \t]+(rollbar|bugsnag|elasticapm|newrelic|honeybadger|raygun4py|pybrake)\b/m;

/** Whether something of the service answers unexpected errors already. */
export function hasFallback({ handled, catching }: Standing): boolean {
  return hasHandlerOfAll(handled) || catching.some(({ answers }) => answers);
}

function hasHandlerOfAll(handled: readonly Handled[]): boolean {
  return ANYTHING.some((name) => isHandled(handled, name)) || isHandled(handled, 500);
}

/** Whether the application answers a class of FastAPI's in a way of its own. */
export function answersItself(handled: readonly Handled[], what: 'http' | 'validation'): boolean {
  return (what === 'http' ? HTTP : VALIDATION).some((name) => isHandled(handled, name));
}

/** The handlers below the base class's that are asked for, are not there, and change nothing that somebody relies on. */
export function lackingHandlers(task: Task<Options>, target: ServiceTarget, standing: Standing): Lacking {
  const relied: { rule: string; because: string }[] = [];
  const kinds: HandlerKind[] = [];
  const isKept = reshapingOf(task.options) === 'kept';
  if (!isKept) for (const kind of ['http', 'validation'] as const) if (!answersItself(standing.handled, kind)) kinds.push(kind);
  if (task.wants('errors/database-exceptions') && usesDatabase(standing) && !standing.handled.some(({ key }) => key.kind === 'outer' && key.name.startsWith('sqlalchemy.exc.'))) {
    const because = relyingOnDatabaseErrors(task, target, standing);
    if (because === undefined) kinds.push('integrity', 'operational');
    else relied.push({ rule: 'errors/database-exceptions', because: `No handler answers errors of the database: ${because}` });
  }
  if (task.wants('errors/global-fallback') && !hasFallback(standing)) {
    const test = tests(task, target).find(({ text }) => /["']Internal Server Error["']/.test(text));
    if (test) relied.push({ rule: 'errors/global-fallback', because: `No handler answers unexpected errors: \`${test.path}\` expects the answer that they have now.` });
    else kinds.push('fallback');
  }
  return { kinds, relied };
}

function usesDatabase({ modules }: Standing): boolean {
  return modules.some(({ text }) => /^[ \t]*(?:from|import)[ \t]+(?:sqlalchemy|sqlmodel)\b/m.test(text));
}

/** Who would no longer see such errors if a handler answered them. A clause that ends the sentence. */
function relyingOnDatabaseErrors(task: Task<Options>, target: ServiceTarget, { handled, catching, modules }: Standing): string | undefined {
  const { app } = target;
  const [first] = catching;
  if (first) return `the middleware \`${first.middleware.name}\` goes by whether a request fails with an exception.`;
  const mounted = app.mounts.find(({ what }) => typeof what === 'object');
  if (mounted) return `${mounted.certainty === 'unknown' ? 'an application that is mounted' : `the application that is mounted at \`${mounted.path}\``} answers its own and raises them again, too late for a handler here.`;
  const collecting = modules.map(({ text }) => COLLECTORS.exec(text)?.[1]).find((name) => name !== undefined);
  if (collecting !== undefined) return `\`${collecting}\` collects those that are raised.`;
  const test = tests(task, target).find(({ text }) => /\braises\(\s*\(?[^)]*\b(?:IntegrityError|OperationalError|DBAPIError|DatabaseError|SQLAlchemyError)\b/.test(text));
  if (test) return `\`${test.path}\` expects them to be raised.`;
  return hasHandlerOfAll(handled) ? 'the handler of `Exception` answers them.' : undefined;
}

function tests({ python, repo }: Task<Options>, { project }: ServiceTarget): Task<Options>['python']['layout']['modules'] {
  return modulesOf({ repo, python }, project, 'test');
}
