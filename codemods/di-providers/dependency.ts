import { argumentListOf, argumentsOf, calleeOf, deepDescendants, parts, type DataSession, type Module, type PyNode, type RepositoryView } from '#pystd';

/** What a parameter asks for, so that two of them can be compared. */
export interface Dependency {
  /** Alike for parameters that ask for the same thing in the same way. */
  readonly key: string;
  /** The module that defines it, where it is one of the repository. */
  readonly home: Module | undefined;
  /** Whether all who ask for it in one request get the same: nothing but the dependency is given. */
  readonly isShared: boolean;
}

/** What the parameter of a session depends on, said there or in the alias it is annotated with; `undefined` where that cannot be told. */
export function dependencyOf(view: RepositoryView, module: Module, parameter: PyNode, annotation: DataSession['annotation']): Dependency | undefined {
  const said = dependsIn(view, module, parameter) ?? behind(view, module, parameter.type.endsWith('default_parameter') ? parts(parameter).at(-1) : annotation && parts(annotation)[0]);
  if (!said) return undefined;
  const list = argumentListOf(said.call);
  const [first, ...others] = list ? argumentsOf(list) : [];
  if (!first || first.unpacking || (first.name !== undefined && first.name !== 'dependency')) return undefined;
  const symbol = first.value.type === 'identifier' || first.value.type === 'attribute' ? view.python.symbolOf(said.module, first.value) : undefined;
  const home = symbol?.kind === 'defined' ? symbol.module : undefined;
  const what = symbol?.kind === 'defined' ? [symbol.module.path, symbol.name, ...symbol.attributes].join(':') : symbol?.kind === 'external' ? symbol.name : `${said.module.path}:${first.value.text}`;
  return { key: [what, ...others.map(({ node }) => node.text)].join(', '), home, isShared: others.length === 0 };
}

interface Said {
  readonly module: Module;
  readonly call: PyNode;
}

function dependsIn(view: RepositoryView, module: Module, node: PyNode): Said | undefined {
  const calls = [...deepDescendants(node, () => true)].filter((one) => {
    const callee = one.type === 'call' ? calleeOf(one) : undefined;
    const symbol = callee && view.python.symbolOf(module, callee);
    return symbol?.kind === 'external' && /^fastapi\.(?:params\.|param_functions\.)?Depends$/.test(symbol.name);
  });
  const [call, other] = calls;
  return call && !other ? { module, call } : undefined;
}

/** `SessionDep = Annotated[Session, Depends(get_db)]`, or `ActiveSession = Depends(get_db)` */
function behind(view: RepositoryView, module: Module, name: PyNode | undefined): Said | undefined {
  const symbol = name && (name.type === 'identifier' || name.type === 'attribute') ? view.python.symbolOf(module, name) : undefined;
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || (symbol.binding.scope.bindings.get(symbol.name) ?? []).length !== 1) return undefined;
  const { how } = symbol.binding;
  const value = how.kind === 'assignment' || how.kind === 'type-alias' ? how.value : undefined;
  return value && dependsIn(view, symbol.module, value);
}
