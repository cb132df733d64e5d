import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Argument } from '../../python/syntax/views.ts';
import type { App } from './app.ts';

/** Something that stands in the program, and what is to be said of it: a full sentence. */
export interface Unclear extends InModule {
  /**
   * What it may change: `routes` of any path, the `path` of routes that are listed, something else of what is listed (`route`), `handlers` (of events and
   * exceptions, and middleware), or `anything`, where the application was given to code that cannot be read.
   */
  readonly about: 'routes' | 'path' | 'route' | 'handlers' | 'anything';
  readonly because: string;
}

/** A statement or expression that decides whether something happens: an `if`, `match`, `try`, loop, or choice. */
export interface Condition extends InModule {
  /** The clause in which it happens: the statement itself for its first one; `undefined` for what comes after it, when none of its clauses has left. */
  readonly clause: PyNode | undefined;
}

/** A function that the application calls: its `function_definition`, or the expression that was given where it leads to none. */
export interface Endpoint extends InModule {
  readonly name: string;
}

/** A router that was included in another one, or in the application, by the call of `include_router` that is the node. */
export interface Inclusion extends InModule {
  /** The call that made the router. */
  readonly router: InModule;
}

/** One path operation, websocket or plain route of an application, as often as it is reachable. */
export interface Route {
  readonly app: App;
  /** In capitals, in the order written. Nothing is said of a plain route whose endpoint is a class: then it is empty. */
  readonly methods: readonly string[] | 'websocket';
  /** The full path with all prefixes. What cannot be told is written as `‹expression›`, and `certainty` says so. */
  readonly path: string;
  /** Whether the path is certain, or goes by the default of a setting, or is not known. */
  readonly certainty: 'known' | 'assumed' | 'unknown';
  readonly endpoint: Endpoint;
  /** `api` takes part in the OpenAPI document; `plain` is a route of Starlette and never does. */
  readonly kind: 'api' | 'websocket' | 'plain';
  /** The decorator or the call that registers it. */
  readonly registration: InModule;
  /** The inclusions it came by, outermost first. */
  readonly via: readonly Inclusion[];
  readonly inSchema: boolean | 'unknown';
  /** The `dependencies` of the application, the inclusions, the routers and the route itself, outermost first: the arguments' values. */
  readonly dependencies: readonly InModule[];
  /** What it depends on, outermost first. Routes that come in one way or the other whatever is decided are one route without that condition. */
  readonly conditions: readonly Condition[];
  /** Whether it appears only when the application starts up. */
  readonly late: boolean;
  /** Its place in the order in which the running application looks for a match; mounts count as well. */
  readonly order: number;
}

/** Another application under a path. */
export interface Mount extends InModule {
  readonly path: string;
  readonly certainty: Route['certainty'];
  readonly what: App | 'static' | 'unknown';
  readonly conditions: readonly Condition[];
  readonly order: number;
}

/** A middleware in the order in which it is added: the last one added meets a request first. */
export interface Middleware extends InModule {
  /** The dotted name of another distribution's class, or the name of an own class or function. */
  readonly name: string;
  readonly how: 'add_middleware' | 'decorator' | 'argument';
  readonly conditions: readonly Condition[];
}

/** A handler of an exception class or status code. */
export interface ExceptionHandler extends InModule {
  readonly handles: InModule;
  readonly handler: Endpoint | undefined;
  readonly how: 'add_exception_handler' | 'decorator' | 'argument';
}

/** A function that runs when the application starts or stops. */
export interface EventHandler extends InModule {
  readonly event: 'startup' | 'shutdown';
  /** The function, where it can be told. */
  readonly handler: Endpoint | undefined;
  readonly how: 'decorator' | 'add_event_handler' | 'argument';
  /** `router` when it was registered on a router that the application includes: a `lifespan` of the application does not silence those. */
  readonly on: 'app' | 'router';
  readonly conditions: readonly Condition[];
}

/** An application with what the program does to it. Reading any part but those of `App` follows the program once. */
export interface AppModel extends App {
  readonly routes: readonly Route[];
  readonly mounts: readonly Mount[];
  readonly middleware: readonly Middleware[];
  readonly exceptionHandlers: readonly ExceptionHandler[];
  /** The `lifespan` argument, or what is assigned to `router.lifespan_context` later. */
  readonly lifespan: InModule | undefined;
  readonly eventHandlers: readonly EventHandler[];
  /** The argument `dependencies`, where there is one. */
  readonly dependencies: readonly InModule[];
  /** What may add to the model or change it and cannot be told; a model without such is complete. */
  readonly unknown: readonly Unclear[];
}

/** An argument's value with its module. */
export function valueIn(module: InModule['module'], argument: Argument): InModule {
  return { module, node: argument.value };
}
