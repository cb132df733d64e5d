import { argumentListOf, calleeOf, parts, type Module, type PyNode, type Reading, type RepositoryView } from '#pystd';
import { isSecret, type FieldShape } from '../fields/index.ts';

const OF_TEXTS = /^(?:format|join|replace|lower|upper|casefold|title|capitalize|strip|lstrip|rstrip|removeprefix|removesuffix)$/;

/**
 * A reading of a text whose default is computed, with the empty text in its place, and a way to put the default back: it is computed while the class is made, as
 * before. `undefined` where the default may be no text, which pydantic would not take.
 */
export function withPlainDefault(reading: Reading, module: Module, view: RepositoryView): { readonly reading: Reading; readonly restored: (shape: FieldShape) => FieldShape } | undefined {
  const { unset, conversion, whenEmpty, access } = reading;
  if (unset.kind !== 'expression' || unset.accesses.length > 0 || conversion.kind !== 'text' || conversion.steps.length > 0 || whenEmpty) return undefined;
  const { text: code } = unset.node;
  if (isSecret(access.variable, code) || !isText(unset.node, module, view)) return undefined;
  const written = code.includes('\n') ? `(${code})` : code;
  return {
    reading: { ...reading, unset: { kind: 'value', code: '""', value: { type: 'str', text: '' } } },
    restored: (shape) => ({ ...shape, value: shape.value?.replace('""', () => written) }),
  };
}

/** Whether an expression surely gives a `str`, when it gives anything. */
function isText(node: PyNode, module: Module, view: RepositoryView): boolean {
  const inner = parts(node);
  const areTexts = (nodes: readonly PyNode[]): boolean => nodes.every((one) => isText(one, module, view));
  const [first, second, third] = inner;
  if (!first) return node.type === 'string' && !/^[a-zA-Z]*[bB]/.test(node.text);
  if (node.type === 'string') return !/^[a-zA-Z]*[bB]/.test(node.children[0]?.text ?? '');
  if (node.type === 'concatenated_string') return areTexts(inner);
  if (node.type === 'parenthesized_expression') return areTexts([first]);
  if (node.type === 'conditional_expression') return areTexts(third ? [first, third] : [first]);
  if (node.type === 'binary_operator') return (node.children[1]?.type === '+' && inner.some((one) => areTexts([one]))) || (node.children[1]?.type === '%' && second !== undefined && areTexts([first]));
  const callee = node.type === 'call' && argumentListOf(node) ? calleeOf(node) : undefined;
  const symbol = callee && view.python.symbolOf(module, callee);
  if (symbol?.kind === 'builtin') return symbol.name === 'str';
  const [object, method] = callee?.type === 'attribute' ? parts(callee) : [];
  return object !== undefined && OF_TEXTS.test(method?.text ?? '') && areTexts([object]);
}
