import { describe, expect, it } from 'vitest';
import { NEW_CLASS, readingsInto, type FieldRules } from '../../codemods/settings-class/fields/index.ts';
import { canonicalAnnotation } from '../../codemods/settings-class/fields/same-annotation.ts';
import { applied, splitCode } from '../../codemods/settings-class/fields/split-code.ts';
import { repository } from '../backend/repository.ts';

const CONFIG = `import typing as t
from typing import Annotated, Optional, Union
from pydantic import AliasChoices, BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True)

`;

/** What becomes of `K`, read by some statements, where `Settings` has a field: the statements after it, or why they stay. */
function told(field: string, statements: readonly string[], rules: Partial<FieldRules> = {}): string {
  const name = /^\w+/.exec(field)?.[0] ?? '';
  const files = Object.fromEntries(statements.map((statement, at) => [`${'abcdefgh'.charAt(at)}.py`, `import os\n${statement}\n`]));
  const { backend } = repository({ 'config.py': `${CONFIG}    ${field.replaceAll('\n', '\n    ')}\n\n\nsettings = Settings()\n`, ...files });
  const [object] = backend.settings.objects;
  const existing = object?.fields.find((one) => one.name === name);
  if (!object || !existing) throw new Error(`There is no field ${name}.`);
  const decision = readingsInto(backend.environment.readings, object, existing, { ...NEW_CLASS, ...rules });
  return decision.kind === 'stays' ? decision.because : decision.sites.map(({ replacement }) => replacement('settings')).join('\n');
}

describe('reads of a field that is there', () => {
  it.each<readonly [string, string, readonly string[], string]>([
    ['a text', 'K: str = "v"', ["a = os.getenv('K', 'v')"], 'settings.K'],
    ['none', 'K: Optional[str] = None', ['a = os.getenv("K")'], 'settings.K'],
    ['none, in a union', 'K: "t.Union[None, str]" = None', ['a = os.getenv("K")'], 'settings.K'],
    ['a number', 'K: int = 8_000', ['a = int(os.getenv("K", "8000"))'], 'settings.K'],
    ['required', 'K: str', ['a = os.environ["K"]'], 'settings.K'],
    ['required, said so', 'K: str = Field(...)', ['a = os.environ["K"]'], 'settings.K'],
    ['described', 'K: str = Field(default="v", description="what, and (how)")', ['a = os.getenv("K", "v")'], 'settings.K'],
    ['under another name', 'kind: str = Field("v", validation_alias="K")', ['a = os.getenv("K", "v")'], 'settings.kind'],
    ['a switch', 'K: Annotated[bool, _on_for("true", read=str.lower)] = False', ['a = os.getenv("K", "").lower() == "true"'], 'settings.K'],
    ['a list', "K: Annotated[list[str], NoDecode, _split(',')] = ['a']", ['a = os.getenv("K", "a").split(",")'], 'settings.K'],
    ['the text of what is a number elsewhere', 'K: str = "5"', ['a = int(os.getenv("K", "5"))'], 'settings.K'],
    ['the text where places have defaults of their own', 'K: str | None = None', ['a = os.getenv("K", "v")'], 'settings.K if settings.K is not None else "v"'],
    ['a secret that is required', 'K: str', ['a = os.getenv("K", "postgres://shop:hush@db/")'], '`K` has a secret for a default, in `a.py`, which would only move to another file.'],
    ['a secret that has the same default', 'K: str = "postgres://shop:hush@db/"', ['a = os.getenv("K", "postgres://shop:hush@db/")'], 'settings.K'],
    ['another default', 'K: str = "v"', ['a = os.getenv("K", "w")'], '`Settings.K` is `str = "v"`, and the program reads `str = "w"`.'],
    ['another type', 'K: int = 5', ['a = os.getenv("K", "5")'], '`Settings.K` is `int = 5`, and the program reads `str = "5"`.'],
    ["pydantic's own switch", 'K: bool = False', ['a = os.getenv("K") == "true"'], '`Settings.K` is `bool = False`, and the program reads `Annotated[bool, _on_for("true")] = False`.'],
    ['required, where the program has a default', 'K: str', ['a = os.getenv("K", "v")'], '`Settings.K` is `str`, and the program reads `str = "v"`.'],
    ['with limits', 'K: int = Field(5, ge=1)', ['a = int(os.getenv("K", "5"))'], 'What `Settings.K` is when `K` is unset cannot be told.'],
    ['with a factory', 'K: str = Field(default_factory=str)', ['a = os.getenv("K", "")'], 'What `Settings.K` is when `K` is unset cannot be told.'],
    ['with a validator', 'K: str = "v"\n@field_validator("J", "K")\n@classmethod\ndef strip(cls, value: str) -> str: ...', ['a = os.getenv("K", "v")'], 'A validator or the class itself makes something else of `Settings.K`.'],
    ['that is set later', 'K: str = "v"\n@property\ndef full(self) -> str:\n    self.K = "x"\n    return self.K', ['a = os.getenv("K", "v")'], 'A validator or the class itself makes something else of `Settings.K`.'],
    ['of another variable', 'K: str = Field("v", validation_alias="J")', ['a = os.getenv("K", "v")'], '`Settings.K` is set by `J`, not by `K`.'],
    ['of several variables', 'K: str = Field("v", validation_alias=AliasChoices("K", "J"))', ['a = os.getenv("K", "v")'], '`Settings.K` is no field of one known variable, not by `K`.'],
    ['without a type', 'K = "v"', ['a = os.getenv("K", "v")'], '`Settings.K` is `without a type = "v"`, and the program reads `str = "v"`.'],
  ])('%s', (_, field, statements, expected) => expect(told(field, statements)).toBe(expected));

  it('are those of a required secret, where the standard wants that', () => {
    expect(told('K: str', ['a = os.getenv("K", "postgres://shop:hush@db/")'], { requireSecrets: true })).toBe('settings.K');
  });
});

describe('annotations', () => {
  it.each([
    ['Optional[str]', 'None | str'], ['str | None', 'None | str'], ['Union[str, None]', 'None | str'], ['"str | None"', 'None | str'], ['t.Optional[ t.List[str] ]', 'None | list[str]'],
    ['Optional[Union[int, str]]', 'None | int | str'], ['Annotated[Optional[str], f("a")]', "Annotated[None | str, f('a')]".replaceAll("'", '"')], ['Annotated[str]', 'str'], ['Tuple[str, ...]', 'tuple[str, ...]'],
    ['Annotated[bool, m.on_for( "a",\n "b" )]', 'Annotated[bool, on_for("a", "b")]'], ['Dict[str, Optional[int]]', 'dict[str, None | int]'], ['(str)', 'str'],
  ])('%s is %s', (annotation, expected) => expect(canonicalAnnotation(annotation)).toBe(expected));
});

describe('pieces of code', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a, (b, c), [d, e]', ',', ['a', '(b, c)', '[d, e]']], ['"a, b", \'(\', c', ',', ['"a, b"', "'('", 'c']], ['"""a, "b" """, c', ',', ['"""a, "b" """', 'c']], ['a,', ',', ['a']], ['', ',', []],
  ])('%s', (code, at, expected) => expect(splitCode(code, at)).toEqual(expected));

  it.each([['f(a)', 'f a'], ['m.f(a, (b))', 'f a, (b)'], ['f()', 'f '], ['f(a) + g(b)', 'undefined'], ['f', 'undefined'], ['f(")")', 'f ")"'], ['List[str][0]', 'undefined']])('%s', (code, expected) => {
    const found = applied(code);
    expect(found ? `${found.name} ${found.inside}` : 'undefined').toBe(expected);
  });
});
