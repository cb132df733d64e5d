import type { Span } from '../../text/span.ts';
import type { PyNode } from './node.ts';

/** The children that carry meaning: no punctuation, no keywords, no comments, no backslashes at line ends. */
export function parts(node: PyNode): readonly PyNode[] {
  return node.children.filter((child) => child.named && !isTrivia(child));
}

/** Whether the node may stand between any two tokens: a comment or a backslash that joins two lines. */
export function isTrivia(node: PyNode): boolean {
  return node.type === 'comment' || node.type === 'line_continuation';
}

/** The first child of one of the types. */
export function childOfType(node: PyNode, ...types: readonly string[]): PyNode | undefined {
  return node.children.find((child) => types.includes(child.type));
}

/** The child that follows the keyword or punctuation `token`, comments and line continuations left out. */
export function childAfter(node: PyNode, token: string): PyNode | undefined {
  const at = node.children.findIndex((child) => !child.named && child.type === token);
  return at < 0 ? undefined : node.children.slice(at + 1).find((child) => !isTrivia(child));
}

/** The node and everything below it, in document order. `enter` may keep the walk out of a node's children. */
export function* descendants(node: PyNode, enter: (node: PyNode) => boolean = () => true): Generator<PyNode> {
  yield node;
  if (!enter(node)) return;
  for (const child of node.children) yield* descendants(child, enter);
}

/** The nodes above, nearest first. */
export function* ancestors(node: PyNode): Generator<PyNode> {
  for (let above = node.parent; above; above = above.parent) yield above;
}

/** The nearest node above of one of the types. */
export function enclosing(node: PyNode, ...types: readonly string[]): PyNode | undefined {
  for (const above of ancestors(node)) if (types.includes(above.type)) return above;
  return undefined;
}

/** The smallest node that covers the span. Only the nodes on the way down are read. */
export function nodeAt(root: PyNode, span: Span): PyNode {
  let node = root;
  for (;;) {
    const next = node.children.find((child) => child.start <= span.start && span.end <= child.end && child.end > child.start);
    if (!next) return node;
    node = next;
  }
}

/**
 * The identifiers spelled `name`, in document order. Looks for the text first and reads only the nodes around each hit,
 * which is what keeps a search over many files cheap.
 */
export function* identifiersSpelled(root: PyNode, name: string): Generator<PyNode> {
  const { text } = root.tree;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const node = nodeAt(root, { start: at, end: at + name.length });
    if (node.type === 'identifier' && node.start === at && node.end === at + name.length) yield node;
  }
}

/**
 * The node and everything below it, in document order, for walks that may meet thousands of levels: `a + b + …` nests once for each operand,
 * deeper than recursion goes. `enter` may keep the walk out of a node's children.
 */
export function* deepDescendants(node: PyNode, enter: (node: PyNode) => boolean): Generator<PyNode> {
  const ahead: PyNode[] = [node];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    yield next;
    if (!enter(next)) continue;
    const { children } = next;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child) ahead.push(child);
    }
  }
}
