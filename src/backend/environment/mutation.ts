import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { calleeOf } from '../../python/syntax/views.ts';
import { enclosing, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import type { Conversion } from './conversion.ts';

const CHANGING: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'remove', 'pop', 'clear', 'sort', 'reverse', 'add', 'discard', 'update', 'setdefault', 'popitem']);

/** Why one object for all readers would not do: what this reading gives is changed, or is handed to somebody who may change it. */
export function mutationOf(node: PyNode, conversion: Conversion, module: Module): string | undefined {
  const isShared = conversion.kind === 'json' || (conversion.kind === 'list' && (conversion.holder === 'list' || conversion.holder === 'set'));
  if (!isShared) return undefined;
  const whole = outermost(node);
  const { parent } = whole;
  if (parent?.type === 'return_statement' || parent?.type === 'yield' || parent?.type === 'lambda') return 'It is handed to whoever calls the function, and they may change it.';
  if (enclosing(whole, 'function_definition', 'lambda') && isHandedOn(whole)) return 'It is handed to another function, which may change it.';
  const target = parent?.type === 'assignment' && parent.children.at(-1) === whole ? parent.children[0] : undefined;
  const name = target?.type === 'identifier' ? target : target?.type === 'attribute' ? parts(target).at(-1) : undefined;
  if (!name) return undefined;
  const scope = target?.type === 'identifier' ? (enclosing(node, 'function_definition') ?? module.tree.root) : module.tree.root;
  const use = [...identifiersSpelled(module.tree.root, name.text)].find((found) => found !== name && found.start >= scope.start && found.end <= scope.end && isChanged(found));
  if (use) return `\`${name.text}\` is changed after it was read.`;
  const returned = target?.type === 'identifier' && scope.type === 'function_definition' && [...identifiersSpelled(module.tree.root, name.text)].some((found) => found.parent?.type === 'return_statement' && found.start >= scope.start && found.end <= scope.end);
  return returned ? 'It is handed to whoever calls the function, and they may change it.' : undefined;
}

/** The expression around that has the very same object for its value. */
function outermost(node: PyNode): PyNode {
  const { parent } = node;
  return parent && ['parenthesized_expression', 'conditional_expression', 'boolean_operator'].includes(parent.type) ? outermost(parent) : node;
}

/** Functions that only look at what they are given, and middleware, which is given its lists once. */
const LOOKING = /^(all|any|enumerate|filter|frozenset|isinstance|iter|len|list|map|max|min|print|repr|reversed|set|sorted|str|sum|tuple|zip)$|(^|\.)(add_middleware|join|Middleware|TrustedHostMiddleware)$/;

function isHandedOn(node: PyNode): boolean {
  const list = node.parent?.type === 'keyword_argument' ? node.parent.parent : node.parent;
  const callee = list?.type === 'argument_list' && list.parent ? calleeOf(list.parent) : undefined;
  return callee !== undefined && !LOOKING.test(callee.text);
}

/** Whether the object behind a name is changed where the name stands. */
function isChanged(identifier: PyNode): boolean {
  const above = identifier.parent;
  const whole = above?.type === 'attribute' && parts(above).at(-1) === identifier ? above : identifier;
  const { parent } = whole;
  if (parent?.type === 'attribute' && parts(parent)[0] === whole) {
    return parent.parent?.type === 'call' && calleeOf(parent.parent) === parent && CHANGING.has(parts(parent)[1]?.text ?? '');
  }
  if (parent?.type === 'subscript' && parts(parent)[0] === whole) {
    const outer = parent.parent;
    return (outer?.type === 'assignment' || outer?.type === 'augmented_assignment') ? parts(outer)[0] === parent : outer?.type === 'delete_statement';
  }
  return parent?.type === 'augmented_assignment' && parts(parent)[0] === whole;
}
