import type { LoggingLibrary, ModuleLogger } from '../../backend/logging/index.ts';
import { addFromImport, addModuleImport, type ImportSituation } from '../../python/edit/imports.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { enclosing, parts } from '../../python/syntax/walk.ts';
import type { Editor } from '../editor.ts';
import { orRefuse } from '../refusal.ts';
import type { RepositoryView } from '../view.ts';

/** The logger that code of a module is to use. */
export interface OwnLogger {
  readonly name: string;
  /** The logger that is there; `undefined` for one that is to be made. */
  readonly there: ModuleLogger | undefined;
  /** Makes it, below the imports; does nothing where it is there. */
  write(editor: Editor): void;
}

/** What makes a logger of the module, where the module of the library is called `spelled`. */
const MADE: Readonly<Record<LoggingLibrary, { readonly module: string; readonly code: (spelled: string) => string }>> = {
  logging: { module: 'logging', code: (spelled) => `${spelled}.getLogger(__name__)` },
  structlog: { module: 'structlog', code: (spelled) => `${spelled}.get_logger(__name__)` },
  loguru: { module: 'loguru', code: () => 'logger' },
};

/** Names for a new logger, the usual one first. */
const NAMES = ['logger', '_logger'];

/** The logger of a library for these places of a module: the one at its top, or a new one where there is none. */
export function ownLogger(view: RepositoryView, module: Module, library: LoggingLibrary, uses: readonly PyNode[]): OwnLogger | { readonly problem: string } {
  const there = view.backend.logging.loggerOf(module);
  if (there?.library === library) return existing(module, there, uses);
  const { names } = module;
  const name = (library === 'loguru' ? ['logger'] : NAMES).find((candidate) => uses.every((use) => names.isFree(candidate, names.scopeOf(use))));
  if (name === undefined) return { problem: `The name \`${NAMES[0] ?? ''}\` means something else in \`${module.path}\`.` };
  const atTop = uses.filter((use) => enclosing(use, 'function_definition', 'lambda') === undefined);
  const first = Math.min(...atTop.map(({ start }) => start), module.text.length);
  const anchor = lastImport(module, first);
  return { name, there: undefined, write: (editor) => write(view, module, library, name, anchor, first, editor) };
}

/** Uses the logger that is there, when every place sees it. */
function existing(module: Module, logger: ModuleLogger, uses: readonly PyNode[]): OwnLogger | { readonly problem: string } {
  const { names } = module;
  const hidden = uses.find((use) => {
    const seen = names.lookup(logger.name, names.scopeOf(use));
    return seen.kind !== 'bound' || seen.bindings[0]?.scope !== names.module || (enclosing(use, 'function_definition', 'lambda') === undefined && use.start < logger.since);
  });
  return hidden ? { problem: `\`${logger.name}\`, the logger of the module, is not in sight everywhere it is needed.` } : { name: logger.name, there: logger, write: () => undefined };
}

/** The last statement that imports, before definitions and before the first use at the top of the module. */
function lastImport(module: Module, before: number): PyNode | undefined {
  let last: PyNode | undefined;
  for (const statement of parts(module.tree.root)) {
    if (statement.end > before || /^(?:class|function|decorated)_definition$/.test(statement.type)) break;
    if (/import(?:_from)?_statement$/.test(statement.type) || (/^(?:if|try)_statement$/.test(statement.type) && /^[ \t]+(?:from|import)\s/m.test(statement.text))) last = statement;
  }
  return last;
}

function write(view: RepositoryView, module: Module, library: LoggingLibrary, name: string, anchor: PyNode | undefined, first: number, editor: Editor): void {
  const { names, path } = module;
  const { module: source, code } = MADE[library];
  const usedAt = Math.min(first, parts(module.tree.root).find((statement) => /^(?:class|function|decorated)_definition$/.test(statement.type))?.start ?? first);
  const situation: ImportSituation = { names, usedAt: anchor ? Math.max(usedAt, anchor.end) : usedAt, width: view.backend.projects.lineWidth(path), isFirstParty: (dotted) => view.python.layout.find(dotted, module).kind !== 'external', despiteLoads: true };
  if (library === 'loguru') {
    editor.edit(path, orRefuse(addFromImport(situation, { module: source, name, alias: undefined })));
    return;
  }
  const known = moduleInSight(module, source, anchor);
  if (known === undefined) editor.edit(path, orRefuse(addModuleImport(situation, source)));
  const statement = `${name} = ${code(known ?? source)}`;
  const [top, second] = parts(module.tree.root);
  if (anchor) editor.statement(module, anchor).insertAfter(statement);
  else {
    const isDocstring = top?.type === 'expression_statement' && parts(top)[0]?.type === 'string';
    const next = isDocstring ? second : top;
    if (next) editor.statement(module, next).insertBefore(statement);
  }
}

/** What the top of a module calls another module that it imports as a whole. */
function moduleInSight(module: Module, source: string, anchor: PyNode | undefined): string | undefined {
  for (const [name, [binding, ...others]] of module.names.module.bindings) {
    const how = binding?.how;
    if (!binding || others.length > 0 || how?.kind !== 'import' || how.name !== undefined || how.typeCheckingOnly || how.guarded || how.level > 0) continue;
    const isWhole = how.alias ? how.module === source : how.module.split('.')[0] === source && name === source;
    if (isWhole && anchor && binding.since <= anchor.end) return name;
  }
  return undefined;
}
