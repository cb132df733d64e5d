import type { RepositoryView } from '../../evidence/candidate.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { atEnd } from './at-end.ts';
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

/** The workshop of one repository; what it made is taken away at its end, and when the process is ended before. */
export function openWorkshop({ root, python, timeout, viewOf }: Omit<Workshop, 'scratch'>): Workshop & { end(): void } {
  let made: { readonly scratch: Scratch; readonly forget: () => void } | undefined;
  const make = (): { readonly scratch: Scratch; readonly forget: () => void } => {
    const scratch = makeScratch(root);
    return { scratch, forget: atEnd(() => scratch.end()) };
  };
  return {
    root, python, timeout, viewOf,
    scratch: () => (made ??= make()).scratch,
    end() {
      made?.forget();
      made?.scratch.end();
    },
  };
}
