import type { Codemod } from '../codemod/codemod.ts';

/** A JSON Schema (draft 7) as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: JsonSchemaValue;
}

/** What a JSON Schema is made of. */
export type JsonSchemaValue = string | number | boolean | null | readonly JsonSchemaValue[] | JsonSchema;

/**
 * A codemod whose option type is forgotten, so that codemods fit into one list. Whoever runs it hands it options that were checked
 * against its schema: the schema is generated from the very type that is forgotten here.
 */
export function catalogued<O extends object>(codemod: Codemod<O>): Codemod<object> {
  return codemod as Codemod<object>;
}
