import { assignmentOf, blockOf, enclosing, roleOf, statementsOf, type Call, type Module, type PyNode, type RepositoryView } from '#pystd';
import { handsOut, isCachedGetter, isKeptGetter, yieldsSession } from './getters.ts';

/** How other modules get at what a call makes: a name at the top of a module, and what follows it. */
export interface Way {
  readonly module: Module;
  readonly name: string;
  /** What is written after the name: nothing, `()`, `.engine`, `.instance()`. */
  readonly after: string;
  /** Whether the result of `after` is awaited. */
  readonly isAwaited: boolean;
}

/** The way to what a call makes, where there is one that always leads to the same object. */
export function wayTo(call: Call, view: RepositoryView): Way | undefined {
  const variable = lastingVariable(call, view);
  if (variable !== undefined) return variable.startsWith('_') ? handedOut(call.module, variable, view) : { module: call.module, name: variable, after: '', isAwaited: false };
  const definition = call.inFunction?.type === 'function_definition' ? call.inFunction : undefined;
  if (!definition) return undefined;
  const owner = classAround(definition);
  if (owner) return throughObject(call, definition, owner, view) ?? throughClass(call, definition, owner, view);
  return throughFunction(call, definition, view);
}

/** The private variable at the top of a module that nothing hands out; `undefined` for other calls. */
export function privateVariable(call: Call, view: RepositoryView): string | undefined {
  const variable = lastingVariable(call, view);
  return variable?.startsWith('_') ? variable : undefined;
}

/** The variable of an assignment at the top of a module, where that is what the name means in the end. */
export function lastingVariable({ module, node }: Pick<Call, 'module' | 'node'>, { python }: RepositoryView): string | undefined {
  const assignment = node.parent?.type === 'assignment' ? node.parent : undefined;
  const target = assignment?.children[0];
  if (target?.type !== 'identifier' || !assignment?.parent || !runsOrEnds(assignment.parent)) return undefined;
  const symbol = python.exported(module, target.text);
  const how = symbol.kind === 'defined' && symbol.module === module ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value === node && (module.names.module.bindings.get(target.text) ?? []).length === 1 ? target.text : undefined;
}

