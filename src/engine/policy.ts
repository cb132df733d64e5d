import type { Safety } from '../patch/finding.ts';
import { ownershipOf } from '../repo/ownership.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** What a run may touch, decided once for all codemods. */
export interface Policy {
  /** The least safe changes that may be made. */
  readonly safety: Exclude<Safety, 'manual'>;
  /** Whether findings in this file are wanted (`--include`, `--exclude`). */
  readonly selected: (path: RepoPath) => boolean;
  /** Whether the repository asks for this file to be left alone (`protect` in pystd.toml). */
  readonly isProtected: (path: RepoPath) => boolean;
}

/** What happens to a finding or a change at a path. */
export type Permission =
  | { readonly kind: 'free' }
  /** Left out of everything. */
  | { readonly kind: 'ignored' }
  /** Findings are reported, nothing is edited. */
  | { readonly kind: 'protected'; readonly because: string }
  /** Nobody writes it by hand: what is found in it is for nobody, and other findings' changes may not touch it. */
  | { readonly kind: 'locked'; readonly because: string };

/** Whether a path may be reported and edited. */
export function permissionFor(policy: Policy, snapshot: Snapshot, path: RepoPath): Permission {
  if (!policy.selected(path)) return { kind: 'ignored' };
  switch (ownershipOf(snapshot, path)) {
    case 'vendored':
      return { kind: 'ignored' };
    case 'generated':
      return { kind: 'locked', because: `\`${path}\` is written by a tool.` };
    case 'template':
      return { kind: 'locked', because: `\`${path}\` is a template.` };
    case 'own':
      return policy.isProtected(path) ? { kind: 'protected', because: `\`${path}\` is protected by pystd.toml.` } : { kind: 'free' };
  }
}
