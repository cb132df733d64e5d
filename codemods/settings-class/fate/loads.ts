import { foldersAbove, joinPath, type DotenvLoad, type Module, type Reading, type RepositoryView } from '#pystd';
import type { Programs } from './programs.ts';

/** What a read of the environment saw of the file of variables that the settings read now. */
export type FileSeen = 'all' | 'late' | 'nothing';

/** Tells of each read whether the project surely had loaded its file of variables into the environment before. */
export function filesSeen(loads: readonly DotenvLoad[], isOwn: (module: Module) => boolean, programs: Programs, { python }: Pick<RepositoryView, 'python'>): (reading: Reading) => FileSeen {
  const own = loads.filter(({ kind, module }) => kind === 'load_dotenv' && isOwn(module));
  const early = own.filter(({ when }) => when === 'import');
  const visiting = new Set<Module>();

  function isLoaded(module: Module, before: number): boolean {
    if (early.some((load) => load.module === module && load.node.start < before)) return true;
    if (importsOf(module).some(({ start, target }) => start < before && reachesLoad(target))) return true;
    if (visiting.has(module) || programs.isProgram(module)) return false;
    visiting.add(module);
    const importers = programs.importersOf(module);
    const answer = isLoadedByPackage(module) || (importers.length > 0 && importers.every((importer) => isLoaded(importer, firstImport(importer, module))));
    visiting.delete(module);
    return answer;
  }

  /** The `__init__.py` above a module runs before it. */
  function isLoadedByPackage(module: Module): boolean {
    return foldersAbove(module.path).some((folder) => {
      const init = python.layout.moduleAt(joinPath(folder, '__init__.py'));
      return init !== undefined && init !== module && !python.reaches(init, module) && reachesLoad(init);
    });
  }

  function reachesLoad(start: Module): boolean {
    return early.some(({ module }) => start === module || python.reaches(start, module));
  }

  function firstImport(importer: Module, module: Module): number {
    const [first = 0] = importsOf(importer).flatMap(({ start, target }) => (target === module || python.reaches(target, module) ? [start] : [])).sort((a, b) => a - b);
    return first;
  }

  function importsOf(module: Module): readonly { readonly start: number; readonly target: Module }[] {
    return [...module.names.module.bindings.values()].flat().flatMap(({ how, node }) => {
      if (how.kind !== 'import' || how.typeCheckingOnly) return [];
      const names = [how.module, ...(how.name === undefined ? [] : [how.module === '' ? how.name : `${how.module}.${how.name}`])];
      return names.flatMap((name) => {
        const found = python.imported(module, how.level, name);
        return found.kind === 'module' ? [{ start: node.start, target: found.module }] : [];
      });
    });
  }

  return ({ access: { module, node, when } }) => {
    if (own.length === 0) return 'nothing';
    return early.length > 0 && (when === 'call' || isLoaded(module, node.start)) ? 'all' : 'late';
  };
}
