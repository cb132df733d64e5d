import type { Edit } from '../../text/edit.ts';

/** Why a script is left as it is: a full sentence. */
export interface ShellProblem {
  readonly problem: string;
}

/** Whether edits were refused. */
export function isShellProblem(outcome: readonly Edit[] | 'everything' | ShellProblem): outcome is ShellProblem {
  return typeof outcome === 'object' && 'problem' in outcome;
}
