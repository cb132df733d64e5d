import { describe, expect, it } from 'vitest';
import { wrappedField, type FieldText } from '../../codemods/settings-class/home/wrap.ts';

/** Field, and its lines at a width of 60 columns as Black and Ruff write them. */
const CASES: readonly (readonly [string, FieldText, readonly string[]])[] = [
  ['what fits', { name: 'shelf', annotation: 'str', value: '"a1"' }, ['shelf: str = "a1"']],
  ['a text has no brackets', { name: 'catalogue_address', annotation: 'str', value: '"https://catalogue.bookshop.example/v1"' }, ['catalogue_address: str = "https://catalogue.bookshop.example/v1"']],
  ['the brackets of the annotation', { name: 'search_enabled', annotation: 'Annotated[bool, _on_for("1", "true", read=str.lower)]', value: 'False' }, ['search_enabled: Annotated[', '    bool, _on_for("1", "true", read=str.lower)', '] = False']],
  ['one item per line', { name: 'search_enabled', annotation: 'Annotated[bool, _on_for("1", "true", "yes", "on", read=str.casefold)]', value: undefined }, ['search_enabled: Annotated[', '    bool,', '    _on_for("1", "true", "yes", "on", read=str.casefold),', ']']],
  ['the brackets of the value first', { name: 'shelf', annotation: 'str | None', value: 'Field(None, validation_alias="BOOKSHOP_SHELF_OF_THE_DAY")' }, ['shelf: str | None = Field(', '    None, validation_alias="BOOKSHOP_SHELF_OF_THE_DAY"', ')']],
  ['elements of a list', { name: 'shelves', annotation: 'list[str]', value: '["adventure, and sea", "history", "poetry", "[rare]"]' }, ['shelves: list[str] = [', '    "adventure, and sea",', '    "history",', '    "poetry",', '    "[rare]",', ']']],
  ['brackets in texts', { name: 'opening', annotation: 'Annotated[str, _empty_is("[(\\"")]', value: '"a rather long default, this is"' }, ['opening: Annotated[', '    str, _empty_is("[(\\"")', '] = "a rather long default, this is"']],
];

describe('fields that are longer than a line', () => {
  it.each(CASES)('%s', (_, field, lines) => {
    expect(wrappedField(field, 60)).toEqual(lines);
  });
});
