import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { SourceFile } from '../repo/source-file.ts';

/** placeholder */
export interface RepositoryView { readonly snapshot: Snapshot; file(path: RepoPath): SourceFile | undefined }
