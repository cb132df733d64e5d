import { folderOf, isInside, nameOf } from '../../repo/path.ts';
import { replacement, type Edit } from '../../text/edit.ts';
import type { Binding } from '../names/index.ts';
import type { Module } from '../project/module.ts';
import type { PyNode } from '../syntax/node.ts';
import { parts } from '../syntax/walk.ts';
import type { MoveObstacle, Rewriting } from './move-modules-imports.ts';
import { samePlace, type ImportedPlace, type Places } from './move-modules-places.ts';

/** The edits of all places of a module that reach a module by a chain of names: `shop.models.book.Book` after `import shop.models.book`. */
export function rewriteUses(module: Module, places: Places): Rewriting {
  const edits: Edit[] = [];
  const obstacles: MoveObstacle[] = [];
  for (const { node, bindings } of module.names.references()) {
    if (node.parent?.type !== 'attribute' || parts(node.parent)[0] !== node || typeof bindings === 'string') continue;
    const [binding] = bindings;
    if (!binding || bindings.some(({ how }) => how.kind !== 'import')) continue;
    const chain = longestChain(node, binding, module, places);
    if (!chain || chain.length === 0) continue;
    const written = rewriteChain(node, binding, bindings, chain, module, places);
    if (written && 'because' in written) obstacles.push(written);
    else if (written) edits.push(written);
  }
  return { edits, obstacles };
}

/** The dotted path that the first name of a chain stands for, and the level it is counted from. */
function pathOf({ how }: Binding): { readonly level: number; readonly dotted: string } | undefined {
  if (how.kind !== 'import') return undefined;
  if (how.name === undefined) return { level: 0, dotted: how.alias ? how.module : (how.module.split('.')[0] ?? '') };
  return { level: how.level, dotted: how.module === '' ? how.name : `${how.module}.${how.name}` };
}

interface Link {
  readonly node: PyNode;
  readonly name: string;
  readonly place: ImportedPlace;
}

/** The attributes behind a name that lead on to modules, nearest first. */
function longestChain(first: PyNode, binding: Binding, module: Module, places: Places): readonly Link[] | undefined {
  const path = pathOf(binding);
  const base = path && places.leadsTo(path.level, path.dotted, module);
  if (!path || !base) return undefined;
  const links: Link[] = [];
  let { dotted } = path;
  let owner: ImportedPlace = base;
  for (let node = first.parent, child = first; node?.type === 'attribute' && parts(node)[0] === child; child = node, node = node.parent) {
    const name = parts(node)[1]?.text ?? '';
    const holder = owner.kind === 'module' ? places.before.moduleAt(owner.path) : undefined;
    if (holder && (!holder.isPackage || !holder.parses || (holder.names.exported(name) !== undefined && !isOwnModule(holder, name, places)))) break;
    dotted = `${dotted}.${name}`;
    const place = places.leadsTo(path.level, dotted, module);
    if (!place) break;
    links.push({ node, name, place });
    owner = place;
  }
  return links;
}

/** Whether a package binds a name for its own module of that name: `from . import book`. */
function isOwnModule(holder: Module, name: string, places: Places): boolean {
  const inside = places.leadsTo(1, name, holder);
  const bindings = holder.names.module.bindings.get(name) ?? [];
  return inside !== undefined && bindings.every((binding) => {
    const path = pathOf(binding);
    return path !== undefined && samePlace(places.leadsTo(path.level, path.dotted, holder), inside);
  });
}

function rewriteChain(first: PyNode, binding: Binding, bindings: readonly Binding[], chain: readonly Link[], module: Module, places: Places): Edit | MoveObstacle | undefined {
  const last = chain.at(-1);
  const path = pathOf(binding);
  if (!last || !path || binding.how.kind !== 'import') return undefined;
  const now = places.placeAfter(last.place);
  const chained = [path.dotted, ...chain.map(({ name }) => name)].join('.');
  const stuck = (because: string): MoveObstacle => ({ module, node: last.node, about: last.place, because: `\`${last.node.text}\` in \`${module.path}\` cannot follow. ${because}` });
  if (!now) return stuck('What it means would be in several places.');
  const isSpelledOut = bindings.every(({ how }) => how.kind === 'import' && how.name === undefined && !how.alias);
  if (isSpelledOut) {
    const isOneWord = bindings.every(({ how }) => how.kind === 'import' && !how.module.includes('.'));
    const baseNow = isOneWord ? baseAfter(path, module, places) : undefined;
    // `import models` may become `from db import models`: the name stays what it was.
    if (baseNow === undefined || samePlace(places.wouldLeadTo(0, path.dotted, module), baseNow)) {
      if (samePlace(places.wouldLeadTo(0, chained, module), now)) return undefined;
      const spelled = places.spelled(now, module, { level: 0, dotted: chained });
      if (spelled === undefined) return stuck('Nothing shows how it would be reached afterwards.');
      if (isOneWord && spelled.split('.')[0] !== path.dotted) return stuck('It would lie in another package.');
      return replacement(last.node, spelled);
    }
  }
  const base = baseAfter(path, module, places);
  if (!base) return stuck('What it begins with would be in several places.');
  const rest = below(now, base);
  if (rest === undefined) return stuck('It would lie outside of what it begins with.');
  return rest === chain.map(({ name }) => name).join('.') ? undefined : replacement(last.node, rest === '' ? first.text : `${first.text}.${rest}`);
}

function baseAfter({ level, dotted }: { readonly level: number; readonly dotted: string }, module: Module, places: Places): ImportedPlace | undefined {
  const place = places.leadsTo(level, dotted, module);
  return place && places.placeAfter(place);
}

/** The names that lead from a package to something in it. */
function below(target: ImportedPlace, base: ImportedPlace): string | undefined {
  const folder = base.kind === 'folder' ? base.folder : nameOf(base.path) === '__init__.py' ? folderOf(base.path) : undefined;
  const goal = target.kind === 'folder' ? target.folder : nameOf(target.path) === '__init__.py' ? folderOf(target.path) : target.path.replace(/\.py$/, '');
  if (folder === undefined) return undefined;
  if (goal === folder) return '';
  return isInside(goal, folder) ? goal.slice(folder.length + (folder === '' ? 0 : 1)).replaceAll('/', '.') : undefined;
}
