import { spelledImports } from '../../../python/project/spelled-imports.ts';
import { initOf, type ModuleLayout } from '../../../python/project/layout.ts';
import type { Module } from '../../../python/project/module.ts';
import { foldersAbove } from '../../../repo/path.ts';

/** What a text holds that does something to an application or router, or names one. */
const ROUTING =
  /\b(?:APIRouter|FastAPI|InferringRouter|include_router|add_(?:api_|api_websocket_|websocket_)?route|websocket_route|api_route|on_event|add_event_handler|add_middleware|(?:add_)?exception_handler|lifespan_context|routers?)\b|\.mount\(|@\s*[\w.]+\.(?:get|post|put|delete|patch|options|head|trace|websocket|route|middleware)\b/;

/** Whether a text may have to do with routes. */
export function mayRoute(text: string): boolean {
  return ROUTING.test(text);
}

/** The modules a module's imports seem to run, by a look at its lines. */
export function seeminglyImported(module: Module, layout: ModuleLayout): readonly Module[] {
  const found = new Set<Module>();
  const take = (level: number, dotted: string): void => {
    const target = level > 0 ? layout.findRelative(level, dotted, module) : layout.find(dotted, module);
    if (target.kind !== 'module') return;
    found.add(target.module);
    for (const folder of foldersAbove(target.module.path)) {
      const init = layout.isPackage(folder) ? layout.moduleAt(initOf(folder)) : undefined;
      if (init) found.add(init);
    }
  };
  for (const { dotted, names } of spelledImports(module.file)) {
    const bare = dotted.replace(/^\.+/, '');
    const level = dotted.length - bare.length;
    if (bare !== '' || level > 0) take(level, bare);
    for (const name of names) take(level, bare === '' ? name : `${bare}.${name}`);
  }
  found.delete(module);
  return [...found];
}

/** Whether running a module may have to do with routes: it, or something it imports. Nothing is parsed. */
export function relevanceOf(layout: ModuleLayout, words: readonly string[]): { readonly matters: (module: Module) => boolean; readonly imports: (module: Module) => readonly Module[]; readonly own: (module: Module) => boolean } {
  const edges = new Map<Module, readonly Module[]>();
  const known = new Map<Module, boolean>();
  const owns = new Map<Module, boolean>();
  const imports = (module: Module): readonly Module[] => {
    const there = edges.get(module) ?? seeminglyImported(module, layout);
    edges.set(module, there);
    return there;
  };
  const own = (module: Module): boolean => {
    const there = owns.get(module) ?? (mayRoute(module.text) || words.some((word) => module.text.includes(word)));
    owns.set(module, there);
    return there;
  };
  const matters = (module: Module): boolean => {
    const answer = known.get(module);
    if (answer !== undefined) return answer;
    const reached = new Set<Module>([module]);
    const above = new Map<Module, Module[]>();
    for (const one of reached) {
      // What is known of a module holds for all that it imports.
      if (known.has(one)) continue;
      for (const next of imports(one)) {
        reached.add(next);
        const importers = above.get(next);
        if (importers) importers.push(one);
        else above.set(next, [one]);
      }
    }
    const mattering = new Set([...reached].filter((one) => known.get(one) ?? own(one)));
    for (const one of mattering) for (const importer of above.get(one) ?? []) mattering.add(importer);
    for (const one of reached) known.set(one, mattering.has(one));
    return mattering.has(module);
  };
  return { matters, imports, own };
}
