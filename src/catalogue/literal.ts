import { Node, SyntaxKind, VariableDeclarationKind, type Expression, type Identifier } from 'ts-morph';

/** A value that can be read off source text without running it. */
export type LiteralValue = string | number | boolean | null | readonly LiteralValue[] | { readonly [key: string]: LiteralValue };

/** The value an expression is written out as, or the part of it that would have to be computed. */
export type Literal = { readonly value: LiteralValue } | { readonly computed: Node };

/**
 * Reads strings, numbers, booleans, null, arrays and objects, also under `as const` and `satisfies`, and the name of a `const` of the
 * same file that is one of these. Everything else, calls and spreads among it, is computed.
 */
export function literalOf(expression: Expression): Literal {
  if (Node.isAsExpression(expression) || Node.isSatisfiesExpression(expression) || Node.isParenthesizedExpression(expression)) {
    return literalOf(expression.getExpression());
  }
  if (Node.isStringLiteral(expression) || Node.isNoSubstitutionTemplateLiteral(expression)) return { value: expression.getLiteralValue() };
  if (Node.isNumericLiteral(expression)) return { value: expression.getLiteralValue() };
  if (Node.isTrueLiteral(expression) || Node.isFalseLiteral(expression)) return { value: expression.getLiteralValue() };
  if (Node.isNullLiteral(expression)) return { value: null };
  if (Node.isPrefixUnaryExpression(expression) && expression.getOperatorToken() === SyntaxKind.MinusToken) return negated(expression.getOperand());
  if (Node.isArrayLiteralExpression(expression)) return listOf(expression.getElements());
  if (Node.isObjectLiteralExpression(expression)) return tableOf(expression.getProperties());
  return Node.isIdentifier(expression) ? constantNamed(expression) : { computed: expression };
}

function constantNamed(name: Identifier): Literal {
  const declaration = name.getSourceFile().getVariableDeclaration(name.getText());
  const initializer = declaration?.getVariableStatement()?.getDeclarationKind() === VariableDeclarationKind.Const ? declaration.getInitializer() : undefined;
  const inner = initializer ? literalOf(initializer) : { computed: name };
  return 'value' in inner ? inner : { computed: name };
}

function negated(operand: Expression): Literal {
  const inner = literalOf(operand);
  return 'value' in inner && typeof inner.value === 'number' ? { value: -inner.value } : { computed: operand };
}

function listOf(elements: readonly Expression[]): Literal {
  const values: LiteralValue[] = [];
  for (const element of elements) {
    const inner = literalOf(element);
    if ('computed' in inner) return inner;
    values.push(inner.value);
  }
  return { value: values };
}

function tableOf(properties: readonly Node[]): Literal {
  const entries: [string, LiteralValue][] = [];
  for (const property of properties) {
    const initializer = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
    const name = Node.isPropertyAssignment(property) ? property.getNameNode() : undefined;
    if (!initializer || !name || Node.isComputedPropertyName(name)) return { computed: property };
    const inner = literalOf(initializer);
    if ('computed' in inner) return inner;
    entries.push([Node.isStringLiteral(name) ? name.getLiteralValue() : name.getText(), inner.value]);
  }
  return { value: Object.fromEntries(entries) };
}
