import type { PyNode, PyTree } from '../syntax/node.ts';
import { childOfType, parts } from '../syntax/walk.ts';
import { isBareString } from './docstring.ts';

/** An import statement at the top level of a module. */
export interface ImportLine {
  readonly node: PyNode;
  /** The module named first: `a.b` in `import a.b` and `from a.b import c`, with its leading dots. */
  readonly module: string;
  readonly from: boolean;
  /** What a `from` import names, each as written without surplus white space: `c`, `c as d`. */
  readonly items: readonly string[];
}

const IMPORTS: ReadonlySet<string> = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);

/** The import statements that stand directly in the module, in document order, up to `before`. */
export function importLines(tree: PyTree, before: number): ImportLine[] {
  return tree.root.children
    .filter((node) => IMPORTS.has(node.type) && node.end <= before)
    .map((node) => ({
      node,
      module: moduleNamed(node),
      from: node.type !== 'import_statement',
      items: node.type === 'import_statement' ? [] : itemsOf(node).map(({ text }) => text.replace(/\s+/g, ' ')),
    }));
}

/** The names a `from` import takes, aliases included. */
export function itemsOf(statement: PyNode): readonly PyNode[] {
  const keyword = childOfType(statement, 'import');
  return keyword ? parts(statement).filter((item) => item.start >= keyword.end && item.type !== 'wildcard_import') : [];
}

/** The module an import statement names first. */
function moduleNamed(statement: PyNode): string {
  if (statement.type === 'future_import_statement') return '__future__';
  const [name] = parts(statement);
  const dotted = name?.type === 'aliased_import' ? parts(name)[0] : name;
  return dotted?.text.replace(/\s+/g, '') ?? '';
}

/**
 * The imports that nothing parts from the last one: what stands between imports may count on their order, so a new one joins this last run.
 * Comments and the module's docstring part nothing.
 */
export function lastRun(tree: PyTree, lines: readonly ImportLine[]): readonly ImportLine[] {
  const statements = parts(tree.root);
  const end = lines.at(-1)?.node.start ?? 0;
  const parting = statements.findLast((node, index) => node.start < end && !IMPORTS.has(node.type) && !(index === 0 && isBareString(node)));
  return parting ? lines.filter(({ node }) => node.start > parting.start) : lines;
}
