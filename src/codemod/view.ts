import { backendOf, type Backend } from '../backend/index.ts';
import type { FactReader } from '../python/facts.ts';
import { pythonOf, type Python } from '../python/index.ts';
import { ownershipOf, type Ownership } from '../repo/ownership.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** A repository as codemods see it: the files, and what they mean. */
export interface RepositoryView {
  readonly repo: Snapshot;
  readonly python: Python;
  readonly backend: Backend;
  ownershipOf(path: RepoPath): Ownership;
}

const views = new WeakMap<Snapshot, RepositoryView>();

/** The view of a snapshot; everybody who asks gets the same one. */
export function viewOf(snapshot: Snapshot, reader: FactReader): RepositoryView {
  const known = views.get(snapshot);
  if (known) return known;
  const python = pythonOf(snapshot, reader);
  const view = { repo: snapshot, python, backend: backendOf(snapshot, python), ownershipOf: (path: RepoPath) => ownershipOf(snapshot, path) };
  views.set(snapshot, view);
  return view;
}
