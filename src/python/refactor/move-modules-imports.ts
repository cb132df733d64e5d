import { folderOf, joinPath, nameOf } from '../../repo/path.ts';
import { replacement, type Edit } from '../../text/edit.ts';
import { lineEnding, lineStart } from '../../text/lines.ts';
import { itemsOf } from '../edit/import-block.ts';
import { widthOf } from '../edit/line-width.ts';
import type { Module } from '../project/module.ts';
import type { PyNode } from '../syntax/node.ts';
import { childAfter, deepDescendants, parts } from '../syntax/walk.ts';
import { samePlace, type ImportedPlace, type Places } from './move-modules-places.ts';

/** Why something cannot be followed when modules move: the place in the repository that says so, and the modules that would have to stay. */
export interface MoveObstacle {
  readonly module: Module;
  readonly node: PyNode;
  /** What it leads to; `undefined` where it may be any module. */
  readonly about: ImportedPlace | undefined;
  /** A full sentence. */
  readonly because: string;
}

/** Edits of one module, or what is in the way. */
export interface Rewriting {
  readonly edits: readonly Edit[];
  readonly obstacles: readonly MoveObstacle[];
}

/** One name of a `from` import with what it leads to afterwards: something in a module, or a module in a package. */
interface Item {
  readonly node: PyNode;
  readonly source: ImportedPlace;
  /** As it is written afterwards. */
  readonly text: string;
  /** The name in the source, and what it is bound as. */
  readonly name: string;
  readonly bound: string;
}

const CANNOT = 'Nothing shows how it would be imported afterwards.';

/** The edits of all import statements of a module, wherever they stand in it. */
export function rewriteImports(module: Module, places: Places, width: number): Rewriting {
  const edits: Edit[] = [];
  const obstacles: MoveObstacle[] = [];
  for (const node of deepDescendants(module.tree.root, ({ named }) => named)) {
    if (node.type !== 'import_statement' && node.type !== 'import_from_statement') continue;
    const written = node.type === 'import_statement' ? modules(node, module, places) : names(node, module, places, width);
    edits.push(...written.edits);
    obstacles.push(...written.obstacles);
  }
  return { edits, obstacles };
}

const NOTHING: Rewriting = { edits: [], obstacles: [] };

function obstacle(module: Module, node: PyNode, about: ImportedPlace | undefined, because = CANNOT): Rewriting {
  return { edits: [], obstacles: [{ module, node, about, because: `\`${node.text.replace(/\s+/g, ' ')}\` in \`${module.path}\` cannot follow. ${because}` }] };
}

/** `import a.b, c as d`. */
function modules(statement: PyNode, module: Module, places: Places): Rewriting {
  const items = parts(statement);
  const edits: Edit[] = [];
  for (const item of items) {
    const isAliased = item.type === 'aliased_import';
    const name = isAliased ? parts(item)[0] : item;
    const dotted = name?.text.replace(/\s+/g, '') ?? '';
    const place = places.leadsTo(0, dotted, module);
    if (!name || !place) {
      if (places.wouldLeadTo(0, dotted, module)) return obstacle(module, statement, undefined, 'It would lead to a module of this repository.');
      continue;
    }
    const now = places.placeAfter(place);
    if (now && samePlace(places.wouldLeadTo(0, dotted, module), now)) continue;
    const spelled = now && places.spelled(now, module, { level: 0, dotted });
    if (spelled === undefined) return obstacle(module, statement, place);
    if (isAliased || dotted.includes('.')) {
      const [first = ''] = spelled.split('.');
      if (!isAliased && first !== dotted.split('.')[0] && !isFreeFor(first, module, name, places)) return obstacle(module, statement, place, `\`${first}\` means something else there.`);
      edits.push(replacement(name, spelled));
      continue;
    }
    // `import models`: whatever it becomes, it is called `models` below.
    const dot = spelled.lastIndexOf('.');
    const last = spelled.slice(dot + 1);
    const alias = last === dotted ? '' : ` as ${dotted}`;
    if (items.length === 1 && dot > 0) edits.push(replacement(statement, `from ${spelled.slice(0, dot)} import ${last}${alias}`));
    else edits.push(replacement(name, dot > 0 || alias !== '' ? `${spelled} as ${dotted}` : spelled));
  }
  return { edits, obstacles: [] };
}

