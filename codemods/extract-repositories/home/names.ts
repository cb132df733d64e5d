import { circleThrough, importOf, STANDARD_LIBRARY, typeText, type KnownType, type Module, type NewImport, type RepoPath, type RepositoryView } from '#pystd';
import type { Outer } from '../draft/draft.ts';

/** The names that one module of repositories binds at its top. What is not there yet is imported. */
export interface ModuleNames {
  readonly imports: readonly NewImport[];
  /** What something from outside is called there; `undefined` where its name means something else. */
  callOuter(outer: Outer): string | undefined;
  /** A type as an annotation there; `undefined` where it cannot be written. */
  annotate(type: KnownType, floor: number | undefined): string | undefined;
}

/**
 * The names of a module of repositories, to be made or there.
 *
 * @param like a module of the service that will import it
 */
export function moduleNames(view: RepositoryView, path: RepoPath, like: Module, own: readonly string[]): ModuleNames {
  const there = view.python.layout.moduleAt(path);
  const bound = new Map<string, string>(own.map((name) => [name, `${path}:${name}`]));
  const imports: NewImport[] = [];
  for (const name of there?.names.module.bindings.keys() ?? []) bound.set(name, there ? keyIn(view, there, name) : '');

  const take = (key: string, wanted: NewImport, name: string): string | undefined => {
    const known = [...bound].find(([, other]) => other === key)?.[0];
    if (known !== undefined) return known;
    if (bound.has(name)) return undefined;
    bound.set(name, key);
    imports.push(wanted);
    return name;
  };

  return {
    imports,
    callOuter(outer) {
      const { alias: _alias, ...plain } = outer.import;
      const name = outer.import.name;
      // A class of the repository goes by its own name.
      if (name !== undefined && name !== outer.name && outer.import.section === 'own' && /^[A-Z]/.test(name)) {
        const called = take(outer.key, plain, name);
        if (called !== undefined) return called;
      }
      return take(outer.key, outer.import, outer.name);
    },
    annotate(type, floor) {
      const { text, imports: needed } = typeText(type, floor);
      let annotation = text;
      for (const one of needed) {
        // Where the code names a module, so does the annotation.
        const home = one.kind === 'own' && ![...bound.values()].includes(`${one.module.path}:${one.name}`) ? [...bound].find(([, key]) => key === one.module.path)?.[0] : undefined;
        if (home !== undefined) {
          annotation = annotation.replace(new RegExp(`(?<![\\w.])${one.name}\\b`, 'g'), `${home}.${one.name}`);
          continue;
        }
        const wanted = one.kind === 'own' ? ownImport(view, one, path, like) : { key: `${one.module}.${one.name}`, import: { module: one.module, name: one.name, section: STANDARD_LIBRARY.has(one.module.split('.')[0] ?? '') ? 'standard' : 'outer' } as const };
        const called = wanted && take(wanted.key, wanted.import, one.name);
        if (called === undefined) return undefined;
        if (called !== one.name) annotation = annotation.replace(new RegExp(`\\b${one.name}\\b`, 'g'), called);
      }
      return annotation;
    },
  };
}

function ownImport(view: RepositoryView, { module, name }: { readonly module: Module; readonly name: string }, path: RepoPath, like: Module): { readonly key: string; readonly import: NewImport } | undefined {
  const key = `${module.path}:${name}`;
  if (module.path === path) return { key, import: { module: '', name, section: 'own' } };
  const carried = importOf(view, { module, name }, name, path, like);
  if (carried.kind !== 'import' || circleThrough(view, [module], like, path) !== undefined) return undefined;
  return { key, import: carried.import };
}

/** What a name of a module means, as `Outer.key` says it. */
function keyIn({ python }: RepositoryView, module: Module, name: string): string {
  const symbol = python.exported(module, name);
  return symbol.kind === 'defined' ? `${symbol.module.path}:${symbol.name}` : symbol.kind === 'module' ? symbol.module.path : symbol.kind === 'external' ? symbol.name : `${module.path}:${name}`;
}
