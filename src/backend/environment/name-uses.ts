import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { plainString } from '../../python/syntax/views.ts';
import { enclosing, identifiersSpelled, nodeAt, parts } from '../../python/syntax/walk.ts';
import type { NameUse, Reading } from './reading.ts';

/** Where other modules take the name a reading is bound to: imports, attributes of the module (or of the class that holds it), and strings that name it for a patch. */
export function usesElsewhere({ access: { module: home }, named }: Reading, python: Python): readonly NameUse[] {
  if (!named) return [];
  const className = named.holder && parts(named.holder).find(({ type }) => type === 'identifier')?.text;
  const means = (module: Module, node: PyNode): boolean => {
    const symbol = python.symbolOf(module, node);
    if (symbol.kind !== 'defined' || symbol.module !== home) return false;
    return className === undefined ? symbol.name === named.name && symbol.attributes.length === 0 : symbol.name === className && symbol.attributes[0] === named.name;
  };
  return python.layout.holding(named.name).flatMap((module) => {
    if (module === home || !module.parses) return [];
    const names = [...identifiersSpelled(module.tree.root, named.name)].flatMap((identifier): NameUse[] => {
      const node = identifier.parent?.type === 'attribute' && identifier.parent.children.at(-1) === identifier ? identifier.parent : identifier;
      if (isImported(identifier)) return importedFrom(module, identifier, home, python) ? [{ module, node: identifier, kind: 'import' }] : [];
      return node !== identifier && means(module, node) ? [{ module, node, kind: 'attribute' }] : [];
    });
    return [...names, ...stringsNaming(named.name, module, home, python)];
  });
}

function isImported({ parent }: PyNode): boolean {
  return parent?.type === 'dotted_name' && (parent.parent?.type === 'import_from_statement' || parent.parent?.type === 'aliased_import');
}

/** Whether `from … import X` takes it from the module, maybe by way of others. */
function importedFrom(module: Module, identifier: PyNode, home: Module, python: Python): boolean {
  const statement = enclosing(identifier, 'import_from_statement');
  const [source] = statement ? parts(statement) : [];
  if (!source || (identifier.start >= source.start && identifier.end <= source.end)) return false;
  const spelled = source.text.replace(/\s+/g, '');
  const dotted = spelled.replace(/^\.+/, '');
  const found = python.imported(module, spelled.length - dotted.length, dotted);
  if (found.kind !== 'module') return false;
  const symbol = python.exported(found.module, identifier.text);
  return symbol.kind === 'defined' && symbol.module === home && symbol.name === identifier.text;
}

/** `patch("shop.config.DEBUG", …)` and `monkeypatch.setattr(config, "DEBUG", …)`. */
function stringsNaming(name: string, module: Module, home: Module, python: Python): NameUse[] {
  return [...module.text.matchAll(new RegExp(`(["'])((?:\\w+\\.)*)${name}\\1`, 'g'))].flatMap(({ index, 0: whole, 2: before = '' }): NameUse[] => {
    const found = nodeAt(module.tree.root, { start: index, end: index + whole.length });
    const string = found.type === 'string' ? found : enclosing(found, 'string');
    const list = string?.parent?.type === 'argument_list' ? string.parent : undefined;
    if (!string || !list || plainString(string) === undefined) return [];
    if (before === '') {
      const [object] = parts(list);
      const symbol = object && object !== string ? python.symbolOf(module, object) : undefined;
      const isHome = (symbol?.kind === 'module' && symbol.module === home) || (symbol?.kind === 'defined' && symbol.module === home);
      return isHome ? [{ module, node: string, kind: 'text' }] : [];
    }
    const path = before.slice(0, -1);
    const target = [path, path.replace(/\.?\w+$/, '')].map((dotted) => (dotted === '' ? undefined : python.layout.find(dotted, module)));
    return target.some((one) => one?.kind === 'module' && one.module === home) ? [{ module, node: string, kind: 'text' }] : [];
  });
}