/** Whether a statement may bind a package's name: nothing else does so in the module, or it is the same package. */
function isFreeFor(name: string, module: Module, at: PyNode, places: Places): boolean {
  const scope = module.names.scopeOf(at);
  if (module.names.isFree(name, scope)) return true;
  const seen = module.names.lookup(name, scope);
  return seen.kind === 'bound' && seen.bindings.every(({ how }) => how.kind === 'import' && how.name === undefined && !how.alias && places.leadsTo(0, how.module, module) !== undefined);
}

/** `from a.b import c, d as e`. */
function names(statement: PyNode, module: Module, places: Places, width: number): Rewriting {
  const source = childAfter(statement, 'from');
  if (!source) return NOTHING;
  const written = source.text.replace(/\s+/g, '');
  const dotted = written.replace(/^\.+/, '');
  const level = written.length - dotted.length;
  const base = places.leadsTo(level, dotted, module);
  if (!base) return places.wouldLeadTo(level, dotted, module) ? obstacle(module, statement, undefined, 'It would lead to a module of this repository.') : NOTHING;
  const isStar = parts(statement).some(({ type }) => type === 'wildcard_import');
  const items: Item[] = [];
  for (const node of isStar ? [] : itemsOf(statement)) {
    const item = itemAfter(node, base, module, places, { level, dotted });
    if (!item) return obstacle(module, statement, base);
    items.push(item);
  }
  const baseNow = places.placeAfter(base);
  if (isStar) {
    if (!baseNow) return obstacle(module, statement, base);
    if (samePlace(places.wouldLeadTo(level, dotted, module), baseNow)) return NOTHING;
    const spelled = places.spelled(baseNow, module, { level, dotted });
    return spelled === undefined ? obstacle(module, statement, base) : { edits: [replacement(source, spelled)], obstacles: [] };
  }
  return regroup(statement, source, items, module, places, { level, dotted }, width);
}

/** What one name of a `from` import leads to afterwards; `undefined` where it leads nowhere any more. */
function itemAfter(node: PyNode, base: ImportedPlace, module: Module, places: Places, { level, dotted }: { readonly level: number; readonly dotted: string }): Item | undefined {
  const isAliased = node.type === 'aliased_import';
  const name = (isAliased ? parts(node)[0]?.text : node.text) ?? '';
  const bound = (isAliased ? parts(node).at(-1)?.text : node.text) ?? name;
  const text = node.text.replace(/\s+/g, ' ');
  const owner = base.kind === 'module' ? places.before.moduleAt(base.path) : undefined;
  // Names that the package binds win over its modules.
  const inside = owner && (!owner.isPackage || !owner.parses || owner.names.exported(name) !== undefined) ? undefined : places.leadsTo(level, dotted === '' ? name : `${dotted}.${name}`, module);
  if (!inside) {
    const source = places.placeAfter(base);
    return source && { node, text, source, name, bound };
  }
  const now = places.placeAfter(inside);
  if (!now) return undefined;
  const folder = folderOf(now.kind === 'folder' ? now.folder : nameOf(now.path) === '__init__.py' ? folderOf(now.path) : now.path);
  const last = now.kind === 'folder' ? nameOf(now.folder) : nameOf(now.path) === '__init__.py' ? nameOf(folderOf(now.path)) : nameOf(now.path).replace(/\.py$/, '');
  const init = places.after.moduleAt(joinPath(folder, '__init__.py'));
  return { node, source: init && folder !== places.importRoot ? { kind: 'module', path: init.path } : { kind: 'folder', folder }, name: last, bound, text: last === name ? text : last === bound ? last : `${last} as ${bound}` };
}

