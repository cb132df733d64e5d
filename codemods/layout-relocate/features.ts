import { nameOf, placeInService, type Module, type RepositoryView } from '#pystd';
import { holdingOf, kindsOf } from './kinds.ts';
import type { Wish } from './layered.ts';
import { placeBelow, topicOf } from './names.ts';
import type { Kind, Options } from './options.ts';
import type { Service } from './service.ts';

const PARTS = { routes: 'routes', services: 'services', repositories: 'repositories', models: 'models', schemas: 'schemas' } as const;
type Part = keyof typeof PARTS;

/**
 * Where a standard of feature packages has the modules of a service: `app/books/router.py`, `app/books/models.py`. Features are what the routers are about; a
 * feature whose other modules cannot be told, or are several of a kind, stays whole.
 */
export function featureWishes(view: RepositoryView, service: Service, options: Options): readonly Wish[] {
  const found: { readonly module: Module; readonly kind: Part; readonly topic: string; readonly key: string }[] = [];
  for (const module of service.modules) {
    const kinds = kindsOf(view, module, service.modules, () => false);
    const [kind, second] = kinds;
    if (kind === undefined || second !== undefined || !(kind in PARTS) || nameOf(module.path) === '__init__.py' || options[PARTS[kind as Part]] === '') continue;
    const holding = holdingOf(view, module);
    if (!holding.kinds.has(kind)) continue;
    const below = placeBelow(holding, kind, service.folder);
    const topic = below.includes('/') ? '' : topicOf(below, kind);
    found.push({ module, kind: kind as Part, topic, key: singular(topic) });
  }
  const wishes: Wish[] = [];
  for (const { module, kind, key } of found) {
    const own = found.filter((other) => other.key === key && key !== '');
    const router = own.filter((other) => other.kind === 'routes');
    const [named] = router;
    const to = named && placeInService(service.folder, { place: options[PARTS[kind]], feature: named.topic, packageRoot: options.packageRoot });
    if (to === module.path) continue;
    const same = own.filter((other) => other.kind === kind);
    if (!named || to === undefined || router.length > 1) wishes.push({ module, kind, because: router.length > 1 ? `Several routers are about \`${key}\`.` : 'Which feature it belongs to cannot be told by its name.' });
    else if (same.length > 1) wishes.push({ module, kind, because: `Feature \`${named.topic}\` has several of them: ${same.map((one) => `\`${one.module.path}\``).join(', ')}.` });
    else if (own.length === 1) wishes.push({ module, kind, because: `No other module is about \`${named.topic}\` alone.` });
    else wishes.push({ module, kind, to });
  }
  return wishes;
}

/** A word without the ending of its plural, good enough to compare two of them. */
function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/(ss|us|is)$/, '$1').replace(/([^su])s$/, '$1').replace(/(ch|sh|x|ss)es$/, '$1');
}

/** Whether a standard groups code by feature. */
export function isByFeature({ routes }: Options): boolean {
  return routes.includes('{feature}');
}

/** The kinds that features have. */
export function isPartOfFeature(kind: Kind): boolean {
  return kind in PARTS;
}
