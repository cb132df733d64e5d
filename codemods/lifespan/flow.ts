import { argumentsOf, calleeOf, enclosing, parts, roleOf, type App, type Binding, type Call, type Module, type PyNode, type RepositoryView } from '#pystd';
import { destinationOf } from './destination.ts';
import { registrationAt, type Registration } from './registration.ts';

/** Something that stands in the program, and why it keeps the handlers from moving: a full sentence. */
export interface Obstacle {
  readonly module: Module;
  readonly node: PyNode;
  readonly because: string;
}

/** A function of the repository that is given the application by a call. */
export interface Helper {
  readonly definition: PyNode;
  /** The module of the call. */
  readonly module: Module;
  readonly call: PyNode;
}

/** Where an application object goes after it was made, as far as its event handlers are concerned. */
export interface Flow {
  readonly registrations: readonly Registration[];
  /** The expressions that mean the object. */
  readonly mentions: ReadonlySet<PyNode>;
  /** Every `app.on_event` and `app.add_event_handler`, understood or not. */
  readonly methods: ReadonlySet<PyNode>;
  /** Calls of the functions that make the object and return it, tests left out. */
  readonly makers: readonly Call[];
  /** Calls of those functions in tests. */
  readonly makersInTests: readonly Call[];
  readonly helpers: readonly Helper[];
  readonly obstacles: readonly Obstacle[];
}

/** Attributes of the router that hold its handlers, or run them. */
const HANDLERS = /^(?:on_startup|on_shutdown|_?startup|_?shutdown)$/;
/** Where a value is only looked at. */
const LOOKS = /^(?:comparison_operator|not_operator|boolean_operator|interpolation|expression_statement|assert_statement|if_statement|conditional_expression|delete_statement)$/;

/** Follows an application from its construction through variables, returns and functions of the repository. */
export function flowOf(app: App, view: RepositoryView): Flow {
  const registrations: Registration[] = [];
  const mentions = new Set<PyNode>();
  const methods = new Set<PyNode>();
  const makers: Call[] = [];
  const makersInTests: Call[] = [];
  const helpers: Helper[] = [];
  const obstacles: Obstacle[] = [];
  const followed = new Set<Binding | PyNode>();
  const block = (module: Module, node: PyNode, because: string): void => void obstacles.push({ module, node, because });

  /** A value that is the object, where it is made or returned. */
  const fromValue = (module: Module, value: PyNode): void => {
    const above = value.parent;
    if (above?.type === 'parenthesized_expression') return fromValue(module, above);
    if (above?.type === 'assignment' && parts(above)[0] !== value) return fromTarget(module, value, parts(above)[0]);
    if (above?.type === 'return_statement') return fromReturn(module, above);
    if (above?.type === 'argument_list' || above?.type === 'keyword_argument') return passed(module, value);
    if (above?.type === 'attribute') return fromAttribute(module, above);
    if (above && LOOKS.test(above.type)) return;
    if (above?.type === 'call' && calleeOf(above) === value) return;
    if (roleOf(module.path) !== 'test') block(module, value, 'The application goes where it cannot be followed.');
  };

  const fromTarget = (module: Module, value: PyNode, target: PyNode | undefined): void => {
    if (target?.type !== 'identifier') {
      if (roleOf(module.path) !== 'test') block(module, value, `The application is kept as \`${target?.text ?? ''}\`, where it cannot be followed.`);
      return;
    }
    const seen = module.names.lookup(target.text, module.names.scopeOf(target));
    const binding = seen.kind === 'bound' ? seen.bindings.find(({ node }) => node === target) : undefined;
    if (binding) fromBinding(module, binding);
  };

  /** Every place that reads a variable or parameter which holds the object. */
  const fromBinding = (module: Module, binding: Binding): void => {
    if (followed.has(binding)) return;
    followed.add(binding);
    const others = (binding.scope.bindings.get(binding.name) ?? []).filter((other) => other !== binding && !(other.how.kind === 'assignment' && other.how.value === undefined));
    if (others.length > 0) block(module, others[0]?.node ?? binding.node, `\`${binding.name}\` is bound more than once.`);
    if (binding.scope === module.names.module) {
      for (const { module: place, node } of view.python.mentionsOf({ defined: { module, name: binding.name } })) fromMention(place, node);
    } else {
      for (const { node, bindings } of module.names.references()) if (Array.isArray(bindings) && bindings.includes(binding)) fromMention(module, node);
    }
  };

  const fromMention = (module: Module, node: PyNode): void => {
    if (mentions.has(node) || enclosing(node, 'import_statement', 'import_from_statement')) return;
    mentions.add(node);
    if (node.parent?.type === 'assignment' && parts(node.parent)[0] === node) return;
    fromValue(module, node);
  };

  /** `app.on_event`, `app.router.on_startup`, `app.get`. */
  const fromAttribute = (module: Module, attribute: PyNode): void => {
    const name = parts(attribute).at(-1)?.text ?? '';
    const outer = name === 'router' ? attribute.parent : attribute;
    const last = outer?.type === 'attribute' && (outer === attribute || parts(outer)[0] === attribute) ? parts(outer).at(-1)?.text : undefined;
    if (name === 'router' && last === undefined) {
      const isGiven = outer?.type === 'argument_list' || outer?.type === 'keyword_argument' || outer?.type === 'assignment';
      if (isGiven) block(module, attribute, 'The router of the application goes elsewhere, and may be given handlers there.');
      return;
    }
    if (outer && (last === 'on_event' || last === 'add_event_handler')) {
      methods.add(outer);
      const registration = registrationAt(module, outer);
      if ('because' in registration) block(module, outer, registration.because);
      else registrations.push(registration);
    } else if (outer && name === 'router' && HANDLERS.test(last ?? '')) {
      block(module, outer, `\`${outer.text}\` goes to the router's own handlers.`);
    } else if (outer && last === 'lifespan_context' && outer.parent?.type === 'assignment' && parts(outer.parent)[0] === outer) {
      block(module, outer, 'The application is given a lifespan later.');
    }
  };

  const fromReturn = (module: Module, statement: PyNode): void => {
    const maker = enclosing(statement, 'function_definition', 'lambda');
    if (!maker || followed.has(maker)) return;
    followed.add(maker);
    const name = maker.children.find(({ type }) => type === 'identifier');
    const isOwn = name && enclosing(maker, 'function_definition', 'class_definition', 'lambda') === undefined;
    if (!isOwn) {
      if (roleOf(module.path) !== 'test') block(module, statement, 'The application is returned by a function that cannot be followed.');
      return;
    }
    for (const call of view.python.callsTo({ defined: { module, name: name.text } })) {
      (roleOf(call.module.path) === 'test' ? makersInTests : makers).push(call);
      fromValue(call.module, call.node);
    }
  };

  const passed = (module: Module, value: PyNode): void => {
    const argument = value.parent?.type === 'keyword_argument' ? value.parent : value;
    const call = argument.parent?.parent;
    if (call?.type !== 'call' || !argument.parent || roleOf(module.path) === 'test') return;
    const given = argumentsOf(argument.parent).find(({ node }) => node === argument);
    const destination = given && destinationOf(module, call, given, view);
    if (!destination || destination.kind === 'harmless') return;
    if (destination.kind === 'obstacle') block(module, call, destination.because);
    else {
      helpers.push({ definition: destination.binding.scope.node, module, call });
      fromBinding(destination.module, destination.binding);
    }
  };

  fromValue(app.module, app.node);
  return { registrations, mentions, methods, makers, makersInTests, helpers, obstacles };
}
