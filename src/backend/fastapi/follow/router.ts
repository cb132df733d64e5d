import type { InModule } from '../../../python/project/module.ts';
import type { AppModel, Condition, Endpoint, EventHandler, ExceptionHandler, Middleware, Route, Unclear } from '../model.ts';
import type { ClassValue, Text, Value } from './value.ts';

/** An application or router as the program makes it, with what is done to it in the order in which it happens. */
export interface Router {
  readonly isApp: boolean;
  /** The call that makes it. */
  readonly made: InModule;
  /** The module that was run first of all, when it was made. */
  readonly root: InModule['module'];
  /** The conditions under which it is made: they are its own, not those of what is done to it. */
  readonly conditions: readonly Condition[];
  /** The repository's own class it is an object of. */
  readonly of: ClassValue | undefined;
  readonly attributes: Map<string, Value>;
  prefix: Text;
  inSchema: Route['inSchema'];
  dependencies: readonly InModule[];
  lifespan: { readonly at: InModule; readonly function: Value } | undefined;
  readonly events: RouterEvent[];
  readonly unclear: Unclear[];
}

/** When and under which conditions something is done to a router. */
export interface Moment {
  /** The number of what happens: later is greater. */
  readonly time: number;
  readonly conditions: readonly Condition[];
  readonly late: boolean;
  /** The module that was run first of all. */
  readonly root: InModule['module'];
  readonly site: InModule;
}

/** A path operation, websocket or plain route. */
export interface RouteEvent extends Moment {
  readonly kind: 'route';
  readonly type: Route['kind'];
  readonly methods: Route['methods'];
  readonly path: Text;
  readonly endpoint: Endpoint;
  readonly inSchema: Route['inSchema'];
  readonly dependencies: readonly InModule[];
}

/** Another router's routes. */
export interface IncludeEvent extends Moment {
  readonly kind: 'include';
  readonly child: Router;
  readonly prefix: Text;
  readonly inSchema: Route['inSchema'];
  readonly dependencies: readonly InModule[];
}

/** Another application under a path. */
export interface MountEvent extends Moment {
  readonly kind: 'mount';
  readonly path: Text;
  readonly what: Router | 'static' | 'unknown';
}

/** What can be done to a router or application. */
export type RouterEvent =
  | RouteEvent
  | IncludeEvent
  | MountEvent
  | (Moment & { readonly kind: 'middleware' } & Pick<Middleware, 'name' | 'how'>)
  | (Moment & { readonly kind: 'exception' } & Pick<ExceptionHandler, 'handles' | 'handler' | 'how'>)
  | (Moment & { readonly kind: 'event'; readonly function: Value } & Pick<EventHandler, 'event' | 'handler' | 'how'>);

/** The parts of a model that following the program tells. */
export type Followed = Pick<AppModel, 'routes' | 'mounts' | 'middleware' | 'exceptionHandlers' | 'lifespan' | 'eventHandlers' | 'dependencies' | 'unknown'>;
