/** What a service raises, and what answers it: its own exception classes, the statuses they carry, and the handlers of its applications. */
export { catchingMiddleware, type CatchingMiddleware } from './catching-middleware.ts';
export { ownExceptions, type OwnException } from './exceptions.ts';
export { handledExceptions, isHandled, type Handled, type HandledKey } from './handlers.ts';
export { hierarchiesOf, type ExceptionHierarchy } from './hierarchy.ts';
