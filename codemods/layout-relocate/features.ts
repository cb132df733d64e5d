import { nameOf, placeInService, type Module, type RepositoryView } from '#pystd';
import { holdingOf, kindsOf } from './kinds.ts';
import type { Wish } from './layered.ts';
import { placeBelow, topicOf } from './names.ts';
import type { Kind, Options } from './options.ts';
import type { Service } from './service.ts';

const PARTS = { routes: 'routes', services: 'services', repositories: 'repositories', models: 'models', schemas: 'schemas' } as const;
type Part = keyof typeof PARTS;

/** Names of what several features share. */
const OF_ALL = /^(?:base|common|shared|core|utils?|helpers?|main|index|deps|dependencies|errors?|exceptions?)$/;

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
    found.push({ module, kind: kind as Part, topic, key: OF_ALL.test(topic) ? '' : singular(topic) });
  }
  return found.flatMap(({ module, kind, key }): Wish[] => {
    const own = found.filter((other) => other.key === key && key !== '');
    const [named, second] = own.filter((other) => other.kind === 'routes');
    const to = named && placeInService(service.folder, { place: options[PARTS[kind]], feature: named.topic, packageRoot: options.packageRoot });
    if (to === module.path) return [];
    const stays = (because: string): Wish[] => [{ module, kind, because }];
    if (!named || to === undefined) return stays('Which feature it belongs to cannot be told by its name.');
    if (second) return stays(`Several routers are about \`${named.topic}\`.`);
    const twice = own.find((one) => own.some((other) => other !== one && other.kind === one.kind));
    if (twice) return stays(`Feature \`${named.topic}\` has several modules of one kind: ${own.filter((one) => one.kind === twice.kind).map((one) => `\`${one.module.path}\``).join(', ')}.`);
    return own.length === 1 ? stays(`No other module is about \`${named.topic}\` alone.`) : [{ module, kind, to }];
  });
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
