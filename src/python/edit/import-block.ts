import type { PyNode, PyTree } from '../syntax/node.ts';
import { isDocstring } from './class-fields.ts';

/** An import statement at the top level of a module. */
export interface ImportLine {
  readonly node: PyNode;
  /** The module named: `a.b` in `import a.b` and `from a.b import c`, with its leading dots. */
  readonly module: string;
  readonly from: boolean;
}

const IMPORTS: ReadonlySet<string> = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);

/** The import statements that stand directly in the module, in document order, up to `before`. */
export function importLines(tree: PyTree, before: number): ImportLine[] {
  return tree.root.children
    .filter((node) => IMPORTS.has(node.type) && node.end <= before)
    .map((node) => ({ node, module: moduleNamed(node), from: node.type !== 'import_statement' }));
}

/** The module an import statement names first. */
function moduleNamed(statement: PyNode): string {
  if (statement.type === 'future_import_statement') return '__future__';
  const name = statement.children.find((child) => child.named && child.type !== 'comment');
  const dotted = name?.type === 'aliased_import' ? name.children[0] : name;
  return dotted?.text.replace(/\s+/g, '') ?? '';
}

/** Whether only imports and the docstring stand before the last of these imports: then their order has no effect anybody relies on. */
export function isOneBlock(tree: PyTree, lines: readonly ImportLine[]): boolean {
  const last = lines.at(-1);
  if (!last) return true;
  return tree.root.children.every((node, index) => node.start >= last.node.start || !node.named || node.type === 'comment' || IMPORTS.has(node.type) || (isDocstring(node) && index <= firstStatement(tree)));
}

function firstStatement(tree: PyTree): number {
  return tree.root.children.findIndex((node) => node.named && node.type !== 'comment');
}

/** Where the first statement may be written: after byte-order mark, shebang, encoding line, leading comments and docstring. */
export function topOfCode(tree: PyTree): number {
  const first = tree.root.children.find((node) => node.named && node.type !== 'comment');
  if (first && isDocstring(first)) return first.end;
  return first ? first.start : tree.text.length;
}
