import { ancestors, argumentListOf, argumentsOf, calleeOf, enclosing, identifiersSpelled, parts, plainString, type Binding, type Module, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Page, Written } from '../pages.ts';
import { isPage, isUnread, merged, type Entries } from './dictionary.ts';
import { standingOfValue, type Said, type Standing } from './standing.ts';

/** Methods of a dictionary that change nothing in it. */
const READING: ReadonlySet<string> = new Set(['get', 'items', 'keys', 'values', 'copy']);

/** What happens to a dictionary after it was made, as far as it is about the pages; why that cannot be told, if so. */
export function changesOf(binding: Binding, module: Module, task: Task<Options>, read: (module: Module, node: PyNode) => Entries): Entries {
  const changes = usesOf(binding, module, task).map((use): Entries => {
    const change = changeBy(use, task, read);
    if (isUnread(change) || change.size === 0) return change;
    if (functionAround(use.node) !== functionAround(binding.node) || use.module !== module) return { because: `\`${binding.name}\` is changed in another place.` };
    return isConditional(use.node, binding.scope.node) ? decided(change) : change;
  });
  return merged(changes);
}

function usesOf(binding: Binding, module: Module, { python }: Task<Options>): readonly Written[] {
  if (binding.scope.kind === 'module') return python.mentionsOf({ defined: { module, name: binding.name } }).filter(({ node }) => node !== binding.node).concat(ownUses(binding, module)).filter(isFirst);
  return ownUses(binding, module);
}

function isFirst({ node }: Written, index: number, all: readonly Written[]): boolean {
  return all.findIndex((other) => other.node === node) === index;
}

/** Every place of its module that leads to the binding. */
function ownUses(binding: Binding, module: Module): readonly Written[] {
  return [...identifiersSpelled(binding.scope.node, binding.name)].flatMap((node) => {
    if (node === binding.node || (node.parent?.type === 'attribute' && parts(node.parent)[0] !== node) || (node.parent?.type === 'keyword_argument' && parts(node.parent)[0] === node)) return [];
    const seen = module.names.lookup(binding.name, module.names.scopeOf(node));
    return seen.kind === 'bound' && seen.bindings.includes(binding) ? [{ module, node }] : [];
  });
}

function changeBy({ module, node }: Written, task: Task<Options>, read: (module: Module, node: PyNode) => Entries): Entries {
  const nothing: Said = new Map();
  const unread: Entries = { because: `What becomes of \`${node.text}\` is not followed.` };
  const { parent } = node;
  if (!parent || enclosing(node, 'import_statement', 'import_from_statement') || parent.type === 'dictionary_splat' || parent.type === 'comparison_operator' || parent.type === 'return_statement') return nothing;
  if (parent.type === 'subscript') return parts(parent)[0] === node ? ofSubscript(module, parent, unread, task) : nothing;
  if (parent.type === 'augmented_assignment') return ofAugmented(module, node, parent, unread, read);
  if (parent.type === 'attribute') return ofMethod(module, parent, unread, task, read);
  const call = parent.type === 'argument_list' ? parent.parent : undefined;
  const called = call && calleeOf(call);
  const symbol = called && task.python.symbolOf(module, called);
  return symbol?.kind === 'builtin' && ['print', 'len', 'dict', 'sorted', 'list', 'repr', 'str', 'bool'].includes(symbol.name) ? nothing : unread;
}

/** `options["docs_url"] = None`; reading an element changes nothing. */
function ofSubscript(module: Module, subscript: PyNode, unread: Entries, task: Task<Options>): Entries {
  const statement = subscript.parent;
  const isTarget = statement?.type === 'assignment' || statement?.type === 'augmented_assignment' || statement?.type === 'delete_statement';
  if (!isTarget || (statement.type !== 'delete_statement' && parts(statement)[0] !== subscript)) return new Map();
  const key = parts(subscript)[1];
  const name = key && plainString(key);
  if (name === undefined) return unread;
  if (!isPage(name)) return new Map();
  const value = statement.type === 'assignment' ? parts(statement).at(-1) : undefined;
  return value ? new Map([[name, standingOfValue(module, { value }, undefined, task)]]) : unread;
}

/** `options |= {…}`. */
function ofAugmented(module: Module, node: PyNode, statement: PyNode, unread: Entries, read: (module: Module, node: PyNode) => Entries): Entries {
  const value = parts(statement).at(-1);
  if (parts(statement)[0] !== node) return value === node ? new Map() : unread;
  return value && statement.children.some(({ type }) => type === '|=') ? read(module, value) : unread;
}

/** `options.update(docs_url=None)`, `options.pop("docs_url")`. */
function ofMethod(module: Module, attribute: PyNode, unread: Entries, task: Task<Options>, read: (module: Module, node: PyNode) => Entries): Entries {
  const name = parts(attribute)[1]?.text ?? '';
  if (READING.has(name)) return new Map();
  const list = attribute.parent?.type === 'call' ? argumentListOf(attribute.parent) : undefined;
  if (!list || !['update', 'pop', 'setdefault'].includes(name)) return unread;
  const given = argumentsOf(list);
  if (name === 'update') {
    return merged(given.map(({ name: keyword, value, unpacking }): Entries => {
      if (keyword === undefined) return unpacking === '*' ? unread : read(module, value);
      return isPage(keyword) ? new Map([[keyword, standingOfValue(module, { value }, undefined, task)]]) : new Map();
    }));
  }
  const key = given[0] && plainString(given[0].value);
  return key === undefined || isPage(key) ? unread : new Map();
}

/** Whoever changes an entry under a condition has decided. */
function decided(said: Said): Said {
  return new Map([...said].map(([page]): [Page, Standing] => [page, { kind: 'decided', condition: undefined }]));
}

function isConditional(node: PyNode, scope: PyNode): boolean {
  for (const above of ancestors(node)) {
    if (above === scope) return false;
    if (['if_statement', 'for_statement', 'while_statement', 'try_statement', 'match_statement', 'conditional_expression', 'boolean_operator'].includes(above.type)) return true;
  }
  return false;
}

function functionAround(node: PyNode): PyNode | undefined {
  return enclosing(node, 'function_definition', 'lambda', 'class_definition');
}

