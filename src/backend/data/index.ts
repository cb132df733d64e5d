/** Data access of a service: who answers routes, with which sessions, asking what of which mapped classes. */
export { annotatedType } from './annotated-type.ts';
export { genericOf } from './annotation.ts';
export { dataAccessOf, dataCallsOf, type DataAccess, type DataCall, type DataCallKind } from './calls.ts';
export { chainOf, widest, type Chain, type Link } from './chain.ts';
export { classBehind, isMapped, lineOf, methodOf, type Lineage } from './classes.ts';
export { fieldTypeOf, type FieldType } from './fields.ts';
export { handlersOf, isNamed, type RouteHandler } from './handlers.ts';
export { mayBeNone, optional, typeKey, typeText, union, withoutNone, type KnownType, type OwnType, type TypeImport, type TypeText } from './known-type.ts';
export { otherStoresOf, type OtherStore } from './other-stores.ts';
export { sessionsOf, type DataSession } from './sessions.ts';
export { sessionSources, type SessionClass, type SessionSources } from './session-sources.ts';
export { builderOf, modelsIn } from './statements.ts';
export { valueTypes, type DataValue, type ValueTypes } from './values.ts';
