import { foldersAbove, isRunByHand, joinPath, projectOf, rememberedFor, roleOf, type Call, type Module, type RepositoryView, type ServiceTarget } from '#pystd';
import { CHECKS, MAKERS, TORTOISE, UNASKED, type Kind, type Maker } from './kinds.ts';
import { privateVariable, wayTo, type Way } from './way.ts';

/** Something that the service depends on, with the object that a probe asks. */
export interface Dependency {
  /** The name of its check. */
  readonly check: string;
  readonly kind: Kind;
  readonly what: Maker['what'] | 'connection';
  readonly isAsync: boolean;
  /** The way to the object that is asked; absent where the library finds it itself. */
  readonly object: Way | undefined;
}

/** Something that the service depends on, and that no probe can ask: a full sentence says why. */
export interface Unprobed {
  readonly kind: Kind;
  readonly call: Call;
  readonly because: string;
}

interface Made extends Maker {
  readonly call: Call;
  readonly way: Way | undefined;
}

/** What an application depends on: what its modules make, by name where they have one. */
export function dependenciesOf(view: RepositoryView, target: ServiceTarget): { readonly probed: readonly Dependency[]; readonly unprobed: readonly Unprobed[] } {
  const made = MAKERS.flatMap((maker) => maker.calls.flatMap((external) => callsIn(view, target, external)).map((call): Made => ({ ...withSessionClass(maker, call), call, way: wayTo(call, view) }))).filter((one) => !isForTests(one));
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
  return { probed, unprobed: [...unprobed, ...unaskedOf(view, target, [...probed, ...unprobed])] };
}

/** What is made by libraries that are known, and that no probe here can ask; of a kind that is probed, or told of, already, nothing more is said. */
function unaskedOf(view: RepositoryView, target: ServiceTarget, told: readonly { readonly kind: Kind }[]): readonly Unprobed[] {
  const hasDatabase = told.some(({ kind }) => kind === 'tortoise');
  return UNASKED.flatMap(({ kind, title, calls }): readonly Unprobed[] => {
    if (told.some((one) => one.kind === kind) || (kind === 'sql' && hasDatabase)) return [];
    // A worker beside the service may have what the service never asks.
    const [call] = calls.flatMap((external) => callsIn(view, target, external)).filter(({ module }) => kind !== 'other' || isReached(module, target.app.module, view.python));
    return call ? [{ kind, call, because: `${title} is not probed: what \`${call.callee.text}\` of \`${call.module.path}\` makes can be asked in no way that is known here.` }] : [];
  }).filter(({ kind }, index, all) => kind === 'other' || all.findIndex((one) => one.kind === kind) === index);
}

/** Calls in the service, and in what it imports from beside its project. */
function callsIn({ repo, python }: RepositoryView, { project, app }: ServiceTarget, external: string): readonly Call[] {
  return python.callsTo({ external }).filter(({ module }) => roleOf(module.path) === 'service' && !isRunByHand(module.path) && (projectOf(repo, module.path) === project || runs(app.module, module, python)));
}

/** `sessionmaker(engine, class_=AsyncSession)` makes sessions that are awaited. */
function withSessionClass(maker: Maker, call: Call): Maker {
  const given = call.arguments.find(({ name }) => name === 'class_');
  return maker.what === 'session' && given && /AsyncSession$/.test(given.value.text) ? { ...maker, isAsync: true } : maker;
}

/** `test_engine` beside the one of the service: where the service runs, nobody has started it. */
function isForTests({ call: { node }, way }: Made): boolean {
  const variable = way ? `${way.name}${way.after}` : node.parent?.type === 'assignment' ? (node.parent.children[0]?.text ?? '') : '';
  return /(?:^|[_.])test(?:s|ing)?(?:_|\b)|^Test[A-Z]/i.test(variable);
}

/** Why a probe cannot import the object: the end of a sentence. */
function obstacleTo({ call, what, isAsync, way }: Made, view: RepositoryView, { app }: ServiceTarget): string | undefined {
  const { python } = view;
  const hidden = privateVariable(call, view);
  if (!way && hidden !== undefined) return `\`${hidden}\` is private to \`${call.module.path}\`.`;
  if (!way || (way.isAwaited && !isAsync)) return `\`${call.callee.text}\` of \`${call.module.path}\` is called where nothing at the top of a module holds what it makes. Give it a name there.`;
  const { module, name } = way;
  if (module === app.module) return `\`${name}\` is made in \`${module.path}\` beside the app, which the probe cannot import. Move it to a module of its own.`;
  if (python.reaches(module, app.module)) return `\`${module.path}\` imports the app, so that the probe cannot import \`${name}\` from it.`;
  if (!isReached(module, app.module, python)) return `nothing shows that the app imports \`${module.path}\`, where \`${name}\` is made.`;
  if (what === 'database' && !python.layout.holding(name).some(({ path, text }) => roleOf(path) === 'service' && text.includes(`${name}${way.after}.connect(`))) return `nothing connects \`${name}\` of \`${module.path}\`.`;
  return undefined;
}

/** Whether the module runs when the service does: the app, or a module that is served in its place, imports it. */
function isReached(module: Module, app: Module, python: RepositoryView['python']): boolean {
  if (runs(app, module, python)) return true;
  return python.layout.modules.some((other) => roleOf(other.path) === 'service' && python.importedBy(other).includes(app) && runs(other, module, python));
}

/** Whether importing one module runs another, also by way of the packages around it. */
function runs(from: Module, to: Module, python: RepositoryView['python']): boolean {
  return running(python, from, () => startedBy(from, python)).has(to);
}

const running = rememberedFor<RepositoryView['python'], Module, ReadonlySet<Module>>();

function startedBy(from: Module, python: RepositoryView['python']): ReadonlySet<Module> {
  const seen = new Set<Module>();
  const waiting = [from];
  for (let module = waiting.pop(); module; module = waiting.pop()) {
    if (seen.has(module)) continue;
    seen.add(module);
    waiting.push(...python.importedBy(module), ...foldersAbove(module.path).flatMap((folder) => python.layout.moduleAt(joinPath(folder, '__init__.py')) ?? []));
  }
  return seen;
}

/** Databases that are connected before engines, engines before sessions, those that are awaited before those that block: they are several ways to the same place. */
function preferred(made: readonly Made[]): readonly Made[] {
  const ranks = made.map(({ what, isAsync }) => (what === 'session' ? 0 : what === 'database' ? 4 : 2) + (isAsync ? 1 : 0));
  const best = Math.max(...ranks);
  return made.filter((_, index) => ranks[index] === best);
}

/** One is called by its kind; several are told apart by their variables. */
function named(kind: Kind, made: readonly Made[]): readonly Dependency[] {
  const { check } = CHECKS[kind];
  const used = new Set<string>();
  return made.flatMap(({ way, what, isAsync }) => {
    if (!way) return [];
    const spelled = `${way.name}${way.after.startsWith('.') ? way.after.replace(/\W+/g, '_') : ''}`.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
    const stem = spelled.replace(/(?:^|_)(?:async|get|engine|clients?|session_?local|session_?maker|session_?factory|sessions?|redis|mongo(?:db)?)(?=_|$)/g, '').replace(/^_+|_+$/g, '');
    const wanted = made.length === 1 ? check : stem === '' ? check : `${check}_${stem}`;
    const name = used.has(wanted) ? `${check}_${used.size + 1}` : wanted;
    used.add(name);
    return [{ check: name, kind, what, isAsync, object: way }];
  });
}
