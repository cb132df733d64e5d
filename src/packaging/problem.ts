/** Why something could not be read or expressed: one full sentence for a person. */
export interface Problem {
  readonly problem: string;
}

/** Whether a result is a refusal. */
export function isProblem(result: unknown): result is Problem {
  return typeof result === 'object' && result !== null && 'problem' in result && typeof result.problem === 'string';
}
