import { folderOf, isRunByHand, joinPath, nameOf, newInits, newModulePlace, placeInService, statementAround, type AppModel, type Editor, type Module, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import { FUNCTION } from './code/parts.ts';
import type { Options } from './options.ts';

/** Where the logging module goes. */
export interface ModulePlace {
  readonly path: RepoPath;
  readonly inits: readonly RepoPath[];
}

/** Names for the module where `logging.py` would hide the library of that name, or is something else. */
const OTHERS = ['logging_config.py', 'logging_setup.py'];

/** The standard's place, under another name where programs find the folder itself on `sys.path`. */
export function modulePlace(view: RepositoryView, target: ServiceTarget, { module, packageRoot }: Options): ModulePlace | { readonly problem: string } {
  const wanted = standardPlace(target, { module, packageRoot });
  const place = nameOf(wanted) === 'logging.py' && isSearched(view, target, folderOf(wanted)) ? joinPath(folderOf(module), OTHERS[0] ?? '') : module;
  const path = newModulePlace(view, target, { place, packageRoot, others: OTHERS, plain: 'logging_config.py' });
  return typeof path === 'object' ? path : { path, inits: newInits(view, path, target.root.folder) };
}

/** The standard's place in this service. */
export function standardPlace({ root }: ServiceTarget, { module, packageRoot }: Pick<Options, 'module' | 'packageRoot'>): RepoPath {
  return placeInService(root.folder, { place: module, packageRoot });
}

/** Whether `import logging` may look into a folder: imports are counted from it, or a file in it is run. */
function isSearched({ python }: RepositoryView, { root }: ServiceTarget, folder: string): boolean {
  if (folder === '' || folder === root.importRoot || (root.importRoot === undefined && folder === root.folder)) return true;
  return python.layout.modules.some(({ path, text }) => folderOf(path) === folder && (isRunByHand(path) || /^if\b[^\n]*__name__[^\n]*__main__/m.test(text) || /^test_|_test\.py$|^conftest\.py$/.test(nameOf(path))));
}

/** The statement above which the function is called: below all imports, the first that does more than to define or to name a logger, at the latest the one that makes the app. */
export function firstActing({ module, node }: AppModel): PyNode {
  const made = topStatement(module.tree.root, node);
  const last = module.tree.root.children.findLast((statement) => isImport(statement) && statement.start < made.start);
  return module.tree.root.children.find(({ start, type, text }) => start > (last?.start ?? -1) && start < made.start && acts(type, text)) ?? made;
}

/** Whether a statement at the top of the app's module can be where logging is set up: nothing that later imports depend on stands between it and the app. */
export function isEarlyEnough({ module, node }: AppModel, there: PyNode): boolean {
  const statement = topStatement(module.tree.root, there);
  const first = firstActing({ module, node } as AppModel);
  if (statement.start > first.start) return false;
  return !module.tree.root.children.some(({ start, type, text }) => start > statement.start && start < first.start && acts(type, text));
}

/** Calls the function above a statement of a module, apart from the comments that belong to that one. */
export function callAbove(editor: Editor, module: Module, statement: PyNode): void {
  const { path, text } = module;
  const [comments = ''] = /(?:(?:^|(?<=\n))[ \t]*#[^\n]*\n)*$/.exec(text.slice(0, statement.start)) ?? [];
  const start = statement.start - comments.length;
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  // Without an empty line above the comments they would follow the imports.
  if (comments !== '' && /\n\r?\n$/.test(text.slice(0, start))) editor.edit(path, [{ span: { start, end: start }, text: `${FUNCTION}()${ending}${ending}` }]);
  else editor.statement(module, statement).insertBefore(`${FUNCTION}()`);
}

function topStatement(root: PyNode, node: PyNode): PyNode {
  return root.children.find(({ start, end }) => start <= node.start && node.end <= end) ?? statementAround(node);
}

function isImport({ type }: PyNode): boolean {
  return /^(?:future_)?import(?:_from)?_statement$/.test(type);
}

const NAMING = /\b(?:getLogger|get_logger|TypeVar|NewType|ContextVar|APIRouter)\(|^["'(]|^__\w+__\b/;

function acts(type: string, text: string): boolean {
  if (type === 'expression_statement') return (/\w\(/.test(text) || text.includes('environ')) && !NAMING.test(text);
  return /^(?:for|while|with|if|try|match)_statement$/.test(type) && !/\bTYPE_CHECKING\b|^try:\s*(?:from|import)\b|__name__/.test(text);
}
