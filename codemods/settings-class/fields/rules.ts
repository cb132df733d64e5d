/** What a settings class asks of its fields: its own configuration, the versions it runs on, and the standard. */
export interface FieldRules {
  /** The class's `case_sensitive`. */
  readonly caseSensitive: boolean;
  /** The class's `env_prefix`. */
  readonly prefix: string;
  /** How the class spells its fields: as the variables are, or in lower case (a class of a person who does so). */
  readonly spelling: 'as-is' | 'lower';
  /** `bar` writes `str | None` (Python 3.10, also at run time), `typing` writes `Optional[str]`. */
  readonly unions: 'bar' | 'typing';
  /** Whether `Annotated` validators may be written: pydantic 2. Without them only plain types are typed. */
  readonly validators: boolean;
  /** Whether `NoDecode` may be written: pydantic-settings 2.7. Without it lists stay texts that are split where they are read. */
  readonly lists: boolean;
  /** Whether the standard wants secrets without a literal default. */
  readonly requireSecrets: boolean;
}

/** A class made today. */
export const NEW_CLASS: FieldRules = { caseSensitive: true, prefix: '', spelling: 'as-is', unions: 'bar', validators: true, lists: true, requireSecrets: false };
