import { newModulePlace, type Module, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import { carrierTo, clashes, type Carrier } from './carrier.ts';
import { extractionOf } from './extraction.ts';
import { fatHandlers, type HandlerFacts } from './handlers.ts';
import type { Extraction, Obstacle } from './model.ts';
import type { Options } from './options.ts';
import { pascal, resourceOf } from './resource.ts';

/** One new service: what the handlers of one module of routes hand over to it. */
export interface PlannedService {
  readonly module: Module;
  readonly path: RepoPath;
  readonly name: string;
  readonly resource: string;
  readonly extractions: readonly Extraction[];
  readonly carrier: Carrier;
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
    const path = placeFor(view, target, resource, taken, options);
    if (typeof path === 'object') {
      blocked.push(...handlers.map((handler) => ({ handler, node: handler.node, because: path.problem })));
      continue;
    }
    const carrier = carrierTo(view, module, path);
    const { extractions, left } = extracted(view, handlers, carrier);
    blocked.push(...left);
    if (extractions.length === 0) continue;
    taken.add(path);
    services.push({ module, path, name: `${pascal(resource)}Service`, resource, extractions, carrier });
  }
  return { services, blocked };
}

function placeFor(view: RepositoryView, target: ServiceTarget, resource: string, taken: ReadonlySet<RepoPath>, { services, file, packageRoot }: Options): RepoPath | { readonly problem: string } {
  const wanted = { place: services, file, feature: resource, packageRoot, plain: `${resource}_service.py` };
  const path = newModulePlace(view, target, wanted);
  if (typeof path === 'object' || !taken.has(path)) return path;
  return { problem: `\`${path}\` is the service of another module of routes already.` };
}

/** The handlers of one module, each with what moves; what one of them needs must not hide what another one means. */
function extracted(view: RepositoryView, handlers: readonly HandlerFacts[], carrier: Carrier): { readonly extractions: readonly Extraction[]; readonly left: readonly Blocked[] } {
  const extractions: Extraction[] = [];
  const left: Blocked[] = [];
  for (const handler of handlers) {
    const stay = (obstacle: Obstacle): void => void left.push({ handler, ...obstacle });
    if (handlers.some((other) => other !== handler && other.name === handler.name)) {
      stay({ node: handler.node, because: 'Another handler of the module has the same name.' });
      continue;
    }
    const found = extractionOf(view, handler, carrier);
    const [first] = extractions;
    if ('because' in found) stay(found);
    else if (first && (first.session?.type !== found.session?.type)) stay({ node: handler.node, because: 'Other handlers of the module work with a session of another kind.' });
    else if (found.imports.some((one) => clashes(one, extractions.flatMap(({ imports }) => imports)))) stay({ node: handler.node, because: 'A name means something else in another handler of the module.' });
    else extractions.push(found);
  }
  return { extractions, left };
}

/** The definitions of the old module that come along, each once, in their order. */
export function companions({ extractions }: PlannedService): readonly PyNode[] {
  return [...new Set(extractions.flatMap(({ along }) => along))].sort((a, b) => a.start - b.start);
}
