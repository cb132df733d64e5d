import { readTomlData } from '../../formats/toml/read-data.ts';
import type { FileDelta } from '../../patch/patch-set.ts';
import type { Objection } from '../outcome.ts';

/** Gate 4: a data file that parsed still parses; a new one does. */
export function formatObjections(deltas: readonly FileDelta[]): Objection[] {
  const objections: Objection[] = [];
  for (const delta of deltas) {
    if (delta.kind === 'delete') continue;
    const problem = problemOf(delta.path, delta.after.text);
    if (problem === undefined) continue;
    const wasBroken = delta.kind !== 'create' && problemOf(delta.path, delta.before.text) !== undefined;
    if (!wasBroken) objections.push({ gate: 'formats', path: delta.path, message: problem });
  }
  return objections;
}

function problemOf(path: string, text: string): string | undefined {
  if (path.endsWith('.toml')) {
    const read = readTomlData(text);
    return 'problem' in read ? `Line ${read.problem.line}: ${read.problem.message}` : undefined;
  }
  if (path.endsWith('.json')) {
    try {
      JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (error) {
      return error instanceof Error ? error.message : 'It is not JSON.';
    }
  }
  return undefined;
}
