import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, parts } from '../../python/syntax/walk.ts';

/** An HTTP status, or that one is given when the exception is raised. */
export type CarriedStatus = number | 'given';

const NAMES: ReadonlySet<string> = new Set(['status_code', 'status', 'http_status', 'http_status_code', 'http_code', 'statusCode', 'STATUS_CODE']);

/** The HTTP status that a class says itself: in its body, in `__init__`, or in what it hands on to its parent. */
export function statusIn({ module, node }: ClassDefinition, python: Python): CarriedStatus | undefined {
  const body = blockOf(node);
  for (const statement of body ? statementsOf(body) : []) {
    const assignment = assignmentOf(statement);
    if (assignment?.target.type === 'identifier' && NAMES.has(assignment.target.text)) return assignment.value === undefined ? 'given' : (constantStatus(module, assignment.value, python) ?? 'given');
    const method = undecorated(statement);
    if (method.type !== 'function_definition' || childOfType(method, 'identifier')?.text !== '__init__') continue;
    const said = statusInInit(module, method, python);
    if (said !== undefined) return said;
  }
  return undefined;
}

function statusInInit(module: Module, init: PyNode, python: Python): CarriedStatus | undefined {
  const block = blockOf(init);
  for (const node of block ? deepDescendants(block, () => true) : []) {
    const value = assignedToSelf(node) ?? (node.type === 'call' ? handedOn(node) : undefined);
    if (value) return constantStatus(module, value, python) ?? 'given';
  }
  return undefined;
}

/** The value of `self.status_code = …`. */
function assignedToSelf(node: PyNode): PyNode | undefined {
  const assignment = node.type === 'assignment' ? assignmentOf(node) : undefined;
  const [object, name] = assignment?.target.type === 'attribute' ? parts(assignment.target) : [];
  return object?.text === 'self' && NAMES.has(name?.text ?? '') ? assignment?.value : undefined;
}

/** The status in `super().__init__(404, …)` or `HTTPException.__init__(self, status_code=404)`. */
function handedOn(call: PyNode): PyNode | undefined {
  if (!/\.\s*__init__$/.test(calleeOf(call)?.text ?? '')) return undefined;
  const list = argumentListOf(call);
  const given = list ? argumentsOf(list) : [];
  const [first] = given.filter(({ name, value }) => name === undefined && value.text !== 'self');
  return given.find(({ name }) => name !== undefined && NAMES.has(name))?.value ?? (first && /^(?:[1-5]\d\d|.*\bHTTP_\d{3}_\w+|HTTPStatus\.\w+(?:\.value)?)$/.test(first.value.text) ? first.value : undefined);
}

/** `404`, `status.HTTP_404_NOT_FOUND` and `HTTPStatus.NOT_FOUND`. */
function constantStatus(module: Module, node: PyNode, python: Python): number | undefined {
  if (node.type === 'integer') return /^[1-5]\d\d$/.test(node.text) ? Number(node.text) : undefined;
  if (node.type !== 'attribute' && node.type !== 'identifier') return undefined;
  const symbol = python.symbolOf(module, node);
  const name = symbol.kind === 'external' ? symbol.name : '';
  const [, numbered] = /^(?:fastapi|starlette)\.status\.HTTP_(\d{3})_\w+$/.exec(name) ?? [];
  if (numbered !== undefined) return Number(numbered);
  const [, phrase] = /^http\.HTTPStatus\.(\w+?)(?:\.value)?$/.exec(name) ?? [];
  return phrase === undefined ? undefined : PHRASES[phrase];
}

const PHRASES: Readonly<Partial<Record<string, number>>> = {
  BAD_REQUEST: 400, UNAUTHORIZED: 401, PAYMENT_REQUIRED: 402, FORBIDDEN: 403, NOT_FOUND: 404, METHOD_NOT_ALLOWED: 405, NOT_ACCEPTABLE: 406, REQUEST_TIMEOUT: 408, CONFLICT: 409, GONE: 410,
  PRECONDITION_FAILED: 412, REQUEST_ENTITY_TOO_LARGE: 413, UNSUPPORTED_MEDIA_TYPE: 415, UNPROCESSABLE_ENTITY: 422, UNPROCESSABLE_CONTENT: 422, LOCKED: 423, FAILED_DEPENDENCY: 424, TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500, NOT_IMPLEMENTED: 501, BAD_GATEWAY: 502, SERVICE_UNAVAILABLE: 503, GATEWAY_TIMEOUT: 504,
};
