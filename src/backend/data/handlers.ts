import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { ancestors, childOfType } from '../../python/syntax/walk.ts';
import { comparePaths } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { AppModel, Route } from '../fastapi/index.ts';
import { projectOf, roleOf } from '../roles.ts';

/** A function that answers one or more routes of an application. The node is its `function_definition`. */
export interface RouteHandler extends InModule {
  readonly name: string;
  readonly isAsync: boolean;
  readonly routes: readonly [Route, ...Route[]];
  /** The class it is a method of, for class-based views. */
  readonly ownClass: PyNode | undefined;
  /** The function that defines it, for routers that a factory makes. */
  readonly factory: PyNode | undefined;
}

/** The handlers of the routes of a repository's services, or of one project's, in path order. Routers that no application includes have none. */
export function handlersOf({ repo, backend }: { readonly repo: Snapshot; readonly backend: { readonly apps: readonly AppModel[] } }, project?: string): readonly RouteHandler[] {
  const found = new Map<PyNode, { readonly at: InModule; readonly routes: [Route, ...Route[]] }>();
  for (const app of backend.apps) {
    if (app.role !== 'service' || (project !== undefined && projectOf(repo, app.module.path) !== project)) continue;
    for (const route of app.routes) {
      const { module, node } = route.endpoint;
      if (node.type !== 'function_definition' || roleOf(module.path) !== 'service') continue;
      const known = found.get(node);
      if (known) known.routes.push(route);
      else found.set(node, { at: { module, node }, routes: [route] });
    }
  }
  return [...found.values()]
    .sort((a, b) => comparePaths(a.at.module.path, b.at.module.path) || a.at.node.start - b.at.node.start)
    .map(({ at, routes }) => ({ ...at, routes, name: childOfType(at.node, 'identifier')?.text ?? '', isAsync: at.node.children[0]?.type === 'async', ...around(at.node) }));
}

function around(definition: PyNode): { readonly ownClass: PyNode | undefined; readonly factory: PyNode | undefined } {
  const above = [...ancestors(definition)];
  const scope = above.find(({ type }) => type === 'class_definition' || type === 'function_definition');
  return { ownClass: scope?.type === 'class_definition' ? scope : undefined, factory: above.find(({ type }) => type === 'function_definition') };
}

/** Whether a handler is among those that are meant, by its name or one of its paths; all are where none is named. */
export function isNamed({ name, routes }: RouteHandler, names: readonly string[]): boolean {
  return names.length === 0 || names.includes(name) || routes.some(({ path }) => names.includes(path));
}
