import { folderOf, isInside, nameOf, roleOf, type EnvironmentWrite, type Module, type RepositoryView } from '#pystd';

/**
 * Whether a test sets a variable before any test can have imported the program: while it is imported itself, above its own imports of the repository,
 * in the `conftest.py` of all tests that import the program, or in the only one.
 */
export function isSetFirst({ module, node, when }: EnvironmentWrite, isOwn: (module: Module) => boolean, { python }: Pick<RepositoryView, 'python'>): boolean {
  if (when !== 'import' || importsBefore(module, node.start, python)) return false;
  const folder = nameOf(module.path) === 'conftest.py' ? folderOf(module.path) : undefined;
  return python.layout.modules.every((other) => {
    if (other === module || !isOwn(other) || roleOf(other.path) !== 'test' || !other.parses) return true;
    return (folder !== undefined && isInside(other.path, folder)) || !python.importedBy(other).some(({ path }) => roleOf(path) === 'service');
  });
}

/** Whether a module imports something of the repository above an offset. */
function importsBefore(module: Module, before: number, python: RepositoryView['python']): boolean {
  const { bindings, starImports } = module.names.module;
  if (starImports.some(({ statement }) => statement.start < before)) return true;
  return [...bindings.values()].flat().some(({ how, node }) => how.kind === 'import' && node.start < before && python.imported(module, how.level, how.module).kind !== 'external');
}
