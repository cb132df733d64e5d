import { comparePaths, folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Edit } from '../../text/edit.ts';
import type { Python } from '../index.ts';
import type { Module } from '../project/module.ts';
import { spelledImports } from '../project/spelled-imports.ts';
import { rewriteImports, type MoveObstacle } from './move-modules-imports.ts';
import { dynamicImports, keptBy, obstacleIn } from './move-modules-obstacles.ts';
import { folderAfter, placesOf, samePlace, type ModuleMoves, type Places } from './move-modules-places.ts';
import { rewriteStrings, stemsOf } from './move-modules-strings.ts';
import { rewriteUses } from './move-modules-uses.ts';

export type { ModuleMoves, Places } from './move-modules-places.ts';
export type { MoveObstacle } from './move-modules-imports.ts';

/** What the repository says to moves, beyond its Python code. */
export interface MoveSurroundings {
  /** Whether a module may be edited; the others are read only. */
  readonly isEditable: (module: Module) => boolean;
  /** Whether imports by names made at run time, of this module, may concern the modules that move. */
  readonly concerns: (module: Module) => boolean;
  /** The longest line that is written. */
  readonly width: (path: RepoPath) => number;
}

/** All moves of a project as one change of its Python code. */
export interface MovedModules {
  readonly moves: ModuleMoves;
  readonly places: Places;
  readonly edits: ReadonlyMap<RepoPath, readonly Edit[]>;
  /** Modules that have to stay, each with a full sentence. */
  readonly kept: ReadonlyMap<RepoPath, string>;
}

/**
 * Moves modules with everything in Python code that names them: import statements anywhere, dotted uses, strings whose meaning is known. A module
 * that cannot be followed by all of these stays, and the question is asked anew for the others, until nothing is in the way.
 *
 * @param objections what else keeps modules of a set of moves, asked in each round
 */
export function moveModules(python: Python, to: ReadonlyMap<RepoPath, RepoPath>, importRoot: string, surroundings: MoveSurroundings, objections: (moves: ModuleMoves) => ReadonlyMap<RepoPath, string> = () => new Map()): MovedModules {
  const kept = new Map<RepoPath, string>();
  const wanted = new Map(to);
  /** `__init__.py` files that do not go along. */
  const held = new Set<RepoPath>();
  const keep = (path: RepoPath, because: string): void => {
    if (!wanted.delete(path)) held.add(path);
    else if (!kept.has(path)) kept.set(path, because);
  };
  for (const [path, target] of to) {
    const module = python.layout.moduleAt(path);
    const found = module ? obstacleIn(module, target, python) : undefined;
    if (!module) keep(path, 'It is no module.');
    else if (found) keep(path, found.because);
  }
  for (;;) {
    const moves = withPackages(python, wanted, held, importRoot);
    const places = placesOf(python, moves);
    const { edits, obstacles } = rewriteAll(python, places, surroundings);
    const before = wanted.size - held.size;
    for (const [path, because] of objections(moves)) keep(path, because);
    for (const obstacle of obstacles) for (const path of keptBy(obstacle, moves.to)) keep(path, obstacle.because);
    // What nobody could be blamed for stands in the way of all.
    if (wanted.size - held.size === before && obstacles.length > 0) for (const path of [...wanted.keys()]) keep(path, obstacles[0]?.because ?? '');
    if (wanted.size - held.size === before || wanted.size === 0) return { moves: wanted.size === 0 ? { to: wanted, created: [], gone: new Set(), importRoot } : moves, places, edits: wanted.size === 0 ? new Map() : edits, kept };
  }
}

/**
 * The moves with the `__init__.py` files that come and go: that of a package whose modules all move to one folder goes with them, one without code
 * goes with the last module of its package, and new packages get one where those of the project have them.
 */
function withPackages(python: Python, wanted: ReadonlyMap<RepoPath, RepoPath>, held: ReadonlySet<RepoPath>, importRoot: string): ModuleMoves {
  const { layout } = python;
  const to = new Map(wanted);
  const gone = new Set<RepoPath>();
  const folders = [...new Set([...wanted.keys()].flatMap(foldersAbove))].filter((folder) => folder !== '' && folder !== importRoot && layout.isPackage(folder));
  for (const folder of folders.sort((a, b) => b.length - a.length)) {
    const init = layout.moduleAt(joinPath(folder, '__init__.py'));
    const others = layout.modules.filter(({ path }) => isInside(path, folder) && path !== init?.path && !gone.has(path));
    if (!init || held.has(init.path) || others.length === 0 || !others.every(({ path }) => to.has(path))) continue;
    const targets = new Set(others.map(({ path }) => folderAfter(folder, path, to.get(path) ?? path)));
    const [target] = targets;
    const place = targets.size === 1 && target !== undefined && target !== importRoot ? joinPath(target, '__init__.py') : undefined;
    // Where modules of several packages come together, none of their `__init__.py` has a place.
    const isOwn = place !== undefined && [...wanted].every(([from, now]) => isInside(from, folder) || !isInside(now, folderOf(place)));
    const isEmptied = init.text.trim() === '' && others.some(({ path }) => nameOf(path) !== nameOf(to.get(path) ?? path));
    if (place !== undefined && isOwn && !isEmptied && layout.moduleAt(place) === undefined && ![...to.values()].includes(place) && obstacleIn(init, place, python) === undefined) to.set(init.path, place);
    else if (init.text.trim() === '') gone.add(init.path);
  }
  const created = new Set<RepoPath>();
  if (usesInits(wanted.keys(), layout, importRoot)) {
    const taken = new Set(to.values());
    for (const folder of [...to.values()].flatMap(foldersAbove)) {
      const init = folder === '' || !isInside(folder, importRoot) ? undefined : joinPath(folder, '__init__.py');
      if (init !== undefined && !taken.has(init) && !layout.modules.some(({ path }) => isInside(path, folder))) created.add(init);
    }
  }
  return { to, created: [...created].sort(comparePaths), gone, importRoot };
}

