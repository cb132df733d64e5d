/** A method of `str` that gives another text, applied to a text; `chars` is its argument where it has one. */
export interface TextStep {
  readonly method: 'strip' | 'lstrip' | 'rstrip' | 'lower' | 'upper' | 'casefold';
  readonly chars: string | undefined;
}

/** What is made of the text of a variable that is set: first `steps` in their order, then what `kind` says. Exact for every text. */
export type Conversion = { readonly steps: readonly TextStep[] } & Into;

type Into =
  | { readonly kind: 'text' }
  /** `int(text)` or `int(text, base)`: white space around and `_` between digits are fine, anything else fails. */
  | { readonly kind: 'int'; readonly base: number | undefined }
  /** `float(text)`: as Python's, `nan` and `inf` included. */
  | { readonly kind: 'float' }
  /** Whether the text is one of the words (`negated`: none of them). No text fails. */
  | { readonly kind: 'flag'; readonly words: readonly string[]; readonly negated: boolean }
  /** Words that mean true, words that mean false; any other text fails. Compared in lower case. `empty` is what the empty text means, if it is neither. */
  | { readonly kind: 'boolean'; readonly on: readonly string[]; readonly off: readonly string[] }
  /** `bool(text)`: whether the text is not empty (`negated`: whether it is). */
  | { readonly kind: 'truth'; readonly negated: boolean }
  /** Whether the variable is set at all, empty or not (`negated`: whether it is not). */
  | { readonly kind: 'present'; readonly negated: boolean }
  | ListConversion
  /** `json.loads(text)`. */
  | { readonly kind: 'json' }
  /** `pathlib.Path(text)`; the empty text is the current folder. */
  | { readonly kind: 'path' }
  /** `starlette.datastructures.Secret(text)`, `URL(text)`, `CommaSeparatedStrings(text)`. */
  | { readonly kind: 'starlette'; readonly type: 'Secret' | 'URL' | 'CommaSeparatedStrings' }
  /** Not known exactly: the read must stay. */
  | { readonly kind: 'unknown'; readonly because: string };

/** `text.split(separator)`, each part then changed, left out or converted. */
export interface ListConversion {
  readonly kind: 'list';
  /** `undefined` splits at white space, as `split()` does: no part is empty then. */
  readonly separator: string | undefined;
  /** What is kept: every part; those not empty as they are; those not empty after `probe` (`if part.strip()`). */
  readonly keep: 'all' | { readonly nonEmptyAfter: readonly TextStep[] };
  /** What each kept part becomes. */
  readonly each: readonly TextStep[];
  readonly item: 'text' | 'int' | 'float';
  readonly holder: 'list' | 'set' | 'tuple' | 'frozenset';
}
