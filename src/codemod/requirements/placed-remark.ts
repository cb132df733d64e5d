import type { FileRemark } from '../../packaging/pip/index.ts';
import { joinPath, type RepoPath } from '../../repo/path.ts';
import type { Span } from '../../text/span.ts';

/** Something to be said of a place of the repository. */
export interface PlacedRemark {
  /** `note`: done, and the reviewer should know. `person`: left to a person. `refusal`: the project stays as it is. */
  readonly kind: 'note' | 'person' | 'refusal';
  readonly path: RepoPath;
  readonly span: Span;
  readonly message: string;
}

/** Remarks on files of a folder, with their paths from the top. Nothing is said twice. */
export function placedRemarks(folder: string, remarks: readonly FileRemark[]): PlacedRemark[] {
  const all = new Map(remarks.map(({ kind, at, message }) => [`${at.path}\0${at.span.start}\0${message}`, { kind, path: joinPath(folder, at.path), span: at.span, message }] as const));
  return [...all.values()];
}
