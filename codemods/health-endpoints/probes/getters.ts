import { assignmentOf, blockOf, deepDescendants, parts, statementsOf, type PyNode, type Symbol } from '#pystd';

/** Whether a function does nothing but return `held`, and takes `parameters` alone. */
export function handsOut(definition: PyNode, held: string, parameters: readonly string[]): boolean {
  const statements = statementsOf(blockOf(definition) ?? definition).filter(({ type, text }) => !(type === 'expression_statement' && /^[rRuU]?["']/.test(text)));
  const [only] = statements;
  return isCoroutine(definition) ? false : takes(definition, parameters) && statements.length === 1 && only?.type === 'return_statement' && parts(only)[0]?.text === held;
}

/** Whether a function without parameters is cached, and returns what the call makes: `@lru_cache def get_engine(): return create_engine(…)`. */
export function isCachedGetter(definition: PyNode, call: PyNode, symbolOf: (name: PyNode) => Symbol): boolean {
  const decorators = definition.parent?.type === 'decorated_definition' ? definition.parent.children.filter(({ type }) => type === 'decorator') : [];
  const [only] = decorators;
  const named = only && parts(only)[0];
  const symbol = named && symbolOf(named.type === 'call' ? (named.children[0] ?? named) : named);
  if (decorators.length !== 1 || symbol?.kind !== 'external' || !/^functools\.(?:lru_)?cache$/.test(symbol.name) || isCoroutine(definition) || !takes(definition, [])) return false;
  const [returned, ...others] = returnsOf(definition);
  const value = returned && parts(returned)[0];
  if (value === undefined || others.length > 0) return false;
  return value === call || (value.type === 'identifier' && assignedIn(definition, value.text).length === 1 && isAssigned(call, value.text));
}

/** Whether a function makes something when it is first called and keeps it where `isKept` says that it stays: `if _engine is None: _engine = create_engine(…)`. */
export function isKeptGetter(definition: PyNode, call: PyNode, parameters: readonly string[], isKept: (target: string) => boolean): boolean {
  const isDecorated = definition.parent?.type === 'decorated_definition';
  const target = call.parent?.type === 'assignment' ? call.parent.children[0]?.text : undefined;
  if (target === undefined || (isDecorated && parameters.length === 0) || !takes(definition, parameters) || !isKept(target)) return false;
  const isLocal = !target.includes('.') && !new RegExp(String.raw`^\s*global\s[^\n]*\b${target}\b`, 'm').test(definition.text);
  const asks = nodesOf(definition).some(({ type, children }) => type === 'if_statement' && [`${target} is None`, `not ${target}`, `${target} is not None`, target].includes(children.find((child) => child.named && child.type !== 'comment')?.text ?? ''));
  const returns = returnsOf(definition);
  return !isLocal && asks && returns.length > 0 && returns.every((statement) => parts(statement)[0]?.text === target);
}

/** Whether a context manager without arguments gives a session that `factory` makes. */
export function yieldsSession(definition: PyNode, factory: string): boolean {
  const nodes = nodesOf(definition);
  const [given, ...others] = nodes.filter(({ type, named }) => named && type === 'yield').map((one) => parts(one)[0]);
  if (!takes(definition, ['self']) || given?.type !== 'identifier' || others.length > 0) return false;
  const made = `${factory}()`;
  const bound = nodes.some((node) => (node.type === 'assignment' && node.children[0]?.text === given.text && node.children.at(-1)?.text === made) || (node.type === 'as_pattern' && node.children[0]?.text === made && node.children.at(-1)?.text === given.text));
  return bound && assignedIn(definition, given.text).length <= 1;
}

/** Whether the parameters of a function are these, and no others. */
function takes(definition: PyNode, parameters: readonly string[]): boolean {
  const list = definition.children.find(({ type }) => type === 'parameters');
  return list !== undefined && parts(list).map(({ text }) => text).join() === parameters.join();
}

/** The nodes of a function, without those of functions and classes in it. */
function nodesOf(definition: PyNode): readonly PyNode[] {
  return [...deepDescendants(definition, (inner) => inner === definition || !['function_definition', 'lambda', 'class_definition'].includes(inner.type))];
}

function returnsOf(definition: PyNode): readonly PyNode[] {
  return nodesOf(definition).filter(({ type }) => type === 'return_statement');
}

function assignedIn(definition: PyNode, name: string): readonly PyNode[] {
  return nodesOf(definition).filter(({ type, children }) => type === 'assignment' && children[0]?.text === name);
}

function isAssigned(call: PyNode, name: string): boolean {
  const assignment = call.parent?.parent && assignmentOf(call.parent.parent);
  return assignment?.target.text === name && assignment.value === call;
}

function isCoroutine(definition: PyNode): boolean {
  return definition.children[0]?.type === 'async';
}
