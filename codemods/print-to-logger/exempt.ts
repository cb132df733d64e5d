import { ancestors, enclosing, placeInWords, roleOf, type Module, type PyNode, type Task } from '#pystd';

/** A look at the text, before anything is parsed. */
export const SPELLING = /(?<![\w.])print\b/;
/** Migrations report to whoever runs them. */
const MIGRATIONS = /(?:^|\/)(?:alembic|migrations|versions)\//;

/** The modules whose prints are looked at: those of the service that do not talk with somebody at a terminal. */
export function modulesOf(task: Task<object>): readonly Module[] {
  const { python, backend } = task;
  return python.layout.modules.filter((module) => roleOf(module.path) === 'service' && SPELLING.test(module.text) && task.ownershipOf(module.path) === 'own' && !MIGRATIONS.test(module.path) && !isKeptByRemark(module.text) && module.parses && !backend.logging.isCommandLine(module));
}

/** `# ruff: noqa: T201` at the top: somebody wants these prints. */
function isKeptByRemark(text: string): boolean {
  return /^#\s*(?:ruff|flake8):\s*noqa(?:\s*$|:[^\n]*\bT20)/m.test(text);
}

/** Whether a print is there on purpose: below `if __name__ == "__main__":`, at the top of a script, marked for the linter, or where logging itself is at work. */
export function isOnPurpose(module: Module, node: PyNode, { python, backend }: Task<object>): boolean {
  const { text } = module;
  const programs = backend.logging.programsOf(module);
  if (programs.length > 0 && programs.every(({ entry, app }) => app === undefined && entry === module) && enclosing(node, 'function_definition', 'lambda') === undefined) return true;
  const end = text.indexOf('\n', node.end);
  if (/#\s*noqa(?:\s*$|\s*:[^#]*\bT20)/.test(text.slice(node.end, end < 0 ? text.length : end))) return true;
  for (const above of ancestors(node)) {
    if (above.type === 'if_statement' && /^if\s*\(?\s*(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/.test(above.text)) return true;
    if (above.type === 'class_definition' && basesOf(above).some((base) => isOfLogging(module, base, python))) return true;
  }
  return false;
}

function basesOf(definition: PyNode): readonly PyNode[] {
  return definition.children.find(({ type }) => type === 'argument_list')?.children.filter(({ type }) => type === 'identifier' || type === 'attribute') ?? [];
}

function isOfLogging(module: Module, base: PyNode, python: Task<object>['python']): boolean {
  const symbol = python.symbolOf(module, base);
  return symbol.kind === 'external' && /^logging\./.test(symbol.name);
}

/** A test that reads what a module prints. */
export function readByTest(module: Module, { python }: Task<object>): string | undefined {
  for (const test of python.layout.modules) {
    if (roleOf(test.path) !== 'test') continue;
    const found = /\bcap(?:sys|fd)(?:binary)?\b|\bredirect_stdout\b|["']builtins\.print["']/.exec(test.text);
    if (found && python.importedBy(test).includes(module)) return `${placeInWords(test, { start: found.index, end: found.index })} reads what is printed.`;
  }
  return undefined;
}
