import { describe, expect, it } from 'vitest';
import { NEW_CLASS, readInClass, type ClassRead, type FieldRules } from '../../codemods/settings-class/fields/index.ts';
import { remarkSentences } from '../../codemods/settings-class/fields/remark-sentences.ts';
import { repository } from '../backend/repository.ts';
import { valuesOf, type Outcome, type ValueCase } from '../support/settings-values.ts';

const HEAD = `import json, os
from pathlib import Path
from typing import Any, Optional
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=False)

`;

/** The class before and after, and the decision on the read in its one field. */
function decided(field: string, config = 'case_sensitive=False', rules: Partial<FieldRules> = {}): { readonly decision: ClassRead; readonly before: string; readonly after: string } {
  const before = `${HEAD.replace('case_sensitive=False', config)}    ${field}\n`;
  const { backend } = repository({ 'config.py': `${before}\n\nsettings = Settings()\n` });
  const [reading] = backend.environment.readings;
  const [object] = backend.settings.objects;
  if (!reading || !object) throw new Error(`Nothing is read in ${field}`);
  const decision = readInClass(reading, object, { ...NEW_CLASS, caseSensitive: false, ...rules });
  if (decision.kind === 'stays') return { decision, before, after: before };
  const start = decision.value === undefined ? before.lastIndexOf(' =', reading.node.start) : reading.node.start;
  return { decision, before, after: before.slice(0, start) + (decision.value ?? '') + before.slice(reading.node.end) };
}

const FIELDS: readonly (readonly [before: string, after: string])[] = [
  ['K: str = os.getenv("K", "v")', 'K: str = "v"'],
  ['k: str = os.getenv("K", "v")', 'k: str = "v"'],
  ['K: str = os.getenv("K", "v").upper()', 'K: str = "V"'],
  ['K: str = os.getenv("K") or "v"', 'K: str = "v"'],
  ['K: str = os.getenv("K")', 'K: str'],
  ['K: Optional[str] = os.getenv("K")', 'K: Optional[str] = None'],
  ['K: "str | None" = os.getenv("K", None)', 'K: "str | None" = None'],
  ['K: Any = os.getenv("K")', 'K: Any = None'],
  ['K: str = os.environ["K"]', 'K: str'],
  ['K: str = os.getenv("K", os.sep)', 'K: str = os.sep'],
  ['K: int = os.getenv("K", "5")', 'K: int = 5'],
  ['K: int = os.getenv("K", 5)', 'K: int = 5'],
  ['K: int = int(os.getenv("K", "5"))', 'K: int = 5'],
  ['K: int = int(os.environ["K"])', 'K: int'],
  ['K: float = float(os.getenv("K", "0.5"))', 'K: float = 0.5'],
  ['K: float = os.getenv("K", "5")', 'K: float = 5.0'],
  ['K: bool = os.getenv("K", "False")', 'K: bool = False'],
  ['K: bool = os.getenv("K", "false").lower() == "true"', 'K: bool = False'],
  ['K: bool = bool(os.getenv("K"))', 'K: bool = False'],
  ['K: Path = os.getenv("K", "books")', 'K: Path = Path("books")'],
  ['K: Path = Path(os.getenv("K", "books"))', 'K: Path = Path("books")'],
  ['shelf: str = os.getenv("K", "v")', 'shelf: str = Field("v", validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: str = os.environ["K"]', 'shelf: str = Field(validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: str = os.getenv("K")', 'shelf: str = Field(validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: Optional[str] = os.getenv("K")', 'shelf: Optional[str] = Field(None, validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: int = int(os.getenv("K", "5"))', 'shelf: int = Field(5, validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: int = os.getenv("K", "5")', 'shelf: int = Field(5, validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: bool = os.getenv("K", "no")', 'shelf: bool = Field(False, validation_alias=AliasChoices("shelf", "K"))'],
  ['shelf: Path = Path(os.getenv("K", "a"))', 'shelf: Path = Field(Path("a"), validation_alias=AliasChoices("shelf", "K"))'],
];

const VALUES: readonly (string | null)[] = [null, '', '0', '1', 'true', 'True', ' true ', 'yes', 'enabled', 'a,b', '["a"]', '[]', '5', ' 5 ', '+5', '1_000', '4.0', '1._0', '\u0663', 'x', 'nan', '{}', 'null', '\udcff'];

/** A call that makes the class anew, as its defaults are read when it is made. */
const remade = (module: string, name: string): string => `SOURCE = ${JSON.stringify(module)}\n\n\ndef made():\n    space = {"__name__": "config"}\n    exec(SOURCE, space)\n    return space["Settings"]().${name}\n`;

