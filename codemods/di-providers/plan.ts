import { circleThrough, codeStyleOf, type Module, type NewImport, type RepositoryView, type ServiceTarget } from '#pystd';
import { inlineServices, spelledService, type InlineService, type Kept } from './find.ts';
import { meaningIn } from './meaning.ts';
import type { Options } from './options.ts';
import { placeOf } from './place.ts';
import { providerText, sharedProvider, type Provider, type SharedPlace } from './provider.ts';
import { standingProvider } from './standing.ts';

/** A handler, and the provider that gives it its service. */
export interface Wired {
  readonly inline: InlineService;
  readonly provider: Provider;
  /** Whether the provider stands in the module of the handler, and not in the shared one. */
  readonly isBeside: boolean;
}

/** What becomes of the services that handlers make themselves. */
export interface Wiring {
  readonly place: SharedPlace | undefined;
  readonly wired: readonly Wired[];
  readonly kept: readonly Kept[];
}

/** Decides which handlers are given their service, by which providers, and where these stand. */
export function planWiring(view: RepositoryView, target: ServiceTarget, options: Options): Wiring {
  const { found, kept } = inlineServices(view, target.project);
  if (found.length === 0) return { place: undefined, wired: [], kept };
  const place = placeOf(view, target, options, found);
  const { floor } = codeStyleOf(view, target.project);
  const width = (path: string): number => view.backend.projects.lineWidth(path);
  const providers = new Map<string, Provider>();
  const left: Kept[] = [...kept];
  const wired = found.flatMap((inline): readonly Wired[] => {
    const { module } = inline.handler;
    const stay = (because: string): readonly Wired[] => (left.push({ handler: inline.handler, because }), []);
    const shared = 'problem' in place ? { problem: place.problem, isBeside: false } : sharedProvider(view, inline, place, floor, width(place.path));
    if ('problem' in shared && !shared.isBeside) return stay(shared.problem);
    const isBeside = 'problem' in shared;
    const home = isBeside ? module : 'problem' in place ? undefined : place.there;
    const standing = standingProvider(view, inline, home);
    if (typeof standing === 'object' && 'taken' in standing) return stay(`\`${home?.path ?? ''}\` has something named \`${standing.taken}\` already.`);
    const made = standing !== 'free' ? standing : 'problem' in shared ? providerText(inline, spelledService(inline), floor, width(module.path)) : shared;
    const key = `${isBeside ? module.path : ''}:${made.name}`;
    const known = providers.get(key) ?? made;
    if (known.service.module !== made.service.module || known.service.name !== made.service.name) return stay(`\`${made.name}\` gives another service already.`);
    if (known.asked !== made.asked) return stay(`\`${made.name}\` has its session from somewhere else.`);
    const needed = neededBy(inline, made);
    const other = isBeside ? undefined : needed.find((name) => isOther(view, module, name, home));
    if (other !== undefined) return stay(`\`${other}\` means something else in \`${module.path}\`.`);
    // The first who takes the session by an alias has the alias made, for those who do so as well.
    providers.set(key, known.alias === undefined && made.alias !== undefined ? made : known);
    return [{ inline, provider: made, isBeside }];
  });
  const final = wired.map((one) => ({ ...one, provider: providers.get(`${one.isBeside ? one.inline.handler.module.path : ''}:${one.provider.name}`) ?? one.provider }));
  const runs = final.flatMap(({ provider, isBeside }) => (isBeside ? [] : provider.runs));
  const isNew = 'problem' in place || place.there ? undefined : place.path;
  const circles = final.map(({ inline, isBeside }) => (isBeside ? undefined : circleThrough(view, runs, inline.handler.module, isNew)));
  circles.forEach((circle, index) => circle !== undefined && final[index] && left.push({ handler: final[index].inline.handler, because: circle }));
  return { place: 'problem' in place ? undefined : place, wired: final.filter((_, index) => circles[index] === undefined), kept: left };
}

/** The names that a handler will use of the module of dependencies. */
function neededBy({ parameter }: InlineService, { name, alias }: Provider): readonly string[] {
  return alias !== undefined && parameter.type === 'typed_parameter' ? [alias] : [name];
}

function isOther(view: RepositoryView, module: Module, name: string, home: Module | undefined): boolean {
  const bindings = module.names.module.bindings.get(name) ?? [];
  if (bindings.length === 0) return false;
  const symbol = bindings[0] && view.python.symbolOf(module, bindings[0].node);
  return !(home && bindings.length === 1 && symbol?.kind === 'defined' && symbol.module === home && symbol.name === name);
}

/** What a module has to import of these, where it has no name for the same thing. */
export function missingIn(view: RepositoryView, module: Module, imports: readonly NewImport[]): readonly NewImport[] {
  return imports.filter((one) => meaningIn(view, module, one) !== 'same');
}
