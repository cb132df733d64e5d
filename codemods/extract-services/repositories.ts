import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, docstringOf, lineOf, parts, statementsOf, undecorated, type FreeName, type InModule, type Module, type PyNode, type RepositoryView } from '#pystd';
import type { Session, UsedRepository } from './model.ts';
import { plural, snake } from './resource.ts';

const NAMED = /_?(?:Repository|Repo|DAO|Dao)$/;

/** Repositories that the code makes of its session in place, and that may as well be made once: all their constructors do is keep what they are given. */
export function repositoriesIn(view: RepositoryView, module: Module, outer: readonly FreeName[], session: Session): readonly UsedRepository[] {
  return outer.flatMap(({ name, uses }): readonly UsedRepository[] => {
    const [first] = uses;
    const symbol = first && view.python.symbolOf(module, first);
    if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'class' || !NAMED.test(name)) return [];
    if (!onlyKeeps(view, { module: symbol.module, node: symbol.binding.how.definition })) return [];
    const sites = uses.flatMap((use) => {
      const call = use.parent?.type === 'call' && calleeOf(use.parent) === use ? use.parent : undefined;
      const list = call && argumentListOf(call);
      const [given, more] = list ? argumentsOf(list) : [];
      return call && given && !more && given.name === undefined && given.unpacking === undefined && given.value.type === 'identifier' && session.uses.includes(given.value) ? [call] : [];
    });
    return sites.length === uses.length ? [{ name, sites }] : [];
  });
}

/** Whether making an object of a class does nothing but set attributes to what is given, or to names. */
function onlyKeeps({ python }: RepositoryView, definition: InModule): boolean {
  const { classes, outside, keywords } = lineOf(python, definition);
  const isPlainBase = outside.every((base) => (base.kind === 'builtin' && base.name === 'object') || (base.kind === 'external' && /^(?:abc\.ABC|typing\.(?:Generic|Protocol))$/.test(base.name)));
  return isPlainBase && keywords.length === 0 && classes.every(({ node }) => node.parent?.type !== 'decorated_definition' && methodsNamed(node, '__new__').length === 0 && methodsNamed(node, '__init__').every(isPlainConstructor));
}

function methodsNamed(definition: PyNode, name: string): readonly PyNode[] {
  const block = blockOf(definition);
  return (block ? statementsOf(block) : []).map(undecorated).filter((one) => one.type === 'function_definition' && one.children.some(({ type, text }) => type === 'identifier' && text === name));
}

function isPlainConstructor(init: PyNode): boolean {
  const block = blockOf(init);
  const docstring = docstringOf(init);
  return (block ? statementsOf(block) : []).every((statement) => {
    if (statement.type === 'pass_statement' || (docstring && statement.start <= docstring.start && docstring.end <= statement.end)) return true;
    if (/^super\(\)\.__init__\([\w\s.,=]*\)$/.test(statement.text)) return true;
    const { target, value } = assignmentOf(statement) ?? {};
    return target?.type === 'attribute' && parts(target)[0]?.text === 'self' && (value?.type === 'identifier' || value?.type === 'attribute');
  });
}

/** An attribute for each repository that the methods work with, by the name of its class; never the name of a method. */
export function repositoryAttributes(extractions: readonly { readonly name: string; readonly repositories: readonly UsedRepository[] }[]): ReadonlyMap<string, string> {
  const names = [...new Set(extractions.flatMap(({ repositories }) => repositories.map(({ name }) => name)))].sort();
  const taken = new Set(['session', ...extractions.map(({ name }) => name)]);
  const attributes = new Map<string, string>();
  for (const name of names) {
    const plain = plural(snake(name.replace(NAMED, ''))) || 'repository';
    const attribute = taken.has(plain) ? snake(name) : plain;
    if (taken.has(attribute)) continue;
    taken.add(attribute);
    attributes.set(name, attribute);
  }
  return attributes;
}
