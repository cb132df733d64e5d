import { codeStyleOf, importOf, type CodeStyle, type Module, type NewImport, type PyNode, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import type { Left } from './find/unit.ts';
import { baseModule, type Home } from './home/home.ts';
import { moduleNames, type ModuleNames } from './home/names.ts';
import { entityName } from './name/words.ts';
import type { Options } from './options.ts';
import type { Method, Plan } from './plan.ts';
import { baseText, neededBy, repositoryText, sessionType, type NewClass } from './text/class.ts';
import { methodText } from './text/method.ts';

/** A module that is to be made. */
export interface NewFile {
  readonly path: RepoPath;
  readonly text: string;
  readonly isBase: boolean;
  /** Whether its classes derive from the generic base class. */
  readonly hasBase: boolean;
}

/** Methods for classes that are there. */
export interface Continued {
  readonly module: Module;
  readonly additions: readonly { readonly node: PyNode; readonly text: string }[];
  readonly imports: readonly NewImport[];
}

/** A plan as texts. */
export interface Rendered {
  readonly style: CodeStyle;
  readonly methods: readonly Method[];
  readonly files: readonly NewFile[];
  readonly continued: readonly Continued[];
  /** What cannot be written after all. */
  readonly left: readonly (Left & { readonly method: Method })[];
}

/** Operations that every repository has of its base class. */
const COMMON = ['add', 'delete', 'flush', 'refresh'];

/** Writes the methods of a plan down. */
export function rendered(task: Task<Options>, target: ServiceTarget, { methods }: Plan): Rendered {
  const style = codeStyleOf(task, target.project);
  const base = baseFor(task, target, methods);
  const kept: Method[] = [];
  const left: Rendered['left'][number][] = [];
  const files: NewFile[] = [];
  const continued: Continued[] = [];
  for (const path of [...new Set(methods.map(({ home }) => home.path))]) {
    const own = methods.filter(({ home }) => home.path === path);
    const [first] = own;
    if (!first) continue;
    const names = moduleNames(task, path, first.draft.unit.handler.module, [...new Set(own.map(({ home }) => home.name))]);
    const classes: { readonly home: Home; readonly one: NewClass }[] = [];
    for (const home of distinct(own.map((method) => method.home))) {
      const isBased = base !== undefined && home.kind === 'new' && base.isAsync === first.draft.unit.session.isAsync;
      const texts: string[] = [];
      const ofHome = own.filter((method) => method.home === home);
      for (const method of [...ofHome.filter(({ object }) => object === undefined), ...ofHome.filter(({ object }) => object !== undefined)]) {
        if (isBased && method.object !== undefined && base.operations.includes(method.object)) {
          kept.push(method);
          continue;
        }
        const text = methodText(method, names, style);
        if (typeof text === 'string') {
          kept.push(method);
          texts.push(text);
        } else left.push(...method.uses.map(({ unit }) => ({ method, node: unit.statements[0] ?? unit.tails[0] ?? unit.handler.node, because: text.problem })));
      }
      const baseName = isBased ? baseIn(task, base.path, path, first.draft.unit.handler.module, names) : undefined;
      const session = baseName === undefined && home.kind === 'new' ? names.annotate(sessionType(ofHome[0]?.draft.unit.session.type ?? ''), style.floor) : undefined;
      classes.push({ home, one: { name: home.name, entity: entityName(home.model.name), model: baseName === undefined ? '' : (names.annotate(home.model, undefined) ?? home.model.name), base: baseName, session, methods: texts } });
    }
    const existing = classes.flatMap(({ home, one }) => (home.existing && one.methods.length > 0 ? [{ node: home.existing.node, text: one.methods.join('\n') }] : []));
    const [home] = classes;
    if (home?.home.existing) continued.push({ module: home.home.existing.module, additions: existing, imports: neededBy(existing.map(({ text }) => text).join('\n'), names) });
    else files.push({ path, text: repositoryText(classes.map(({ one }) => one), names, style.width(path)), isBase: false, hasBase: classes.some(({ one }) => one.base !== undefined) });
  }
  if (base && files.some(({ hasBase }) => hasBase) && !task.repo.files.has(base.path)) files.unshift({ path: base.path, text: baseText(base.operations, base.isAsync, base.session, style), isBase: true, hasBase: false });
  return { style, methods: kept, files, continued, left };
}

function distinct(homes: readonly Home[]): readonly Home[] {
  return homes.filter((home, index) => homes.findIndex((other) => other.name === home.name && other.path === home.path) === index);
}

interface Base {
  readonly path: RepoPath;
  readonly isAsync: boolean;
  readonly operations: readonly string[];
  readonly session: ReturnType<typeof sessionType> & { readonly kind: 'outer' };
}

/** The generic base class that is to be made, where the standard asks for one and there is none; it works with the kind of session that most have. */
function baseFor(task: Task<Options>, target: ServiceTarget, methods: readonly Method[]): Base | undefined {
  const path = task.wants('layers/generic-base-repository') ? baseModule(target, task.options) : undefined;
  if (path === undefined || task.repo.files.has(path) || task.repo.opaque.has(path)) return undefined;
  const sessions = methods.filter(({ home }) => home.kind === 'new').map(({ draft }) => draft.unit.session);
  const isAsync = sessions.filter((one) => one.isAsync).length * 2 > sessions.length;
  const type = sessions.find((one) => one.isAsync === isAsync)?.type;
  const session = type === undefined ? undefined : sessionType(type);
  if (session?.kind !== 'outer') return undefined;
  const used = methods.flatMap(({ object }) => (object === undefined ? [] : [object]));
  return { path, isAsync, session, operations: [...new Set([...COMMON, ...used])].sort() };
}

/** How a module of repositories calls the base class. */
function baseIn(task: Task<Options>, base: RepoPath, path: RepoPath, like: Module, names: ModuleNames): string | undefined {
  const carried = importOf(task, { module: { path: base, isPackage: false }, name: 'BaseRepository' }, 'BaseRepository', path, like);
  return carried.kind === 'import' ? names.callOuter({ name: 'BaseRepository', import: carried.import, runs: undefined, key: `${base}:BaseRepository` }) : undefined;
}
