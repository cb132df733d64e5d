import {
  argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, childOfType, deepDescendants, parts, statementsOf, undecorated,
  type Argument, type Module, type PyNode, type RepositoryView,
} from '#pystd';

/** A service of this repository, which is made of a session. */
export interface ServiceClass {
  readonly module: Module;
  readonly name: string;
}

/**
 * Why it matters when a service is made, and how often: a full sentence. It does not where the constructor keeps the session and makes repositories that keep it, and where no method keeps
 * anything on the object that a second object would not have.
 *
 * @param often whether one object will stand for several
 */
export function momentMatters(view: RepositoryView, service: ServiceClass, often: boolean): string | undefined {
  const { keeps, kept } = keptBy(view, service, []);
  if (!keeps) return `The constructor of \`${service.name}\` does more than keep what it is given.`;
  const holder = often ? [service, ...kept].find((one) => holdsState(one)) : undefined;
  return holder && `\`${holder.name}\` remembers things on itself, which each of its objects does on its own.`;
}

/** Whether making the object keeps what is given and nothing else, and the repositories it makes. */
function keptBy(view: RepositoryView, service: ServiceClass, above: readonly ServiceClass[]): { readonly keeps: boolean; readonly kept: readonly ServiceClass[] } {
  const none = { keeps: false, kept: [] };
  if (above.some((one) => isSame(one, service))) return none;
  const { module, init } = constructorOf(view, service) ?? {};
  const body = init && blockOf(init);
  const list = init && childOfType(init, 'parameters');
  const [self, session, more] = list ? parts(list) : [];
  if (!module || !init || !body || !self || !session || more || !/^(?:typed_)?(?:parameter|identifier)$/.test(session.type)) return none;
  const kept: ServiceClass[] = [];
  const isKept = (value: PyNode): boolean => {
    if (value.type === 'identifier') return module.names.scopeInside(init)?.bindings.get(value.text)?.every(({ how }) => how.kind === 'parameter') ?? false;
    const callee = value.type === 'call' ? calleeOf(value) : undefined;
    const given = value.type === 'call' ? argumentListOf(value) : undefined;
    const symbol = callee && view.python.symbolOf(module, callee);
    if (!given || symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'class') return false;
    const made = { module: symbol.module, name: symbol.name };
    const inner = keptBy(view, made, [...above, service]);
    kept.push(made, ...inner.kept);
    return inner.keeps && argumentsOf(given).every((one) => one.unpacking === undefined && isKept(one.value) && one.value.type === 'identifier');
  };
  const keeps = statementsOf(body).every((statement) => {
    if (statement.type === 'expression_statement' && parts(statement)[0]?.type === 'string') return true;
    const { target, value } = assignmentOf(statement) ?? {};
    return target?.type === 'attribute' && parts(target)[0]?.text === self.text && value !== undefined && isKept(value);
  });
  return { keeps, kept };
}

function isSame(one: ServiceClass, other: ServiceClass): boolean {
  return one.module === other.module && one.name === other.name;
}

/** The class, where nothing but its own statement makes it: no decorator, no second definition. */
function classOf({ module, name }: ServiceClass): PyNode | undefined {
  const [binding, other] = module.names.module.bindings.get(name) ?? [];
  const definition = !other && binding?.how.kind === 'class' ? binding.how.definition : undefined;
  return definition?.parent?.type === 'decorated_definition' ? undefined : definition;
}

/** What else has a say when an object is made, or when an attribute of it is set. */
const OTHER_MAKERS: ReadonlySet<string> = new Set(['__new__', '__setattr__', '__init_subclass__', '__call__']);

/** The constructor of a class: its own, or that of the plain classes of the repository that it derives from; `undefined` where other code has a say in making objects. */
function constructorOf(view: RepositoryView, service: ServiceClass, below: readonly ServiceClass[] = []): { readonly module: Module; readonly init: PyNode } | undefined {
  const definition = below.some((one) => isSame(one, service)) ? undefined : classOf(service);
  if (!definition) return undefined;
  const methods = methodsOf(definition);
  if (methods.some((method) => OTHER_MAKERS.has(nameOf(method)))) return undefined;
  const list = argumentListOf(definition);
  const bases = (list ? argumentsOf(list) : []).filter(({ name, unpacking, value }) => name !== undefined || unpacking !== undefined || !isPlainBase(view, service.module, value));
  const own = methods.find((method) => nameOf(method) === '__init__');
  const [base, another] = bases;
  const inherited = base && baseOf(view, service.module, base);
  const above = inherited && constructorOf(view, inherited, [...below, service]);
  if (base && (another || !inherited || (!above && !isWithoutConstructor(inherited)))) return undefined;
  if (own) return own.parent?.type === 'decorated_definition' ? undefined : { module: service.module, init: own };
  return above;
}

/** Bases that have no say in making objects. */
function isPlainBase({ python }: RepositoryView, module: Module, value: PyNode): boolean {
  const symbol = python.symbolOf(module, value.type === 'subscript' ? (parts(value)[0] ?? value) : value);
  return symbol.kind === 'builtin' ? symbol.name === 'object' : symbol.kind === 'external' && /^(?:typing|typing_extensions)\.(?:Generic|Protocol)$|^abc\.ABC$/.test(symbol.name);
}

function baseOf({ python }: RepositoryView, module: Module, { name, unpacking, value }: Argument): ServiceClass | undefined {
  const node = value.type === 'subscript' ? (parts(value)[0] ?? value) : value;
  const symbol = name === undefined && unpacking === undefined ? python.symbolOf(module, node) : undefined;
  return symbol?.kind === 'defined' && symbol.attributes.length === 0 && symbol.binding.how.kind === 'class' ? { module: symbol.module, name: symbol.name } : undefined;
}

function isWithoutConstructor(service: ServiceClass): boolean {
  const definition = classOf(service);
  return definition !== undefined && !argumentListOf(definition) && !methodsOf(definition).some((method) => nameOf(method) === '__init__' || OTHER_MAKERS.has(nameOf(method)));
}

function methodsOf(definition: PyNode): readonly PyNode[] {
  const body = blockOf(definition);
  return (body ? statementsOf(body) : []).map(undecorated).filter(({ type }) => type === 'function_definition');
}

function nameOf(definition: PyNode): string {
  return childOfType(definition, 'identifier')?.text ?? '';
}

/** Whether a method other than the constructor sets or changes an attribute of the object, or a decorator remembers what methods gave. */
function holdsState(service: ServiceClass): boolean {
  const definition = classOf(service);
  if (!definition) return true;
  return methodsOf(definition).some((method) => {
    if (nameOf(method) === '__init__') return false;
    const decorators = method.parent?.type === 'decorated_definition' ? method.parent.children.filter(({ type }) => type === 'decorator') : [];
    return decorators.some(({ text }) => /cache/i.test(text)) || [...deepDescendants(method, () => true)].some(setsAttribute);
  });
}

function setsAttribute({ type, text, children: [target] }: PyNode): boolean {
  if (type === 'assignment' || type === 'augmented_assignment') return target !== undefined && /\bself\s*[.[]/.test(target.text);
  return type === 'call' && /^(?:setattr|delattr|vars)\s*\(\s*self\b|^self\.__dict__/.test(text);
}
