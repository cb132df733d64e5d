import { folderOf, foldersAbove, isInside, isRunByHand, joinPath, nameOf, roleOf, type Module, type RepositoryView } from '#pystd';

/** Who imports a module, and which modules programs start with. */
export interface Programs {
  /** Modules that import this one while they are imported, in path order. */
  importersOf(module: Module): readonly Module[];
  /** Whether a process may start with this module: a test, a script, one with a `__main__` part. */
  isProgram(module: Module): boolean;
  /** Whether importing a module runs one of some others, those that pytest imports before a test included. */
  runsOne(module: Module, others: readonly Module[]): boolean;
}

/** Looks at a repository's imports; a module is read only when its text names the other. */
export function programsOf({ python, repo }: Pick<RepositoryView, 'python' | 'repo'>): Programs {
  const importers = new Map<Module, readonly Module[]>();
  /** Importing anything of a package runs its `__init__.py`, and who imports the package itself spells its name. */
  const modulesIn = (init: Module): Module[] => {
    const folder = folderOf(init.path);
    const inside = python.layout.modules.filter((other) => other !== init && isInside(other.path, folder));
    return [...new Set([...inside, ...python.layout.holding(nameOf(folder)).filter((other) => other !== init && python.importedBy(other).includes(init))])];
  };
  const configurations = (module: Module): Module[] =>
    foldersAbove(module.path).flatMap((folder) => python.layout.moduleAt(joinPath(folder, 'conftest.py')) ?? []);
  return {
    importersOf(module) {
      const known = importers.get(module) ?? (module.isPackage ? modulesIn(module) : python.layout.holding(nameOf(module.path).replace(/\.py$/, '')).filter((other) => other !== module && python.importedBy(other).includes(module)));
      importers.set(module, known);
      return known;
    },
    isProgram: (module) => roleOf(module.path) !== 'service' || isRunByHand(module.path) || /^if\s+__name__\s*==/m.test(module.text),
    runsOne(module, others) {
      const first = roleOf(module.path) === 'test' && repo.files.has(module.path) ? [module, ...configurations(module)] : [module];
      return first.some((start) => others.some((other) => start === other || python.reaches(start, other)));
    },
  };
}
