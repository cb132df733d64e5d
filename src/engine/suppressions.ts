import type { Finding, Location } from '../patch/finding.ts';
import type { FactReader } from '../python/facts.ts';
import { nodeAt } from '../python/syntax/walk.ts';
import { ownershipOf } from '../repo/ownership.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { covers, suppressionsIn, type Suppression } from './suppression.ts';
import { Identities, locate } from './locate.ts';

/** The suppressions of a repository, and which of them did something in this run. */
export interface Suppressions {
  /** Whether a finding is meant to be there; remembers which suppression said so. */
  silence(finding: { readonly codemod: string; readonly rule: string; readonly at: Location }): boolean;
  /**
   * Findings about the suppressions themselves: without a reason, or without an effect although everything they name was looked for.
   * `looked` are the codemods and rules of this run.
   */
  complaints(looked: ReadonlySet<string>): Finding[];
}

/** Rule of the findings about suppressions. */
export const SUPPRESSION_RULE = 'pystd/suppression';

/** Reads the suppressions of the repository as it is before any codemod runs. */
export function suppressionsOf(snapshot: Snapshot, reader: FactReader): Suppressions {
  const all = [...snapshot.files.values()]
    .filter((file) => file.text.includes('pystd:') && ownershipOf(snapshot, file.path) !== 'vendored')
    .flatMap(suppressionsIn)
    .filter((suppression) => isRemark(suppression, snapshot, reader));
  const used = new Set<Suppression>();
  return {
    silence({ codemod, rule, at }) {
      let silenced = false;
      for (const suppression of all) {
        if (suppression.path !== at.path) continue;
        if (!covers(suppression, { codemod, rule, firstLine: at.line, lastLine: at.endLine })) continue;
        used.add(suppression);
        silenced = true;
      }
      return silenced;
    },
    complaints(looked) {
      const identities = new Identities();
      return all.flatMap((suppression) => {
        const says = (message: string): Finding => {
          const place = { path: suppression.path, span: suppression.span };
          const remark = { at: place, rule: SUPPRESSION_RULE, message, safety: 'manual', fix: undefined } as const;
          return identities.finding('pystd', remark, locate(snapshot, place));
        };
        const complaints: Finding[] = [];
        const named = suppression.names.join(', ');
        if (suppression.names.length === 0) complaints.push(says('The suppression names no rule and no codemod: write `pystd: ignore[<rule or codemod>] reason`.'));
        else if (suppression.reason === '') complaints.push(says(`The suppression of ${named} gives no reason.`));
        const testable = suppression.names.length > 0 && suppression.names.every((name) => looked.has(name));
        if (testable && !used.has(suppression)) complaints.push(says(`The suppression of ${named} has nothing to suppress any more.`));
        return complaints;
      });
    },
  };
}

/** In Python a suppression is a comment, not a string that shows one; in Markdown only an HTML comment counts. */
function isRemark({ path, span }: Suppression, snapshot: Snapshot, reader: FactReader): boolean {
  const file = snapshot.files.get(path);
  if (!file) return false;
  const first = file.text[span.start];
  if (/\.pyi?$/.test(path)) return first === '#' && nodeAt(reader.of(file).tree.root, span).type === 'comment';
  if (/\.(md|rst|html)$/.test(path)) return first === '<';
  return first === '#' || first === '/';
}
