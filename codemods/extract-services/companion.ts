import {
  assignmentOf, deepDescendants, isTakenElsewhere, nameOf, parts, rebased, roleOf, undecorated, type FreeName, type Module, type PyNode, type RepoPath, type RepositoryView,
} from '#pystd';

/** `logger = logging.getLogger(__name__)`: every module has its own. */
export function isLogger({ text }: PyNode): boolean {
  return /^\w+\s*(?::[^=]*)?=\s*(?:[\w.]+\.)?get_?logger\((?:__name__)?\)$/i.test(text.trim());
}

/** The names that a definition at the top of a module binds. */
export function boundNames(statement: PyNode): readonly string[] {
  const definition = statement.type === 'decorated_definition' ? statement.children.at(-1) : statement;
  const target = definition?.type === 'expression_statement' ? definition.children[0]?.children[0] : definition?.children.find(({ type }) => type === 'identifier');
  return target?.type === 'identifier' ? [target.text] : [];
}

/** Decorators that only make something of the function they are given: what others do may depend on where it is defined. */
const PLAIN_DECORATORS = /^(?:functools\.(?:lru_cache|cache|wraps|total_ordering|singledispatch)|contextlib\.(?:async)?contextmanager|dataclasses\.dataclass|pydantic\.dataclasses\.dataclass|enum\.unique|typing\.(?:final|overload|runtime_checkable))$/;
/** What a value at the top of a module may depend on besides its words: the environment, the time, chance. */
const MOMENTARY = /^(?:os|dotenv|decouple|environs?|starlette\.config|sys|time|datetime|random|secrets|uuid)\b/;

/** Why a definition of the module of routes cannot come along to the module of the service. A full sentence. */
export function staysBecause(view: RepositoryView, module: Module, name: string, statement: PyNode, path: RepoPath): string | undefined {
  if (isLogger(statement)) return undefined;
  const words = `\`${name}\``;
  for (const node of deepDescendants(statement, () => true)) {
    const moved = rebased(view, module, node, path);
    if (moved && ('because' in moved || moved.dotted !== moved.node.text)) return `${words} imports something by its place.`;
    if (node.type === 'global_statement') return `${words} binds names of its module.`;
    if (node.type !== 'identifier') continue;
    const symbol = view.python.symbolOf(module, node);
    if (symbol.kind === 'external' && /^(?:fastapi|starlette)\.(?!(?:exceptions\.)?HTTPException$|status|encoders|concurrency)/.test(symbol.name)) return `${words} of this module belongs to the routes (\`${node.text}\`).`;
    if (node.text === '__file__') return `${words} depends on where its module lies.`;
  }
  const strange = statement.type === 'decorated_definition' ? statement.children.find((child) => child.type === 'decorator' && !isPlain(view, module, child)) : undefined;
  if (strange && /^@\w+\.(?:get|post|put|patch|delete|head|options|route|api_route|websocket)\(/.test(strange.text)) return `${words} answers a route itself.`;
  if (strange) return `What \`${strange.text.split('\n')[0]}\` makes of ${words} may depend on its module.`;
  if (module.names.exportedNames().kind !== 'none') return `\`${nameOf(module.path)}\` says what it exports.`;
  const assignment = assignmentOf(statement);
  if (assignment && (assignment.target.type !== 'identifier' || assignment.value?.type === 'assignment')) return `${words} is set together with other names.`;
  if (assignment?.value && dependsOnMoment(view, module, assignment.value) && hasActed(module, statement)) return `${words} is computed after other statements of the module have run.`;
  if (undecorated(statement).type === 'class_definition' && hasNamesake(view, module, name)) return `Another class is named ${words}, and the document of the API may tell them apart by their modules.`;
  return isTakenElsewhere(view, module, name) ? `${words} of this module is used by others.` : undefined;
}

function isPlain({ python }: RepositoryView, module: Module, decorator: PyNode): boolean {
  const [given] = parts(decorator);
  const callee = given?.type === 'call' ? parts(given)[0] : given;
  const symbol = callee && python.symbolOf(module, callee);
  return symbol?.kind === 'external' && PLAIN_DECORATORS.test(symbol.name);
}

function dependsOnMoment({ python }: RepositoryView, module: Module, value: PyNode): boolean {
  return [...deepDescendants(value, (node) => node.type !== 'lambda')].some((node) => {
    if (node.type !== 'identifier') return false;
    const symbol = python.symbolOf(module, node);
    if (symbol.kind === 'external') return MOMENTARY.test(symbol.name);
    return symbol.kind === 'defined' && symbol.binding.how.kind === 'function';
  });
}

/** Whether statements above one may have changed what it sees: calls, conditions, loops. */
function hasActed({ tree }: Module, statement: PyNode): boolean {
  return parts(tree.root).some(({ type, text, children: [only], start }) => start < statement.start && (type === 'expression_statement' ? only?.type === 'call' || only?.type === 'await' : /_statement$/.test(type) && !/import|assert|pass/.test(type) && !/^if\s+(?:\w+\.)?TYPE_CHECKING\b/.test(text)));
}

function hasNamesake({ python }: RepositoryView, module: Module, name: string): boolean {
  return python.layout.holding(`class ${name}`).some((other) => other !== module && roleOf(other.path) === 'service' && new RegExp(`^[ \\t]*class ${name}\\b`, 'm').test(other.text));
}

/** Names of the module that annotations in quotes mean: pydantic and type checkers look for them where the code stands. */
export function namesInQuotes(module: Module, code: readonly PyNode[]): readonly FreeName[] {
  const found = new Map<string, FreeName>();
  for (const node of code.flatMap((one) => [...deepDescendants(one, () => true)])) {
    if (node.type !== 'string' || !isAnnotation(node)) continue;
    for (const [name] of node.text.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) {
      const bindings = module.names.module.bindings.get(name);
      if (bindings && !found.has(name)) found.set(name, { name, uses: [node], from: 'module', bindings });
    }
  }
  return [...found.values()];
}

/** `x: "Book"`, `list["Book"]` in an annotation, `cast("Book", x)`. */
function isAnnotation(string: PyNode): boolean {
  for (let above = string.parent; above; above = above.parent) {
    if (above.type === 'type') return true;
    if (above.type === 'argument_list') return above.parent?.type === 'call' && /\bcast$/.test(parts(above.parent)[0]?.text ?? '') && parts(above)[0] === string;
    if (above.type === 'block' || above.type === 'module') return false;
  }
  return false;
}
