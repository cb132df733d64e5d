import type { NeededImport } from './shape.ts';

/** The functions that a module of settings may need, in the order they are written. */
export type HelperName = '_on_for' | '_off_for' | '_switch' | '_split' | '_empty_is';

/** A function of the module of settings. */
export interface Helper {
  /** The whole definition, four spaces deep, without a blank line around; ends in a line break. */
  readonly code: string;
  readonly imports: readonly NeededImport[];
}

const VALIDATOR: NeededImport = { module: 'pydantic', name: 'BeforeValidator' };
const CALLABLE: NeededImport = { module: 'collections.abc', name: 'Callable' };
const COLLECTION: NeededImport = { module: 'collections.abc', name: 'Collection' };

/**
 * Validators for values that pydantic reads otherwise than the program did. Settings validate their defaults, too: what is no text has been
 * converted already and passes. All run on pydantic 2.0 and Python 3.9, and satisfy `mypy --strict`.
 */
export const HELPERS: Readonly<Record<HelperName, Helper>> = {
  _on_for: {
    imports: [CALLABLE, VALIDATOR],
    code: `def _on_for(*words: str, read: Callable[[str], str] = str) -> BeforeValidator:
    """A switch that is on for these words, compared after \`read\`, and off for any other text."""
    return BeforeValidator(lambda value: read(value) in words if isinstance(value, str) else value)
`,
  },
  _off_for: {
    imports: [CALLABLE, VALIDATOR],
    code: `def _off_for(*words: str, read: Callable[[str], str] = str) -> BeforeValidator:
    """A switch that is off for these words, compared after \`read\`, and on for any other text."""
    return BeforeValidator(lambda value: read(value) not in words if isinstance(value, str) else value)
`,
  },
  _switch: {
    imports: [COLLECTION, VALIDATOR],
    code: `def _switch(on: Collection[str], off: Collection[str]) -> BeforeValidator:
    """A switch with words for on and words for off, in any case; no other text is allowed."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        word = value.lower()
        if word not in on and word not in off:
            raise ValueError(f"should be one of {', '.join([*on, *off])}")
        return word in on

    return BeforeValidator(read)
`,
  },
  _split: {
    imports: [VALIDATOR],
    code: `def _split(separator: str = "", strip: bool = False, skip_empty: bool = False) -> BeforeValidator:
    """The parts of a text between the separators, or between white space where no separator is given."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() if strip else part for part in value.split(separator or None)]
        return [part for part in parts if part] if skip_empty else parts

    return BeforeValidator(read)
`,
  },
  _empty_is: {
    imports: [VALIDATOR],
    code: `def _empty_is(default: object) -> BeforeValidator:
    """The empty text counts as this value."""
    return BeforeValidator(lambda value: default if isinstance(value, str) and value == "" else value)
`,
  },
};

/** The helpers of some fields, each once, in the order of the table. */
export function helpersIn(shapes: readonly { readonly helpers: readonly HelperName[] }[]): readonly HelperName[] {
  const needed = new Set(shapes.flatMap(({ helpers }) => helpers));
  return (Object.keys(HELPERS) as HelperName[]).filter((name) => needed.has(name));
}
