import { catchingMiddleware, handledExceptions, hierarchiesOf, isInside, isRunByHand, modulesOf, nameOf, ownExceptions, type CatchingMiddleware, type ExceptionHierarchy, type Handled, type Module, type OwnException, type ServiceTarget, type Task } from '#pystd';
import type { Options } from './options.ts';
import { plainAnswerIn, type PlainAnswer } from './plain-answer.ts';

/** What a service has of exceptions and of handlers. */
export interface Standing {
  /** The hierarchy of the application's exceptions. */
  readonly hierarchy: ExceptionHierarchy | undefined;
  /** Where none of several hierarchies is surely the application's: all of them. */
  readonly rivals: readonly ExceptionHierarchy[];
  /** Exceptions that FastAPI answers, as they derive from its own. */
  readonly http: readonly OwnException[];
  /** Exceptions right below `Exception` that are not in the hierarchy. */
  readonly loose: readonly OwnException[];
  readonly handled: readonly Handled[];
  /** A handler that a fallback of this codemod replaces; it is not among `handled`. */
  readonly plain: PlainAnswer | undefined;
  readonly catching: readonly CatchingMiddleware[];
  /** The modules of the service. */
  readonly modules: readonly Module[];
}

/** Reads off the service around an application what it raises and answers. */
export function standingOf(task: Task<Options>, { app, project, root }: ServiceTarget): Standing {
  const { python, repo, options } = task;
  // All of the project: what lies beside the service's folder, or is imported in functions only, is not to be doubled either.
  const modules = modulesOf({ repo, python }, project, 'service').filter(({ path }) => !isRunByHand(path));
  const exceptions = ownExceptions(python, modules);
  const registered = handledExceptions(app, python);
  const plain = plainAnswerIn(registered, task);
  const handled = registered.filter((one) => one !== plain?.handled);
  const all = hierarchiesOf(exceptions).filter((one) => isOfApplication(one, handled, options));
  const hierarchy = all.find(({ base }) => base.name === options.base) ?? all.find((one) => isAnswered(one, handled)) ?? all.find(({ base }) => base.status !== undefined) ?? (all.length === 1 ? all[0] : undefined);
  const http = exceptions.filter(({ root: outer }) => outer === 'http');
  const loose = exceptions.filter((one) => one.root === 'exception' && one.parent === undefined && one !== hierarchy?.base && (root.folder === '' || isInside(one.module.path, root.folder)));
  return { hierarchy, rivals: hierarchy ? [] : all, http, loose, handled, plain, catching: catchingMiddleware(app, python), modules };
}

/** Whether the exceptions of a hierarchy are answered: by a handler of the application, or by FastAPI's. */
export function isAnswered(hierarchy: ExceptionHierarchy, handled: readonly Handled[]): boolean {
  return hierarchy.base.root === 'http' || hasHandler(hierarchy, handled);
}

/** Whether a handler of the application is for the base, or for something below it. */
export function hasHandler({ base, subclasses }: ExceptionHierarchy, handled: readonly Handled[]): boolean {
  return handled.some(({ key }) => key.kind === 'own' && [base, ...subclasses].some((one) => one.module === key.definition.module && one.name === key.definition.name));
}

/** Whether a hierarchy is the application's, not that of one client or parser in it: by what it carries, who answers it, its name or its module's. */
function isOfApplication(one: ExceptionHierarchy, handled: readonly Handled[], options: Options): boolean {
  const { base, subclasses } = one;
  if (base.name === options.base || (base.status !== undefined && subclasses.length > 0) || isAnswered(one, handled)) return true;
  return /^(?:App|Application|Base|Custom|Domain|Service|Business|Core|Api|API)(?:[A-Z]|$)/.test(base.name) || /^(?:exceptions?|errors?)\.py$/.test(nameOf(base.module.path)) || /(?:^|\/)(?:exceptions?|errors?)\//.test(base.module.path);
}
