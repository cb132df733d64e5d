import { modulesOf, nameOf, newModulePlace, parts, placeInService, type Module, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import { inlineServices, type InlineService, type Kept } from './find.ts';
import type { Options } from './options.ts';
import { providerFor, type Provider } from './provider.ts';

/** What becomes of the services that handlers make themselves. */
export interface Wiring {
  readonly path: RepoPath;
  /** The module of dependencies, where there is one. */
  readonly there: Module | undefined;
  readonly providers: readonly Provider[];
  readonly wired: readonly { readonly inline: InlineService; readonly provider: Provider }[];
  readonly kept: readonly Kept[];
}

/** Decides which handlers are given their service, by which providers, and where these stand. */
export function planWiring(view: RepositoryView, target: ServiceTarget, options: Options): Wiring | undefined {
  const { found, kept } = inlineServices(view, target.project);
  if (found.length === 0 && kept.length === 0) return undefined;
  const place = placeOf(view, target, options);
  if ('problem' in place) return { path: '' as RepoPath, there: undefined, providers: [], wired: [], kept: [...kept, ...found.map(({ handler }) => ({ handler, because: place.problem }))] };
  const { path, there } = place;
  const providers = new Map<string, { readonly provider: Provider; readonly service: InlineService['service']; readonly asked: string }>();
  const wired: { inline: InlineService; provider: Provider }[] = [];
  const left: Kept[] = [...kept];
  for (const inline of found) {
    const provider = providerFor(view, inline, path, there, view.backend.projects.lineWidth(path));
    const stay = (because: string): void => void left.push({ handler: inline.handler, because });
    if ('problem' in provider) {
      stay(provider.problem);
      continue;
    }
    const known = providers.get(provider.name);
    const bound = [provider.name, provider.alias ?? ''].find((name) => there?.names.module.bindings.has(name));
    if (known && (known.service.module !== inline.service.module || known.asked !== dependencyOf(view, inline))) stay(`\`${provider.name}\` gives another service already.`);
    else if (bound !== undefined) stay(`\`${path}\` has something named \`${bound}\` already.`);
    else {
      if (!known) providers.set(provider.name, { provider, service: inline.service, asked: dependencyOf(view, inline) });
      // Who takes the session by an alias takes the service by one, too.
      wired.push({ inline, provider: known?.provider ?? provider });
    }
  }
  return { path, there, providers: [...providers.values()].map(({ provider }) => provider), wired, kept: left };
}

/** What a handler depends on for its session, as it is spelled there or in the alias it goes by: `get_db`. */
function dependencyOf(view: RepositoryView, { handler: { module }, parameter, session }: InlineService): string {
  const [alias] = session.annotation ? parts(session.annotation) : [];
  const symbol = alias && !/Depends\(/.test(parameter.text) ? view.python.symbolOf(module, alias) : undefined;
  const how = symbol?.kind === 'defined' ? symbol.binding.how : undefined;
  const text = how?.kind === 'assignment' ? (how.value?.text ?? '') : parameter.text;
  return /Depends\(\s*([\w.]*)/.exec(text)?.[1] ?? text;
}

/** The module of dependencies that the service has, else the standard's place for one. */
function placeOf(view: RepositoryView, target: ServiceTarget, { module, packageRoot }: Options): { readonly path: RepoPath; readonly there: Module | undefined } | { readonly problem: string } {
  const wanted = { place: module, packageRoot, plain: nameOf(module) };
  const standard = view.python.layout.moduleAt(placeInService(target.root.folder, wanted));
  const own = modulesOf(view, target.project, 'service').filter(({ path, parses, text }) => parses && /^(?:dependencies|deps|dependency)\.py$/.test(nameOf(path)) && /\bdef /.test(text));
  const there = standard ?? (own.length === 1 ? own[0] : undefined);
  if (there) return { path: there.path, there };
  const path = newModulePlace(view, target, wanted);
  return typeof path === 'object' ? path : { path, there: undefined };
}
