import { dataAccessOf, handlersOf, isNamed, snakeCase, type Module, type OwnType, type PyNode, type ServiceTarget, type Task } from '#pystd';
import type { Draft } from './draft/draft.ts';
import { draftOf } from './draft/make.ts';
import type { Asking, Left, Unit } from './find/unit.ts';
import { unitsOf } from './find/units.ts';
import { homeOf, type Home } from './home/home.ts';
import { methodName } from './name/method-name.ts';
import { entityName } from './name/words.ts';
import type { Options } from './options.ts';

/** A method of a repository, with everything that is to ask it. */
export interface Method {
  readonly home: Home;
  readonly name: string;
  /** How it is written: the first that was found. */
  readonly draft: Draft;
  /** Whether it hands an object to the session: `add`, `delete`. */
  readonly object: string | undefined;
  readonly isAsync: boolean;
  readonly uses: readonly Draft[];
}

/** What stays in one handler, and why. */
export interface Stays {
  readonly asking: Asking;
  readonly left: readonly Left[];
}

/** What becomes of the data access in the handlers of a service. */
export interface Plan {
  readonly methods: readonly Method[];
  readonly stays: readonly Stays[];
}

/** Plans the repositories of a service: which pieces of handlers become which methods. */
export function planFor(task: Task<Options>, target: ServiceTarget): Plan {
  const homes = new Map<PyNode, Home | { readonly problem: string }>();
  const kinds = new Map<PyNode, boolean>();
  const drafts: { readonly home: Home; readonly draft: Draft }[] = [];
  const stays: Stays[] = [];
  for (const handler of handlersOf(task, target.project)) {
    if (!isNamed(handler, task.options.handlers)) continue;
    const asking: Asking = { handler, access: dataAccessOf(task.python, handler) };
    if (asking.access.calls.length === 0) continue;
    const { units, left } = unitsOf(task, asking);
    const reasons = [...left];
    for (const unit of units) {
      const found = placed(unit);
      if ('because' in found) reasons.push(found);
      else drafts.push(found);
    }
    if (reasons.length > 0) stays.push({ asking, left: reasons.sort((a, b) => a.node.start - b.node.start) });
  }
  return { methods: methodsOf(task, drafts), stays };

  function placed(unit: Unit): { readonly home: Home; readonly draft: Draft } | Left {
    const { model, session } = unit;
    const node = unit.statements[0] ?? unit.tails[0] ?? unit.handler.node;
    const home = homes.get(model.node) ?? homeOf(task, target, model, session, task.options);
    homes.set(model.node, home);
    if ('problem' in home) return { node, because: home.problem };
    const isAsync = kinds.get(model.node) ?? session.isAsync;
    kinds.set(model.node, isAsync);
    if (isAsync !== session.isAsync) return { node, because: `\`${home.name}\` works with sessions of the other kind.` };
    if (isCircle(unit.handler.module, home, model)) return { node, because: `\`${model.name}\` is defined in a module that imports the routes: a repository could not be imported there.` };
    const draft = draftOf(task, unit, home.path);
    return 'because' in draft ? draft : { home, draft };
  }

  function isCircle(router: Module, home: Home, model: OwnType): boolean {
    const through = home.existing ? [home.existing.module, model.module] : [model.module];
    return through.some((one) => one === router || task.python.reaches(one, router));
  }
}

/** The method of the session that a unit hands its object to. */
export function objectOf({ calls, statements }: Unit): string | undefined {
  const [call] = calls;
  return statements.length === 0 && call && (call.kind === 'object' || call.kind === 'flush') ? call.method : undefined;
}

/** One method for each thing that is asked, with a name of its own. */
function methodsOf(task: Task<Options>, drafts: readonly { readonly home: Home; readonly draft: Draft }[]): readonly Method[] {
  const groups = new Map<string, { readonly home: Home; readonly uses: Draft[] }>();
  for (const { home, draft } of drafts) {
    const object = objectOf(draft.unit);
    const key = `${home.path}:${home.name}:${object ?? draft.key}`;
    const group = groups.get(key) ?? { home, uses: [] };
    group.uses.push(draft);
    groups.set(key, group);
  }
  const taken = new Map<string, Set<string>>();
  return [...groups.values()].flatMap(({ home, uses }): readonly Method[] => {
    const [draft] = uses;
    if (!draft) return [];
    const own = taken.get(`${home.path}:${home.name}`) ?? new Set(home.taken);
    taken.set(`${home.path}:${home.name}`, own);
    const object = objectOf(draft.unit);
    const wanted = object ?? methodName(task, draft.unit);
    const entity = snakeCase(entityName(draft.unit.model.name));
    const candidates = object === undefined ? [wanted, `${wanted}_for_${draft.unit.handler.name}`, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${wanted}_${number}`)] : [wanted, `${wanted}_${entity}`];
    const name = candidates.find((one) => !own.has(one)) ?? `${wanted}_${own.size}`;
    own.add(name);
    return [{ home, name, draft, object, isAsync: draft.unit.awaits, uses }];
  });
}
