import {
  carriedName, circleThrough, deepDescendants, freeNamesOf, importOf, isTakenElsewhere, nameOf, roleOf, type CarriedName, type FreeName, type Module, type NewImport, type PyNode, type RepoPath, type RepositoryView,
} from '#pystd';
import type { PortableAnnotation } from './annotation.ts';
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
export function carriedAnnotation(view: RepositoryView, { text, module, names }: PortableAnnotation, { from, home: { path, kind } }: Carrier): CarriedAnnotation | undefined {
  const carried = names.map((name) => carriedName(view, module, name, path));
  const own = names.filter((_, index) => carried[index]?.kind === 'own');
  const forTypes = module === from && kind === 'new' ? own.flatMap(({ name }) => typeImport(view, from, name, path) ?? []) : [];
  const found = carried.flatMap((one) => (one.kind === 'import' ? [one] : []));
  const runs = found.flatMap((one) => one.runs ?? []);
  const isStrange = carried.some(({ kind: how }) => how === 'problem') || (module !== from && found.some((one) => one.import.module.startsWith('.')));
  if (own.length !== forTypes.length || isStrange || circleThrough(view, runs, from) !== undefined) return undefined;
  return { text: own.length > 0 ? `"${text}"` : text, imports: found.map((one) => one.import), runs, forTypes };
}

function typeImport(view: RepositoryView, home: Module, name: string, path: RepoPath): NewImport | undefined {
  const carried = importOf(view, { module: home, name }, name, path, home);
  return carried.kind === 'import' ? carried.import : undefined;
}

/** Whether two imports bind one name to two things. */
export function clashes(one: NewImport, others: readonly NewImport[]): boolean {
  const bound = ({ module, name, alias }: NewImport): string => alias ?? name ?? module.split('.')[0] ?? '';
  return others.some((other) => bound(one) === bound(other) && (one.module !== other.module || one.name !== other.name) && !(one.name === undefined && other.name === undefined));
}

/** How all names that code reads come along; definitions of its own module come with it. */
export function carriedBy(view: RepositoryView, module: Module, names: readonly FreeName[], { home: { path } }: Carrier): Carried | Obstacle {
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
      if (clashes(carried.import, imports)) return { node, because: `\`${free.name}\` means two things there.` };
      imports.push(carried.import);
      if (carried.runs) runs.push(carried.runs);
    }
    if (carried.kind === 'own') {
      const because = staysBecause(view, module, free.name, carried.statement);
      if (because !== undefined) return { node, because };
      along.push(carried.statement);
      waiting.push(...freeNamesOf(module, [carried.statement]).filter((one) => one.from !== 'local' && !(isLogger(carried.statement) && one.name === '__name__')));
    }
  }
  const circle = circleThrough(view, runs, module);
  if (circle !== undefined) return { node: names[0]?.uses[0] ?? module.tree.root, because: circle };
  return { imports, runs, along };
}

/** `logger = logging.getLogger(__name__)`: every module has its own. */
export function isLogger({ text }: PyNode): boolean {
  return /^\w+\s*(?::[^=]*)?=\s*(?:logging\.)?getLogger\(__name__\)$/.test(text.trim());
}

/** Why a definition of the old module cannot come along. A full sentence. */
function staysBecause(view: RepositoryView, module: Module, name: string, statement: PyNode): string | undefined {
  if (isLogger(statement)) return undefined;
  const definition = deepDescendants(statement, () => true);
  for (const node of definition) {
    if (node.type !== 'identifier') continue;
    const symbol = view.python.symbolOf(module, node);
    if (symbol.kind === 'external' && /^(?:fastapi|starlette)\.(?!(?:exceptions\.)?HTTPException$|status|encoders|concurrency)/.test(symbol.name)) return `\`${name}\` of this module belongs to the routes (\`${node.text}\`).`;
    if (node.text === '__file__') return `\`${name}\` depends on where its module lies.`;
  }
  if (statement.type === 'decorated_definition' && statement.children[0]?.text.startsWith('@router')) return `\`${name}\` answers a route itself.`;
  if (module.names.exportedNames().kind !== 'none') return `\`${nameOf(module.path)}\` says what it exports.`;
  return isTakenElsewhere(view, module, name) ? `\`${name}\` of this module is used by others.` : undefined;
}

/** A test that patches a name of the module, by its dotted name or on the module itself. */
function replacedInTests({ python }: RepositoryView, module: Module, name: string): Module | undefined {
  const stem = nameOf(module.path).replace(/\.py$/, '');
  return python.layout.holding(name).find((other) => roleOf(other.path) === 'test' && (new RegExp(`["'][\\w.]*\\b${stem}\\.${name}\\b`).test(other.text) || new RegExp(`(?:setattr|patch\\.object)\\([^,\\n]*\\b${stem}\\b\\s*,\\s*["']${name}["']`).test(other.text)));
}
