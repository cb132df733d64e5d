import { insertion, lineEnding, lineStart, parts, plainString, replacement, startsLine, type Edit, type PyNode } from '#pystd';

/** One `key: value` of a dictionary that is written out. */
export interface Pair {
  readonly key: string;
  readonly node: PyNode;
  readonly value: PyNode;
}

/** The pairs of a dictionary; `undefined` where a key is computed or something is unpacked. */
export function pairsIn(dictionary: PyNode): readonly Pair[] | undefined {
  const found = parts(dictionary).filter(({ type }) => type !== 'comment').map((node): Pair | undefined => {
    const [left, value] = node.type === 'pair' ? parts(node) : [];
    const key = left && plainString(left);
    return key === undefined || !value ? undefined : { key, node, value };
  });
  return found.every((pair) => pair !== undefined) ? found : undefined;
}

/** The value of a key. */
export function valueOf(pairs: readonly Pair[], key: string): PyNode | undefined {
  return pairs.findLast((pair) => pair.key === key)?.value;
}

/** Adds a pair to a dictionary, before the pair of a key, else as the last one; a dictionary on one line stays so while it fits. */
export function addPair(dictionary: PyNode, code: string, before: string | undefined, width: number): readonly Edit[] {
  const pairs = pairsIn(dictionary) ?? [];
  const { text } = dictionary.tree;
  const anchor = pairs.find(({ key }) => key === before);
  if (anchor && startsLine(text, anchor.node.start)) return [insertion(anchor.node.start, `${code},${gapBefore(text, anchor.node.start)}`)];
  const last = pairs.at(-1);
  if (!last) return [replacement(dictionary, `{${code}}`)];
  if (!startsLine(text, last.node.start)) return besideOthers(dictionary, pairs, code, width);
  const rest = /^[ \t]*,?/.exec(text.slice(last.node.end))?.[0] ?? '';
  const comma = rest.endsWith(',');
  return comma ? [insertion(last.node.end + rest.length, `${gapBefore(text, last.node.start)}${code},`)] : [insertion(last.node.end, `,${gapBefore(text, last.node.start)}${code}`)];
}

/** The line break and the indentation in front of what begins a line. */
function gapBefore(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return `${text.slice(0, start).endsWith('\r\n') ? '\r\n' : '\n'}${text.slice(start, offset)}`;
}

function besideOthers(dictionary: PyNode, pairs: readonly Pair[], code: string, width: number): readonly Edit[] {
  const { text } = dictionary.tree;
  const last = pairs.at(-1)?.node ?? dictionary;
  const line = text.slice(lineStart(text, dictionary.start), text.indexOf('\n', dictionary.end) < 0 ? text.length : text.indexOf('\n', dictionary.end)).trimEnd();
  if (line.includes('\n') || line.length + code.length + 2 <= width) return [insertion(last.end, `, ${code}`)];
  const gap = `${lineEnding(text)}${/^[ \t]*/.exec(line)?.[0] ?? ''}`;
  const items = [...pairs.map(({ node }) => node.text), code].map((item) => `${gap}    ${item},`).join('');
  return [replacement(dictionary, `{${items}${gap}}`)];
}

/** Adds a value to a list that is written out. */
export function addItem(list: PyNode, code: string): readonly Edit[] {
  const last = parts(list).filter(({ type }) => type !== 'comment').at(-1);
  return last ? [insertion(last.end, `, ${code}`)] : [replacement(list, `[${code}]`)];
}
