import { expect, it } from 'vitest';
import { serviceRootOf } from '../../src/backend/service-root.ts';
import { middlewarePlace } from '../../src/codemod/new-code/middleware.ts';
import { repository } from '../backend/repository.ts';

/** Where a middleware of the shop goes; `there` when that is a module with other middleware. */
function placeOf(files: Readonly<Record<string, string>>): string {
  const imports = Object.keys(files).map((path) => `from ${path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')} import Shelves\n`).join('');
  const view = repository({ 'requirements.txt': 'fastapi\n', 'shop/__init__.py': '', 'shop/main.py': `from fastapi import FastAPI\n${imports}\napp = FastAPI()\n`, ...files });
  const [app] = view.backend.apps;
  const root = serviceRootOf(view, '');
  if (!app || root.kind === 'unknown') throw new Error('There is no service.');
  const place = middlewarePlace(view, { project: '', root, app }, { place: 'src/middleware.py', packageRoot: 'src', feature: 'metrics_middleware', names: ['MetricsMiddleware'] });
  return 'problem' in place ? place.problem : `${place.path}${place.there ? ' there' : ''}`;
}

it.each<readonly [string, Readonly<Record<string, string>>, string]>([
  ['a module of its own', {}, 'shop/middleware.py'],
  ['the module of middleware', { 'shop/core/middleware.py': 'class Shelves: ...\n' }, 'shop/core/middleware.py there'],
  ['a module beside the one that has the name', { 'shop/core/middleware.py': 'class Shelves: ...\n\n\nclass MetricsMiddleware: ...\n' }, 'shop/core/metrics_middleware.py'],
  ['the package of middleware, by a short name', { 'shop/middlewares/__init__.py': '', 'shop/middlewares/shelves.py': 'class Shelves: ...\n' }, 'shop/middlewares/metrics.py'],
])('a middleware goes to %s', (_, files, expected) => expect(placeOf(files)).toBe(expected));
