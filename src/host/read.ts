import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { globMatcher } from '../formats/gitignore/glob.ts';
import type { RepoPath } from '../repo/path.ts';
import { NOTHING_AROUND, snapshotOf, type Snapshot } from '../repo/snapshot.ts';
import type { OpaqueFile, SourceFile } from '../repo/source-file.ts';
import { staysInside } from './inside.ts';
import { isLeftover } from './leftover.ts';
import { outerOf } from './outer.ts';
import { createFileReader, errorCode, type FileReader } from './read-file.ts';
import { walkFolder } from './walk.ts';
import { findWorkTree, isIgnoredFolder, listWorkTree, type Candidate, type GitState } from './work-tree.ts';

/** A repository as it was read, or why it was not. */
export type Reading =
  | {
      readonly kind: 'read';
      /** The folder, absolute and without symbolic links. */
      readonly root: string;
      readonly snapshot: Snapshot;
      /** The commit that is checked out; empty before the first one and outside git. */
      readonly base: string;
      readonly git: GitState | undefined;
      /** Whether a file may be the subject of findings. Every file is in the snapshot all the same: names are resolved through all of them. */
      readonly isSubject: (path: RepoPath) => boolean;
      /** Full sentences on what a person might miss in the snapshot. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly message: string };

/** Which files may be subjects: patterns as in a `.gitignore`. Without `include` all are; `exclude` wins. */
export interface Subjects {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** The most text read from one repository, in bytes: more would not fit into the memory of one process. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The files to read of a folder, and where the folder stands with git. */
interface Found {
  readonly candidates: readonly Candidate[];
  readonly git: GitState | undefined;
  readonly notes: readonly string[];
}

/**
 * Reads a folder: of a git work tree what git tracks or would track, of any other folder what no `.gitignore` names. Nothing in it is
 * executed, nothing is written (git's index included), and no symbolic link below the folder is followed.
 */
export async function readRepository(path: string, subjects: Subjects): Promise<Reading> {
  const root = realFolder(path);
  if (typeof root !== 'string') return { kind: 'refused', message: root.refused };
  const reader = createFileReader(root);
  const found = findFiles(root, reader);
  if ('refused' in found) return { kind: 'refused', message: found.refused };
  const { candidates, git } = found;
  const contents = readAll(candidates, reader);
  if ('refused' in contents) return { kind: 'refused', message: `${root} ${contents.refused}` };
  const included = globMatcher(subjects.include);
  const excluded = globMatcher(subjects.exclude);
  return {
    kind: 'read',
    root,
    snapshot: snapshotOf(contents.files, contents.opaque, git !== undefined, git ? outerOf(git) : NOTHING_AROUND),
    base: git?.head ?? '',
    git,
    isSubject: (file) => (subjects.include.length === 0 || included(file)) && !excluded(file),
    notes: [...found.notes, ...leftoverNotes(candidates)],
  };
}

/** The folder's own path may lead over symbolic links: the user named it. */
function realFolder(path: string): string | { readonly refused: string } {
  const absolute = resolve(path);
  try {
    const root = realpathSync(absolute);
    if (!statSync(root).isDirectory()) return { refused: `${absolute} is a file. Name the folder of a repository.` };
    accessSync(root, constants.R_OK | constants.X_OK);
    return root;
  } catch (error) {
    const code = errorCode(error);
    return { refused: code === 'ENOENT' || code === 'ENOTDIR' ? `There is no folder ${absolute}.` : `${absolute} cannot be read: ${code}.` };
  }
}

function findFiles(root: string, reader: FileReader): Found | { readonly refused: string } {
  const workTree = findWorkTree(root);
  if (workTree.kind === 'refused') return { refused: workTree.message };
  if (workTree.kind === 'outside') return findInPlainFolder(root, reader, workTree.note === '' ? [] : [workTree.note]);
  const listing = listWorkTree(workTree.git);
  if ('refused' in listing) return listing;
  if (listing.candidates.length === 0 && isIgnoredFolder(workTree.git)) {
    return findInPlainFolder(root, reader, [`The git work tree around ${root} ignores it; it is read as a plain folder.`]);
  }
  const unnameable = listing.unnameable === 0 ? [] : [`${listing.unnameable} files were left out because their names are not UTF-8.`];
  return { candidates: listing.candidates, git: workTree.git, notes: unnameable };
}

function findInPlainFolder(root: string, reader: FileReader, notes: readonly string[]): Found | { readonly refused: string } {
  const walk = walkFolder(root, reader);
  if (walk.unreadable.includes('')) return { refused: `${root} cannot be read: it may not be listed.` };
  return {
    candidates: walk.paths.map((path) => ({ path, tracked: true, mode: undefined })),
    git: undefined,
    notes: [
      ...notes,
      ...walk.repositories.map((folder) => `${folder} was left out because it is a git repository of its own; name it to work on it.`),
      ...walk.unreadable.map((folder) => `${folder} was left out because it may not be listed.`),
    ],
  };
}

interface Contents {
  readonly files: readonly SourceFile[];
  readonly opaque: readonly OpaqueFile[];
}

function readAll(candidates: readonly Candidate[], reader: FileReader): Contents | { readonly refused: string } {
  const files: SourceFile[] = [];
  const opaque: OpaqueFile[] = [];
  let bytes = 0;
  for (const { path: name, tracked, mode } of candidates) {
    if (!staysInside(name) || isLeftover(name)) continue;
    const path = name as RepoPath;
    const file = reader.read(name);
    if (file.kind === 'opaque') opaque.push({ path, because: file.because, tracked });
    if (file.kind !== 'text') continue;
    bytes += file.bytes;
    if (bytes > MOST_BYTES) return { refused: `holds more than ${MOST_BYTES / 1024 / 1024} MiB of text. Name a smaller folder.` };
    files.push({ path, text: file.text, executable: mode === undefined ? file.executable : mode === '100755', tracked });
  }
  return { files, opaque };
}

function leftoverNotes(candidates: readonly Candidate[]): string[] {
  return candidates
    .filter(({ path }) => isLeftover(path))
    .map(({ path }) => `${path} was left by a run that was killed while it wrote. Look at it, then delete it.`);
}
