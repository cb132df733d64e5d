/** Flags that `check`, `fix` and `plan` share, as commander gives them. */
export interface CommonFlags {
  readonly standard?: string;
  readonly level?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly safety?: 'safe' | 'review';
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly color: boolean | undefined;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Flags of `check`. */
export interface CheckFlags extends CommonFlags {
  readonly format: 'text' | 'json' | 'github';
}

/** Flags of `plan`. */
export interface PlanFlags extends CommonFlags {
  readonly format: 'text' | 'json';
}
