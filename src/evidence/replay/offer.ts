import type { Json } from '../openapi/compare.ts';
import { at, isList, listOf, membersOf, textsOf } from './json.ts';

/** A column as the models describe it. */
export interface Column {
  readonly name: string;
  /** The Python type of its values, by name; `enum` where there are choices. */
  readonly type: string;
  readonly length: number | undefined;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly references: readonly [table: string, column: string] | undefined;
  readonly choices: readonly string[];
  readonly default: string | number | boolean | undefined;
}

/** A table of the models. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** What an application offers to be asked. Tables come after those that they refer to. */
export interface Offer {
  readonly openapi: Json;
  readonly tables: readonly Table[];
  /** Whether anything asks who somebody is. */
  readonly isGuarded: boolean;
}

/** Reads what a program said of itself: nothing of it has to be as it should. */
export function readOffer(said: Json): Offer {
  return { openapi: at(said, 'openapi') ?? {}, tables: listOf(at(said, 'tables')).flatMap((one) => readTable(one) ?? []), isGuarded: at(said, 'guarded') === true };
}

function readTable(said: Json): Table | undefined {
  const name = at(said, 'name');
  return typeof name === 'string' ? { name, columns: listOf(at(said, 'columns')).flatMap((one) => readColumn(one) ?? []) } : undefined;
}

function readColumn(said: Json): Column | undefined {
  const [name, type, length, given] = ['name', 'type', 'length', 'default'].map((key) => at(said, key));
  if (typeof name !== 'string') return undefined;
  const [table, column] = textsOf(at(said, 'references'));
  return {
    name, type: typeof type === 'string' ? type : 'str', length: typeof length === 'number' ? length : undefined, nullable: at(said, 'nullable') === true, primary: at(said, 'primary') === true, unique: at(said, 'unique') === true,
    references: table === undefined || column === undefined ? undefined : [table, column], choices: textsOf(at(said, 'choices')), default: given === null || typeof given === 'object' ? undefined : given,
  };
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly isRequired: boolean;
  readonly schema: Json;
}

/** One operation of an OpenAPI document. */
export interface Operation {
  /** `GET`. */
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly form: 'json' | 'form' | 'parts'; readonly schema: Json; readonly isRequired: boolean } | undefined;
  readonly isSecured: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations of a document by path, those that read first: what they answer depends on the least. */
export function operationsOf(document: Json): readonly Operation[] {
  return membersOf(at(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method);
      if (operation === undefined) return [];
      const security = at(operation, 'security') ?? at(document, 'security');
      const parameters = [...listOf(at(item, 'parameters')), ...listOf(at(operation, 'parameters'))].flatMap((one) => parameterOf(one) ?? []);
      return [{ method: method.toUpperCase(), path, parameters, body: bodyOf(at(operation, 'requestBody')), isSecured: security !== undefined && isList(security) && security.length > 0 }];
    }),
  );
}

function parameterOf(said: Json): Parameter | undefined {
  const [name, place] = [at(said, 'name'), at(said, 'in')];
  if (typeof name !== 'string' || (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie')) return undefined;
  return { name, in: place, isRequired: at(said, 'required') === true, schema: at(said, 'schema') ?? {} };
}

const FORMS = [['application/json', 'json'], ['application/x-www-form-urlencoded', 'form'], ['multipart/form-data', 'parts']] as const;

function bodyOf(said: Json | undefined): Operation['body'] {
  const found = FORMS.find(([kind]) => at(said, 'content', kind) !== undefined);
  return found && { form: found[1], schema: at(said, 'content', found[0], 'schema') ?? {}, isRequired: at(said, 'required') === true };
}
