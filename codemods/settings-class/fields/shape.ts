import type { Reading } from '#pystd';
import type { HelperName } from './helpers.ts';

/** A name that a module imports: `from <module> import <name>`. */
export interface NeededImport {
  readonly module: string;
  readonly name: string;
}

/** How a field is written: `<name>: <annotation> = <value>`. */
export interface FieldShape {
  readonly name: string;
  /** The variable it is set by. */
  readonly variable: string;
  readonly annotation: string;
  /** The code after `=`: a default, or a `Field(…)` around it; `undefined` for nothing at all. */
  readonly value: string | undefined;
  /** Whether the settings cannot be made while the variable is unset. */
  readonly required: boolean;
  readonly imports: readonly NeededImport[];
  /** Functions that the module of the class must have once. */
  readonly helpers: readonly HelperName[];
  /** Comments people wrote at the reads, without `#`. */
  readonly comments: readonly string[];
  /** The lowest pydantic-settings that can do it. */
  readonly since: '2.0' | '2.7';
}

/** What is peculiar about a field. `either-type`, `truth`, `none-text` and `ellipsis` are as before, and hardly meant; with all others some environment gives something else. */
export type RemarkKind = 'required' | 'written' | 'written-secret' | 'whole-number' | 'number' | 'switch' | 'secret' | 'not-empty' | 'case' | 'either-type' | 'truth' | 'none-text' | 'ellipsis' | 'files' | 'file-unread' | 'file-late' | 'env-file' | 'either-name';

/** Something to tell the person who reviews the change; `remarkSentences` says it for all variables at once. */
export interface FieldRemark {
  readonly kind: RemarkKind;
  readonly variable: string;
  /** The other thing the sentence speaks of: another variable, a library, another spelling. */
  readonly other: string;
}

/** What one reading becomes. */
export interface FieldSite {
  readonly reading: Reading;
  /** What is replaced: the reading, or only the access inside it when its conversion stays. */
  readonly node: Reading['node'];
  /** The new text, given how the settings object is spelled there: `settings`, `get_settings()`. */
  readonly replacement: (object: string) => string;
}

/** What becomes of one variable: a field, or nothing, because of what a full sentence says. */
export type FieldDecision =
  | { readonly kind: 'field'; readonly shape: FieldShape; readonly sites: readonly FieldSite[]; readonly remarks: readonly FieldRemark[] }
  | { readonly kind: 'stays'; readonly because: string };
