import { commandSitesIn, type CommandSite } from '../../backend/command-sites/index.ts';
import { isRunByHand, projectOf, roleOf } from '../../backend/roles.ts';
import { readTomlData } from '../../formats/toml/read-data.ts';
import { moveModules, type ModuleMoves, type MovedModules, type Places } from '../../python/refactor/move-modules.ts';
import { placesOf } from '../../python/refactor/move-modules-places.ts';
import { stemsOf } from '../../python/refactor/move-modules-strings.ts';
import { folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { replacement, type Edit } from '../../text/edit.ts';
import type { Editor } from '../editor.ts';
import { isHistory } from '../history.ts';
import { missesNewFile } from '../new-code/carried.ts';
import type { RepositoryView } from '../view.ts';
import { isSettingsFile, isTextForPeople } from './files.ts';
import { partedByImages } from './images.ts';
import { mentionsIn, type Mention } from './mentions.ts';

/** The project whose modules move. */
export interface RelocatedProject {
  readonly project: string;
  /** The folder that absolute imports are counted from. */
  readonly importRoot: string;
}

/** Moves of modules with everything in the repository that names them. */
export interface Relocation {
  readonly moves: ModuleMoves;
  /** Modules that have to stay, each with the reason: a full sentence. */
  readonly kept: ReadonlyMap<RepoPath, string>;
  /** Texts for people that name a module by its old place, apart from their commands; with the lines. */
  readonly stale: readonly { readonly path: RepoPath; readonly mentions: readonly Mention[] }[];
  apply(editor: Editor): void;
}

/** Plans moves as one change; see `moveModules` for what keeps a module where it is. Beyond Python: files that programs read, images, manifests. */
export function planRelocation(view: RepositoryView, to: ReadonlyMap<RepoPath, RepoPath>, where: RelocatedProject): Relocation {
  const { python, backend, repo } = view;
  const moved = moveModules(
    python,
    to,
    where.importRoot,
    {
      isEditable: ({ path }) => view.ownershipOf(path) === 'own',
      // What a test or a script makes up is its own: names that are written out are followed there as well.
      concerns: ({ path }) => projectOf(repo, path) === where.project && roleOf(path) === 'service' && !isRunByHand(path),
      width: (path) => backend.projects.lineWidth(path),
    },
    (moves) => objections(view, moves, where),
  );
  const { moves, places, kept } = moved;
  const edits = new Map(moved.edits);
  const stale: { path: RepoPath; mentions: readonly Mention[] }[] = [];
  if (moves.to.size > 0) {
    for (const { file, mentions, rest } of mentionsOf(view, places, where)) {
      if (mentions.length > 0) edits.set(file.path, mentions.flatMap(edited));
      if (rest.length > 0) stale.push({ path: file.path, mentions: rest });
    }
  }
  return { moves, kept, stale, apply: (editor) => applyMoves(editor, moved, edits) };
}

function edited({ span, now }: Mention): Edit[] {
  return now === undefined ? [] : [replacement(span, now)];
}

function applyMoves(editor: Editor, { moves }: MovedModules, edits: ReadonlyMap<RepoPath, readonly Edit[]>): void {
  for (const [path, list] of edits) editor.edit(path, list);
  for (const [from, to] of moves.to) editor.move(from, to);
  for (const path of moves.created) editor.create(path, '');
  for (const path of moves.gone) editor.delete(path);
}

interface FileMentions {
  readonly file: SourceFile;
  /** What programs read. */
  readonly mentions: readonly Mention[];
  /** What people read. */
  readonly rest: readonly Mention[];
}

function mentionsOf(view: RepositoryView, places: Places, { project }: RelocatedProject): readonly FileMentions[] {
  const words = stemsOf([...places.moves.keys()].flatMap((path) => [path, ...foldersAbove(path).filter((folder) => folder !== '')]));
  return [...view.repo.files.values()].flatMap((file): FileMentions[] => {
    const { path } = file;
    if (!words.test(file.text)) return [];
    const isText = isTextForPeople(path);
    if (path.endsWith('.py') || path.endsWith('.pyi') || view.ownershipOf(path) === 'vendored' || isHistory(path) || (!isText && !isSettingsFile(path))) return [];
    const mentions = mentionsIn(file, view, places, project);
    if (mentions.length === 0) return [];
    if (!isText) return [{ file, mentions, rest: [] }];
    const sites = commandSitesIn(file).filter(isOfPython).map(({ span }) => span);
    const inCommand = ({ span, now }: Mention): boolean => now !== undefined && sites.some((site) => site.start <= span.start && span.end <= site.end);
    return [{ file, mentions: mentions.filter(inCommand), rest: mentions.filter((mention) => !inCommand(mention)) }];
  });
}

/** Programs that take the names or the files of modules: what else stands in the code of a text may be a tree or a remark. */
const PROGRAMS = /^(?:.*\/)?(?:uvicorn|gunicorn|hypercorn|granian|daphne|fastapi|python[\d.]*|py|pytest|mypy|pyright|ruff|black|isort|flake8|pylint|bandit|celery|dramatiq|arq|alembic|coverage|uvx?|poetry|pipenv|pdm|hatch|docker|docker-compose)$/;

function isOfPython({ words }: CommandSite): boolean {
  return PROGRAMS.test(words[0]?.value ?? '');
}

/** What keeps modules beyond Python: names that cannot be followed, images and packages that would miss them. */
function objections(view: RepositoryView, moves: ModuleMoves, where: RelocatedProject): ReadonlyMap<RepoPath, string> {
  const kept = new Map<RepoPath, string>(partedByImages(view, moves.to));
  const places = placesOf(view.python, moves);
  for (const { file, mentions } of mentionsOf(view, places, where)) {
    for (const { now, about, text } of mentions) {
      if (now === undefined) for (const path of about) if (!kept.has(path)) kept.set(path, `\`${file.path}\` names \`${text}\`, which would have no one name afterwards.`);
    }
  }
  const modules = listedModules(view, where.project);
  for (const [from, to] of moves.to) {
    if (kept.has(from)) continue;
    const missing = missesNewFile(view, where.project, to, where.importRoot);
    const listed = modules.find((name) => joinPath(where.importRoot, `${name}.py`) === from);
    if (missing !== undefined) kept.set(from, missing);
    else if (listed !== undefined) kept.set(from, `\`${joinPath(where.project, 'pyproject.toml')}\` lists \`${listed}\` among its modules.`);
    else if (view.repo.files.has(from.replace(/\.py$/, '.pyi') as RepoPath)) kept.set(from, 'A stub of the same name lies beside it.');
    else {
      const because = hidden(view, to, moves) ?? runsAnew(view, from, to);
      if (because !== undefined) kept.set(from, because);
    }
  }
  return kept;
}

/** `py-modules` of setuptools, `modules` of other backends. */
function listedModules({ repo }: RepositoryView, project: string): readonly string[] {
  const read = readTomlData(repo.files.get(joinPath(project, 'pyproject.toml'))?.text ?? '');
  const tool = 'data' in read ? read.data['tool'] : undefined;
  const lists = JSON.stringify(tool ?? {}).matchAll(/"(?:py-modules|py_modules|modules)":(\[[^\]]*\])/g);
  return [...lists].flatMap(([, list = '[]']) => [...list.matchAll(/"([A-Za-z_]\w*)"/g)].map(([, name = '']) => name));
}

