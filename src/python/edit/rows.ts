import { lineStart } from '../../text/lines.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { statementsOf } from '../syntax/views.ts';
import { isTrivia, nodeAt } from '../syntax/walk.ts';

/** Statements of one block that share a logical line, parted by semicolons. Nearly always there is one. */
export interface Row {
  /** The block or module whose statements they are. */
  readonly block: PyNode;
  readonly statements: readonly [PyNode, ...PyNode[]];
  /**
   * `line`: the row begins a line. `header`: it stands behind the colon of its block's owner, as in `if x: y; z`. `continued`: a backslash
   * on the line before makes it part of that line, although nothing else is on it.
   */
  readonly place: 'line' | 'header' | 'continued';
}

/** What may stand between two statements of a row. */
const SEMICOLON = /^[ \t\f]*;(?:[ \t\f]|\\\r?\n)*$/;
const NOTHING = /^(?:[ \t\f]|\\\r?\n)*$/;

/**
 * The statement a node is or is in: a direct child of a block or module, decorators included.
 * @throws Error for nodes that are in no statement, such as the module, and for clauses, which are part of a statement but hold many.
 */
export function statementAround(node: PyNode): PyNode {
  if (/_clause$/.test(node.type) && node.type !== 'case_clause') throw new Error(`A ${node.type} is no statement.`);
  for (let inner = node; inner.parent; inner = inner.parent) {
    if (inner.parent.type !== 'block' && inner.parent.type !== 'module') continue;
    if (inner.type !== 'comment' && inner.named) return inner;
    break;
  }
  throw new Error(`A ${node.type} is in no statement.`);
}

/** The rows of a block or module, in document order. */
export function rowsOf(block: PyNode): readonly Row[] {
  const { text } = block.tree;
  const rows: [PyNode, ...PyNode[]][] = [];
  for (const statement of statementsOf(block)) {
    const row = rows.at(-1);
    const before = row?.at(-1);
    if (row && before && SEMICOLON.test(text.slice(codeEnd(before), statement.start))) row.push(statement);
    else rows.push([statement]);
  }
  return rows.map((statements) => ({ block, statements, place: placeOf(block, statements[0]) }));
}

/** The row a statement is in. */
export function rowOf(statement: PyNode): Row {
  const row = statement.parent && rowsOf(statement.parent).find(({ statements }) => statements.includes(statement));
  if (!row) throw new Error(`A ${statement.type} is no statement of a block.`);
  return row;
}

/** The colon after which a block stands. */
export function colonOf(block: PyNode): PyNode {
  const colon = block.parent?.children.findLast(({ type, end }) => type === ':' && end <= block.start);
  if (!colon) throw new Error('A block has no colon.');
  return colon;
}

/** Where the code of a statement ends: comments and semicolons, which the grammar counts to a block, left out. */
export function codeEnd(statement: PyNode): number {
  for (let node = statement; ; ) {
    const last = node.children.findLast((child) => !isTrivia(child) && child.type !== ';');
    if (!last) return node.end;
    node = last;
  }
}

/** Whether the line break before `lineTop` does not end the line, because a backslash that is no comment stands before it. */
export function isContinuation(tree: PyTree, lineTop: number): boolean {
  const end = tree.text[lineTop - 2] === '\r' ? lineTop - 3 : lineTop - 2;
  return lineTop > 1 && tree.text[end] === '\\' && nodeAt(tree.root, { start: end, end: end + 1 }).type !== 'comment';
}

function placeOf(block: PyNode, first: PyNode): Row['place'] {
  const { tree } = block;
  if (block.type === 'block' && NOTHING.test(tree.text.slice(colonOf(block).end, first.start))) return 'header';
  const start = lineStart(tree.text, first.start);
  return isContinuation(tree, start) || tree.text.slice(start, first.start).trim() !== '' ? 'continued' : 'line';
}