/** One statement for each source. What needs no change keeps its text. */
function regroup(statement: PyNode, source: PyNode, items: readonly Item[], module: Module, places: Places, like: { readonly level: number; readonly dotted: string }, width: number): Rewriting {
  const still = places.wouldLeadTo(like.level, like.dotted, module);
  const groups: { readonly source: ImportedPlace; readonly items: Item[] }[] = [];
  for (const item of items) {
    const group = groups.find((other) => samePlace(other.source, item.source));
    if (group) group.items.push(item);
    else groups.push({ source: item.source, items: [item] });
  }
  const spelled = groups.map((group) => (samePlace(still, group.source) ? source.text : isTop(group.source, places) ? '' : places.spelled(group.source, module, like)));
  const first = groups.find((_, index) => spelled[index] === undefined);
  if (first) return obstacle(module, statement, placeOfItem(first.items[0], places, module, like));
  const renamed = ({ text }: Item): string => text;
  const [only] = spelled;
  if (groups.length === 1 && only !== undefined && only !== '') {
    const edits = [
      ...(only === source.text ? [] : [replacement(source, only)]),
      ...items.flatMap(({ node, text }) => (node.text.replace(/\s+/g, ' ') === text ? [] : [replacement(node, text)])),
    ];
    if (edits.length === 0) return NOTHING;
    const text = module.text;
    const start = lineStart(text, statement.start);
    // Where nobody minded a long line, nobody minds a longer one.
    const most = widthOf(text.slice(start, statement.end)) > width ? Infinity : width;
    const line = `${text.slice(start, source.start)}${only} import ${items.map(renamed).join(', ')}`;
    const isPlain = !/[\n#()\\]/.test(statement.text) && text.slice(start, statement.start).trim() === '';
    return { edits: isPlain && widthOf(line) > most ? [replacement(statement, printed(only, items.map(renamed), text.slice(start, statement.start), most, lineEnding(text)))] : edits, obstacles: [] };
  }
  if (statement.text.includes('#')) return obstacle(module, statement, placeOfItem(groups[0]?.items[0], places, module, like), 'It would become several statements, and there are comments in it.');
  const start = lineStart(module.text, statement.start);
  const indent = module.text.slice(start, statement.start);
  const isAlone = indent.trim() === '';
  const most = !isAlone || (!statement.text.includes('\n') && widthOf(indent + statement.text) > width) ? Infinity : width;
  const lines = groups.flatMap((group, index) => {
    const from = spelled[index] ?? '';
    if (from !== '') return [printed(from, group.items.map(renamed), isAlone ? indent : '', most, lineEnding(module.text))];
    return group.items.map((item) => `import ${renamed(item)}`);
  });
  // What a comment asks of tools it asks for each of the statements.
  const pragma = /^[ \t]*#[ \t]*(?:noqa|type:|pylint:|isort:|pyright:|ruff:)[^\r\n]*/.exec(module.text.slice(statement.end))?.[0] ?? '';
  return { edits: [replacement(statement, lines.join(isAlone ? `${pragma}${lineEnding(module.text)}${indent}` : '; '))], obstacles: [] };
}

/** The folder that imports are counted from has no name itself: what lies in it is imported by `import`. */
function isTop(place: ImportedPlace, { importRoot }: Places): boolean {
  return place.kind === 'folder' && place.folder === importRoot;
}

function placeOfItem(item: Item | undefined, places: Places, module: Module, { level, dotted }: { readonly level: number; readonly dotted: string }): ImportedPlace | undefined {
  const name = item && (item.node.type === 'aliased_import' ? (parts(item.node)[0]?.text ?? '') : item.node.text);
  return (name === undefined ? undefined : places.leadsTo(level, dotted === '' ? name : `${dotted}.${name}`, module)) ?? places.leadsTo(level, dotted, module);
}

/** A `from` import as Black writes it: on one line, else with each name on its own. */
function printed(source: string, names: readonly string[], indent: string, width: number, ending: string): string {
  const line = `from ${source} import ${names.join(', ')}`;
  if (widthOf(indent + line) <= width) return line;
  return [`from ${source} import (`, ...names.map((name) => `${indent}    ${name},`), `${indent})`].join(ending);
}
