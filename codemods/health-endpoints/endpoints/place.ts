import { addSetUp, statementAround, type AppModel, type Editor, type Route } from '#pystd';
import { answersGet } from './known.ts';

/**
 * Includes a router into the application where nothing swallows its paths: behind the last router that is included beside the application, else
 * behind the application itself; and there, above everything, where a route or mount would answer in its place or may do so.
 */
export function include(editor: Editor, app: AppModel, call: string, paths: readonly string[]): void {
  if (swallowers(app, paths).length === 0) addSetUp(editor, app, call, 'after-routers');
  else editor.statement(app.module, statementAround(app.node)).insertAfter(`# Before the routes that would take its paths.\n${call}`);
}

/** What would answer one of the paths if it stood above; or may, since nobody can tell. */
function swallowers(app: AppModel, paths: readonly string[]): readonly string[] {
  const routes = app.routes.filter((route) => answersGet(route) && paths.some((path) => covers(route, path))).map(({ path }) => path);
  const mounts = app.mounts.filter(({ path, certainty }) => certainty === 'unknown' || paths.some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`) || one === path)).map(({ path }) => path);
  const unclear = app.unknown.filter(({ about }) => about === 'routes').map(() => 'unknown');
  return [...routes, ...mounts, ...unclear];
}

/** Whether the pattern of a route takes a path, as Starlette matches them: `{name}` is one segment, `{name:path}` any number. */
function covers({ path, certainty }: Route, wanted: string): boolean {
  if (certainty === 'unknown') return /[{‹]/.test(path);
  const pattern = path.split(/(\{[^}]*\})/).map((part) => (/^\{[^}]*:path\}$/.test(part) ? '.*' : part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${pattern.join('')}$`).test(wanted);
}
