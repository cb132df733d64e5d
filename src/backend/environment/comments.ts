import { positionAt } from '../../text/lines.ts';
import type { PyNode, PyTree } from '../../python/syntax/node.ts';
import { deepDescendants, nodeAt } from '../../python/syntax/walk.ts';

/** Comments for tools, and lines that are drawn. */
const NO_WORDS = /^(noqa|type:|pragma|pylint|fmt:|isort|nosec|ruff|mypy|pyright|!|[^\p{L}\p{N}]*$)/iu;

/** What people wrote of the expression: the comments right above its line, inside it, and at the end of its line, without `#`. */
export function commentsOn(node: PyNode): readonly string[] {
  const { root, text } = node.tree;
  const { lines, starts } = rowsOf(node.tree);
  const commentIn = (line: number): PyNode | undefined => {
    const content = lines[line] ?? '';
    for (let at = content.indexOf('#'); at >= 0; at = content.indexOf('#', at + 1)) {
      const offset = (starts[line] ?? 0) + at;
      const found = nodeAt(root, { start: offset, end: offset + 1 });
      if (found.type === 'comment') return found;
    }
    return undefined;
  };
  const isOwnLine = (line: number): boolean => /^\s*#/.test(lines[line] ?? '') && commentIn(line) !== undefined;
  const firstLine = positionAt(text, node.start).line - 1;
  const lastLine = positionAt(text, node.end).line - 1;
  const above: PyNode[] = [];
  for (let line = firstLine - 1; line >= 0 && isOwnLine(line); line--) above.unshift(...[commentIn(line)].filter((found) => found !== undefined));
  const inside = [...deepDescendants(node, () => true)].filter(({ type }) => type === 'comment');
  const beside = [commentIn(lastLine)].filter((found) => found !== undefined && found.start >= node.end);
  return [...above, ...inside, ...beside].flatMap((comment) => {
    const words = comment?.text.replace(/^#+:?\s?/, '').trimEnd() ?? '';
    return NO_WORDS.test(words.trim()) ? [] : [words];
  });
}

/** The lines of a text and where they start. */
interface Rows {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

const known = new WeakMap<PyTree, Rows>();

function rowsOf(tree: PyTree): Rows {
  const before = known.get(tree);
  if (before) return before;
  const lines = tree.text.split('\n');
  const starts: number[] = [];
  for (let at = 0, line = 0; line < lines.length; at += (lines[line] ?? '').length + 1, line++) starts.push(at);
  known.set(tree, { lines, starts });
  return { lines, starts };
}
