import type { AppModel, Module, PyNode, Task } from '#pystd';
import type { Options } from './options.ts';

/** What FastAPI serves by itself, by the arguments that say where, with the addresses without them. */
export const PAGES = { docs_url: '/docs', redoc_url: '/redoc', openapi_url: '/openapi.json' } as const;

/** The argument that says where one of the pages is. */
export type Page = keyof typeof PAGES;

export const ALL_PAGES: readonly Page[] = ['docs_url', 'redoc_url', 'openapi_url'];

/** The pages the options ask to gate. */
export function gatedPages({ gateSchema }: Options): readonly Page[] {
  return gateSchema ? ALL_PAGES : ['docs_url', 'redoc_url'];
}

/** The address a page gets where the app does not say. */
export function usualAddress(page: Page, { docsUrl, redocUrl }: Options): string {
  return page === 'docs_url' ? docsUrl : page === 'redoc_url' ? redocUrl : PAGES.openapi_url;
}

/** An expression with its module. */
export interface Written {
  readonly module: Module;
  readonly node: PyNode;
}

/** Where an application is, as far as other applications hold it: the paths it is mounted under, or the top. */
export function prefixesOf(app: AppModel, { backend, python }: Task<Options>): readonly string[] {
  // Following what the program does costs time: only where something is mounted at all.
  if (python.layout.holding('.mount(').length === 0 && python.layout.holding('Mount(').length === 0) return [''];
  const found = backend.apps.flatMap((outer) => outer.mounts.filter(({ what, certainty }) => certainty !== 'unknown' && typeof what === 'object' && what.node === app.node).map(({ path }) => ({ outer, path })));
  const prefixes = found.flatMap(({ outer, path }) => (outer.node === app.node ? [] : outerPrefixes(outer, backend.apps, 3).map((above) => above + path)));
  return prefixes.length > 0 ? [...new Set(prefixes)] : [''];
}

function outerPrefixes(app: AppModel, apps: readonly AppModel[], depth: number): readonly string[] {
  const above = depth === 0 ? [] : apps.flatMap((outer) => outer.mounts.flatMap(({ what, path, certainty }) => (certainty !== 'unknown' && typeof what === 'object' && what.node === app.node && outer.node !== app.node ? outerPrefixes(outer, apps, depth - 1).map((one) => one + path) : [])));
  return above.length > 0 ? above : [''];
}
