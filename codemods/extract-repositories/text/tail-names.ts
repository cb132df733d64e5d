import { chainOf, parts, plainString, type PyNode } from '#pystd';
import type { Unit } from '../find/unit.ts';

/** Names for the expressions that move together with others, by where they go: `items` in `Page(items=query.all())`. */
export function tailNames(unit: Unit): readonly string[] {
  const { module, node } = unit.handler;
  const taken = new Set<string>([...(module.names.scopeInside(node)?.bindings.keys() ?? []), ...module.names.module.bindings.keys()]);
  const outputs = new Set(unit.outputs);
  return unit.tails.map((tail, index) => {
    const root = rootName(tail);
    const wanted = placeName(tail) ?? root ?? `found_${index + 1}`;
    const name = [wanted, `found_${wanted}`, `${wanted}_${index + 1}`].find((one) => /^[A-Za-z_]\w*$/.test(one) && (!taken.has(one) || (one === root && unit.tails.length === 1)) && !outputs.has(one)) ?? `found_${index + 1}`;
    taken.add(name);
    return name;
  });
}

/** The name of what moves that a value is taken from: it is free then. */
function rootName(tail: PyNode): string | undefined {
  const { root } = chainOf(tail);
  return root.type === 'identifier' ? root.text : undefined;
}

function placeName(tail: PyNode): string | undefined {
  for (let node: PyNode | undefined = tail.parent; node && node.type !== 'block'; node = node.parent) {
    const [first] = parts(node);
    if (node.type === 'keyword_argument') return first?.text;
    if (node.type === 'pair' && first) return plainString(first);
  }
  return undefined;
}
