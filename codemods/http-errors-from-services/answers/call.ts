import type { Frame } from './expression.ts';
import { attributeOf, textOf } from './instance.ts';
import { answerIn } from './run.ts';
import { NONE, type Answer, type Value } from './value.ts';

/** What a call is given. */
export interface Given {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** What a call gives; `undefined` where it is not understood. */
export function called(what: Value, given: Given, frame: Frame): Value | undefined {
  if (what.kind === 'function') return answerIn(what, given, frame);
  if (what.kind !== 'outer') return undefined;
  const [first, second, third] = given.positional;
  const isPlain = given.named.size === 0;
  switch (what.name) {
    case 'builtins.str':
      return first && isPlain && !second ? textOf(first, frame) : undefined;
    case 'builtins.getattr': {
      const name = second?.kind === 'text' && second.pieces.length === 1 ? second.pieces[0] : undefined;
      return first?.kind === 'object' && typeof name === 'string' ? (attributeOf(first, name, frame) ?? (isLacking(first, name) ? third : undefined)) : undefined;
    }
    case 'builtins.isinstance':
      return isOf(first, second);
    case 'builtins.dict':
      return given.positional.length === 0 ? { kind: 'dictionary', entries: given.named } : undefined;
    case 'fastapi.encoders.jsonable_encoder':
      return isPlain && first && !second && ['text', 'number', 'truth', 'none'].includes(first.kind) ? first : undefined;
    case 'fastapi.responses.JSONResponse':
    case 'starlette.responses.JSONResponse':
      return jsonResponse(given);
    case 'fastapi.exception_handlers.http_exception_handler':
      return second?.kind === 'object' && second.of === 'http' ? plainAnswer(second) : undefined;
    default:
      return undefined;
  }
}

/** How FastAPI answers an `HTTPException` by itself. */
export function plainAnswer({ fields }: Extract<Value, { kind: 'object' }>): Answer | undefined {
  const [status, detail] = [fields.get('status_code'), fields.get('detail')];
  return status?.kind === 'number' && detail ? { kind: 'answer', status: status.value, body: { kind: 'dictionary', entries: new Map([['detail', detail]]) }, headers: fields.get('headers') ?? NONE } : undefined;
}

/** Whether an exception surely has no such attribute: those of FastAPI have three. */
function isLacking({ of }: Extract<Value, { kind: 'object' }>, name: string): boolean {
  return of === 'http' && /^(?:code|error_code|message|details|title|extra)$/.test(name);
}

function isOf(value: Value | undefined, type: Value | undefined): Value | undefined {
  if (!value || type?.kind !== 'outer') return undefined;
  const kinds: Readonly<Partial<Record<string, Value['kind']>>> = { 'builtins.str': 'text', 'builtins.dict': 'dictionary', 'builtins.list': 'several' };
  const kind = kinds[type.name];
  if (kind === undefined || value.kind === 'headers' || value.kind === 'several' || value.kind === 'object') return undefined;
  return { kind: 'truth', value: value.kind === kind };
}

const MEMBERS: readonly string[] = ['content', 'status_code', 'headers'];

function jsonResponse({ positional, named }: Given): Answer | undefined {
  if (positional.length > 3 || [...named.keys()].some((name) => !MEMBERS.includes(name))) return undefined;
  const [body, status = { kind: 'number', value: 200 }, headers = NONE] = MEMBERS.map((name, index) => positional[index] ?? named.get(name));
  return body && status.kind === 'number' ? { kind: 'answer', status: status.value, body, headers } : undefined;
}
