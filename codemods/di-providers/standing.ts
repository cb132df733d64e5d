import { blockOf, calleeOf, childOfType, parts, statementsOf, argumentListOf, argumentsOf, type Module, type PyNode, type RepositoryView } from '#pystd';
import { dependencyOf } from './dependency.ts';
import type { InlineService } from './find.ts';
import { aliasName, providerName, type Provider } from './provider.ts';

/**
 * The provider of a service that a module has already: `'free'` where nothing has its name, `'other'` where that name is something else. One that is there takes its session from the same
 * dependency as the handler, and does nothing but make the service of it.
 */
export function standingProvider(view: RepositoryView, inline: InlineService, there: Module | undefined): Provider | 'free' | { readonly taken: string } {
  const name = providerName(inline.service.name);
  const alias = aliasName(inline);
  const [binding, another] = there?.names.module.bindings.get(name) ?? [];
  if (!there || !binding) return alias !== undefined && there?.names.module.bindings.has(alias) ? { taken: alias } : 'free';
  if (another || binding.how.kind !== 'function' || !isSuch(view, there, binding.how.definition, inline)) return { taken: name };
  const isAlias = alias !== undefined && isAliasOf(there, alias, name);
  return { name, alias: isAlias ? alias : undefined, text: undefined, imports: [], runs: [], service: inline.service, asked: inline.dependency.key };
}

function isSuch(view: RepositoryView, there: Module, definition: PyNode, { service, dependency }: InlineService): boolean {
  const list = childOfType(definition, 'parameters');
  const [parameter, more] = list ? parts(list) : [];
  const [bound] = [...(there.names.scopeInside(definition)?.bindings.values() ?? [])].flat().filter(({ how }) => how.kind === 'parameter' && how.parameter === parameter);
  if (!parameter || more || bound?.how.kind !== 'parameter' || definition.parent?.type === 'decorated_definition') return false;
  if (dependencyOf(view, there, parameter, bound.how.annotation)?.key !== dependency.key) return false;
  const body = blockOf(definition);
  const statements = (body ? statementsOf(body) : []).filter((one) => parts(one)[0]?.type !== 'string');
  const [only, other] = statements;
  const call = only?.type === 'return_statement' ? parts(only)[0] : undefined;
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  const given = call && argumentListOf(call);
  const [argument, second] = given ? argumentsOf(given) : [];
  if (other || !callee || !argument || second || argument.unpacking || argument.value.text !== bound.name) return false;
  const symbol = view.python.symbolOf(there, callee);
  return symbol.kind === 'defined' && symbol.attributes.length === 0 && symbol.module === service.module && symbol.name === service.name;
}

/** `BookServiceDep = Annotated[BookService, Depends(get_book_service)]` */
function isAliasOf(there: Module, alias: string, name: string): boolean {
  const [binding, another] = there.names.module.bindings.get(alias) ?? [];
  const value = !another && binding?.how.kind === 'assignment' ? binding.how.value?.text : undefined;
  return value !== undefined && new RegExp(`^(?:\\w+\\.)?Annotated\\[\\s*[\\w.]+,\\s*(?:\\w+\\.)?Depends\\(\\s*${name}\\s*\\),?\\s*\\]$`).test(value);
}
