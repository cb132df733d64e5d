import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { PUBLIC_INDEX_URL } from '../../src/packaging/uv/public-index.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';

/** One fixture case: a small repository before, and after when something may change. */
export interface Case {
  readonly codemod: string;
  readonly name: string;
  readonly folder: string;
  readonly before: Files;
  readonly after: Files | undefined;
  /** Under which name each file of `before` is stored, by its path. */
  readonly stored: Files;
  /** `findings.txt`, or `undefined` when there is none. */
  readonly findings: string | undefined;
  /** `notes.txt`, or `undefined` when nobody looks at what is said beside the findings. */
  readonly notes: string | undefined;
  /** `options.toml`, or `undefined`. */
  readonly options: string | undefined;
}

/** Texts by path. A file or folder whose name ends in `.fixture` stands for the name without it: `.gitignore.fixture`, `logs.fixture/`. */
export type Files = ReadonlyMap<string, string>;

/** The cases of one codemod, or of all. */
export function casesIn(root: string): Case[] {
  return readdirSync(root)
    .filter((codemod) => !codemod.startsWith('_'))
    .sort()
    .flatMap((codemod) => readdirSync(join(root, codemod)).sort().map((name) => readCase(root, codemod, name)));
}

function readCase(root: string, codemod: string, name: string): Case {
  const folder = join(root, codemod, name);
  const text = (file: string): string | undefined => (exists(join(folder, file)) ? expanded(readFileSync(join(folder, file), 'utf8')) : undefined);
  return {
    codemod,
    name,
    folder,
    before: exists(join(folder, 'before')) ? filesIn(join(folder, 'before')) : new Map(),
    after: exists(join(folder, 'after')) ? filesIn(join(folder, 'after')) : undefined,
    stored: exists(join(folder, 'before')) ? new Map(namesIn(join(folder, 'before')).map((name) => [spoken(name), name])) : new Map(),
    findings: text('findings.txt'),
    notes: text('notes.txt'),
    options: text('options.toml'),
  };
}

/** All files below a folder. */
export function filesIn(folder: string): Files {
  return new Map(namesIn(folder).map((name) => [spoken(name), expanded(readFileSync(join(folder, name), 'utf8'))]));
}

function namesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
}

function spoken(name: string): string {
  return name.replace(/\.fixture(?=\/|$)/g, '');
}

/** Files of this repository name no registry: `@PYPI@` stands for the public index. */
const REGISTRY = '@PYPI@';

function expanded(text: string): string {
  return text.replaceAll(REGISTRY, PUBLIC_INDEX_URL);
}

/** A text as a fixture keeps it. */
export function collapsed(text: string): string {
  return text.replaceAll(PUBLIC_INDEX_URL, REGISTRY);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A snapshot of texts, as if git tracked them all. */
export function snapshotFrom(files: Files): Snapshot {
  return snapshotOf([...files].map(([path, text]) => ({ path: repoPath(path), text, executable: false, tracked: true })));
}

/** The texts of a snapshot. */
export function textsOf(snapshot: Snapshot): Map<string, string> {
  return new Map([...snapshot.files].map(([path, { text }]) => [path, text]));
}
