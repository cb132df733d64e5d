import type { Module } from '#pystd';
import type { Programs } from './programs.ts';

/**
 * A module with which a program may start that would import the settings from now on, or does already, and that never ran any of the modules in
 * `failing`, which cannot be imported without the variable: it would not start any more. `undefined` when there is none, so that the variable may be
 * a required field. `importers` are the modules that will import the settings, or do.
 */
export function programThatWouldFail(failing: readonly Module[], importers: Iterable<Module>, programs: Programs): Module | undefined {
  const seen = new Set<Module>();
  const failingAbove = (module: Module): Module | undefined => {
    if (seen.has(module)) return undefined;
    seen.add(module);
    if (programs.runsOne(module, failing)) return undefined;
    const above = programs.importersOf(module);
    if (above.length === 0 || programs.isProgram(module)) return module;
    for (const importer of above) {
      const found = failingAbove(importer);
      if (found) return found;
    }
    return undefined;
  };
  for (const importer of importers) {
    const found = failingAbove(importer);
    if (found) return found;
  }
  return undefined;
}
