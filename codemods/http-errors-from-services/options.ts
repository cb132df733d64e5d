/** What users may set: nothing. */
export type Options = Record<string, never>;
