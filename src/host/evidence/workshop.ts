import type { RepositoryView } from '../../evidence/candidate.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { atEnd } from './at-end.ts';
import { environmentsOf, type Environments, type EnvironmentWishes } from './environments.ts';
import { makeScratch, type Scratch } from './scratch.ts';

/** What executing a repository's programs depends on. */
export interface Workshop extends EnvironmentWishes {
  readonly root: string;
  /** Seconds that one program may take. */
  readonly timeout: number;
  viewOf(snapshot: Snapshot): RepositoryView;
  /** The scratch copy, made when it is first needed. */
  scratch(): Scratch;
  readonly environments: Environments;
}

/** The workshop of one repository; what it made is taken away at its end, and when the process is ended before. */
export function openWorkshop(given: Omit<Workshop, 'scratch' | 'environments'>): Workshop & { end(): void } {
  let made: { readonly scratch: Scratch; readonly forget: () => void } | undefined;
  const make = (): { readonly scratch: Scratch; readonly forget: () => void } => {
    const scratch = makeScratch(given.root);
    return { scratch, forget: atEnd(() => scratch.end()) };
  };
  const scratchOf = (): Scratch => (made ??= make()).scratch;
  return {
    ...given,
    scratch: scratchOf,
    environments: environmentsOf(given.root, given, scratchOf),
    end() {
      made?.forget();
      made?.scratch.end();
    },
  };
}
