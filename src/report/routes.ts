import type { AppModel, Mount, Route, Unclear } from '../codemod/index.ts';
import { positionAt } from '../text/lines.ts';
import type { Paint } from './paint.ts';
import { visible } from './visible.ts';

/** Version of the JSON form of the route table. */
export const ROUTES_SCHEMA = 'pystd/routes/1';

interface Site {
  readonly module: { readonly path: string; readonly text: string };
  readonly node: { readonly start: number };
}

function placeOf({ module, node }: Site): { readonly path: string; readonly line: number } {
  return { path: module.path, line: positionAt(module.text, node.start).line };
}

function at(site: Site): string {
  const { path, line } = placeOf(site);
  return `${visible(path)}:${line}`;
}

/** The route tables of applications for a person: what answers each path, where it is written, and what could not be told. */
export function routesText(apps: readonly AppModel[], paint: Paint): string {
  if (apps.length === 0) return 'There is no FastAPI application here.\n';
  return apps.map((app) => appText(app, paint)).join('\n');
}

function appText(app: AppModel, paint: Paint): string {
  const rows = [...app.routes.map((route) => ({ order: route.order, cells: routeCells(route) })), ...app.mounts.map((mount) => ({ order: mount.order, cells: mountCells(mount) }))].sort((a, b) => a.order - b.order);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map(({ cells }) => (cells[column] ?? '').length)));
  const role = app.role === 'service' ? '' : paint.dim(` (${app.role})`);
  const count = app.routes.length === 1 ? '1 route' : `${app.routes.length} routes`;
  return [
    `${paint.bold(`${at(app)} ${nameOf(app)}`)}${role}: ${count}`,
    ...rows.map(({ cells }) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`),
    ...app.unknown.map((unclear) => `  ${paint.yellow('unknown')} ${paint.cyan(at(unclear))} ${visible(unclear.because)}`),
    '',
  ].join('\n');
}

function nameOf({ variable, factory, subclass }: AppModel): string {
  return variable ?? (factory ? 'of a factory' : (subclass ?? 'without a name'));
}

function routeCells(route: Route): readonly string[] {
  const methods = route.methods === 'websocket' ? 'WEBSOCKET' : route.methods.join(',') || 'ANY';
  return [methods, visible(route.path === '' ? '/' : route.path), visible(route.endpoint.name), at(route.registration), remarksOf(route).join(', ')];
}

function mountCells({ path, what, module, node }: Mount): readonly string[] {
  const mounted = what === 'static' ? 'static files' : what === 'unknown' ? 'something else' : `the application ${at(what)}`;
  return ['MOUNT', visible(`${path}/*`), mounted, at({ module, node }), ''];
}

function remarksOf(route: Route): string[] {
  const [first] = route.conditions;
  return [
    ...(route.kind === 'api' && route.inSchema === false ? ['hidden'] : []),
    ...(route.inSchema === 'unknown' ? ['maybe hidden'] : []),
    ...(route.kind === 'plain' ? ['plain'] : []),
    ...(route.certainty === 'assumed' ? ['by default'] : []),
    ...(first ? [`if ${at(first)}`] : []),
    ...(route.late ? ['from start-up on'] : []),
  ];
}

/** The route tables as JSON. No absolute path: equal repositories give equal bytes. */
export function routesJson(apps: readonly AppModel[]): string {
  const form = { schema: ROUTES_SCHEMA, apps: apps.map((app) => ({ ...placeOf(app), variable: app.variable ?? null, role: app.role, routes: app.routes.map(routeJson), mounts: app.mounts.map(mountJson), unknown: app.unknown.map(unclearJson) })) };
  return `${JSON.stringify(form, null, 2)}\n`;
}

function routeJson(route: Route): object {
  const { methods, path, certainty, kind, endpoint, inSchema, late, order, registration, conditions } = route;
  return { ...placeOf(registration), methods: methods === 'websocket' ? ['WEBSOCKET'] : methods, route: path, certainty, kind, endpoint: endpoint.name, inSchema, conditions: conditions.map(placeOf), late, order };
}

function mountJson(mount: Mount): object {
  const { what, order } = mount;
  return { ...placeOf(mount), route: mount.path, certainty: mount.certainty, what: typeof what === 'string' ? what : placeOf(what), conditions: mount.conditions.map(placeOf), order };
}

function unclearJson(unclear: Unclear): object {
  return { ...placeOf(unclear), about: unclear.about, because: unclear.because };
}