/** Whether packages around the modules, or beside them, are regular ones. */
function usesInits(paths: Iterable<RepoPath>, layout: Python['layout'], importRoot: string): boolean {
  const folders = new Set([...paths].map(folderOf).filter((folder) => folder !== importRoot && isInside(folder, importRoot)));
  if (folders.size === 0) {
    const beside = new Set(layout.modules.map(({ path }) => folderOf(path)).filter((folder) => folder !== importRoot && isInside(folder, importRoot) && !/(?:^|\/)(?:tests?|alembic|migrations|scripts)(?:\/|$)/.test(folder)));
    return beside.size === 0 || [...beside].some((folder) => layout.isPackage(folder));
  }
  return [...folders].some((folder) => layout.isPackage(folder));
}

interface AllRewritten {
  readonly edits: ReadonlyMap<RepoPath, readonly Edit[]>;
  readonly obstacles: readonly MoveObstacle[];
}

function rewriteAll(python: Python, places: Places, { isEditable, concerns, width }: MoveSurroundings): AllRewritten {
  const edits = new Map<RepoPath, readonly Edit[]>();
  const obstacles: MoveObstacle[] = dynamicImports(python, places, concerns).filter((one) => keptBy(one, places.moves).length > 0);
  if (places.moves.size === 0) return { edits, obstacles: [] };
  const stems = stemsOf(places.moves.keys());
  for (const module of python.layout.modules) {
    const changes = importsChange(module, places);
    if (!changes && !stems.test(module.text)) continue;
    if (!module.parses) {
      const named = [...places.moves.keys()].find((path) => stemsOf([path]).test(module.text));
      if (named !== undefined) obstacles.push({ module, node: module.tree.root, about: { kind: 'module', path: named }, because: `\`${module.path}\` does not parse and may import it.` });
      continue;
    }
    const rewritings = [...(changes ? [rewriteImports(module, places, width(module.path))] : []), rewriteUses(module, places), rewriteStrings(module, python, places, stems)];
    const own = rewritings.flatMap((one) => one.edits);
    obstacles.push(...rewritings.flatMap((one) => one.obstacles));
    if (own.length === 0) continue;
    if (isEditable(module)) edits.set(module.path, own);
    else obstacles.push(...locked(module, places));
  }
  return { edits, obstacles };
}

/** Import statements that a look at the lines does not read: white space in the name, a line that goes on. */
const ODD = /^[ \t]*(?:from[ \t]+(?:\.+[ \t]+(?!import\b)|[\w.]+[ \t]+\.)|(?:from|import)\b[^\n]*\\\r?$|import[ \t]+[\w.]+[ \t]+\.)/m;

/** Whether any import of a module, by a look at its text, leads to something that moves or would lead elsewhere. */
function importsChange(module: Module, places: Places): boolean {
  if (ODD.test(module.text)) return true;
  return spelledImports(module.file).some(({ dotted: spelled, names }) => {
    const dotted = spelled.replace(/^\.+/, '');
    const level = spelled.length - dotted.length;
    const leads = (path: string): boolean => {
      const place = places.leadsTo(level, path, module);
      const now = places.wouldLeadTo(level, path, module);
      return place ? !samePlace(now, places.placeAfter(place)) || !samePlace(place, now) : now !== undefined;
    };
    return leads(dotted) || names.some((name) => leads(dotted === '' ? name : `${dotted}.${name}`));
  });
}

/** A module that is not edited keeps what it imports where it is. */
function locked(module: Module, places: Places): readonly MoveObstacle[] {
  return spelledImports(module.file).flatMap(({ dotted: spelled, names }): MoveObstacle[] => {
    const dotted = spelled.replace(/^\.+/, '');
    const level = spelled.length - dotted.length;
    return [dotted, ...names.map((name) => (dotted === '' ? name : `${dotted}.${name}`))].flatMap((path) => {
      const about = places.leadsTo(level, path, module);
      return about && !samePlace(about, places.placeAfter(about)) ? [{ module, node: module.tree.root, about, because: `\`${module.path}\` imports it and is not edited.` }] : [];
    });
  });
}
