import { parts, plainString, type PyNode } from '#pystd';
import type { Unit } from '../find/unit.ts';

/** Names for the expressions that move together with others, by where they go: `items` in `Page(items=query.all())`. */
export function tailNames(unit: Unit): readonly string[] {
  const { module, node } = unit.handler;
  const taken = new Set<string>([...(module.names.scopeInside(node)?.bindings.keys() ?? []), ...module.names.module.bindings.keys()]);
  const outputs = new Set(unit.outputs);
  return unit.tails.map((tail, index) => {
    const wanted = placeName(tail) ?? `found_${index + 1}`;
    const name = [wanted, `found_${wanted}`, `${wanted}_${index + 1}`].find((one) => /^[A-Za-z_]\w*$/.test(one) && (!taken.has(one)) && !outputs.has(one)) ?? `found_${index + 1}`;
    taken.add(name);
    return name;
  });
}

function placeName(tail: PyNode): string | undefined {
  for (let node: PyNode | undefined = tail.parent; node && node.type !== 'block'; node = node.parent) {
    const [first] = parts(node);
    if (node.type === 'keyword_argument') return first?.text;
    if (node.type === 'pair' && first) return plainString(first);
  }
  return undefined;
}
