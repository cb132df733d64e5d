import type { FileDelta } from '../../patch/patch-set.ts';
import type { FactReader } from '../../python/facts.ts';
import { grammarBreaches } from '../../python/syntax/breaches.ts';
import type { Objection } from '../outcome.ts';
import { positionAt } from '../../text/lines.ts';

/** Gates 1 and 2: a Python file that parsed still parses, and breaks no rule that the grammar lets pass. Every tree is a fresh parse. */
export function syntaxObjections(deltas: readonly FileDelta[], reader: FactReader): Objection[] {
  const objections: Objection[] = [];
  for (const delta of deltas) {
    if (delta.kind === 'delete' || !/\.pyi?$/.test(delta.path)) continue;
    const before = delta.kind === 'create' ? undefined : reader.of(delta.before).tree;
    const after = reader.of(delta.after).tree;
    if (after.error) {
      if (before?.error) continue;
      const { line } = positionAt(after.text, after.error.start);
      objections.push({ gate: 'syntax', path: delta.path, message: `Line ${line} would not parse any more.` });
      continue;
    }
    const known = before && !before.error ? grammarBreaches(before) : [];
    const fresh = [...grammarBreaches(after)];
    for (const { what } of known) {
      const at = fresh.findIndex((breach) => breach.what === what);
      if (at >= 0) fresh.splice(at, 1);
    }
    for (const { what, at } of fresh) {
      objections.push({ gate: 'blocks', path: delta.path, message: `Line ${positionAt(after.text, at).line}: ${what}` });
    }
  }
  return objections;
}
