import { parts, replacement, type Binding, type Edit, type Module, type PyNode, type Span } from '#pystd';

/** What becomes of imports inside functions of which nothing is read any more: whole statements go, others lose the names. */
export function spareLocalImports(module: Module, gone: readonly Span[], texts: readonly string[]): { readonly removes: readonly PyNode[]; readonly edits: readonly Edit[] } {
  const references = module.names.references();
  const isGone = (node: Span): boolean => gone.some(({ start, end }) => start <= node.start && node.end <= end);
  const bindingsOf = (one: (typeof references)[number]): readonly Binding[] => (typeof one.bindings === 'string' ? [] : one.bindings);
  const touched = new Set(references.filter(({ node }) => isGone(node)).flatMap(bindingsOf).filter(({ how, scope }) => how.kind === 'import' && scope.kind === 'function'));
  const left = references.filter(({ node }) => !isGone(node)).flatMap(bindingsOf);
  const unused = [...touched].filter((binding) => !left.includes(binding) && !texts.some((text) => new RegExp(`\\b${binding.name}\\b`).test(text)));
  const statements = new Map<PyNode, Binding[]>();
  for (const binding of unused) if (binding.how.kind === 'import') statements.set(binding.how.statement, [...(statements.get(binding.how.statement) ?? []), binding]);
  const removes: PyNode[] = [];
  const edits: Edit[] = [];
  for (const [statement, bindings] of statements) {
    const names = statement.type === 'import_from_statement' ? parts(statement).slice(1) : parts(statement);
    const spare = names.filter((name) => bindings.some(({ node }) => name.start <= node.start && node.end <= name.end));
    if (spare.length === names.length) removes.push(statement);
    else edits.push(...spare.map((name) => withoutName(statement, names, name)));
  }
  return { removes, edits };
}

/** Takes one name out of a list, with the comma that belongs to it. */
function withoutName({ tree: { text } }: PyNode, names: readonly PyNode[], name: PyNode): Edit {
  const index = names.indexOf(name);
  const next = names[index + 1];
  if (next) return replacement({ start: name.start, end: next.start }, '');
  const before = names[index - 1];
  return replacement({ start: before?.end ?? name.start, end: name.end }, text.slice(name.end, name.end));
}
