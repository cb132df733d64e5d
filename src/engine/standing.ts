import type { Finding } from '../patch/finding.ts';
import { ownershipOf } from '../repo/ownership.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { OpaqueFile } from '../repo/source-file.ts';
import { Identities, locate } from './locate.ts';
import type { Plan } from './plan.ts';
import type { Surroundings } from './run-codemod.ts';

/** The engine's own rules: what it could not look at, and suppressions that do nothing. */
export const ENGINE_RULES = {
  'pystd/syntax': 'A Python file that a codemod needs to read parses; one that does not is left alone.',
  'pystd/unreadable': 'A Python file that cannot be read as UTF-8 text of a sensible size is neither read nor edited.',
  'pystd/suppression': 'A suppression names what it suppresses, gives a reason, and has an effect.',
} as const;

/** Findings of the engine itself on the repository as it is: files it could not look at, and idle suppressions. */
export function standingFindings(snapshot: Snapshot, plan: Plan, { policy, reader, suppressions }: Surroundings): Finding[] {
  const identities = new Identities();
  const findings: Finding[] = [];
  const about = (path: OpaqueFile['path'], rule: keyof typeof ENGINE_RULES, message: string, start: number): void => {
    if (!policy.selected(path) || ownershipOf(snapshot, path) === 'vendored') return;
    const place = { path, span: { start, end: start } };
    const located = locate(snapshot, place);
    if (suppressions.silence({ codemod: 'pystd', rule, at: located.at })) return;
    findings.push(identities.finding('pystd', { at: place, rule, message, safety: 'manual', fix: undefined }, located));
  };
  for (const file of snapshot.opaque.values()) {
    if (!/\.pyi?$/.test(file.path) || file.because === 'symbolic link' || file.because === 'not read') continue;
    about(file.path, 'pystd/unreadable', `The file is left alone: ${file.because}.`, 0);
  }
  for (const { path, error } of reader.unparsable(snapshot)) {
    about(path, 'pystd/syntax', 'The file is left alone: it does not parse as Python 3 here.', error.start);
  }
  const looked = new Set<string>(plan.order.flatMap(({ codemod, rules }) => [codemod.id, ...rules]));
  return [...findings, ...suppressions.complaints(looked).filter(({ at }) => policy.selected(at.path))];
}
