import { boundBy, type Module, type NewImport, type RepositoryView } from '#pystd';

/** What the name of an import is in a module already: nothing, the same thing by whatever import, or something else. */
export function meaningIn({ python }: RepositoryView, module: Module, one: NewImport): 'free' | 'same' | 'other' {
  const { module: from, name } = one;
  const [binding, another] = module.names.module.bindings.get(boundBy(one)) ?? [];
  if (!binding) return 'free';
  const { how } = binding;
  if (another || how.kind !== 'import' || how.typeCheckingOnly) return 'other';
  const [, dots = '', dotted = ''] = /^(\.*)(.*)$/.exec(from) ?? [];
  if (dots.length === how.level && dotted === how.module && name === how.name) return 'same';
  const symbol = python.symbolOf(module, binding.node);
  const found = python.imported(module, dots.length, dotted);
  if (found.kind !== 'module') return symbol.kind === 'external' && name !== undefined && isAlike(symbol.name, from, name) ? 'same' : 'other';
  if (name === undefined) return symbol.kind === 'module' && symbol.module === found.module ? 'same' : 'other';
  const wanted = python.exported(found.module, name);
  if (symbol.kind === 'module' || wanted.kind === 'module') return symbol.kind === 'module' && wanted.kind === 'module' && symbol.module === wanted.module ? 'same' : 'other';
  if (symbol.kind === 'external') return wanted.kind === 'external' && wanted.name === symbol.name ? 'same' : 'other';
  return symbol.kind === 'defined' && wanted.kind === 'defined' && symbol.module === wanted.module && symbol.name === wanted.name && symbol.attributes.length + wanted.attributes.length === 0 ? 'same' : 'other';
}

/** Names that several distributions give to one thing. */
function isAlike(symbol: string, from: string, name: string): boolean {
  const [top = '', ...rest] = symbol.split('.');
  const outer = from.split('.')[0] ?? from;
  return rest.at(-1) === name && (top === outer || (outer === 'typing' && top === 'typing_extensions') || (outer === 'typing_extensions' && top === 'typing'));
}
