import { nameOf } from './path.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Files of one sort: how their names end or what they are called, and the bytes above which they are not read. */
interface Readable {
  readonly limit: number;
  /** Ends of names, matched without regard to case. */
  readonly endings: readonly string[];
  /** Whole names, or beginnings of names when they end with `*`, matched without regard to case. */
  readonly names: readonly string[];
}

/** The kinds of files codemods can ask for. Everything else is known by name only. */
const READABLE: readonly Readable[] = [
  // Python, its packaging and its tools.
  {
    limit: 2 * MIB,
    endings: ['.py', '.pyi', '.toml', '.cfg', '.ini', '.txt', '.in'],
    names: ['pipfile', '.python-version', '.coveragerc', '.pylintrc', '.flake8'],
  },
  // What tools lock grows with the number of packages, not with anybody's patience.
  { limit: 16 * MIB, endings: ['.lock'], names: [] },
  // Containers, builds, jobs and services. A Dockerfile may carry the name of its stage before or after: `Dockerfile.dev`, `dev.Dockerfile`.
  {
    limit: 2 * MIB,
    endings: ['.yml', '.yaml', '.dockerfile', '.containerfile', '.mk', '.just', '.sh', '.bash', '.zsh', '.ksh', '.bat', '.cmd', '.ps1', '.conf'],
    names: ['dockerfile*', 'containerfile*', 'makefile', 'gnumakefile', 'justfile', '.justfile', 'taskfile', 'procfile*', 'jenkinsfile*', 'tiltfile'],
  },
  // Prose.
  { limit: 2 * MIB, endings: ['.md', '.mdx', '.mdc', '.rst'], names: ['codeowners'] },
  // Settings of git, editors and services; `.env`, `.env.example`, `env.sample`, `.envrc`, `production.env`.
  {
    limit: 2 * MIB,
    endings: ['.env'],
    names: ['.env*', 'env.example', 'env.sample', 'env.template', 'env.dist', 'env-example*', 'env_example*', '.gitignore', '.gitattributes', '.gitmodules', '.dockerignore', '.containerignore', '.editorconfig', '.secrets.baseline', '.codespellrc', '.lintstagedrc', '.releaserc', 'sonar-project.properties'],
  },
  // Configuration written as JSON is small; large JSON is data.
  { limit: 256 * KIB, endings: ['.json', '.json5', '.jsonc', '.code-workspace'], names: [] },
];

/** Folders of installed packages and compiled files. What git tracks in them is known by name only. */
const UNREAD_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '__pycache__', '.git', '.hg', '.svn']);

const BY_ENDING = new Map(READABLE.flatMap(({ endings, limit }) => endings.map((ending) => [ending, limit] as const)));
const BY_NAME = new Map(READABLE.flatMap(({ names, limit }) => names.filter((name) => !name.endsWith('*')).map((name) => [name, limit] as const)));
const BY_BEGINNING = READABLE.flatMap(({ names, limit }) =>
  names.filter((name) => name.endsWith('*')).map((name) => ({ beginning: name.slice(0, -1), limit })),
);

/** How many bytes a file of this name may have to be read as text; `0` when files of its kind are not read at all. */
export function readableBytes(path: string): number {
  const name = nameOf(path).toLowerCase();
  const dot = name.lastIndexOf('.');
  const limit = (dot < 0 ? undefined : BY_ENDING.get(name.slice(dot))) ?? BY_NAME.get(name) ?? byBeginning(name);
  if (limit === undefined) return 0;
  return path.split('/').some((part) => UNREAD_FOLDERS.has(part)) ? 0 : limit;
}

function byBeginning(name: string): number | undefined {
  return BY_BEGINNING.find(({ beginning }) => name.startsWith(beginning))?.limit;
}

/** Whether a folder of this name is passed over when a plain folder is read: nothing in it was written here. */
export function isUnreadFolder(name: string): boolean {
  return UNREAD_FOLDERS.has(name);
}

/** Whether the file holds Python source: a module or a stub. */
export function isPython(path: string): boolean {
  return path.endsWith('.py') || path.endsWith('.pyi');
}