describe('a field without the read in its default', () => {
  const all = FIELDS.map(([field]) => ({ field, name: /^\w+/.exec(field)?.[0] ?? '', ...decided(field) }));
  const cases = all.map(({ before, after, name }): ValueCase => ({ variable: 'K', before: 'made()', preamble: remade(before, name), module: after, after: `settings.${name}` }));
  const results = valuesOf([...cases, ...cases.map((one) => ({ ...one, set: { SHELF: '7' } }))], VALUES);

  it.each(FIELDS.map(([before, after], at) => [before, after, at] as const))('%s is %s', (_, expected, at) => {
    const { after, decision } = all[at] ?? { after: '', decision: undefined };
    expect(after.slice(HEAD.length).trim()).toBe(expected);
    const kinds = decision?.kind === 'field' ? decision.remarks.map(({ kind }) => kind) : [];
    const isFailure = (outcome: Outcome): boolean => 'fails' in outcome;
    const different = (outcomes: readonly (readonly [Outcome, Outcome])[]): readonly (string | null | undefined)[] => outcomes.flatMap(([before, now], index) => {
      const isSame = isFailure(before) ? isFailure(now) : !isFailure(now) && JSON.stringify(before) === JSON.stringify(now);
      return isSame ? [] : [VALUES[index]];
    });
    // What the read itself refused is taken by pydantic, and the other way round where pydantic never saw it.
    const isAlias = expected.includes('AliasChoices');
    const numbers = kinds.includes('whole-number') ? ['4.0'] : kinds.includes('number') ? ['1._0'] : [];
    expect(different(results[at] ?? [])).toEqual(isAlias && numbers.length > 0 ? [...numbers, '\u0663'] : numbers);
    // Where the field's own variable is set, the other one may be anything.
    const failing = (results[at + cases.length] ?? []).flatMap(([before], index) => (isFailure(before) ? [VALUES[index]] : []));
    expect(different(results[at + cases.length] ?? [])).toEqual(kinds.includes('either-name') ? failing : numbers);
  });
});

describe('a read in a class stays', () => {
  it.each<readonly [string, string, string, string]>([
    ['without an annotation', 'K = os.getenv("K")', '', '`Settings.K` has no annotation.'],
    ['in a larger expression', 'K: str = os.getenv("K", "v") + "/"', '', '`K` is a part of what a field of `Settings` is computed from.'],
    ['in a field that says more', 'K: str = Field(os.getenv("K", "v"), min_length=1)', '', '`K` is a part of what a field of `Settings` is computed from.'],
    ['with words of its own for another variable', 'debug: bool = os.getenv("K") == "true"', '', '`Settings.debug` reads `K` in another way than pydantic would.'],
    ['as JSON', 'shelf: list[str] = os.getenv("K", "a")', '', 'What `Settings.shelf` is when `K` is unset cannot be written as `list[str]`.'],
    ['of another variable under a prefix', 'shelf: str = os.getenv("K", "v")', 'env_prefix="SHOP_"', '`Settings.shelf` takes the prefix `SHOP_`, which a second name such as `K` would take from it.'],
    ['of a list', 'K: list[str] = os.getenv("K", "a,b").split(",")', '', '`Settings.K` is read as JSON, where `null` leaves its default to the read.'],
    ['with a default of another type', 'K: int = os.getenv("K", "five")', '', 'What `Settings.K` is when `K` is unset cannot be written as `int`.'],
    ['with a secret', 'K: str = os.getenv("K", "postgres://shop:hush@db/")', '', '`Settings.K` has a secret for a default.'],
    ['where it fails for other texts', 'K: Any = json.loads(os.getenv("K", "1"))', '', '`Settings.K` fails for texts that pydantic takes.'],
  ])('%s', (_, field, config, expected) => {
    const { decision } = decided(field, config === '' ? undefined : config, { prefix: /"(.*)"/.exec(config)?.[1] ?? '' });
    expect(decision.kind === 'stays' ? decision.because : decision.value).toBe(expected);
  });

  it('but a secret goes where the standard wants that', () => {
    const { decision } = decided('K: str = os.getenv("K", "postgres://shop:hush@db/")', undefined, { requireSecrets: true });
    expect(decision.kind === 'field' && [decision.value, decision.remarks.map(({ kind }) => kind)]).toEqual([undefined, ['secret']]);
  });

  it('tells of the file that counts now', () => {
    const { decision } = decided('shelf: str = os.getenv("K", "v")', 'env_file=".env"');
    expect(decision.kind === 'field' && remarkSentences(decision.remarks)).toEqual([
      "`K` is looked for in the class's `env_file` as well; set in the environment, it wins over what that file says of the field.",
      'The settings do not tell capitals from small letters: other spellings, such as `k`, now set `K`, too.',
    ]);
  });
});
