import { nameOf } from '../repo/path.ts';

/** The name of the n-th file written beside its target before it takes the target's place. */
export function stagedName(n: number): string {
  return `.pystd-${n}.tmp`;
}

/** The name under which the n-th file's old content waits until everything is written. */
export function backupName(n: number): string {
  return `.pystd-${n}.old.tmp`;
}

/** Whether a file was left by a run that was killed while it wrote. */
export function isLeftover(path: string): boolean {
  return /^\.pystd-\d+(\.old)?\.tmp$/.test(nameOf(path));
}
