/** What a requirements file became, as far as commands that install it are concerned. */
export type RequirementsRole =
  | { readonly kind: 'main' }
  /** A dependency group; `withMain`: the file takes the runtime dependencies in as well (`-r requirements.txt`). */
  | { readonly kind: 'group'; readonly group: string; readonly withMain: boolean }
  | { readonly kind: 'extra'; readonly extra: string }
  /** It only narrows versions: the lock took its place. */
  | { readonly kind: 'constraints' };
