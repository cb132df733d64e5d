import { type Module, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import { clashes, type Carrier } from './carrier.ts';
import { obstacleToName } from './class-body.ts';
import { extractionOf } from './extraction.ts';
import { fatHandlers, type HandlerFacts } from './handlers.ts';
import type { Extraction, Obstacle } from './model.ts';
import { homeOf, type ServiceHome } from './home.ts';
import type { Options } from './options.ts';
import { resourceOf } from './resource.ts';

/** One new service: what the handlers of one module of routes hand over to it. */
export interface PlannedService {
  readonly module: Module;
  readonly home: ServiceHome;
  readonly resource: string;
  readonly extractions: readonly Extraction[];
}

/** A handler that stays, and why. */
export interface Blocked extends Obstacle {
  readonly handler: HandlerFacts;
}

/** What is to be done with the fat handlers of one service. */
export interface Layering {
  readonly services: readonly PlannedService[];
  readonly blocked: readonly Blocked[];
}

/** Decides which handlers of a service hand their work over, and to what. */
export function planLayers(view: RepositoryView, target: ServiceTarget, options: Options): Layering {
  const services: PlannedService[] = [];
  const blocked: Blocked[] = [];
  const byModule = new Map<Module, HandlerFacts[]>();
  for (const handler of fatHandlers(view, target.project, options)) byModule.set(handler.module, [...(byModule.get(handler.module) ?? []), handler]);
  const isClass = (name: string): boolean => view.python.layout.holding(`class ${name}(`).length > 0;
  const taken = new Set<RepoPath>();
  for (const [module, handlers] of byModule) {
    const resource = resourceOf(module, handlers.flatMap(({ routes }) => routes.map(({ path }) => path)), isClass);
    const home = homeOf(view, target, module, resource, options);
    const problem = 'problem' in home ? home.problem : taken.has(home.path) ? `\`${home.path}\` is the service of another module of routes already.` : undefined;
    if ('problem' in home || problem !== undefined) {
      blocked.push(...handlers.map((handler) => ({ handler, node: handler.node, because: problem ?? '' })));
      continue;
    }
    const { extractions, left } = extracted(view, handlers, { from: module, home });
    blocked.push(...left);
    if (extractions.length === 0) continue;
    taken.add(home.path);
    services.push({ module, home, resource, extractions });
  }
  return { services, blocked };
}

/** The handlers of one module, each with what moves; what one of them needs must not hide what another one means. */
function extracted(view: RepositoryView, handlers: readonly HandlerFacts[], carrier: Carrier): { readonly extractions: readonly Extraction[]; readonly left: readonly Blocked[] } {
  const extractions: Extraction[] = [];
  const left: Blocked[] = [];
  const { home } = carrier;
  for (const handler of handlers) {
    const stay = (obstacle: Obstacle): void => void left.push({ handler, ...obstacle });
    if (handlers.some((other) => other !== handler && other.name === handler.name)) {
      stay({ node: handler.node, because: 'Another handler of the module has the same name.' });
      continue;
    }
    const misnamed = obstacleToName(view, handler, home);
    if (misnamed) {
      stay(misnamed);
      continue;
    }
    const found = extractionOf(view, handler, handlers, carrier);
    const [first] = extractions;
    const type = home.kind === 'class' ? home.sessionType : first?.session?.type;
    if ('because' in found) stay(found);
    else if ((first ?? home.kind === 'class') && type !== found.session?.type) stay({ node: handler.node, because: found.session ? 'Other handlers of the module work with a session of another kind.' : 'It comes by its session itself, and the service of the module is given one.' });
    else if ([...found.imports, ...found.forTypes].some((one) => clashes(one, extractions.flatMap(({ imports, forTypes }) => [...imports, ...forTypes])))) stay({ node: handler.node, because: 'A name means something else in another handler of the module.' });
    else extractions.push(found);
  }
  return { extractions, left };
}

/** The definitions of the old module that come along, each once, in their order. */
export function companions({ extractions }: PlannedService): readonly PyNode[] {
  return [...new Set(extractions.flatMap(({ along }) => along))].sort((a, b) => a.start - b.start);
}
