import { appendPatterns, defineCodemod, folderOf, hiddenBy, joinPath, nameOf, removeLine, repoPath, roleOf, topOf, type RepoPath, type RepositoryView, type Task } from '#pystd';

/** What a standard or a repository may set for this codemod. */
interface Options {
  /** What must never be committed, as `.gitignore` patterns; folders end with `/`. */
  patterns: string[];
  /** Comment line above the patterns this codemod adds. */
  heading: string;
}

const IGNORE_FILE = repoPath('.gitignore');

/** Rules that speak of one pattern; all others fall under the general one. */
const RULE_OF: Readonly<Record<string, string>> = { '.env': 'config/dotenv-not-committed', 'logs/': 'logging/logs-dir-ignored' };
const GENERAL = 'workflow/gitignore';

/** Folders whose tracked content may be meant to be there: a package called `logs`, a published `dist`. */
const MAY_BE_SOURCE: ReadonlySet<string> = new Set(['logs/', 'dist/']);

export default defineCodemod<Options>({
  id: 'gitignore-hygiene',
  title: 'Ignore private and generated files, and nothing the build needs',
  why: `Secrets, logs and caches that are committed once stay in the history for good.
A lock file that git ignores makes every install a different one.`,
  links: ['https://git-scm.com/docs/gitignore'],
  rules: [GENERAL, 'config/dotenv-not-committed', 'logging/logs-dir-ignored', 'deps/manifest-and-lock-committed'],
  safety: 'safe',
  after: ['poetry-to-uv'],
  options: {
    patterns: ['.env', 'logs/', '__pycache__/', '.pytest_cache/', '.mypy_cache/', '.ruff_cache/', '.venv/', '.coverage', 'htmlcov/', 'dist/'],
    heading: '# Private and generated files',
  },

  applies: ({ repo }) => repo.files.has(IGNORE_FILE) || (repo.git && repo.files.size > 0),

  run(task) {
    addMissingPatterns(task);
    keepVisible(task);
    reportTracked(task);
  },
});

/** One change for each rule: the patterns that no line covers yet. */
function addMissingPatterns(task: Task<Options>): void {
  const missing = new Map<string, string[]>();
  for (const pattern of patternsIn(task.options)) {
    if (isIgnored(pattern.endsWith('/') ? `${pattern}x` : pattern, task)) continue;
    const rule = RULE_OF[pattern] ?? GENERAL;
    const source = MAY_BE_SOURCE.has(pattern) ? trackedBelow(pattern, task)[0] : undefined;
    if (source !== undefined) task.flag(topOf(IGNORE_FILE), `\`${pattern}\` is not ignored, but \`${source}\` is tracked there; decide which it is.`, { rule });
    else missing.set(rule, [...(missing.get(rule) ?? []), ...(pattern === '.env' ? environmentPatterns(task) : [pattern])]);
  }
  for (const [rule, patterns] of missing) {
    const listed = patterns.map((pattern) => `\`${pattern}\``).join(', ');
    task.change(topOf(IGNORE_FILE), `\`.gitignore\` lacks ${listed}.`, (edit) => {
      const file = task.repo.files.get(IGNORE_FILE);
      if (file) edit.edit(IGNORE_FILE, appendPatterns(file.text, patterns, task.options.heading));
      else edit.create(IGNORE_FILE, [task.options.heading, ...patterns, ''].join('\n'));
    }, { rule });
  }
}

/** `.env` with all its variants, those taken out again that the repository keeps on purpose: the example, and what is tracked and not private. */
function environmentPatterns(task: Task<Options>): string[] {
  const kept = new Set(['.env.example', ...openVariants(task).map(nameOf).filter((name) => name.startsWith('.env.'))]);
  return ['.env', '.env.*', ...[...kept].sort().map((name) => `!${name}`)];
}

/** Tracked `.env.example`, `.env.template`, `.env.test` and their like, wherever they are. */
function openVariants(task: Task<Options>): string[] {
  return trackedPaths(task).filter((path) => /^\.env[._-]/.test(nameOf(path)) && !isPrivate(path));
}

/** What a repository keeps on purpose must not be hidden by a wide pattern: the examples of `.env`, the manifest and the lock file of each project. */
function keepVisible(task: Task<Options>): void {
  for (const path of openVariants(task)) unhide(path, 'config/dotenv-not-committed', task);
  const isManifest = (path: RepoPath): boolean => nameOf(path) === 'pyproject.toml' && roleOf(path) === 'service' && task.ownershipOf(path) === 'own';
  for (const manifest of [...task.repo.files.keys()].filter(isManifest)) {
    const lock = task.backend.projects.lockFile(folderOf(manifest));
    unhide(manifest, 'deps/manifest-and-lock-committed', task);
    if (lock !== undefined) unhide(joinPath(folderOf(manifest), lock), 'deps/manifest-and-lock-committed', task);
  }
}

