import { ancestors, statementAround, type App, type Named, type PyNode, type RepositoryView } from '#pystd';
import type { Refused } from './callable.ts';
import type { Step } from './handler.ts';

/** Where the lifespan is defined. */
export interface LifespanPlace {
  /** The statement it stands above. */
  readonly above: PyNode;
  /** A node whose names are seen from the lifespan. */
  readonly sight: PyNode;
}

/**
 * The places a lifespan may be defined, the best first: above the statement of the module that makes the application, or, for names that only a
 * factory knows, in the factory.
 */
export function placesFor(app: App): readonly LifespanPlace[] {
  const outer = [...ancestors(app.node)].find(({ parent }) => parent?.type === 'module');
  const inner = app.factory && statementAround(app.node);
  const places = outer ? [{ above: outer, sight: outer }] : [];
  return inner && inner !== outer ? [...places, { above: inner, sight: inner }] : places;
}

/** Whether every name of an expression means at a place what it means where it stands; why not, where it does not. What `isApp` is written anew. */
export function namesAt(place: LifespanPlace, { names: { module, node } }: Step, isApp: (node: PyNode) => boolean): Refused | undefined {
  const { names } = module;
  const site = names.scopeOf(place.sight);
  const bound = node.parent?.type === 'function_definition' ? [{ node, name: node.text }] : names.references().filter((one) => node.start <= one.node.start && one.node.end <= node.end);
  for (const { node: identifier, name } of bound) {
    if (isApp(identifier)) continue;
    const meant = names.lookup(name, names.scopeOf(identifier));
    const seen = names.lookup(name, site);
    if (meant.kind !== 'bound') {
      if (meant.kind === 'builtin' && seen.kind === 'builtin' && meant.starImports.length === 0) continue;
      return { because: `What \`${name}\` means cannot be told.` };
    }
    if ([...ancestors(meant.scope.node)].includes(node) || meant.scope.node === node) continue;
    if (meant.bindings.length > 1) return { because: `\`${name}\` is bound more than once: the lifespan would see the last of them.` };
    if (seen.kind !== 'bound' || seen.bindings[0] !== meant.bindings[0]) return { because: `\`${name}\` is not known where the application is made.` };
  }
  return undefined;
}

/** How a handler of another module is called in the module of the application, which must import it already; `undefined` where it has no name there. */
export function spelledFromOutside({ module }: App, handler: Named, { python }: RepositoryView): string | undefined {
  for (const [name, bindings] of module.names.module.bindings) {
    const [binding] = bindings;
    // When the lifespan runs, the whole module has run: it does not matter where in it the import stands.
    if (!binding || bindings.length > 1 || binding.how.kind !== 'import' || binding.how.typeCheckingOnly || binding.how.statement.parent?.type !== 'module') continue;
    if (binding.how.name === undefined && !binding.how.alias && binding.how.module.includes('.')) continue;
    const symbol = python.symbolOf(module, binding.node);
    if (symbol.kind === 'module' && symbol.module === handler.module) return `${name}.${handler.name}`;
    if (symbol.kind === 'defined' && symbol.attributes.length === 0 && symbol.module === handler.module && symbol.name === handler.name) return name;
  }
  return undefined;
}
