import type { RepositoryView } from '../../evidence/candidate.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** What executing a repository's programs depends on. */
export interface Workshop {
  readonly root: string;
  /** An interpreter, as a command line. */
  readonly python: string | undefined;
  /** Seconds that one program may take. */
  readonly timeout: number;
  viewOf(snapshot: Snapshot): RepositoryView;
  /** The scratch copy, made when it is first needed. */
  scratch(): Scratch;
}

/** The workshop of one repository; what it made is taken away at its end. */
export function openWorkshop({ root, python, timeout, viewOf }: Omit<Workshop, 'scratch'>): Workshop & { end(): void } {
  let made: Scratch | undefined;
  return { root, python, timeout, viewOf, scratch: () => (made ??= makeScratch(root)), end: () => made?.end() };
}
