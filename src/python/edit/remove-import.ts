import type { Edit } from '../../text/edit.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { statementsOf } from '../syntax/views.ts';
import { ancestors, deepDescendants, identifiersSpelled, isTrivia } from '../syntax/walk.ts';
import type { Refused } from './arguments.ts';
import { removeItems, type CommaList } from './comma-list.ts';
import { removeStatements } from './remove-statements.ts';

const IMPORTS: ReadonlySet<string> = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);
const BRANCH = /^block$|_clause$/;

/** One name of an import statement: `a.b`, `a as b`. */
interface ImportedName {
  readonly statement: PyNode;
  readonly item: PyNode;
  readonly bound: string;
  /** As written, for `import a.b`, which binds `a`. */
  readonly dotted: string | undefined;
}

/** What taking imported names away comes to. */
export interface ImportRemoval {
  /** Takes names out of statements that keep others. */
  readonly edits: readonly Edit[];
  /** The statements that go with their last name. */
  readonly statements: readonly PyNode[];
}

/**
 * What it takes to remove imported names from a module, given as the module binds them or, for `import a.b`, in full. A statement goes with its
 * last name, an `if TYPE_CHECKING:` with its last statement. Names that are not imported are passed over; imports in functions are not looked at.
 * Refused: names imported in several places, names that another branch of a `try` or `if` gives as well, and imports that are all a branch does.
 */
export function importRemoval(tree: PyTree, names: readonly string[]): ImportRemoval | Refused {
  const all = importedNames(tree);
  const gone: ImportedName[] = [];
  for (const name of new Set(names)) {
    const [found, second] = all.filter(({ bound, dotted }) => bound === name || dotted === name);
    if (second) return { refused: `\`${name}\` is imported in several places.` };
    if (!found) continue;
    if (isGivenElsewhere(found)) return { refused: `\`${name}\` is also given in another branch.` };
    gone.push(found);
  }
  const edits: Edit[] = [];
  const whole = new Set<PyNode>();
  for (const statement of new Set(gone.map((name) => name.statement))) {
    const list = namesOf(statement);
    const items = new Set(gone.filter((name) => name.statement === statement).map(({ item }) => item));
    if (items.size === list.items.length) whole.add(statement);
    else edits.push(...removeItems(list, items));
  }
  const guards = emptiedGuards(whole);
  return 'refused' in guards ? guards : { edits, statements: [...whole, ...guards] };
}

/** Edits that take imported names out of a module; see `importRemoval`. */
export function removeImportedNames(tree: PyTree, names: readonly string[]): readonly Edit[] | Refused {
  const removal = importRemoval(tree, names);
  if ('refused' in removal) return removal;
  const removed = removeStatements(removal.statements, new Set(removal.statements));
  return 'refused' in removed ? removed : [...removal.edits, ...removed];
}

/** The names that the import statements of a module bind outside functions and classes. */
function importedNames(tree: PyTree): ImportedName[] {
  const found: ImportedName[] = [];
  for (const statement of deepDescendants(tree.root, ({ type }) => !IMPORTS.has(type) && (type === 'module' || BRANCH.test(type) || /_statement$/.test(type)))) {
    if (!IMPORTS.has(statement.type)) continue;
    for (const item of namesOf(statement).items) {
      if (item.type === 'wildcard_import') continue;
      const alias = item.type === 'aliased_import' ? item.children.at(-1)?.text : undefined;
      const dotted = item.text.replace(/\s+/g, '');
      const first = statement.type === 'import_statement' ? (dotted.split('.')[0] ?? dotted) : dotted;
      found.push({ statement, item, bound: alias ?? first, dotted: alias === undefined ? dotted : undefined });
    }
  }
  return found;
}

function namesOf(statement: PyNode): CommaList {
  const at = statement.children.findIndex(({ type }) => type === 'import');
  const rest = statement.children.slice(at + 1);
  const open = rest.find(({ type }) => type === '(');
  const close = rest.find(({ type }) => type === ')');
  const tokens = rest.filter(({ type }) => type !== '(' && type !== ')' && type !== 'line_continuation');
  return {
    text: statement.tree.text,
    inside: { start: (open ?? statement.children[at] ?? statement).end, end: close?.start ?? statement.end },
    tokens,
    items: tokens.filter((token) => token.named && !isTrivia(token)),
  };
}

/** Whether another branch of a statement around an import speaks of the same name, most likely to give it where the import does not. */
function isGivenElsewhere({ statement, bound }: ImportedName): boolean {
  for (const around of ancestors(statement)) {
    if (around.type !== 'try_statement' && around.type !== 'if_statement') continue;
    const own = around.children.find(({ start, end }) => start <= statement.start && statement.end <= end);
    for (const branch of around.children) {
      if (branch !== own && BRANCH.test(branch.type) && !identifiersSpelled(branch, bound).next().done) return true;
    }
  }
  return false;
}

/** The `if TYPE_CHECKING:` statements that would have nothing left to guard. */
function emptiedGuards(gone: ReadonlySet<PyNode>): readonly PyNode[] | Refused {
  const guards: PyNode[] = [];
  for (const block of new Set([...gone].flatMap(({ parent }) => (parent?.type === 'block' ? [parent] : [])))) {
    if (statementsOf(block).some((statement) => !gone.has(statement))) continue;
    const guard = block.parent;
    const [keyword, condition, ...rest] = guard?.children ?? [];
    const isPlain = keyword?.type === 'if' && !rest.some(({ type }) => BRANCH.test(type) && type !== 'block') && /^(\w+\.)?TYPE_CHECKING$/.test(condition?.text ?? '');
    if (!guard || !isPlain) return { refused: 'The import is all that its branch does.' };
    guards.push(guard);
  }
  return guards;
}
