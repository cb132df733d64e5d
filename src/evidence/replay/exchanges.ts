import { canonical, type Json } from '../openapi/compare.ts';
import { at, membersOf } from './json.ts';
import { knownIn, nobodys, type Stock } from './keys.ts';
import type { Offer, Operation, Parameter } from './offer.ts';
import { draftOf, requestOf, type Draft, type Request } from './request.ts';
import { rowsFor, type Row } from './rows.ts';
import { kindOf, propertiesOf, resolved } from './schema.ts';
import { isSignIn, signedInBody, signInPlanOf, type SignInPlan } from './sign-in.ts';
import { valueFor, type Flavour } from './values.ts';

/** Requests that are sent one after the other onto the same state. */
export interface Exchange {
  /** `POST /books (without `title`)`. */
  readonly name: string;
  /** `POST /books`. */
  readonly operation: string;
  readonly path: string;
  readonly steps: readonly Request[];
}

/** All that an application is asked. */
export interface Script {
  readonly rows: readonly Row[];
  readonly plan: SignInPlan;
  /** Requests that show whether signing in opens anything. */
  readonly probes: readonly Request[];
  readonly exchanges: readonly Exchange[];
}

/** More exchanges are not made; the kinds that tell the least go first. */
const MOST = 1500;
/** Members and parameters that are left out or made strange, for each operation. */
const SOME = 4;

type Kind = 'valid' | 'unauthorised' | 'unknown' | 'twice' | 'clash' | 'edge' | 'other row' | 'missing' | 'strange';
const KINDS: readonly Kind[] = ['valid', 'unauthorised', 'unknown', 'twice', 'clash', 'edge', 'other row', 'missing', 'strange'];

/** What to ask an application, by what it offers: the same for the same offer. */
export function scriptFor({ openapi, tables, isGuarded }: Offer, operations: readonly Operation[]): Script {
  const stock = { tables, rows: rowsFor(tables, openapi) };
  const plan = signInPlanOf(operations, openapi);
  const isOpen = !isGuarded && plan.signIn.length === 0;
  const all = operations.flatMap((operation) => distinct(exchangesOf(operation, openapi, stock, isOpen)).map((one) => ({ ...one, operation })));
  const counted = KINDS.map((kind) => all.filter((one) => one.kind === kind).length);
  const enough = KINDS.filter((_, index) => index === 0 || counted.slice(0, index + 1).reduce((sum, count) => sum + count, 0) <= MOST);
  const exchanges = all.filter(({ kind }) => enough.includes(kind)).map(({ words, steps, operation: { method, path } }) => ({ name: `${method} ${path} (${words})`, operation: `${method} ${path}`, path, steps }));
  return { rows: stock.rows, plan, probes: probesOf(operations).map((one) => requestOf(draftOf(one, openapi, stock, 'sparse'), openapi)), exchanges };
}

/** Operations that only somebody who is signed in may use, those that read and need no key first. */
function probesOf(operations: readonly Operation[]): readonly Operation[] {
  const weight = ({ method, path }: Operation): number => (method === 'GET' ? 0 : 10) + path.split('{').length;
  return operations.filter(({ isSecured, path }) => isSecured && !/log-?_?out|revoke/i.test(path)).sort((a, b) => weight(a) - weight(b)).slice(0, 6);
}

interface Plain {
  readonly kind: Kind;
  readonly words: string;
  readonly steps: readonly Request[];
}

function exchangesOf(operation: Operation, document: Json, stock: Stock, isOpen: boolean): readonly Plain[] {
  const plain = (kind: Kind, words: string, draft: Draft, times = 1): Plain => ({ kind, words, steps: Array.from({ length: times }, () => requestOf(draft, document)) });
  const drafted = (flavour: Flavour, index = 0, inBody = index): Draft => {
    const draft = draftOf(operation, document, stock, flavour, { index, inBody, salt: isSignIn(operation, document) ? 'reader' : 'guest' });
    return isSignIn(operation, document) && draft.body !== undefined && flavour !== 'empty' ? { ...draft, body: signedInBody(draft.body) } : draft;
  };
  const valid = drafted('full');
  const pathValues = [...valid.values].filter(([one]) => one.in === 'path');
  return [
    plain('valid', 'valid', valid),
    plain('valid', 'only what is required', drafted('sparse')),
    ...(isOpen && !operation.isSecured ? [] : [plain('unauthorised', 'not signed in', { ...valid, signedIn: false })]),
    ...pathValues.filter(([{ schema }]) => at(resolved(schema, document), 'enum') === undefined).map(([one, value]) => plain('unknown', `unknown \`${one.name}\``, withValue(valid, one, nobodys(value)))),
    ...references(valid, document, stock).map((name) => plain('unknown', `unknown \`${name}\``, withMember(valid, name, nobodys(at(valid.body, name))))),
    ...(operation.method === 'GET' ? [] : [plain('twice', 'twice', valid, 2)]),
    ...clashes(valid, stock).map(([name, value]) => plain('clash', `\`${name}\` as it is there`, withMember(valid, name, value))),
    ...(['empty', 'low', 'high', 'other'] as const).map((flavour) => plain('edge', EDGES[flavour], drafted(flavour))),
    ...(pathValues.length > 0 ? [plain('other row', 'of somebody else', drafted('full', 1))] : []),
    plain('other row', 'with other keys', drafted('full', 0, 1)),
    ...missing(valid, document).map(({ name, draft }) => plain('missing', `without \`${name}\``, draft)),
    ...strange(valid, document).map(({ name, draft }) => plain('strange', `strange \`${name}\``, draft)),
  ];
}

