import { folderOf, foldersAbove, isInside, joinPath, type Module, type RepositoryView } from '#pystd';
import type { Home } from './home.ts';

/** Why a module cannot import the settings: a circle, or an application that would run by it. A full sentence; `undefined` when it can. */
export function obstacleToImport(view: RepositoryView, home: Exclude<Home, { kind: 'refused' }>, from: Module): string | undefined {
  const { python, backend } = view;
  const { path } = home.accessor;
  if (from.path === path) return undefined;
  const there = home.kind === 'new' ? undefined : python.layout.moduleAt(path);
  if (there && python.reaches(there, from)) return `\`${path}\` imports \`${from.path}\` already, so that importing it there would close a circle.`;
  for (const folder of foldersAbove(path)) {
    const init = python.layout.isPackage(folder) ? python.layout.moduleAt(joinPath(folder, '__init__.py')) : undefined;
    // The packages around a module are running already.
    if (!init || init === from || isInside(from.path, folderOf(init.path))) continue;
    if (python.reaches(init, from)) return `Importing \`${path}\` runs \`${init.path}\`, which imports \`${from.path}\`.`;
    const app = backend.apps.find(({ module, factory }) => factory === undefined && (module === init || python.reaches(init, module)));
    if (app && !python.reaches(from, app.module)) return `Importing \`${path}\` runs \`${init.path}\`, which makes the application of \`${app.module.path}\`.`;
  }
  return undefined;
}
