import type { LockRequest } from '../patch/patch-set.ts';
import type { Locking } from './lock-files.ts';
import { lockWithPoetry } from './lock-with-poetry.ts';
import { lockWithUv } from './lock-with-uv.ts';

/** Makes the lock of the project in `folder` (absolute) with the package manager that is asked for. */
export function lockProject(folder: string, request: LockRequest): Locking {
  return request.by === 'poetry' ? lockWithPoetry(folder) : lockWithUv(folder, request.constraints);
}

/** The file that a package manager writes. */
export function lockName({ by }: LockRequest): string {
  return by === 'poetry' ? 'poetry.lock' : 'uv.lock';
}