/** A package around the new place whose own code runs first then, and leads to what imports the module: a circle. */
function runsAnew({ python }: RepositoryView, from: RepoPath, to: RepoPath): string | undefined {
  const module = python.layout.moduleAt(from);
  const around = (path: RepoPath, init: RepoPath): boolean => isInside(path, folderOf(init));
  const inits = python.layout.modules.filter(({ path, text }) => nameOf(path) === '__init__.py' && text.trim() !== '' && around(to, path) && !around(from, path));
  if (!module || inits.length === 0) return undefined;
  const importers = python.layout.modules.filter((other) => other.parses && python.importedBy(other).includes(module));
  const leading = inits.find((init) => importers.some((importer) => importer !== init && python.reaches(init, importer)));
  return leading === undefined ? undefined : `\`${leading.path}\` would run before it and leads to what imports it: a circle.`;
}

/** A module that nobody could import any more, since a package of its name stands beside it. */
function hidden({ python }: RepositoryView, to: RepoPath, moves: ModuleMoves): string | undefined {
  const { layout } = python;
  const stays = (path: RepoPath): boolean => layout.moduleAt(path) !== undefined && !moves.to.has(path);
  for (const folder of foldersAbove(to)) {
    const beside = folder === '' ? undefined : (`${folder}.py` as RepoPath);
    if (beside !== undefined && folder !== moves.importRoot && stays(beside)) return `The package \`${folder}\` would hide \`${beside}\`.`;
  }
  const folder = to.replace(/\.py$/, '');
  const inside = layout.modules.find(({ path }) => isInside(path, folder) && isInside(moves.to.get(path) ?? path, folder) && !moves.gone.has(path));
  return inside === undefined ? undefined : `The package \`${folder}\` would hide it.`;
}
