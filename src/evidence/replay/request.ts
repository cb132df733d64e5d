import type { Json } from '../openapi/compare.ts';
import { at, isList, membersOf } from './json.ts';
import { knownIn, namedInPath, type Stock } from './keys.ts';
import type { Operation, Parameter } from './offer.ts';
import { kindOf, resolved } from './schema.ts';
import { valueFor, type Flavour, type Maker } from './values.ts';

/** What is sent as a body. */
export type Body =
  | { readonly json: Json }
  | { readonly form: readonly (readonly [string, Json])[] }
  | { readonly parts: readonly Part[] };

/** One part of a form: a value, or a file in base 64. */
type Part = { readonly name: string; readonly value: Json } | { readonly name: string; readonly file: string; readonly type: string; readonly content: string };

/** One request, as it is sent. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, Json])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Body;
  /** Whether it is sent by somebody who signed in. */
  readonly signedIn: boolean;
}

/** What a request is made of: values by parameter and by member of the body, before they are put into a path or written as a form. */
export interface Draft {
  readonly operation: Operation;
  readonly values: ReadonlyMap<Parameter, Json>;
  readonly body: Json | undefined;
  readonly signedIn: boolean;
}

/** What made-up settings hold for keys and secrets. */
export const PLACEHOLDER = 'pystd-placeholder-pystd-placeholder';

/** A draft with values of one flavour; keys in the path, and in the body, are those of the row with an index. */
export function draftOf(operation: Operation, document: Json, stock: Stock, flavour: Flavour, { index = 0, inBody = index, salt = 'guest' }: { readonly index?: number; readonly inBody?: number; readonly salt?: string } = {}): Draft {
  const maker: Maker = { document, flavour, salt, known: knownIn(stock, operation.path, inBody) };
  const inPath = namedInPath(stock, operation.path, index);
  const wanted = operation.parameters.filter((one) => one.isRequired || (flavour !== 'sparse' && one.in === 'query'));
  const values = new Map(wanted.map((one) => [one, parameterValue(one, maker, inPath)] as const));
  const needsBody = operation.body !== undefined && (operation.body.isRequired || flavour !== 'sparse');
  return { operation, values, body: needsBody && operation.body ? valueFor(operation.body.schema, '', maker) : undefined, signedIn: true };
}

function parameterValue({ name, in: place, schema }: Parameter, maker: Maker, inPath: (name: string) => Json | undefined): Json {
  if (place === 'path') {
    const is = resolved(schema, maker.document);
    const known = at(is, 'enum') === undefined ? inPath(name) : undefined;
    const isFit = known !== undefined && known !== null && (kindOf(is) !== 'integer' || /^\d+$/.test(String(known)));
    if (isFit) return known;
    // Paths are found by the words they hold: an edge of the body is none of the path.
    return valueFor(schema, name, { ...maker, flavour: 'full' });
  }
  if (place !== 'query' && /token|authori[sz]ation|key|secret/i.test(name)) return PLACEHOLDER;
  return valueFor(schema, name, maker);
}

/** The request that a draft describes. `keys` are given to whoever is signed in. */
export function requestOf({ operation, values, body, signedIn }: Draft, document: Json): Request {
  const of = (place: Parameter['in']): (readonly [Parameter, Json])[] => [...values].filter(([one]) => one.in === place);
  const path = of('path').reduce((made, [{ name }, value]) => made.replace(new RegExp(`\\{${name}(?::\\w+)?\\}`), () => encodeURIComponent(textOf(value))), operation.path);
  const keys = signedIn && operation.isSecured ? apiKeys(document) : [];
  const query = [...of('query').flatMap(([{ name }, value]) => flat(name, value)), ...keys.flatMap(({ name, in: place }) => (place === 'query' ? [[name, PLACEHOLDER] as const] : []))];
  const headers = [...of('header').map(([{ name }, value]) => [name, textOf(value)] as const), ...keys.flatMap(({ name, in: place }) => (place === 'header' ? [[name, PLACEHOLDER] as const] : []))];
  const cookies = [...of('cookie').map(([{ name }, value]) => `${name}=${textOf(value)}`), ...keys.flatMap(({ name, in: place }) => (place === 'cookie' ? [`${name}=${PLACEHOLDER}`] : []))];
  return {
    method: operation.method, path, query, headers: cookies.length > 0 ? [...headers, ['cookie', cookies.join('; ')]] : headers, signedIn,
    ...(body === undefined || !operation.body ? {} : { body: written(body, operation.body, document) }),
  };
}

/** Keys that the document asks for; what made-up settings hold may be right. */
function apiKeys(document: Json): readonly { readonly name: string; readonly in: string }[] {
  return membersOf(at(document, 'components', 'securitySchemes')).flatMap(([, scheme]) => {
    const [name, place] = [at(scheme, 'name'), at(scheme, 'in')];
    return at(scheme, 'type') === 'apiKey' && typeof name === 'string' && typeof place === 'string' ? [{ name, in: place }] : [];
  });
}

function written(value: Json, { form, schema }: NonNullable<Operation['body']>, document: Json): Body {
  if (form === 'json') return { json: value };
  const pairs = membersOf(value).filter(([, one]) => one !== null);
  if (form === 'form') return { form: pairs.flatMap(([name, one]) => flat(name, one)) };
  return { parts: pairs.flatMap(([name, one]): readonly Part[] => {
    const is = resolved(at(resolved(schema, document), 'properties', name), document);
    const inner = kindOf(is) === 'array' ? resolved(at(is, 'items'), document) : is;
    return isFile(inner) && !isStrange(one) ? [{ name, ...fileFor(name) }] : flat(name, one).map(([, value]) => ({ name, value }));
  }) };
}

function isFile(schema: Json): boolean {
  return at(schema, 'format') === 'binary' || at(schema, 'contentMediaType') !== undefined;
}

function isStrange(value: Json): boolean {
  return at(value, 'strange') === true;
}

/** A tiny file of the kind that a name asks for, in base 64. */
function fileFor(name: string): { readonly file: string; readonly type: string; readonly content: string } {
  if (/image|photo|avatar|picture|cover|logo|icon|thumb/i.test(name)) return { file: 'cover.png', type: 'image/png', content: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' };
  if (/csv|import|sheet/i.test(name)) return { file: 'books.csv', type: 'text/csv', content: 'dGl0bGUscGFnZXMKRW1tYSw0NzQK' };
  return { file: 'book.txt', type: 'text/plain', content: 'RW1tYQo=' };
}

function flat(name: string, value: Json): readonly (readonly [string, Json])[] {
  return value === null ? [] : isList(value) ? value.map((one) => [name, one] as const) : [[name, value]];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