/** Whether a statement at the top of a module runs in every import that comes to an end: it stands there, or in a `try` that raises again. */
function runsOrEnds(statement: PyNode): boolean {
  if (statement.parent?.type === 'module') return true;
  const attempt = statement.parent?.type === 'block' && statement.parent.parent?.type === 'try_statement' ? statement.parent.parent : undefined;
  if (!attempt || blockOf(attempt) !== statement.parent || attempt.parent?.type !== 'module') return false;
  return attempt.children.filter(({ type }) => type === 'except_clause' || type === 'except_group_clause').every((clause) => {
    const body = clause.children.find(({ type }) => type === 'block');
    return body !== undefined && /^(?:raise\b|sys\.exit\(|exit\()/.test(statementsOf(body).at(-1)?.text ?? '');
  });
}

/** `def get_engine(): return _engine`. */
function handedOut(module: Module, variable: string, view: RepositoryView): Way | undefined {
  const found = statementsOf(module.tree.root).find((statement) => statement.type === 'function_definition' && handsOut(statement, variable, []) && isExported(module, statement, view));
  return found && { module, name: nameOf(found), after: '()', isAwaited: false };
}

/** A function that makes it once: cached, or kept in a variable of the module. */
function throughFunction({ module, node }: Call, definition: PyNode, view: RepositoryView): Way | undefined {
  const outermost = definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
  if (outermost.parent?.type !== 'module' || !isExported(module, definition, view)) return undefined;
  const isOnce = isCachedGetter(definition, node, (name) => view.python.symbolOf(module, name)) || isKeptGetter(definition, node, [], keptVariable(module));
  return isOnce ? { module, name: nameOf(definition), after: '()', isAwaited: isAsync(definition) } : undefined;
}

/** `Client.instance()`: a method of a class that keeps what it makes on the class. */
function throughClass({ module, node }: Call, definition: PyNode, owner: PyNode, view: RepositoryView): Way | undefined {
  const decorators = definition.parent?.type === 'decorated_definition' ? definition.parent.children.filter(({ type }) => type === 'decorator').map(({ text }) => text) : [];
  if (decorators.join() !== '@classmethod' || !isExported(module, owner, view) || nameOf(definition).startsWith('_')) return undefined;
  if (!isKeptGetter(definition, node, ['cls'], (target) => target.startsWith('cls.'))) return undefined;
  return { module, name: nameOf(owner), after: `.${nameOf(definition)}()`, isAwaited: isAsync(definition) };
}

/** An attribute of the one object of a class, made with it or by a method that the service calls: by its name, or by a property or a method that hands it out. */
function throughObject({ module, node }: Call, definition: PyNode, owner: PyNode, view: RepositoryView): Way | undefined {
  const assignment = node.parent?.type === 'assignment' && node.parent.parent?.parent === blockOf(definition) ? node.parent : undefined;
  const attribute = /^self\.(\w+)$/.exec(assignment?.children[0]?.text ?? '')?.[1];
  const object = attribute === undefined ? undefined : onlyObject(module, owner, view);
  if (attribute === undefined || !object || !(nameOf(definition) === '__init__' || isSaidOf(object, nameOf(definition), view))) return undefined;
  const way = (after: string): Way => ({ ...object, after, isAwaited: false });
  if (!attribute.startsWith('_')) return way(`.${attribute}`);
  for (const member of blockOf(owner)?.children ?? []) {
    const method = member.type === 'decorated_definition' ? member.children.find(({ type }) => type === 'function_definition') : member.type === 'function_definition' ? member : undefined;
    if (!method || nameOf(method).startsWith('_')) continue;
    const decorators = member.children.filter(({ type }) => type === 'decorator').map(({ text }) => text);
    if (handsOut(method, `self.${attribute}`, ['self'])) {
      if (decorators.length === 0) return way(`.${nameOf(method)}()`);
      if (/^@(?:cached_)?property$|^@functools\.cached_property$/.test(decorators.join())) return way(`.${nameOf(method)}`);
    }
    if (/^@(?:contextlib\.)?(?:async)?contextmanager$/.test(decorators.join()) && yieldsSession(method, `self.${attribute}`)) return way(`.${nameOf(method)}`);
  }
  return undefined;
}

/** `manager.init(settings.DATABASE_URL)`: whether the service calls the method of the object. */
function isSaidOf({ name }: Pick<Way, 'name'>, method: string, { python }: RepositoryView): boolean {
  return python.layout.holding(method).some(({ path, text }) => roleOf(path) === 'service' && text.includes(`${name}.${method}(`));
}

/** The object of a class that is made once, at the top of a module. */
function onlyObject(home: Module, owner: PyNode, view: RepositoryView): Pick<Way, 'module' | 'name'> | undefined {
  if (!isExported(home, owner, view)) return undefined;
  const made = view.python.callsTo({ defined: { module: home, name: nameOf(owner) } });
  const [only] = made;
  const name = made.length === 1 && only ? lastingVariable(only, view) : undefined;
  return only && name !== undefined && !name.startsWith('_') ? { module: only.module, name } : undefined;
}

function isExported(module: Module, definition: PyNode, { python }: RepositoryView): boolean {
  const name = nameOf(definition);
  const symbol = python.exported(module, name);
  const how = symbol.kind === 'defined' && symbol.module === module ? symbol.binding.how : undefined;
  return !name.startsWith('_') && (how?.kind === 'function' || how?.kind === 'class') && how.definition === definition && (module.names.module.bindings.get(name) ?? []).length === 1;
}

/** Whether a variable begins as `None` at the top of the module, so that a function may keep something in it. */
function keptVariable(module: Module): (target: string) => boolean {
  return (target) => statementsOf(module.tree.root).some((statement) => {
    const assignment = assignmentOf(statement);
    return assignment?.target.text === target && assignment.value?.type === 'none';
  });
}

function classAround(definition: PyNode): PyNode | undefined {
  const around = enclosing(definition, 'class_definition', 'function_definition', 'lambda');
  const outermost = around?.parent?.type === 'decorated_definition' ? around.parent : around;
  return around?.type === 'class_definition' && outermost?.parent?.type === 'module' ? around : undefined;
}

function nameOf(definition: PyNode): string {
  return definition.children.find(({ type }) => type === 'identifier')?.text ?? '';
}

function isAsync(definition: PyNode): boolean {
  return definition.children[0]?.type === 'async';
}
