import { projectOf } from '../../backend/roles.ts';
import type { Module } from '../../python/project/module.ts';
import type { Places } from '../../python/refactor/move-modules.ts';
import { folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { Span } from '../../text/span.ts';
import type { RepositoryView } from '../view.ts';

/** A place in a text that names a module or a folder of modules which moves. */
export interface Mention {
  readonly span: Span;
  /** As written. */
  readonly text: string;
  /** The modules it is about, by the paths they have. */
  readonly about: readonly RepoPath[];
  /** What it is called afterwards; `undefined` where that has no one name. */
  readonly now: string | undefined;
}

/** `shop/models.py`, `./main.py`, `/code/shop/main.py`. */
const FILE = /(?<![\w.@$-])((?:\/|(?:\.{1,2}\/)+)?(?:[\w.-]+\/)*[\w-]+\.py)(?![\w/])/g;
/** `shop/routers`, also in `shop/routers/*.py`. */
const FOLDER = /(?<![\w.@$-])((?:\/|(?:\.{1,2}\/)+)?(?:[\w.-]+\/)+[\w-]*)(?![\w.-])/g;
/** `shop.models`, `shop.main:app`, `main:app`. */
const NAME = /(?<![\w./@:$])(?<!(?<!\[mypy|,\s?mypy)-)([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(:[A-Za-z_]\w*)?(?![\w/-])/g;
/** Options behind which a single word is the name of a module. */
const OPTION = /(?:\bpython[\d.]*["']?,?\s*["']?-m|(?:^|[\s"'[])(?:-A|--app|--cov))(?:["'],\s*["']|[ =])$/;

/** What makes a file: it would be made in the old place, whose folder others make. */
const WRITES = /(?:(?<![-=])>{1,2}|\btouch|\btee(?: -a)?)[ \t]*["']?$/;

/** Where moved modules are named in a text that is no Python, in its order. A place that is part of a longer one counts once. */
export function mentionsIn(file: SourceFile, view: RepositoryView, places: Places, project: string): readonly Mention[] {
  const { path, text } = file;
  const found: Mention[] = [];
  const add = (mention: Mention | undefined): void => {
    if (mention && !found.some(({ span }) => mention.span.start < span.end && span.start < mention.span.end)) found.push(mention);
  };
  const bases = [...new Set([...foldersAbove(path), project, places.importRoot])];
  for (const match of text.matchAll(FILE)) {
    const mention = fileMention(match.index, match[1] ?? '', bases, view, places);
    add(mention && WRITES.test(text.slice(Math.max(0, match.index - 12), match.index)) ? { ...mention, now: undefined } : mention);
  }
  for (const match of text.matchAll(FOLDER)) add(folderMention(match.index, match[1] ?? '', bases, view, places));
  const names = namesOf(view, places, project, path);
  for (const match of text.matchAll(NAME)) {
    const [, dotted = '', attribute = ''] = match;
    const isSure = attribute !== '' || dotted.includes('.') || OPTION.test(text.slice(Math.max(0, match.index - 24), match.index));
    if (isSure) add(nameMention(match.index, dotted, attribute.slice(1), names, view, places));
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Parts of a path at its beginning that are no folder of the repository: `/code/` of a container. */
function* readings(written: string): Generator<{ readonly skipped: number; readonly rest: string }> {
  const lead = /^(?:\/|(?:\.{1,2}\/)+)?/.exec(written)?.[0].length ?? 0;
  yield { skipped: lead, rest: written.slice(lead) };
  if (lead === 0 || written.startsWith('./')) return;
  for (let at = written.indexOf('/', lead); at >= 0; at = written.indexOf('/', at + 1)) yield { skipped: at + 1, rest: written.slice(at + 1) };
}

function fileMention(start: number, written: string, bases: readonly string[], { python }: RepositoryView, places: Places): Mention | undefined {
  if (written === '__init__.py') return undefined;
  for (const { skipped, rest } of readings(written)) {
    if (rest === '' || rest.split('/').includes('..')) continue;
    for (const base of bases) {
      const module = python.layout.moduleAt(joinPath(base, rest));
      if (!module) continue;
      const target = places.moves.get(module.path);
      if (target === undefined) return undefined;
      const now = isInside(target, base) ? written.slice(0, skipped) + target.slice(base === '' ? 0 : base.length + 1) : undefined;
      return { span: { start, end: start + written.length }, text: written, about: [module.path], now };
    }
  }
  return undefined;
}

function folderMention(start: number, whole: string, bases: readonly string[], { python }: RepositoryView, places: Places): Mention | undefined {
  const written = whole.replace(/\/$/, '');
  for (const { skipped, rest } of readings(written)) {
    if (rest === '' || rest.split('/').some((part) => part === '..' || part === '.')) continue;
    for (const base of bases) {
      const folder: string = joinPath(base, rest);
      if (!python.layout.hasPython(folder)) continue;
      const about = [...places.moves.keys()].filter((from) => isInside(from, folder));
      const now = about.length === 0 ? folder : folderNow(folder, places);
      if (now === folder) return undefined;
      const spelled = now !== undefined && isInside(now, base) ? written.slice(0, skipped) + now.slice(base === '' ? 0 : base.length + 1) : undefined;
      return { span: { start, end: start + written.length }, text: written, about, now: spelled };
    }
  }
  return undefined;
}

function folderNow(folder: string, places: Places): string | undefined {
  const place = places.placeAfter({ kind: 'folder', folder });
  if (!place) return undefined;
  return place.kind === 'folder' ? place.folder : folderOf(place.path);
}

/** What a dotted name may mean. */
interface Named {
  readonly path: RepoPath;
  readonly root: string;
  readonly isFolder: boolean;
}

/** Where a file lies, seen from a project: in it, above it, or elsewhere. */
type Seen = 'inside' | 'above' | 'elsewhere';

const known = rememberedFor<Places, Seen, (dotted: string) => readonly Named[]>();

/** The dotted names of modules and packages of the project, as a file would say them. A file above projects may mean the modules of any of them. */
function namesOf(view: RepositoryView, places: Places, project: string, saidIn: RepoPath): (dotted: string) => readonly Named[] {
  const isWithin = isInside(saidIn, project) && projectOf(view.repo, saidIn) === project;
  const isAbove = isInside(`${project}/`, folderOf(saidIn)) || folderOf(saidIn) === '' || /^\.\w/.test(saidIn);
  const seen: Seen = isWithin ? 'inside' : isAbove ? 'above' : 'elsewhere';
  return known(places, seen, () => findNames(view, places, project, seen));
}

function findNames({ repo, python }: RepositoryView, { moves, importRoot }: Places, project: string, seen: Seen): (dotted: string) => readonly Named[] {
  const { layout } = python;
  const isOurs = (path: RepoPath): boolean => projectOf(repo, path) === project;
  const used = python.usedRoots();
  const rootsOf = (module: Module): readonly string[] => layout.rootsFor(module).filter((root) => root === importRoot || used.has(root));
  const all = new Map<string, Named[]>();
  const add = (dotted: string | undefined, named: Named): void => void (dotted !== undefined && all.set(dotted, [...(all.get(dotted) ?? []), named]));
  const movingFolders = new Set([...moves.keys()].flatMap((path) => foldersAbove(path)).filter((folder) => folder !== ''));
  for (const module of layout.modules) {
    if (seen === 'elsewhere') break;
    if (seen === 'inside' && !isOurs(module.path)) continue;
    for (const root of rootsOf(module)) add(layout.dottedName(module, root), { path: module.path, root, isFolder: false });
  }
  for (const folder of movingFolders) {
    const inside = layout.modules.find(({ path }) => isInside(path, folder));
    if (layout.isPackage(folder) || !inside || seen === 'elsewhere') continue;
    for (const root of rootsOf(inside)) add(layout.dottedName({ path: joinPath(folder, '__init__.py'), isPackage: true }, root), { path: joinPath(folder, '__init__.py'), root, isFolder: true });
  }
  return (dotted) => all.get(dotted) ?? [];
}

function nameMention(start: number, dotted: string, attribute: string, names: (dotted: string) => readonly Named[], { python }: RepositoryView, places: Places): Mention | undefined {
  const words = dotted.split('.');
  for (let length = words.length; length > 0; length--) {
    // `books.router` in a text is anything.
    if (length === 1 && words.length > 1) return undefined;
    const name = words.slice(0, length).join('.');
    const meant = names(name);
    if (meant.length === 0) continue;
    const said = attribute !== '' ? attribute : words[length];
    const rest = length < words.length || attribute !== '';
    const moving = meant.filter((one) => places.moves.has(one.path) || isPartOfMoves(one, places));
    const [one] = moving;
    if (!one) return undefined;
    const module = python.layout.moduleAt(one.path);
    // `models.py` of a file name, `app:latest` of an image.
    if (rest && said !== undefined && (!module || (module.parses && module.names.exported(said) === undefined))) return undefined;
    const target = one.isFolder || nameOf(one.path) === '__init__.py' ? packageNow(one, places) : places.moves.get(one.path);
    const isSame = target === one.path;
    if (isSame) return undefined;
    const isAmbiguous = meant.some((other) => other.path !== one.path);
    const now = target === undefined || isAmbiguous ? undefined : places.after.dottedName({ path: target, isPackage: nameOf(target) === '__init__.py' }, one.root);
    const about = one.isFolder || nameOf(one.path) === '__init__.py' ? [...places.moves.keys()].filter((from) => isInside(from, folderOf(one.path))) : [one.path];
    return { span: { start, end: start + name.length }, text: name, about, now };
  }
  return undefined;
}

function isPartOfMoves({ path }: Named, places: Places): boolean {
  return nameOf(path) === '__init__.py' && [...places.moves.keys()].some((from) => isInside(from, folderOf(path)));
}

/** Where a package is afterwards: at its own place as long as anything of it stays. */
function packageNow({ path }: Named, places: Places): RepoPath | undefined {
  const now = folderNow(folderOf(path), places);
  return now === undefined ? undefined : joinPath(now, '__init__.py');
}
