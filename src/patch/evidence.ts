/** The ways to look at a patch, from the cheapest to the dearest. */
export const EVIDENCE_KINDS = ['lint', 'python', 'types', 'openapi', 'tests', 'replay'] as const;
/** One of them. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What was measured before and after a patch. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** What ran: a command line, or what was done in this process. */
  readonly ran: string;
  /** Name and version of the program that judged; empty when it is not there. */
  readonly tool: string;
  /** The exit codes of processes, before and after; absent where none was run. */
  readonly exit?: readonly [before: number | undefined, after: number | undefined];
  /** Digests of what came out, 16 hexadecimal digits each; empty where nothing did. */
  readonly before: string;
  readonly after: string;
  /** `changed` is neither better nor worse: it must be what the codemod declared. */
  readonly verdict: 'equal' | 'improved' | 'changed' | 'worse' | 'unavailable';
  /** Whether a change is one that the codemod declared. */
  readonly declared?: true;
  /** The difference in words, full sentences; why there is none, where it is unavailable. */
  readonly difference: string;
}

/** Evidence that could not be had. `because` is a full sentence. */
export function unavailable(kind: EvidenceKind, ran: string, because: string, tool = ''): Evidence {
  return { kind, ran, tool, before: '', after: '', verdict: 'unavailable', difference: because };
}

/** Whether evidence speaks against its patch: something is worse, or changed beyond what was declared. */
export function speaksAgainst({ verdict, declared }: Evidence): boolean {
  return verdict === 'worse' || (verdict === 'changed' && declared !== true);
}
