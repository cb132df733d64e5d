import type { EvidenceKind } from '../patch/evidence.ts';

/** The kinds of evidence that can be asked for, from the cheapest to the dearest. */
export const EVIDENCE_KINDS = ['lint', 'python', 'types', 'openapi', 'tests', 'replay'] as const satisfies readonly EvidenceKind[];

/** What can be named with `--evidence`. */
export const EVIDENCE_WORDS = ['none', ...EVIDENCE_KINDS, 'all'] as const;
/** One of them. */
export type EvidenceWord = (typeof EVIDENCE_WORDS)[number];

/** Flags on what is looked at before and after each patch. */
export interface EvidenceFlags {
  readonly evidence?: readonly EvidenceWord[];
  readonly python?: string;
  readonly environmentCommand?: string;
  readonly testCommand?: string;
  readonly evidenceTimeout?: number;
}

/** Flags of every command: how it speaks. */
export interface SpeechFlags {
  readonly color: boolean | undefined;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Flags that name a standard, as commander gives them. */
export interface StandardFlags {
  readonly standard?: string;
  readonly level?: string;
}

/** Flags that `check`, `fix` and `plan` share. */
export interface CommonFlags extends SpeechFlags, StandardFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly handler?: readonly string[];
  readonly safety?: 'safe' | 'review';
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** Flags of `check`. */
export interface CheckFlags extends CommonFlags {
  readonly format: 'text' | 'json' | 'github';
}

/** Flags of `plan`. */
export interface PlanFlags extends CommonFlags {
  readonly format: 'text' | 'json';
}

/** Flags of commands that read the catalogue: `list`, and `explain`. */
export interface CatalogueFlags extends SpeechFlags, StandardFlags {}

/** Flags of `explain`. */
export interface ExplainFlags extends CatalogueFlags {
  /** The repository; `true` for the current folder. */
  readonly routes?: string | true;
  readonly format: 'text' | 'json';
}

/** Flags of `verify`. */
export interface VerifyFlags extends SpeechFlags, EvidenceFlags {
  readonly without?: readonly number[];
  readonly format: 'text' | 'json';
}

/** Flags of `doctor`. */
export interface DoctorFlags extends SpeechFlags {
  readonly python?: string;
  readonly format: 'text' | 'json';
}

/** Flags of `init`. */
export interface InitFlags extends SpeechFlags {
  readonly standard?: string;
}

/** Flags of `codemod new`. */
export interface CodemodNewFlags extends SpeechFlags {
  readonly title?: string;
}
