import {
  boundBy, carriedName, circleThrough, folderOf, freeNamesOf, importOf, isInside, isTakenElsewhere, joinPath, nameOf, replacedInTests,
  type CarriedName, type FreeName, type Module, type NewImport, type PyNode, type RepoPath, type RepositoryView,
} from '#pystd';
import type { PortableAnnotation } from './annotation.ts';
import { isLogger, namesInQuotes, staysBecause } from './companion.ts';
import type { ServiceHome } from './home.ts';
import type { Obstacle } from './model.ts';

/** What has to be there for code that moves to a new module. */
export interface Carried {
  readonly imports: readonly NewImport[];
  readonly runs: readonly Module[];
  readonly along: readonly PyNode[];
}

/** Where code goes, and from where. */
export interface Carrier {
  readonly from: Module;
  readonly home: ServiceHome;
}

/** An annotation as the module of the service writes it, with what it needs there. */
export interface CarriedAnnotation {
  readonly text: string;
  readonly imports: readonly NewImport[];
  readonly runs: readonly Module[];
  /** Classes of the old module that only annotations name: importing them at run time would close a circle. */
  readonly forTypes: readonly NewImport[];
}

/** How an annotation comes along; `undefined` where it cannot. */
export function carriedAnnotation(view: RepositoryView, { text, module, names }: PortableAnnotation, { from, home }: Carrier): CarriedAnnotation | undefined {
  const { path, kind } = home;
  const carried = names.map((name) => carriedName(view, module, name, path));
  const own = names.filter((_, index) => carried[index]?.kind === 'own');
  const forTypes = module === from && kind === 'new' ? own.flatMap(({ name }) => typeImport(view, from, name, path) ?? []) : [];
  const found = carried.flatMap((one) => (one.kind === 'import' ? [one] : []));
  const runs = found.flatMap((one) => one.runs ?? []);
  const isStrange = carried.some(({ kind: how }) => how === 'problem') || (module !== from && found.some((one) => one.import.module.startsWith('.')));
  if (own.length !== forTypes.length || isStrange || circleAt(view, runs, from, home) !== undefined) return undefined;
  return { text: own.length > 0 ? `"${text}"` : text, imports: found.map((one) => one.import), runs, forTypes };
}

function typeImport(view: RepositoryView, home: Module, name: string, path: RepoPath): NewImport | undefined {
  const carried = importOf(view, { module: home, name }, name, path, home);
  return carried.kind === 'import' ? carried.import : undefined;
}

/** Whether two imports bind one name to two things. */
export function clashes(one: NewImport, others: readonly NewImport[]): boolean {
  return others.some((other) => boundBy(one) === boundBy(other) && (one.module !== other.module || one.name !== other.name) && !(one.name === undefined && other.name === undefined));
}

/** How all names that code reads come along; definitions of its own module come with it. */
export function carriedBy(view: RepositoryView, module: Module, names: readonly FreeName[], { home }: Carrier): Carried | Obstacle {
  const { path } = home;
  const imports: NewImport[] = [];
  const runs: Module[] = [];
  const along: PyNode[] = [];
  const waiting = [...names];
  const seen = new Set<string>();
  for (let free = waiting.shift(); free; free = waiting.shift()) {
    if (seen.has(free.name)) continue;
    seen.add(free.name);
    const node = free.uses[0] ?? module.tree.root;
    const replaced = replacedInTests(view, module, free.name);
    if (replaced) return { node, because: `\`${replaced.path}\` may put something else in the place of \`${free.name}\`, and would not reach it any more.` };
    const carried: CarriedName = carriedName(view, module, free, path);
    if (carried.kind === 'problem') return { node, because: carried.because };
    if (carried.kind === 'import') {
      if (isTakenElsewhere(view, module, free.name) && !isReadAtTop(module, free.name)) return { node, because: `Others import \`${free.name}\` from this module, where nothing might use it any more.` };
      if (clashes(carried.import, imports)) return { node, because: `\`${free.name}\` means two things there.` };
      imports.push(carried.import);
      if (carried.runs) runs.push(carried.runs);
    }
    if (carried.kind === 'own') {
      const because = staysBecause(view, module, free.name, carried.statement, path) ?? takenAtHome(home, free.name, carried.statement);
      if (because !== undefined) return { node, because };
      along.push(carried.statement);
      waiting.push(...namesInQuotes(module, [carried.statement]), ...freeNamesOf(module, [carried.statement]).filter((one) => one.from !== 'local' && !(isLogger(carried.statement) && one.name === '__name__')));
    }
  }
  const circle = circleAt(view, runs, module, home);
  if (circle !== undefined) return { node: names[0]?.uses[0] ?? module.tree.root, because: circle };
  return { imports, runs, along };
}

/** Whether more than the bodies of functions needs the name. */
function isReadAtTop({ names }: Module, name: string): boolean {
  return names.references().some((one) => one.name === name && one.scope === names.module);
}

/** Why the module of a service that is there cannot take a definition. A full sentence. */
function takenAtHome(home: ServiceHome, name: string, statement: PyNode): string | undefined {
  const there = home.kind === 'class' ? home.module.names.module.bindings.get(name) : undefined;
  const isSame = there?.length === 1 && there[0]?.how.kind === 'assignment' && isLogger(statement) && there[0].how.statement.text === statement.text;
  return there && !isSame ? `\`${name}\` means something else in \`${home.path}\`.` : undefined;
}

/** Why the module of routes cannot import the module of a service that imports these: packages on the way run, too, and what the module imports already. */
function circleAt(view: RepositoryView, runs: readonly Module[], from: Module, home: ServiceHome): string | undefined {
  const packages: Module[] = [];
  for (let folder = folderOf(home.path); folder !== '' && !isInside(from.path, folder); folder = folderOf(folder)) {
    const init = view.python.layout.moduleAt(joinPath(folder, '__init__.py'));
    const isRunAlready = view.python.importedBy(from).some(({ path }) => isInside(path, folder));
    if (init && !isRunAlready) packages.push(init);
  }
  const back = home.kind === 'class' ? runs.find((one) => one === home.module || view.python.reaches(one, home.module)) : undefined;
  if (back) return `\`${back.path}\` imports \`${nameOf(home.path)}\` itself.`;
  return circleThrough(view, [...runs, ...packages, ...(home.kind === 'class' ? [home.module] : [])], from, home.path);
}
