import { foldersAbove } from '../../../repo/path.ts';
import { initOf, type Found } from '../../../python/project/layout.ts';
import type { Module } from '../../../python/project/module.ts';
import { fromStars, newFrame, type Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { runBlock } from './statements.ts';
import { forced, lazily, MODULE_NAME, unknownValue, type Value } from './value.ts';

/** Runs a module, and the packages around it first, unless it runs already. */
export function runModule(module: Module, machine: Machine): Frame {
  const known = machine.modules.get(module);
  if (known) return known;
  const frame = newFrame('module', machine, module, undefined);
  machine.modules.set(module, frame);
  const { layout } = machine.python;
  for (const folder of [...foldersAbove(module.path)].reverse()) {
    const init = layout.isPackage(folder) ? layout.moduleAt(initOf(folder)) : undefined;
    if (init && init !== module && machine.matters(init)) runModule(init, machine);
  }
  frame.names.set('__name__', MODULE_NAME);
  if (!module.parses) return frame;
  const before = { conditions: machine.conditions, late: machine.late };
  runBlock(module.tree.root, frame);
  machine.conditions = before.conditions;
  machine.late = before.late;
  return frame;
}

/** What a module offers under a name; a package offers its modules as well. */
export function exportOf(module: Module, name: string, machine: Machine): Value {
  const look = (): Value => {
    const frame = runModule(module, machine);
    const own = frame.names.get(name) ?? fromStars(frame, name);
    if (own) return own;
    const child = module.isPackage ? valueOfFound(machine.python.layout.findRelative(1, name, module), name, module, machine) : undefined;
    if (child) return child;
    return unknownValue(module.parses ? `\`${module.path}\` has no \`${name}\` that can be told.` : `\`${module.path}\` does not parse.`);
  };
  return machine.matters(module) || machine.modules.has(module) ? look() : lazily(look);
}

/** The module of a dotted name, as it is imported in `from`; it runs if it matters. */
export function submoduleOf(dotted: string, from: Module, machine: Machine): Value | undefined {
  return valueOfFound(machine.python.layout.find(dotted, from), dotted, from, machine);
}

/** What an import leads to. */
export function valueOfFound(found: Found, dotted: string, from: Module, machine: Machine): Value | undefined {
  switch (found.kind) {
    case 'module':
      if (machine.matters(found.module)) runModule(found.module, machine);
      return { kind: 'module', module: found.module };
    case 'namespace':
      return { kind: 'namespace', dotted, from };
    case 'external':
      return { kind: 'external', name: dotted, made: undefined };
    case 'unknown':
      return undefined;
  }
}

/** Runs an import statement. */
export function runImport(statement: ImportLike, frame: Frame): void {
  for (const item of statement.modules) importWhole(item, frame);
  for (const item of statement.names) frame.names.set(item.alias, importedName(statement, item.name, frame));
  if (statement.star) importAll(statement, frame);
}

/** What an import statement says. */
export interface ImportLike {
  /** `import a.b`, `import a.b as c`. */
  readonly modules: readonly { readonly dotted: string; readonly alias: string | undefined }[];
  readonly level: number;
  readonly dotted: string;
  readonly names: readonly { readonly name: string; readonly alias: string }[];
  readonly star: boolean;
}

/** `import a.b` runs `a` and `a.b` and binds `a`; with an alias it binds `a.b`. */
function importWhole({ dotted, alias }: ImportLike['modules'][number], frame: Frame): void {
  const whole = submoduleOf(dotted, frame.module, frame.machine) ?? unknownValue(`There is no module \`${dotted}\`.`);
  const [top = dotted] = dotted.split('.');
  if (alias !== undefined) frame.names.set(alias, whole);
  else frame.names.set(top, top === dotted ? whole : (submoduleOf(top, frame.module, frame.machine) ?? unknownValue(`There is no module \`${top}\`.`)));
}

function foundBy({ level, dotted }: ImportLike, { module, machine }: Frame): Found {
  const { layout } = machine.python;
  return level > 0 ? layout.findRelative(level, dotted, module) : layout.find(dotted, module);
}

function importedName(statement: ImportLike, name: string, frame: Frame): Value {
  const { machine, module } = frame;
  const found = foundBy(statement, frame);
  switch (found.kind) {
    case 'module': {
      if (machine.matters(found.module)) runModule(found.module, machine);
      const child = submoduleNamed(found.module, name, frame);
      if (child) return child;
      const value = exportOf(found.module, name, machine);
      // What a circle of imports has not made yet is looked for again when it is needed.
      return value.kind === 'unknown' ? later(found.module, name, value, machine) : value;
    }
    case 'namespace': {
      const child = statement.level > 0 ? machine.python.layout.findRelative(statement.level, [statement.dotted, name].filter((part) => part !== '').join('.'), module) : machine.python.layout.find(`${statement.dotted}.${name}`, module);
      return valueOfFound(child, `${statement.dotted}.${name}`, module, machine) ?? unknownValue(`There is no module \`${name}\`.`);
    }
    case 'external':
      return { kind: 'external', name: `${statement.dotted}.${name}`, made: undefined };
    case 'unknown':
      return unknownValue(found.because);
  }
}

/** `from package import module`, where the package itself binds no such name. */
function submoduleNamed(owner: Module, name: string, { machine }: Frame): Value | undefined {
  if (!owner.isPackage || machine.modules.get(owner)?.names.has(name)) return undefined;
  if (!machine.modules.has(owner) && new RegExp(`\\b${name}\\b`).test(owner.text)) return undefined;
  const found = machine.python.layout.findRelative(1, name, owner);
  return found.kind === 'module' ? valueOfFound(found, name, owner, machine) : undefined;
}

function later(module: Module, name: string, otherwise: Value, machine: Machine): Value {
  return lazily(() => machine.modules.get(module)?.names.get(name) ?? otherwise);
}

function importAll(statement: ImportLike, frame: Frame): void {
  const found = foundBy(statement, frame);
  const { machine } = frame;
  if (found.kind !== 'module') return;
  if (machine.matters(found.module)) runModule(found.module, machine);
  frame.stars.push((name) => {
    if (name.startsWith('__')) return undefined;
    const inside = machine.modules.get(found.module);
    if (inside) return inside.names.get(name) ?? fromStars(inside, name);
    if (!found.module.text.includes(name)) return undefined;
    const other = runModule(found.module, machine);
    const value = other.names.get(name) ?? fromStars(other, name);
    return value && forced(value);
  });
}
