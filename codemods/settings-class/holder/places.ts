import { calleeOf, identifiersSpelled, parts, type PyNode } from '#pystd';

/** The identifiers of a spelling that are no attributes and no keywords of arguments. */
export function* rootsSpelled(root: PyNode, name: string): Generator<PyNode> {
  for (const identifier of identifiersSpelled(root, name)) {
    const { parent } = identifier;
    const isPart = (parent?.type === 'attribute' && parts(parent)[0] !== identifier) || (parent?.type === 'keyword_argument' && parent.children[0] === identifier);
    if (!isPart) yield identifier;
  }
}

/** Whether an identifier is the name of a parameter. */
export function isParameter({ parent }: PyNode): boolean {
  return parent?.type === 'parameters' || parent?.type === 'typed_parameter';
}

/** A function whose result is kept. */
export function isCached({ parent }: PyNode): boolean {
  return parent?.type === 'decorated_definition' && parts(parent).some(({ type, text }) => type === 'decorator' && /^@\s*(?:functools\s*\.\s*)?(?:lru_cache|cache)\b/.test(text));
}

/** The call of a node. */
export function callOf(node: PyNode): PyNode | undefined {
  return node.parent?.type === 'call' && calleeOf(node.parent) === node ? node.parent : undefined;
}
