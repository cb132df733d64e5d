import { attributeOf } from '../names/meaning.ts';
import type { Binding, Meaning, StarImport } from '../names/index.ts';
import type { PyNode } from '../syntax/node.ts';
import type { Found, ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';

/** What a name means in the whole repository. Unknown is an answer. */
export type Symbol =
  /** Something of another distribution, by its dotted name: `fastapi.FastAPI`. */
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'builtin'; readonly name: string }
  /** Bound at the top level of a module of this repository; `attributes` are looked up on it. */
  | { readonly kind: 'defined'; readonly module: Module; readonly name: string; readonly binding: Binding; readonly attributes: readonly string[] }
  | { readonly kind: 'module'; readonly module: Module }
  /** Bound inside a function or class. */
  | { readonly kind: 'local'; readonly module: Module; readonly binding: Binding; readonly attributes: readonly string[] }
  | { readonly kind: 'unknown'; readonly because: string };

/** More hops than this are a circle of re-exports. */
const MOST_HOPS = 20;

/** Follows names through imports, re-exports and plain aliases, across the modules of a repository. */
export interface Symbols {
  /** What an identifier or attribute chain means where it stands. */
  symbolOf(module: Module, expression: PyNode): Symbol;
  /** What a module exports under a name, followed to where it is defined. */
  exported(module: Module, name: string): Symbol;
  /** What an import statement's module name leads to. */
  imported(module: Module, level: number, dotted: string): Found;
}

/** Builds the resolver over a layout. */
export function symbolsOf(layout: ModuleLayout): Symbols {
  const imported = (module: Module, level: number, dotted: string): Found =>
    level > 0 ? layout.findRelative(level, dotted, module) : layout.find(dotted, module);

  /** A dotted path imported in `from`, leaf by leaf: the longest module it leads to, then the names inside it. */
  const followPath = (from: Module, level: number, path: readonly string[], hops: number): Symbol => {
    for (let length = path.length; length >= (level > 0 ? 0 : 1); length--) {
      const found = imported(from, level, path.slice(0, length).join('.'));
      const rest = path.slice(length);
      if (found.kind === 'module') return followExport(found.module, rest, hops);
      if (found.kind === 'namespace' && rest.length === 0) return { kind: 'unknown', because: `\`${path.join('.')}\` is a folder without code of its own.` };
      if (found.kind === 'unknown' && level === 0) return found;
      if (found.kind === 'namespace') break;
    }
    if (level > 0) return { kind: 'unknown', because: `There is no module for \`${'.'.repeat(level)}${path.join('.')}\`.` };
    const top = layout.find(path[0] ?? '', from);
    if (top.kind === 'external') return { kind: 'external', name: path.join('.') };
    return { kind: 'unknown', because: `There is no \`${path.join('.')}\` in this repository.` };
  };

  /** A name of a module, then attributes of what it is. */
  const followExport = (module: Module, path: readonly string[], hops: number): Symbol => {
    const [name, ...attributes] = path;
    if (name === undefined) return { kind: 'module', module };
    if (hops > MOST_HOPS) return { kind: 'unknown', because: 'The name is imported in a circle.' };
    if (!module.parses) return { kind: 'unknown', because: `\`${module.path}\` does not parse.` };
    const meaning = module.names.exported(name);
    if (meaning === undefined) {
      const child = layout.findRelative(1, name, module);
      if (module.isPackage && child.kind === 'module') return followExport(child.module, attributes, hops + 1);
      const [star] = module.names.module.starImports;
      if (!star) return { kind: 'unknown', because: `\`${module.path}\` defines no \`${name}\`.` };
      return followStars(module, path, hops);
    }
    return followMeaning(module, attributeOf(meaning, attributes), hops);
  };

  /** The last star import that has the name wins; what another distribution exports is not known. */
  const followStars = (module: Module, path: readonly string[], hops: number): Symbol => {
    for (const star of [...module.names.module.starImports].reverse()) {
      const found = imported(module, star.level, star.module);
      if (found.kind !== 'module') return { kind: 'unknown', because: `\`${module.path}\` imports everything of \`${star.module}\`.` };
      const symbol = followExport(found.module, path, hops + 1);
      if (symbol.kind !== 'unknown') return symbol;
    }
    return { kind: 'unknown', because: `\`${path.join('.')}\` may come from a star import in \`${module.path}\`.` };
  };

  /** What one module says of a name, followed into the others. */
  const followMeaning = (module: Module, meaning: Meaning, hops: number): Symbol => {
    switch (meaning.kind) {
      case 'builtin':
        return { kind: 'builtin', name: meaning.name };
      case 'unknown': {
        const { otherwise, starImports, because } = meaning;
        if (!otherwise || hops > MOST_HOPS || !starImports.every((star) => lacks(module, star, boundName(otherwise), hops))) return { kind: 'unknown', because };
        return followMeaning(module, otherwise, hops + 1);
      }
      case 'import':
        return followPath(module, meaning.level, meaning.path.split('.').filter((part) => part !== ''), hops + 1);
      case 'local': {
        const { binding, attributes } = meaning;
        if (binding.scope !== module.names.module) return { kind: 'local', module, binding, attributes };
        const behind = hops > MOST_HOPS ? undefined : behindAssignment(module, binding, attributes, hops);
        return behind ?? { kind: 'defined', module, name: binding.name, binding, attributes };
      }
    }
  };

  /** Whether a star import surely does not bring a name: its module is of this repository and nothing in it says the word. */
  const lacks = (from: Module, { level, module: dotted }: StarImport, name: string | undefined, hops: number): boolean => {
    const found = imported(from, level, dotted);
    if (name === undefined || hops > MOST_HOPS || found.kind !== 'module') return false;
    const { module } = found;
    if (!module.parses || module.text.includes('globals()')) return false;
    if (module.isPackage && layout.findRelative(1, name, module).kind !== 'unknown') return false;
    if (module.text.includes(name) && module.names.exported(name) !== undefined) return false;
    return module.names.module.starImports.every((star) => lacks(module, star, name, hops + 1));
  };

  /** For a plain alias such as `F = FastAPI`, what is behind it. */
  const behindAssignment = (module: Module, { how }: Binding, attributes: readonly string[], hops: number): Symbol | undefined => {
    if (how.kind !== 'assignment' || (how.value?.type !== 'identifier' && how.value?.type !== 'attribute')) return undefined;
    const symbol = followMeaning(module, attributeOf(module.names.resolve(how.value), attributes), hops + 1);
    return symbol.kind === 'external' || symbol.kind === 'defined' || symbol.kind === 'module' ? symbol : undefined;
  };

  const resolve = (module: Module, expression: PyNode): Symbol =>
    module.parses ? followMeaning(module, module.names.resolve(expression), 0) : { kind: 'unknown', because: `\`${module.path}\` does not parse.` };

  return {
    symbolOf: resolve,
    exported: (module, name) => followExport(module, [name], 0),
    imported,
  };
}

/** The name a module binds, of what it means. */
function boundName(meaning: Meaning): string | undefined {
  if (meaning.kind === 'import') return meaning.bindings[0]?.name;
  return meaning.kind === 'local' ? meaning.binding.name : meaning.kind === 'builtin' ? meaning.name : undefined;
}
