import type { AppModel, Route } from '../../backend/fastapi/index.ts';
import { statementAround } from '../../python/edit/rows.ts';
import type { Editor } from '../editor.ts';
import { addSetUp } from './set-up.ts';

/**
 * Adds the statement that gives an application routes of these paths where nothing swallows them: behind the last router that is included beside the
 * application, else behind the application itself; and there, above everything, where a route or mount would answer in their place or may do so.
 */
export function addRoutes(editor: Editor, app: AppModel, call: string, paths: readonly string[]): void {
  if (swallowers(app, paths).length === 0) addSetUp(editor, app, call, 'after-routers');
  else editor.statement(app.module, statementAround(app.node)).insertAfter(`# Before what may answer in its place.\n${call}`);
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

/** Whether a route may answer a GET. */
export function answersGet({ methods }: Route): boolean {
  return methods !== 'websocket' && (methods.length === 0 || methods.includes('GET'));
}

/** Whether two paths are the same but for a final slash. */
export function samePath(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '');
}
