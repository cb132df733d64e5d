/** The applications of a repository: what constructs them, and what the program then does to them. */
export type { App } from './app.ts';
export { appsOf } from './apps.ts';
export { constantOf, isText } from './constant.ts';
export { middlewareDefinition } from './middleware-definition.ts';
export type { AppModel, Condition, Endpoint, EventHandler, ExceptionHandler, Inclusion, Middleware, Mount, Route, Unclear } from './model.ts';
