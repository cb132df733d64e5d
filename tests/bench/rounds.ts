import type { Measurement } from './measure.ts';

/** Something to be measured under a name. */
export type Task = readonly [name: string, measure: () => Measurement];

/** The least that each task took in `rounds` rounds. Every round runs every task once, so that a busy minute hits all alike. */
export function leastOf(rounds: number, tasks: readonly Task[], progress: (name: string) => void): ReadonlyMap<string, Measurement> {
  const least = new Map<string, Measurement>();
  for (let round = 1; round <= rounds; round++) {
    for (const [name, measure] of tasks) {
      progress(`${name} (${round} of ${rounds})`);
      const now = measure();
      const before = least.get(name) ?? now;
      least.set(name, { seconds: Math.min(before.seconds, now.seconds), memory: Math.max(before.memory, now.memory) });
    }
  }
  return least;
}
