/** How pystd ends; documented in README and `--help`. */
export const EXIT = {
  /** Nothing to do, or all asked-for fixes written with nothing left. */
  done: 0,
  /** Findings, changes that are not written, or a follow-up that was run and failed. */
  found: 1,
  /** Wrong use or configuration. */
  usage: 2,
  /** A codemod was rejected by a gate or stopped by an error; the others' results are given. */
  rejected: 3,
  /** A bug of pystd. */
  internal: 70,
  interrupted: 130,
} as const;

/** One of the ways to end. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something the user asked for that cannot be done as asked: told without a stack trace, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