function unhide(path: string, rule: string, task: Task<Options>): void {
  const hidden = hiddenBy(task.repo, path);
  if (!hidden) return;
  const { file, line, matched, path: ignoreFile } = hidden;
  // A file above the folder that is worked on is somebody else's to change.
  if (ignoreFile === undefined) return task.flag(topOf(repoPath(path)), `The pattern \`${line.text.trim()}\` of a \`.gitignore\` further up keeps \`${path}\` out of the repository.`, { rule });
  const pattern = line.text.trim();
  const at = { path: ignoreFile, span: line.span };
  const message = `The pattern \`${pattern}\` keeps \`${path}\` out of the repository.`;
  const name = nameOf(path);
  // Nothing below a hidden folder can be taken out again.
  if (matched.endsWith('/')) task.flag(at, `${message} It hides the whole folder \`${matched}\`.`, { rule });
  else {
    const own = [name, `/${name}`, `**/${name}`].includes(pattern);
    task.change(at, message, (edit) => edit.edit(ignoreFile, own ? removeLine(file.text, line) : appendPatterns(file.text, [`!${name}`], task.options.heading)), { rule });
  }
}

/** Tracked files that should not be: only a person can take them out of the index, and rotate what was in them. */
function reportTracked(task: Task<Options>): void {
  const tracked = trackedPaths(task);
  // Beside a package.json such files hold what the browser gets to see anyway, those of tests are made up, and a link holds nothing.
  const isPublic = (path: string): boolean => roleOf(path) !== 'service' || task.repo.files.has(joinPath(folderOf(path), 'package.json')) || task.repo.opaque.get(repoPath(path))?.because === 'symbolic link';
  for (const path of tracked.filter((candidate) => isPrivate(candidate) && !isPublic(candidate))) {
    task.flag(topOf(repoPath(path)), `\`${path}\` is tracked by git: take it out with \`git rm --cached ${path}\`, and change what is secret in it.`, { rule: 'config/dotenv-not-committed' });
    task.followUp({ run: ['git', 'rm', '--cached', path], why: `\`${path}\` stays on disk and leaves the repository. What is secret in it stays in the history: change it.` });
  }
  const generated = patternsIn(task.options).filter((pattern) => pattern.endsWith('/') && !MAY_BE_SOURCE.has(pattern)).map((pattern) => pattern.slice(0, -1));
  const folders = new Set(tracked.flatMap((path) => outermost(generated.flatMap((name) => folderNamed(path, name) ?? [])) ?? []));
  for (const folder of folders) {
    task.flag(topOf(IGNORE_FILE), `\`${folder}/\` is tracked by git although it is generated: take it out with \`git rm -r --cached ${folder}\`.`, { rule: GENERAL });
    task.followUp({ run: ['git', 'rm', '-r', '--cached', '--quiet', folder], why: `\`${folder}/\` is generated; it stays on disk and leaves the repository.` });
  }
}

/** Of several folders on one path the one that holds the others. */
function outermost(folders: readonly string[]): string | undefined {
  return [...folders].sort((a, b) => a.length - b.length)[0];
}

/** The patterns that say something: no empty ones, none that would hide everything. */
function patternsIn({ patterns }: Options): string[] {
  return patterns.filter((pattern) => /^[^\n\r]*[^\s/*][^\n\r]*$/.test(pattern));
}

/** Files that hold the secrets of one place. */
function isPrivate(path: string): boolean {
  return /^\.env(\.(local|prod|production|staging))?$/.test(nameOf(path));
}

/** The outermost folder of that name on a path. */
function folderNamed(path: string, name: string): string | undefined {
  if (!path.includes(`${name}/`)) return undefined;
  const folders = folderOf(path).split('/');
  const at = folders.indexOf(name);
  return at < 0 ? undefined : folders.slice(0, at + 1).join('/');
}

function trackedPaths({ repo }: RepositoryView): string[] {
  return [...repo.files.values(), ...repo.opaque.values()].filter(({ tracked }) => tracked).map(({ path }) => path);
}

function trackedBelow(pattern: string, view: RepositoryView): string[] {
  return trackedPaths(view).filter((path) => folderNamed(path, pattern.slice(0, -1)) !== undefined);
}

function isIgnored(path: string, { repo }: RepositoryView): boolean {
  return hiddenBy(repo, path) !== undefined;
}
