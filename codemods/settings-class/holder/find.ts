import { argumentListOf, argumentsOf, enclosing, parts, projectOf, roleOf, type ClassDefinition, type Module, type PyNode, type RepositoryView } from '#pystd';
import type { Home } from '../home/index.ts';
import type { Because } from './members.ts';

/** A class that may become the settings of its project. */
export interface Holder extends ClassDefinition {
  /** `@dataclass`, which goes. */
  readonly decorator: PyNode | undefined;
  /** `(object)` or `()`, which go. */
  readonly bases: PyNode | undefined;
  readonly isFrozen: boolean;
}

/** The classes of a project that read the environment in their bodies, at the top of modules of the service, those that have settings of pydantic left out. */
export function holdersIn(project: string, { repo, backend }: RepositoryView): readonly ClassDefinition[] {
  const found = new Map<PyNode, ClassDefinition>();
  for (const { access: { module }, node } of backend.environment.readings) {
    const around = outermostClass(node);
    const name = around && parts(around).find(({ type }) => type === 'identifier')?.text;
    if (!around || name === undefined || roleOf(module.path) !== 'service' || projectOf(repo, module.path) !== project) continue;
    found.set(around, { module, node: around, name });
  }
  return [...found.values()];
}

/** The class at the top of a module that a node stands in. */
function outermostClass(node: PyNode): PyNode | undefined {
  const around = enclosing(node, 'class_definition');
  const above = around && enclosing(around, 'class_definition', 'function_definition', 'if_statement', 'try_statement');
  return above ? undefined : around;
}

/** Of several, the one that a project's settings are looked for: in the way of a home, in its module, else the only one that is called like it. */
export function chosenHolder(holders: readonly ClassDefinition[], home: Home): ClassDefinition | undefined {
  if (home.kind === 'existing' || (home.kind === 'refused' && !home.holder)) return undefined;
  const place = home.kind === 'refused' ? home.holder?.module.path : home.path;
  const inPlace = holders.filter(({ module }) => module.path === place);
  const named = inPlace.filter(({ name }) => home.kind === 'refused' && name === home.holder?.name);
  if (inPlace.length > 0 || home.kind === 'refused') return only(named) ?? only(inPlace);
  return only(holders.filter(({ name }) => /settings|config/i.test(name)));
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

/** How a class is made; why it is none that pydantic could make as well. */
export function holderOf(definition: ClassDefinition, view: RepositoryView): Holder | Because {
  const { module, node, name } = definition;
  if (view.ownershipOf(module.path) !== 'own') return { because: `\`${module.path}\` is generated.` };
  if ((module.names.module.bindings.get(name) ?? []).length !== 1) return { because: `\`${name}\` is bound more than once.` };
  const bases = argumentListOf(node);
  const strange = bases && argumentsOf(bases).find((one) => one.name !== undefined || one.unpacking !== undefined || !isObject(module, one.value, view));
  if (strange) return { because: `It is made with \`${strange.node.text}\`.` };
  if (node.children.some(({ type }) => type === 'type_parameter')) return { because: 'It has parameters for types.' };
  const decorators = node.parent?.type === 'decorated_definition' ? parts(node.parent).filter(({ type }) => type === 'decorator') : [];
  const [decorator, another] = decorators;
  if (!decorator) return { ...definition, decorator, bases, isFrozen: false };
  const [expression] = parts(decorator);
  const callee = expression?.type === 'call' ? parts(expression)[0] : expression;
  const symbol = callee && view.python.symbolOf(module, callee);
  const list = expression?.type === 'call' ? argumentListOf(expression) : undefined;
  const said = list ? argumentsOf(list) : [];
  const isPlain = symbol?.kind === 'external' && symbol.name === 'dataclasses.dataclass' && said.every((one) => one.name === 'frozen' && /^(?:True|False)$/.test(one.value.text));
  if (another || !isPlain) return { because: `\`${decorator.text.split('\n', 1)[0] ?? ''}\` makes something of it that a class of pydantic is not.` };
  return { ...definition, decorator, bases, isFrozen: said.some(({ value }) => value.text === 'True') };
}

function isObject(module: Module, value: PyNode, { python }: RepositoryView): boolean {
  const symbol = python.symbolOf(module, value);
  return symbol.kind === 'builtin' && symbol.name === 'object';
}
