import type { Finding, Safety } from '../finding.ts';
import type { AnswerChange, DeclaredAnswers, FollowUp, Patch } from '../patch-set.ts';
import type { RepoPath } from '../../repo/path.ts';

/** What `patch-set.json` says of a patch beside its differences. */
export type PatchFacts = Omit<Patch, 'deltas' | 'evidence' | 'why'>;

/** What `patch-set.json` says. */
export interface Manifest {
  readonly base: string;
  readonly standard: string;
  readonly patches: readonly PatchFacts[];
  readonly findings: readonly Finding[];
  readonly followUps: readonly FollowUp[];
}

/** Reads `patch-set.json` as `fix --output` writes it; a full sentence where it is something else. */
export function readManifest(text: string): Manifest | { readonly problem: string } {
  const document = parsed(text);
  const schema = member(document, 'schema');
  if (typeof schema !== 'string' || !schema.startsWith('pystd/fix/')) return { problem: 'It is not what `pystd fix --output` writes.' };
  if (schema !== 'pystd/fix/1') return { problem: `It was written by another version of pystd (${schema}).` };
  return {
    base: string(document, 'base'),
    standard: string(document, 'standard'),
    patches: list(document, 'patches').map((one) => ({
      codemod: string(one, 'codemod'), title: string(one, 'title'), safety: safety(one), rules: strings(one, 'rules'),
      findings: list(one, 'findings').map(finding), notes: strings(one, 'notes'), declared: declared(member(one, 'declared')),
    })),
    findings: list(document, 'findings').map(finding),
    followUps: list(document, 'followUps').flatMap((one): FollowUp[] => {
      const [program, ...args] = strings(one, 'run');
      const folder = string(one, 'in');
      return program === undefined ? [] : [{ run: [program, ...args], why: string(one, 'why'), ...(folder === '' ? {} : { in: folder }) }];
    }),
  };
}

function finding(one: unknown): Finding {
  const number = (name: string): number => Number(member(one, name) ?? 1);
  const at = { path: string(one, 'path') as RepoPath, line: number('line'), column: number('column'), endLine: number('endLine'), endColumn: number('endColumn') };
  return { codemod: string(one, 'codemod'), rule: string(one, 'rule'), fingerprint: string(one, 'fingerprint'), at, message: string(one, 'message'), safety: safety(one) };
}

function declared(one: unknown): DeclaredAnswers {
  const answers = list(one, 'answers').flatMap((change): AnswerChange[] => {
    const [from, to] = [member(change, 'from'), member(change, 'to')];
    return (typeof from === 'number' || from === 'error') && (typeof to === 'number' || to === 'error' || to === 'same') ? [{ from, to }] : [];
  });
  return { adds: strings(one, 'adds'), removes: strings(one, 'removes'), ...(answers.length > 0 ? { answers } : {}) };
}

function safety(one: unknown): Safety {
  const said = string(one, 'safety');
  return said === 'safe' || said === 'manual' ? said : 'review';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

function strings(value: unknown, name: string): readonly string[] {
  return list(value, name).filter((one) => typeof one === 'string');
}

function string(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}