const EDGES = { empty: 'empty texts', low: 'low numbers', high: 'high numbers', other: 'other choices' } as const;

/** Required parameters and members, each left out once. */
function missing(draft: Draft, document: Json): readonly { readonly name: string; readonly draft: Draft }[] {
  const parameters = [...draft.values.keys()].filter((one) => one.isRequired && one.in !== 'path').slice(0, SOME);
  const members = bodyProperties(draft, document).filter(({ isRequired }) => isRequired).slice(0, SOME);
  return [
    ...parameters.map((one) => ({ name: one.name, draft: { ...draft, values: new Map([...draft.values].filter(([other]) => other !== one)) } })),
    ...members.map(({ name }) => ({ name, draft: { ...draft, body: Object.fromEntries(membersOf(draft.body).filter(([other]) => other !== name)) } })),
  ];
}

/** Parameters and members that are not just any text, each given what they do not take. */
function strange(draft: Draft, document: Json): readonly { readonly name: string; readonly draft: Draft }[] {
  const maker = { document, flavour: 'strange', salt: 'guest', known: () => undefined } as const;
  const parameters = [...draft.values.keys()].filter(({ schema }) => kindOf(resolved(schema, document)) !== 'string' && kindOf(resolved(schema, document)) !== undefined).slice(0, SOME);
  const members = bodyProperties(draft, document).filter(({ name }) => at(draft.body, name) !== undefined).slice(0, SOME);
  return [
    ...parameters.map((one) => ({ name: one.name, draft: withValue(draft, one, valueFor(one.schema, one.name, maker)) })),
    ...members.map(({ name, schema }) => ({ name, draft: withMember(draft, name, valueFor(schema, name, maker)) })),
  ];
}

/** Members that name rows of other tables. */
function references(draft: Draft, document: Json, stock: Stock): readonly string[] {
  const known = knownIn(stock, draft.operation.path, 0);
  return bodyProperties(draft, document).filter(({ name }) => known(name) !== undefined && typeof at(draft.body, name) !== 'object').map(({ name }) => name).slice(0, SOME);
}

/** Members that only one row may have, with what a row has already. */
function clashes(draft: Draft, { tables, rows }: Stock): readonly (readonly [string, Json])[] {
  if (draft.operation.method === 'GET' || draft.operation.method === 'DELETE') return [];
  return membersOf(draft.body).flatMap(([name, value]) => {
    const table = typeof value === 'string' ? tables.find(({ columns }) => columns.some((column) => column.name === name && (column.unique || /mail|user_?name|slug|title|^name$/.test(name)))) : undefined;
    const there = rows.filter((row) => row.table === table?.name)[1]?.values[name];
    return there === undefined || there === null ? [] : [[name, there] as const];
  }).slice(0, SOME);
}

function bodyProperties({ operation, body }: Draft, document: Json): ReturnType<typeof propertiesOf> {
  return operation.body && body !== undefined ? propertiesOf(resolved(operation.body.schema, document)) : [];
}

function withValue(draft: Draft, parameter: Parameter, value: Json): Draft {
  return { ...draft, values: new Map([...draft.values, [parameter, value]]) };
}

function withMember(draft: Draft, name: string, value: Json): Draft {
  return { ...draft, body: { ...Object.fromEntries(membersOf(draft.body)), [name]: value } };
}

/** Exchanges that send the same are one: the first. */
function distinct(exchanges: readonly Plain[]): readonly Plain[] {
  const seen = new Set<string>();
  return exchanges.filter(({ steps }) => {
    const key = canonical(JSON.parse(JSON.stringify(steps)) as Json);
    return !seen.has(key) && seen.add(key);
  });
}
