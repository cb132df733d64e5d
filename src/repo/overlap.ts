import { sameEdit, type Edit } from '../text/edit.ts';
import type { ChangeSet } from './changes.ts';
import { foldersAbove, type RepoPath } from './path.ts';

/**
 * What is already claimed by accepted changes. A later change that touches a claim waits for the next round, where it sees the new text.
 * Saying exactly the same twice is no conflict: it is one edit.
 */
export class Claims {
  readonly #edits = new Map<RepoPath, Edit[]>();
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>();

  /** The part of `changes` that is not yet said, claimed from now on; `undefined` when any of it touches an earlier claim. */
  accept(changes: ChangeSet): ChangeSet | undefined {
    const fresh: ChangeSet[number][] = [];
    for (const change of changes) {
      if (change.kind === 'edit') {
        if (this.#files.has(change.path)) return undefined;
        const claimed = this.#edits.get(change.path) ?? [];
        const edits = change.edits.filter((edit) => !claimed.some((other) => sameEdit(edit, other)));
        if (edits.some((edit) => claimed.some((other) => touches(edit, other)))) return undefined;
        if (edits.length > 0) fresh.push({ ...change, edits });
        continue;
      }
      const paths = change.kind === 'move' ? [change.from, change.path] : [change.path];
      const said = JSON.stringify(change);
      if (paths.every((path) => this.#files.get(path) === said)) continue;
      if (paths.some((path) => this.#edits.has(path) || this.#isClaimed(path))) return undefined;
      fresh.push(change);
    }
    for (const change of fresh) {
      if (change.kind === 'edit') this.#edits.set(change.path, [...(this.#edits.get(change.path) ?? []), ...change.edits]);
      else for (const path of change.kind === 'move' ? [change.from, change.path] : [change.path]) this.#claim(path, JSON.stringify(change));
    }
    return fresh;
  }

  #claim(path: RepoPath, said: string): void {
    this.#files.set(path, said);
    for (const folder of foldersAbove(path)) this.#folders.add(folder);
  }

  /** Whether a file claim is in the way: on the path itself, or because one of the two would be a folder of the other. */
  #isClaimed(path: RepoPath): boolean {
    return this.#files.has(path) || this.#folders.has(path) || foldersAbove(path).some((folder) => this.#files.has(folder));
  }
}

/** Whether two different edits share a character or meet at one: then their order would matter. */
function touches(a: Edit, b: Edit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
