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

export interface CheckFlags extends CommonFlags {
  readonly format: 'text' | 'json' | 'github';
}

export interface PlanFlags extends CommonFlags {
  readonly format: 'text' | 'json';
}

export interface FixFlags extends CommonFlags {
  readonly format: 'text' | 'json' | 'patch' | 'markdown';
  readonly dryRun?: boolean;
  readonly output?: string;
  readonly allowDirty?: boolean;
  readonly commit?: boolean;
  readonly interactive?: boolean;
}
