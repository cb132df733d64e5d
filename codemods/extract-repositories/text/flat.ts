import type { PyNode } from '#pystd';

/** What stands at a place of the code instead of its text. */
export interface Written {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of a node with what is written at its slots, as it stands. */
export function verbatim(node: Pick<PyNode, 'start' | 'end' | 'tree'>, written: readonly Written[]): string {
  const { text } = node.tree;
  let out = '';
  let at = node.start;
  for (const slot of written) {
    if (slot.start < at || slot.end > node.end) continue;
    out += text.slice(at, slot.start) + slot.text;
    at = slot.end;
  }
  return (out + text.slice(at, node.end)).replace(/\r\n/g, '\n');
}

/** The node on one line; `undefined` where a comment or a text of several lines is in it. */
export function flat(node: PyNode, written: readonly Written[]): string | undefined {
  const tokens = tokensIn(node, written);
  if (!tokens) return undefined;
  let out = '';
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const next = tokens[index + 1];
    // A comma that only holds the last bracket on a line of its own goes; that of a tuple of one stays.
    const isSpare = token.text === ',' && next !== undefined && /^[)\]}]$/.test(next.text) && !token.isNeeded && next.isOnNewLine;
    if (before && !isSpare) out += gap(before, token);
    if (!isSpare) out += token.text;
  });
  return out;
}

interface Token {
  readonly text: string;
  readonly space: string;
  readonly isOnNewLine: boolean;
  readonly isNeeded: boolean;
}

function gap(before: Token, token: Token): string {
  if (!token.isOnNewLine) return token.space;
  if (/[([{]$/.test(before.text) || /^[)\]}]/.test(token.text) || token.text === '.' || before.text === '.') return '';
  return ' ';
}

function tokensIn(node: PyNode, written: readonly Written[]): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const { text } = node.tree;
  let at = node.start;
  let fits = true;
  const push = (start: number, end: number, shown: string, isNeeded = false): void => {
    const space = text.slice(at, start);
    tokens.push({ text: shown, space: space.includes('\n') ? '' : space, isOnNewLine: space.includes('\n'), isNeeded });
    if (shown.includes('\n')) fits = false;
    at = end;
  };
  const walk = (inner: PyNode): void => {
    const slot = written.find(({ start, end }) => start === inner.start && end === inner.end);
    if (slot) push(slot.start, slot.end, slot.text);
    else if (inner.type === 'comment') fits = false;
    else if (inner.type === 'line_continuation') return;
    else if (inner.type === 'string') push(inner.start, inner.end, verbatim(inner, written));
    else if (inner.children.length === 0) {
      if (inner.end > inner.start) push(inner.start, inner.end, inner.text, inner.type === ',' && isTupleOfOne(inner.parent));
    } else for (const child of inner.children) walk(child);
  };
  walk(node);
  return fits ? tokens : undefined;
}

function isTupleOfOne(node: PyNode | undefined): boolean {
  return (node?.type === 'tuple' || node?.type === 'subscript') && node.children.filter(({ named, type }) => named && type !== 'comment').length <= (node.type === 'tuple' ? 1 : 2);
}
