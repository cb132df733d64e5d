import { fingerprint } from '../patch/digest.ts';
import type { Evidence } from '../patch/evidence.ts';

/** What was found out about one application or project. */
export interface Part {
  /** What a person calls it. */
  readonly name: string;
  readonly evidence: Evidence;
}

/** Parts that could not be looked at, named in a sentence; the others are counted. */
const NAMED = 3;

/** What was found out about several applications or projects as one record: that which says the most against the patch leads it, and what could not be looked at is named. */
export function inOneRecord(parts: readonly Part[]): Evidence | undefined {
  const [strongest, ...others] = [...parts].sort((a, b) => weightOf(b.evidence) - weightOf(a.evidence));
  if (!strongest || others.length === 0) return strongest?.evidence;
  const alike = [strongest, ...others].filter(({ evidence }) => evidence.verdict === strongest.evidence.verdict && evidence.declared === strongest.evidence.declared);
  const blind = others.filter((one) => one.evidence.verdict === 'unavailable' && !alike.includes(one));
  const because = blind.slice(0, NAMED).map(({ name, evidence }) => `${name} (${evidence.difference.replace(/\.$/, '')})`);
  const rest = blind.length > NAMED ? `, and ${blind.length - NAMED} more` : '';
  const sentences = [...toldOf(alike), ...(blind.length > 0 ? [`Not looked at: ${because.join(', ')}${rest}.`] : [])];
  return { ...strongest.evidence, ...digestsOf(parts), difference: sentences.join(' ') };
}

/** What parts of one verdict say, each said once. */
function toldOf(parts: readonly Part[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, evidence } of parts) if (evidence.difference !== '') names.set(evidence.difference, [...(names.get(evidence.difference) ?? []), name]);
  return [...names].map(([difference, of]) => `${of.slice(0, NAMED).join(', ')}${of.length > NAMED ? ` and ${of.length - NAMED} more` : ''}: ${difference}`);
}

function digestsOf(parts: readonly Part[]): Pick<Evidence, 'before' | 'after'> {
  const digest = (side: 'before' | 'after'): string => (parts.every(({ evidence }) => evidence[side] === '') ? '' : fingerprint(parts.map(({ name, evidence }) => `${name} ${evidence[side]}`)));
  return { before: digest('before'), after: digest('after') };
}

function weightOf({ verdict, declared }: Evidence): number {
  return verdict === 'worse' ? 5 : verdict === 'changed' ? (declared ? 3 : 4) : verdict === 'improved' ? 2 : verdict === 'equal' ? 1 : 0;
}
