import type { Json } from '../openapi/compare.ts';
import { at, membersOf } from './json.ts';
import type { Operation } from './offer.ts';
import { draftOf, requestOf, type Request } from './request.ts';
import { propertiesOf, resolved } from './schema.ts';

/** Requests that sign somebody up and in, in the order in which they are tried, and what that somebody is called. */
export interface SignInPlan {
  readonly signUp: readonly Request[];
  readonly signIn: readonly Request[];
  readonly names: readonly string[];
}

/** Whoever signs in is somebody else than requests are about. */
const SALT = 'reader';
const EMAIL = `${SALT}@example.com`;
const NAME = `${SALT}reader`;
const EMPTY = { tables: [], rows: [] };

/** How an application signs people up and in, as far as its document shows: operations that take a password. */
export function signInPlanOf(operations: readonly Operation[], document: Json): SignInPlan {
  const signUp = operations.filter((one) => takesPassword(one, document) && !isSignIn(one, document) && !one.isSecured && /regist|sign-?_?up|users?\/?$|accounts?\/?$|create|join/i.test(one.path));
  const ranked = [...signUp].sort((a, b) => rankOf(a) - rankOf(b));
  const made = (one: Operation, name: string | undefined): Request => {
    const draft = draftOf(one, document, EMPTY, one.body?.form === 'json' ? 'full' : 'sparse', { salt: SALT });
    return requestOf({ ...draft, signedIn: false, body: name === undefined ? (draft.body as Json) : named(draft.body ?? {}, name) }, document);
  };
  const signIn = operations.filter((one) => isSignIn(one, document));
  return {
    signUp: ranked.flatMap((one) => [made(one, undefined), requestOf({ ...draftOf(one, document, EMPTY, 'sparse', { salt: SALT }), signedIn: false }, document)]),
    signIn: signIn.flatMap((one) => [made(one, EMAIL), made(one, NAME), made(one, undefined)]), names: [EMAIL, NAME],
  };
}

/** Whether an operation gives a token, or a cookie, for a password. */
export function isSignIn(operation: Operation, document: Json): boolean {
  const flows = membersOf(at(document, 'components', 'securitySchemes')).map(([, scheme]) => at(scheme, 'flows', 'password', 'tokenUrl'));
  const isToken = flows.some((url) => typeof url === 'string' && url !== '' && operation.path.endsWith(url.replace(/^\.?\/?/, '/')));
  return operation.method === 'POST' && takesPassword(operation, document) && (isToken || (/log-?_?in|sign-?_?in|token|session|authenticate|\/auth\/?$/i.test(operation.path) && !/refresh|revoke|reset|forg|log-?_?out|verify/i.test(operation.path)));
}

/** The request of an operation that signs in, with what signs in. */
export function signedInBody(body: Json): Json {
  return named(body, EMAIL);
}

function takesPassword({ method, body }: Operation, document: Json): boolean {
  return method === 'POST' && body !== undefined && propertiesOf(resolved(body.schema, document)).some(({ name }) => /passw|pwd/i.test(name));
}

function rankOf({ path }: Operation): number {
  return /regist|sign-?_?up/i.test(path) ? 0 : 1;
}

/** A body with another name for whoever signs in. */
function named(body: Json, name: string): Json {
  return Object.fromEntries(membersOf(body).map(([key, value]) => [key, /^(?:user_?name|login|email|e_?mail|identifier|user)$/i.test(key) && (!/mail/i.test(key) || name.includes('@')) ? name : value]));
}
