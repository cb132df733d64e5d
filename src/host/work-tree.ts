import { entriesOf, runGit, type GitAnswer } from './run-git.ts';

/** A folder in a git work tree: what the git commands of a run need to know. */
export interface GitState {
  /** The folder that was read, absolute: the top of the work tree or a folder in it. */
  readonly folder: string;
  /** Where the folder lies in the work tree, ending in `/`; empty at the top. */
  readonly prefix: string;
  /** The commit that is checked out; empty before the first one. */
  readonly head: string;
}

/** Where a folder stands with git. */
export type WorkTree =
  | { readonly kind: 'inside'; readonly git: GitState }
  /** No work tree; `note` says what a person should know about it, if anything. */
  | { readonly kind: 'outside'; readonly note: string }
  | { readonly kind: 'refused'; readonly message: string };

/** A file git knows or would take. */
export interface Candidate {
  readonly path: string;
  readonly tracked: boolean;
  /** The mode in the index; `undefined` for files not tracked. */
  readonly mode: string | undefined;
}

/** The candidates of a work tree, and how many have names that are no UTF-8. */
export interface Listing {
  readonly candidates: readonly Candidate[];
  readonly unnameable: number;
}

/** Finds the work tree around a folder. */
export function findWorkTree(folder: string): WorkTree {
  const inside = ask(folder, ['rev-parse', '--is-inside-work-tree', '--show-prefix']);
  if (inside.kind === 'missing') return { kind: 'outside', note: 'git is not installed; the folder is read without it, as if every file in it were tracked.' };
  if (inside.kind === 'failed') return withoutWorkTree(folder, inside.message);
  const output = inside.output.toString('utf8');
  if (!output.startsWith('true\n')) {
    return { kind: 'refused', message: `${folder} is git's own folder or a bare repository: it has no files to work on. Name a checked-out folder.` };
  }
  const head = ask(folder, ['rev-parse', '--quiet', '--verify', 'HEAD^{commit}']);
  return { kind: 'inside', git: { folder, prefix: output.slice('true\n'.length, -1), head: head.kind === 'done' ? head.output.toString('latin1').trim() : '' } };
}

/**
 * A repository that belongs to somebody else is refused rather than read as a plain folder: whether to trust it is the user's
 * decision, made in their own git configuration, and without git nothing would protect their uncommitted work.
 */
function withoutWorkTree(folder: string, message: string): WorkTree {
  if (/dubious ownership|unsafe repository/.test(message)) {
    const owned = /'(\/[^'\n]*)'/.exec(message)?.[1] ?? folder;
    return {
      kind: 'refused',
      message: `git does not trust ${owned}, because it belongs to another user. If you do: git config --global --add safe.directory ${owned}`,
    };
  }
  if (/^not a git repository \(or any/.test(message)) return { kind: 'outside', note: '' };
  if (/^not a git repository/.test(message)) {
    return { kind: 'outside', note: `${folder} points to a git repository that is not there; it is read as a plain folder.` };
  }
  return { kind: 'refused', message: `git cannot read ${folder}: ${message}` };
}

/** The tracked files, and those not tracked but not ignored either. Submodules and repositories inside are not part of it. */
export function listWorkTree({ folder }: GitState): Listing | { readonly refused: string } {
  const answer = ask(folder, ['ls-files', '-z', '-t', '--stage', '--cached', '--others', '--exclude-standard']);
  if (answer.kind !== 'done') return { refused: `git cannot list the files of ${folder}: ${answer.kind === 'failed' ? answer.message : 'it is gone.'}` };
  const entries = entriesOf(answer.output);
  const candidates = entries.filter((entry) => entry !== undefined).map(readEntry);
  return {
    candidates: candidates.filter(({ path, mode }) => mode !== '160000' && !path.endsWith('/')),
    unnameable: entries.length - candidates.length,
  };
}

/** Whether the surrounding work tree ignores the folder as a whole. */
export function isIgnoredFolder({ folder }: GitState): boolean {
  return ask(folder, ['check-ignore', '--quiet', '.']).kind === 'done';
}

/** `? path`, or `H 100644 <blob> 0⇥path` with another letter for files in conflict or left out of a sparse checkout. */
function readEntry(entry: string): Candidate {
  if (entry.startsWith('? ')) return { path: entry.slice(2), tracked: false, mode: undefined };
  return { path: entry.slice(entry.indexOf('\t') + 1), tracked: true, mode: entry.slice(2, 8) };
}

function ask(folder: string, args: readonly string[]): GitAnswer {
  return runGit({ folder, args, input: '', settings: [] });
}
