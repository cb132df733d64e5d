import type { Json } from '../openapi/compare.ts';
import { at, listOf, membersOf, textsOf } from './json.ts';

/** A schema with its references followed, and with one of its alternatives chosen. */
export function resolved(schema: Json | undefined, document: Json, depth = 0): Json {
  if (schema === undefined || depth > 10) return {};
  const reference = at(schema, '$ref');
  if (typeof reference === 'string') {
    const path = reference.replace(/^#\//, '').split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return resolved(at(document, ...path), document, depth + 1);
  }
  const parts = listOf(at(schema, 'allOf'));
  if (parts.length > 0) return merged([schema, ...parts.map((part) => resolved(part, document, depth + 1))]);
  const choices = [...listOf(at(schema, 'anyOf')), ...listOf(at(schema, 'oneOf'))];
  const chosen = choices.map((choice) => resolved(choice, document, depth + 1)).find((choice) => at(choice, 'type') !== 'null');
  return chosen === undefined ? schema : merged([schema, chosen]);
}

/** Whether `null` is one of its values. */
export function takesNull(schema: Json, document: Json): boolean {
  const kind = at(schema, 'type');
  const choices = [...listOf(at(schema, 'anyOf')), ...listOf(at(schema, 'oneOf'))];
  return kind === 'null' || textsOf(kind).includes('null') || choices.some((choice) => takesNull(choice, document));
}

/** What a schema says it is; `object` where it only has properties. */
export function kindOf(schema: Json): string | undefined {
  const kind = at(schema, 'type');
  if (typeof kind === 'string') return kind;
  const [first] = textsOf(kind).filter((one) => one !== 'null');
  return first ?? (at(schema, 'properties') === undefined ? undefined : 'object');
}

/** The properties of an object's schema, with whether they are required. */
export function propertiesOf(schema: Json): readonly { readonly name: string; readonly schema: Json; readonly isRequired: boolean }[] {
  const required = new Set(textsOf(at(schema, 'required')));
  return membersOf(at(schema, 'properties')).map(([name, one]) => ({ name, schema: one, isRequired: required.has(name) }));
}

/** Several schemas that hold at once: properties and required names come together, of anything else the last word counts. */
function merged(schemas: readonly Json[]): Json {
  const properties = Object.fromEntries(schemas.flatMap((schema) => membersOf(at(schema, 'properties'))));
  const required = [...new Set(schemas.flatMap((schema) => textsOf(at(schema, 'required'))))];
  const rest = Object.fromEntries(schemas.flatMap(membersOf).filter(([key]) => key !== 'allOf' && key !== 'anyOf' && key !== 'oneOf' && key !== '$ref'));
  return { ...rest, ...(Object.keys(properties).length > 0 ? { properties, required } : {}) };
}
