import { isRunByHand, projectOf, roleOf, type Call, type Module, type Named, type RepositoryView, type ServiceTarget } from '#pystd';
import { CHECKS, MAKERS, TORTOISE, type Kind, type Maker } from './kinds.ts';

/** Something that the service depends on, with the object that a probe asks. */
export interface Dependency {
  /** The name of its check. */
  readonly check: string;
  readonly kind: Kind;
  readonly what: Maker['what'] | 'connection';
  readonly isAsync: boolean;
  /** The object at the top of a module; absent where the library finds it itself. */
  readonly object: Named | undefined;
}

/** Something that the service depends on, and that no probe can ask: a full sentence says why. */
export interface Unprobed {
  readonly kind: Kind;
  readonly call: Call;
  readonly because: string;
}

interface Made extends Maker {
  readonly call: Call;
  readonly variable: string | undefined;
}

/** What an application depends on: what its modules make, by name where they have one. */
export function dependenciesOf(view: RepositoryView, target: ServiceTarget): { readonly probed: readonly Dependency[]; readonly unprobed: readonly Unprobed[] } {
  const made = MAKERS.flatMap((maker) => maker.calls.flatMap((external) => callsIn(view, target, external)).map((call): Made => ({ ...withSessionClass(maker, call), call, variable: lastingVariable(call, view) })));
  const probed: Dependency[] = [];
  const unprobed: Unprobed[] = [];
  for (const kind of ['sql', 'mongo', 'redis'] as const) {
    const own = made.filter((one) => one.kind === kind);
    const usable = own.filter((one) => obstacleTo(one, view, target) === undefined);
    const chosen = preferred(usable);
    probed.push(...named(kind, chosen));
    const [first] = own.filter(({ what }) => what !== 'session');
    if (chosen.length === 0 && first) unprobed.push({ kind, call: first.call, because: `${CHECKS[kind].title} is not probed: ${obstacleTo(first, view, target) ?? ''}` });
  }
  if (TORTOISE.some((external) => callsIn(view, target, external).length > 0)) probed.unshift({ check: probed.some(({ check }) => check === 'database') ? 'tortoise' : 'database', kind: 'tortoise', what: 'connection', isAsync: true, object: undefined });
  return { probed, unprobed };
}

function callsIn({ repo, python }: RepositoryView, { project }: ServiceTarget, external: string): readonly Call[] {
  return python.callsTo({ external }).filter(({ module }) => roleOf(module.path) === 'service' && !isRunByHand(module.path) && projectOf(repo, module.path) === project);
}

/** `sessionmaker(engine, class_=AsyncSession)` makes sessions that are awaited. */
function withSessionClass(maker: Maker, call: Call): Maker {
  const given = call.arguments.find(({ name }) => name === 'class_');
  return maker.what === 'session' && given && /AsyncSession$/.test(given.value.text) ? { ...maker, isAsync: true } : maker;
}

/** The variable of an assignment at the top of a module, where that is what the name means in the end. */
function lastingVariable({ module, node }: Call, { python }: RepositoryView): string | undefined {
  const assignment = node.parent?.type === 'assignment' ? node.parent : undefined;
  const target = assignment?.children[0];
  if (target?.type !== 'identifier' || assignment?.parent?.parent?.type !== 'module') return undefined;
  const symbol = python.exported(module, target.text);
  const how = symbol.kind === 'defined' && symbol.module === module ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value === node && (module.names.module.bindings.get(target.text) ?? []).length === 1 ? target.text : undefined;
}

/** Why a probe cannot import the object: the end of a sentence. */
function obstacleTo({ call, variable }: Made, { python }: RepositoryView, { app }: ServiceTarget): string | undefined {
  const { module } = call;
  const spelled = call.callee.text;
  if (variable === undefined) return `\`${spelled}\` of \`${module.path}\` is called where nothing at the top of a module holds what it makes. Give it a name there.`;
  if (variable.startsWith('_')) return `\`${variable}\` is private to \`${module.path}\`.`;
  if (module === app.module) return `\`${variable}\` is made in \`${module.path}\` beside the app, which the probe cannot import. Move it to a module of its own.`;
  if (python.reaches(module, app.module)) return `\`${module.path}\` imports the app, so that the probe cannot import \`${variable}\` from it.`;
  return isReached(module, app.module, python) ? undefined : `nothing shows that the app imports \`${module.path}\`, where \`${variable}\` is made.`;
}

/** Whether the module runs when the service does: the app, or a module that is served in its place, imports it. */
function isReached(module: Module, app: Module, python: RepositoryView['python']): boolean {
  if (python.reaches(app, module)) return true;
  return python.layout.modules.some((other) => roleOf(other.path) === 'service' && python.importedBy(other).includes(app) && python.reaches(other, module));
}

/** Engines before sessions, those that are awaited before those that block: two of one kind are two ways to the same place. */
function preferred(made: readonly Made[]): readonly Made[] {
  const ranks = made.map(({ what, isAsync }) => (what === 'session' ? 0 : 2) + (isAsync ? 1 : 0));
  const best = Math.max(...ranks);
  return made.filter((_, index) => ranks[index] === best);
}

/** One is called by its kind; several are told apart by their variables. */
function named(kind: Kind, made: readonly Made[]): readonly Dependency[] {
  const { check } = CHECKS[kind];
  const used = new Set<string>();
  return made.flatMap(({ call, variable = '', what, isAsync }) => {
    const stem = variable.toLowerCase().replace(/_?(?:async)?_?(?:engine|client|session_?local|session_?maker|session_?factory|redis|mongo(?:db)?)_?/g, '').replace(/^_+|_+$/g, '');
    const wanted = made.length === 1 ? check : stem === '' ? check : `${check}_${stem}`;
    const name = used.has(wanted) ? `${check}_${used.size + 1}` : wanted;
    used.add(name);
    return [{ check: name, kind, what, isAsync, object: { module: call.module, name: variable } }];
  });
}
