import { offsetBefore } from '../text/apply.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { RepoPath } from './path.ts';

/** A text file of a repository. The text holds every byte's meaning: byte-order mark and line endings included. */
export interface SourceFile {
  readonly path: RepoPath;
  readonly text: string;
  readonly executable: boolean;
  /** Whether git tracks it (in a plain folder: always `true`). */
  readonly tracked: boolean;
  /** The file this one was made from, one round of edits ago; absent for files as they were read and for new files. */
  readonly derivedFrom?: { readonly file: SourceFile; readonly edits: readonly Edit[] };
}

/** Why a file is known by name only. */
export type OpaqueReason =
  | 'binary'
  | 'not UTF-8'
  | 'declares another encoding'
  | 'too large'
  | 'unreadable'
  | 'symbolic link'
  /** Of a kind no codemod reads, such as an image. */
  | 'not read';

/** A file that is present but neither read by codemods nor changed by them. */
export interface OpaqueFile {
  readonly path: RepoPath;
  readonly because: OpaqueReason;
  readonly tracked: boolean;
}

/** A span of a file as somebody reads it today, before any codemod ran. */
export interface Origin {
  readonly file: SourceFile;
  readonly span: Span;
}

/** Follows a span back through all rounds of edits to the file as it was read. */
export function originOf(file: SourceFile, span: Span): Origin {
  let origin: Origin = { file, span };
  for (let from = file.derivedFrom; from; from = from.file.derivedFrom) {
    const { edits } = from;
    const start = offsetBefore(edits, origin.span.start);
    const end = Math.max(start, offsetBefore(edits, origin.span.end));
    origin = { file: from.file, span: { start, end } };
  }
  return origin;
}
