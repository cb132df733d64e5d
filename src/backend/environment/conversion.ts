/** A method of `str` that gives another text, applied to a text; `chars` is its argument where it has one. */
export interface TextStep {
  readonly method: 'strip' | 'lstrip' | 'rstrip' | 'lower' | 'upper' | 'casefold';
  readonly chars: string | undefined;
}

/** What is made of the text of a variable that is set: first `steps` in their order, then what `kind` says. Exact for every text. */
export type Conversion = { readonly steps: readonly TextStep[] } & Into;

/** What is made of a text. */
export type Into =
  | { readonly kind: 'text' }
  /** `int(text)` or `int(text, base)`: white space around and `_` between digits are fine, anything else fails. */
  | { readonly kind: 'int'; readonly base: number | undefined }
  /** `float(text)`: as Python's, `nan` and `inf` included. */
  | { readonly kind: 'float' }
  /** Whether the text is one of the words (`negated`: none of them). No text fails. */
  | { readonly kind: 'flag'; readonly words: readonly string[]; readonly negated: boolean }
  /** Words that mean true, words that mean false, compared in lower case; any other text fails. */
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
  /** Which parts are kept: every one, or those that are not empty after these steps (`if part.strip()`; no steps for `if part`). */
  readonly keep: 'all' | { readonly nonEmptyAfter: readonly TextStep[] };
  /** What each kept part becomes. */
  readonly each: readonly TextStep[];
  readonly item: 'text' | 'int' | 'float';
  readonly holder: 'list' | 'set' | 'tuple' | 'frozenset';
}

/** The text as it is. */
export const AS_TEXT: Conversion = { steps: [], kind: 'text' };

/** Whether two conversions make the same of every text. */
export function sameConversion(a: Conversion, b: Conversion): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** With the words of a flag in one order, the properties of every step, too. */
function canonical(conversion: Conversion): unknown {
  const steps = (list: readonly TextStep[]): unknown => list.map(({ method, chars }) => [method, chars]);
  const { steps: first, ...into } = conversion;
  const words = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();
  switch (into.kind) {
    case 'flag':
      return [steps(first), into.kind, words(into.words), into.negated];
    case 'boolean':
      return [steps(first), into.kind, words(into.on), words(into.off)];
    case 'list':
      return [steps(first), into.kind, into.separator, into.keep === 'all' ? 'all' : steps(into.keep.nonEmptyAfter), steps(into.each), into.item, into.holder];
    default:
      return [steps(first), ...Object.entries(into).sort(([a], [b]) => (a < b ? -1 : 1))];
  }
}
