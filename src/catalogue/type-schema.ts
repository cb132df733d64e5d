import { Node, type Symbol as TypeSymbol, type Type, type TypeNode } from 'ts-morph';
import type { JsonSchema, JsonSchemaValue } from '../engine/catalogued.ts';
import type { Problem } from '../engine/problem.ts';
import { problemAt } from './author-problem.ts';

/** One option of a codemod, or one key of a table among its options. */
export interface OptionField {
  readonly name: string;
  /** The type as its author wrote it. */
  readonly type: string;
  /** The doc comment as one paragraph. */
  readonly description: string;
  readonly schema: JsonSchema;
}

/** The fields of an interface of options, in the order written. Every field has a doc comment and a type that TOML can say. */
export function fieldsOf(type: Type, problems: Problem[]): OptionField[] {
  return type.getProperties().flatMap((property) => {
    const declaration = property.getDeclarations()[0];
    if (!declaration || !Node.isPropertySignature(declaration)) return [];
    const description = declaration.getJsDocs().map((doc) => doc.getDescription().replace(/\s+/g, ' ').trim()).join(' ');
    if (description === '') problems.push(problemAt(declaration, `The option \`${property.getName()}\` has no doc comment: documentation is generated from it.`));
    else if (!/[.?!]$/.test(description)) problems.push(problemAt(declaration, `The doc comment of \`${property.getName()}\` is no sentence: it ends without a full stop.`));
    const schema = schemaOf(typeOf(property, declaration), declaration, declaration.getTypeNode(), problems);
    return [{ name: property.getName(), type: declaration.getTypeNode()?.getText() ?? 'unknown', description, schema: { ...schema, description } }];
  });
}

/** The schema of a table with these fields. */
export function tableSchema(fields: readonly OptionField[]): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])), additionalProperties: false };
}

function typeOf(property: TypeSymbol, at: Node): Type {
  return property.getTypeAtLocation(at).getNonNullableType();
}

function schemaOf(type: Type, at: Node, node: TypeNode | undefined, problems: Problem[]): JsonSchema {
  if (type.isString()) return { type: 'string' };
  if (type.isNumber()) return { type: 'number' };
  if (type.isBoolean()) return { type: 'boolean' };
  if (type.isLiteral()) return { const: literalValue(type) };
  const words = type.isUnion() ? type.getUnionTypes() : [];
  if (words.length > 0 && words.every((word) => word.isLiteral())) return { enum: inWrittenOrder(words.map(literalValue), node) };
  const element = type.isArray() || type.isReadonlyArray() ? type.getArrayElementType() : undefined;
  if (element) return { type: 'array', items: schemaOf(element, at, undefined, problems) };
  const values = type.isObject() ? type.getStringIndexType() : undefined;
  if (values) return { type: 'object', additionalProperties: schemaOf(values, at, undefined, problems) };
  if (isOurTable(type)) return tableSchema(fieldsOf(type, problems));
  problems.push(problemAt(at, `TOML cannot say \`${node?.getText() ?? type.getText()}\`: an option is a string, a number, a boolean, one of some words, a list or a table.`));
  return {};
}

/** An interface or object type that a codemod declares itself: fields, and nothing to call. */
function isOurTable(type: Type): boolean {
  const declarations = type.getSymbol()?.getDeclarations() ?? [];
  return type.isObject() && type.getCallSignatures().length === 0 && declarations.length > 0 && declarations.every((each) => each.getSourceFile().getFilePath().startsWith('/codemods/'));
}

function literalValue(type: Type): string | number | boolean {
  if (type.isBooleanLiteral()) return type.getText() === 'true';
  const value = type.getLiteralValue();
  return typeof value === 'string' || typeof value === 'number' ? value : String(value);
}

/** The compiler orders the members of a union as it likes; the author's order is found in the text of the union or of its alias. */
function inWrittenOrder(values: readonly (string | number | boolean)[], node: TypeNode | undefined): readonly JsonSchemaValue[] {
  const text = unionText(node);
  const place = (value: string | number | boolean): number => [JSON.stringify(value), `'${value}'`].map((spelled) => text.indexOf(spelled)).find((at) => at >= 0) ?? text.length;
  return [...values].sort((a, b) => place(a) - place(b) || (String(a) < String(b) ? -1 : 1));
}

function unionText(node: TypeNode | undefined): string {
  if (!node || !Node.isTypeReference(node)) return node?.getText() ?? '';
  const alias = node.getTypeName().getSymbol()?.getAliasedSymbol() ?? node.getTypeName().getSymbol();
  const declaration = alias?.getDeclarations().find((each) => Node.isTypeAliasDeclaration(each));
  return declaration?.getText() ?? '';
}
