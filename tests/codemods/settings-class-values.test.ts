import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversion, Unset } from '../../src/backend/environment/index.ts';
import { fieldNames, mergeReadings, NEW_CLASS, type FieldDecision, type FieldRules, type RemarkKind } from '../../codemods/settings-class/fields/index.ts';
import { valuesOf, type Outcome, type ValueCase } from '../support/settings-values.ts';
import { decide, HEAD, moduleOf, readAs, readingsOf, replaced } from './settings-class-readings.ts';

const VALUES: readonly (string | null)[] = [
  null, '', ' ', '0', '1', '2', 'true', 'True', 'TRUE', 'tRuE', ' true ', 'true\n', 'yes', 'YES', 'y', 'on', 'ON', 'off', 'false', 'False', 'FALSE', 'no', 'none', 'None', 'null', 'enabled',
  'a,b', 'a, b,', ',', ',,a', ' a ,, b ', 'a b\tc', '[]', '["a"]', '{}', '{"a": 1}', '5', ' 5 ', '\t5\n', '+5', '-5', '+ 5', '007', '-0', '1_000', '1__0', '_1', '1_', '1,2', '1, 2', '1,4.0', '0x10', '1e3', '1E3',
  '4.0', '-4.0', ' 4.00 ', '1_0.0', '4.', '4.5', '.5', '5.', '1._0', 'nan', 'NaN', 'inf', '-inf', 'Infinity', '1e400', '99999999999999999999', '99999999999999999999.0', 'x', 'å', '\u0663', '\u0663.5', '\uff15', '\u00a05', '\udcff',
  'postgres://shop@db/books', '/srv/books', './books', '~', 'a\\b', "it's", '"', '\u017f', 'ye\u017f', '${HOME}',
];

/** Expressions, and the fields they become. */
const IDIOMS: readonly (readonly [code: string, field: string])[] = [
  ['os.getenv("K")', 'K: str | None = None'],
  ['os.getenv("K", "v")', 'K: str = "v"'],
  ['os.getenv("K", "")', 'K: str = ""'],
  ['os.getenv("K", None)', 'K: str | None = None'],
  ['os.environ["K"]', 'K: str'],
  ['os.getenv("K", 8000)', 'K: str | int = 8000'],
  ['os.getenv("K", False)', 'K: str | bool = False'],
  ['os.getenv("K", 1.5)', 'K: str | float = 1.5'],
  ['os.getenv("K", ...)', 'K: str | None = None'],
  ['os.getenv("K", [])', 'K: str | None = None'],
  ['os.getenv("K", os.sep + "books")', 'K: str | None = None'],
  ['os.getenv("K") or "v"', 'K: Annotated[str, _empty_is("v")] = "v"'],
  ['os.getenv("K") or None', 'K: Annotated[str | None, _empty_is(None)] = None'],
  ['os.getenv("K") or 8000', 'K: Annotated[str | int, _empty_is(8000)] = 8000'],
  ['os.getenv("K", "w") or "v"', 'K: Annotated[str, _empty_is("v")] = "w"'],
  ['os.getenv("K", "info").upper()', 'K: str = "info"'],
  ['int(os.getenv("K", "5"))', 'K: int = 5'],
  ['int(os.getenv("K", 5))', 'K: int = 5'],
  ['int(os.getenv("K", "5").strip())', 'K: int = 5'],
  ['int(os.getenv("K"))', 'K: int'],
  ['int(os.environ["K"])', 'K: int'],
  ['int(os.getenv("K") or 5)', 'K: Annotated[int, _empty_is(5)] = 5'],
  ['int(os.environ["K"]) if os.getenv("K") else None', 'K: Annotated[int | None, _empty_is(None)] = None'],
  ['int(os.getenv("K", "10"), 16)', 'K: str = "10"'],
  ['float(os.getenv("K", "0.5"))', 'K: float = 0.5'],
  ['float(os.getenv("K", 1e3))', 'K: float | None = None'],
  ['float(os.environ["K"])', 'K: float'],
  ['Path(os.getenv("K", "books"))', 'K: Path = Path("books")'],
  ['Path(os.environ["K"])', 'K: Path'],
  ['os.getenv("K") == "true"', 'K: Annotated[bool, _on_for("true")] = False'],
  ['os.getenv("K", "true") == "true"', 'K: Annotated[bool, _on_for("true")] = True'],
  ['os.getenv("K", "false").lower() == "true"', 'K: Annotated[bool, _on_for("true", read=str.lower)] = False'],
  ['os.environ["K"].upper() == "YES"', 'K: Annotated[bool, _on_for("YES", read=str.upper)]'],
  ['os.getenv("K", "0").casefold() in {"1", "on"}', 'K: Annotated[bool, _on_for("1", "on", read=str.casefold)] = False'],
  ['os.getenv("K", "").strip().lower() in ("1", "true", "yes")', 'K: Annotated[bool, _on_for("1", "true", "yes", read=lambda text: text.strip().lower())] = False'],
  ['os.getenv("K", "a").strip("tr") == "ue"', 'K: Annotated[bool, _on_for("ue", read=lambda text: text.strip("tr"))] = False'],
  ['os.getenv("K") in ("1", "")', 'K: Annotated[bool, _on_for("1", "")] = False'],
  ['os.getenv("K") != "false"', 'K: Annotated[bool, _off_for("false")] = True'],
  ['os.getenv("K", "1").lower() not in ["0", "no"]', 'K: Annotated[bool, _off_for("0", "no", read=str.lower)] = True'],
  ['bool(os.getenv("K"))', 'K: Annotated[bool, BeforeValidator(bool)] = False'],
  ['bool(os.getenv("K", "1"))', 'K: Annotated[bool, BeforeValidator(bool)] = True'],
  ['bool(os.environ["K"])', 'K: Annotated[bool, BeforeValidator(bool)]'],
  ['not os.getenv("K")', 'K: str | None = None'],
  ['os.getenv("K", "").split(",")', 'K: Annotated[list[str], NoDecode, _split(",")] = [""]'],
  ['os.getenv("K", "a,b").split(",")', 'K: Annotated[list[str], NoDecode, _split(",")] = ["a", "b"]'],
  ['os.environ["K"].split(",")', 'K: Annotated[list[str], NoDecode, _split(",")]'],
  ['os.getenv("K", "a b").split()', 'K: Annotated[list[str], NoDecode, _split()] = ["a", "b"]'],
  ['[one.strip() for one in os.getenv("K", "a").split(",")]', 'K: Annotated[list[str], NoDecode, _split(",", strip=True)] = ["a"]'],
  ['[one.strip() for one in os.getenv("K", "").split(",") if one.strip()]', 'K: Annotated[list[str], NoDecode, _split(",", strip=True, skip_empty=True)] = []'],
  ['[one for one in os.getenv("K", "").split(",") if one]', 'K: Annotated[list[str], NoDecode, _split(",", skip_empty=True)] = []'],
  ['[one.strip() for one in os.getenv("K", "").split(",") if one]', 'K: str = ""'],
  ['[one for one in os.getenv("K", "").split(",") if one.strip()]', 'K: str = ""'],
  ['[int(one) for one in os.getenv("K", "1,2").split(",")]', 'K: Annotated[list[int], NoDecode, _split(",")] = [1, 2]'],
  ['[float(one) for one in os.getenv("K", "1,2").split(",")]', 'K: Annotated[list[float], NoDecode, _split(",")] = [1.0, 2.0]'],
  ['set(os.getenv("K", "a").split(","))', 'K: Annotated[set[str], NoDecode, _split(",")] = {"a"}'],
  ['tuple(os.getenv("K", "a").split(","))', 'K: Annotated[tuple[str, ...], NoDecode, _split(",")] = ("a",)'],
  ['frozenset(os.getenv("K", "a").split(","))', 'K: Annotated[frozenset[str], NoDecode, _split(",")] = frozenset({"a"})'],
  ['os.environ["K"].split(",") if "K" in os.environ else None', 'K: Annotated[list[str] | None, NoDecode, _split(",")] = None'],
  ['os.getenv("K").split(",") if os.getenv("K") else []', 'K: Annotated[list[str], NoDecode, _split(","), _empty_is([])] = []'],
  ['json.loads(os.getenv("K", "[]"))', 'K: str = "[]"'],
  ['"K" in os.environ', 'K: str | None = None'],
  ['"K" not in os.environ', 'K: str | None = None'],
  ['os.getenv("K", "") or "v"', 'K: Annotated[str, _empty_is("v")] = "v"'],
  ['os.environ["K"] if "K" in os.environ else "v"', 'K: str = "v"'],
  ['os.getenv("K", default="v")', 'K: str = "v"'],
  ['str(os.getenv("K"))', 'K: str = "None"'],
  ['os.getenv("K", os.environ.get("L", "x"))', 'K: str | None = None'],
  ['int(os.getenv("K", os.getenv("L", "5")))', 'K: str | None = None'],
  ['(os.getenv("K") or "info").lower()', 'K: str | None = None'],
  ['os.getenv("K", "/srv/").rstrip("/") + "/books"', 'K: str = "/srv/"'],
  ['f\'{os.getenv("K", "a")}/b\'', 'K: str = "a"'],
  ['int(os.getenv("K", "60")) * 60', 'K: int = 60'],
  ['int(float(os.getenv("K", "60")))', 'K: float = 60.0'],
  ['float(os.getenv("K", "5"))', 'K: float = 5.0'],
  ['float(os.getenv("K") or 0)', 'K: Annotated[float, _empty_is(0.0)] = 0.0'],
  ['float(os.getenv("K", "inf"))', 'K: float | None = None'],
  ['float.fromhex(os.getenv("K", "5"))', 'K: str = "5"'],
  ['Path(os.getenv("K", "a")) / "b"', 'K: Path = Path("a")'],
  ['os.getenv("K") is not None', 'K: str | None = None'],
  ['os.getenv("K") is None and 1', 'K: str | None = None'],
  ['bool(int(os.getenv("K", "0")))', 'K: int = 0'],
  ['bool(os.getenv("K", "False") == "True")', 'K: Annotated[bool, _on_for("True")] = False'],
  ['True if os.getenv("K") == "1" else False', 'K: Annotated[bool, _on_for("1")] = False'],
  ['not os.getenv("K", "a") == "b"', 'K: Annotated[bool, _off_for("b")] = True'],
  ['list(map(str.strip, os.getenv("K", "a").split(",")))', 'K: Annotated[list[str], NoDecode, _split(",", strip=True)] = ["a"]'],
  ['list(map(int, os.getenv("K", "1,2").split(",")))', 'K: Annotated[list[int], NoDecode, _split(",")] = [1, 2]'],
  ['list(filter(None, os.getenv("K", "a").split(",")))', 'K: Annotated[list[str], NoDecode, _split(",", skip_empty=True)] = ["a"]'],
  ['os.getenv("K", "a,b").split(",")[0]', 'K: Annotated[list[str], NoDecode, _split(",")] = ["a", "b"]'],
  ['1 if "K"in os.environ else 2', 'K: str | None = None'],
  ['("K" in os.environ) == True', 'K: str | None = None'],
  ['"K" in os.environ or 3', 'K: str | None = None'],
  ['not"K"in os.environ', 'K: str | None = None'],
  ['[os.getenv("K", os.sep)][0].upper()', 'K: str | None = None'],
  ['os.getenv("K", os.sep).upper()', 'K: str | None = None'],
  ['os.getenv("K", os.sep) + os.getenv("L", "x")', 'K: str | None = None'],
  ['{os.getenv("K", os.sep): os.getenv("K", os.sep)}', 'K: str | None = None'],
  ['(lambda: os.getenv("K", os.sep))()', 'K: str | None = None'],
  ['max(os.getenv("K", os.sep), *os.getenv("K", os.sep))', 'K: str | None = None'],
  ['"a"if os.getenv("K")else"b"', 'K: str | None = None'],
];

/** What `strtobool` of distutils, and `bool` as a cast of decouple and Starlette do. */
const PREAMBLE = `
def strtobool(text):
    if text.lower() in ("y", "yes", "t", "true", "on", "1"):
        return True
    if text.lower() in ("n", "no", "f", "false", "off", "0"):
        return False
    raise ValueError(text)


def decouple_bool(text):
    return bool(text) if text == "" else bool(strtobool(text))


def starlette_bool(text):
    return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
`;

const WHOLE = /^[+-]?\d+(_\d+)*$/;
const ZERO_BEHIND = /^[+-]?\d+(_\d+)*\.0+$/;

/** The differences that remarks tell of: failures that are values now, and values that are failures. */
function announced(kinds: readonly RemarkKind[], text: string | null, isList: boolean): 'fails no more' | 'fails now' | 'none' {
  const items = (isList ? (text ?? '').split(',') : [text ?? '']).map((item) => item.trim());
  const hasOtherDigits = /[\u0660-\u0669\uff10-\uff19]/.test(text ?? '');
  if (kinds.includes('whole-number')) {
    if (hasOtherDigits && !text?.includes('.')) return 'fails now';
    if (items.some((item) => ZERO_BEHIND.test(item)) && items.every((item) => WHOLE.test(item) || ZERO_BEHIND.test(item))) return 'fails no more';
  }
  if (kinds.includes('number') && hasOtherDigits) return 'fails now';
  return kinds.includes('number') && text === '1._0' ? 'fails no more' : 'none';
}

/** Remarks that say that the settings cannot be made under some values. */
const STOPPING: readonly RemarkKind[] = ['required', 'whole-number', 'number', 'switch', 'secret', 'not-empty'];

function difference([before, after]: readonly [Outcome, Outcome], kinds: readonly RemarkKind[]): string {
  if (!('fails' in before)) return 'fails' in after ? (after.fails === 'settings' ? 'fails now' : 'fails where it is read') : before.value === after.value ? 'none' : `${before.value} is ${after.value}`;
  if (!('fails' in after)) return 'fails no more';
  // What fails fails as before, or earlier and with a better message.
  if (after.fails === 'read') return before.how === after.how ? 'none' : `${before.how} is ${after.how}`;
  return after.how === 'ValidationError' && kinds.some((kind) => STOPPING.includes(kind)) ? 'none' : `${after.how} that no remark tells of`;
}

/** What casts of libraries do, which are not installed here. */
const CASTS: readonly (readonly [code: string, field: string, conversion: Conversion, unset: Unset])[] = [
  ['strtobool(os.getenv("K", "no"))', 'K: bool = False', { kind: 'boolean', on: ['y', 'yes', 't', 'true', 'on', '1'], off: ['n', 'no', 'f', 'false', 'off', '0'], steps: [] }, { kind: 'value', code: 'False', value: { type: 'bool', value: false } }],
  ['decouple_bool(os.environ["K"])', 'K: Annotated[bool, _empty_is(False)]', { kind: 'boolean', on: ['y', 'yes', 't', 'true', 'on', '1'], off: ['', 'n', 'no', 'f', 'false', 'off', '0'], steps: [] }, { kind: 'fails' }],
  ['starlette_bool(os.environ["K"])', 'K: Annotated[bool, _switch(on=("true", "1"), off=("false", "0"))]', { kind: 'boolean', on: ['true', '1'], off: ['false', '0'], steps: [] }, { kind: 'fails' }],
];

const ALL = [...IDIOMS, ...CASTS].map(([code, field]) => ({ code, field }));
const decisions = [...IDIOMS.map(([code]) => decide(readingsOf([`VALUE = ${code}`]))), ...CASTS.map(([code, , conversion, unset]) => decide([readAs(`VALUE = ${code}`, conversion, unset)]))];

function caseOf(code: string, decision: FieldDecision): ValueCase {
  if (decision.kind === 'stays') throw new Error(`${code}: ${decision.because}`);
  return { before: code, variable: 'K', module: moduleOf([decision.shape]), after: replaced(decision).slice(HEAD.length + 'VALUE = '.length).trim(), preamble: PREAMBLE };
}

describe('a field has the value of the expression it replaces', () => {
  const results = valuesOf(ALL.map(({ code }, at) => caseOf(code, decisions[at] ?? { kind: 'stays', because: 'missing' })), VALUES);

  it.each(ALL.map(({ code, field }, at) => [code, field, at] as const))('%s is %s', (_, field, at) => {
    const decision = decisions[at];
    if (decision?.kind !== 'field') throw new Error('It stays.');
    const { name, annotation, value: code } = decision.shape;
    expect(`${name}: ${annotation}${code === undefined ? '' : ` = ${code}`}`).toBe(field);
    const kinds = decision.remarks.map(({ kind }) => kind);
    const found = VALUES.map((text, index) => ({ text, difference: difference(results[at]?.[index] ?? [{ value: '' }, { value: 'missing' }], kinds) }));
    expect(found).toEqual(VALUES.map((text) => ({ text, difference: announced(kinds, text, annotation.includes('_split')) })));
  });
});

describe('what no remark tells of is exact', () => {
  const exact = ALL.map(({ code }, at) => ({ code, decision: decisions[at] })).filter(({ decision }) => decision?.kind === 'field' && !decision.remarks.some(({ kind }) => kind === 'whole-number' || kind === 'number'));
  const texts = fc.sample(fc.oneof(fc.string({ unit: fc.constantFrom(...'trueTRUE10yesYESonof ,\t[]{}"\'\\:ſKİßaå') }), fc.string({ unit: 'binary' })), { numRuns: 300, seed: 4 });
  // A variable holds neither NUL nor half of a character.
  const values = texts.filter((text) => !/\0|\p{Surrogate}/u.test(text));
  const results = valuesOf(exact.map(({ code, decision }) => caseOf(code, decision ?? { kind: 'stays', because: 'missing' })), values);

  it.each(exact.map(({ code }, at) => [code, at] as const))('%s', (_, at) => {
    const kinds = exact[at]?.decision?.kind === 'field' ? exact[at].decision.remarks.map(({ kind }) => kind) : [];
    const different = values.flatMap((text, index) => {
      const found = difference(results[at]?.[index] ?? [{ value: '' }, { value: 'missing' }], kinds);
      return found === 'none' ? [] : [{ text, found }];
    });
    expect(different).toEqual([]);
  });
});

describe('a field of any name reads its variable, and pydantic does not complain', () => {
  const VARIABLES = ['PORT', 'port', 'json', 'copy', 'dict', 'schema', 'model_name', 'settings_x', 'model_config', 'class', 'None', 'int', 'Path', 'Field', 'shop.port', '_PRIVATE', '__', '2FA', 'a-b', 'SHOP_A', 'shop_B', 'self', 'data'];
  const quiet = 'import warnings\nwarnings.simplefilter("error")\n';
  const cases = ([[{}, 'case_sensitive=True'], [{ caseSensitive: false }, 'case_sensitive=False'], [{ prefix: 'SHOP_' }, 'case_sensitive=True, env_prefix="SHOP_"'], [{ caseSensitive: false, prefix: 'shop_', spelling: 'lower' }, 'env_prefix="shop_"']] as const).flatMap(([more, config]) => {
    const rules: FieldRules = { ...NEW_CLASS, ...more };
    const variables = VARIABLES.filter((variable) => rules.caseSensitive || (variable !== 'port' && variable !== 'Path'));
    const names = fieldNames(variables, rules);
    const fields = variables.map((variable) => {
      const named = names.get(variable);
      const decision = named && !('problem' in named) ? mergeReadings(readingsOf([`VALUE = os.getenv("${variable}", "v")`], variable), named, rules) : undefined;
      if (decision?.kind !== 'field') throw new Error(variable);
      return { variable, decision };
    });
    const module = quiet + moduleOf(fields.map(({ decision }) => decision.shape), config);
    return fields.map(({ variable, decision }): ValueCase => ({ before: `os.getenv("${variable}", "v")`, variable, module, after: decision.sites[0]?.replacement('settings') ?? '' }));
  });

  it.each(valuesOf(cases, [null, '', 'x']).map((outcomes, at) => [cases[at]?.before ?? '', cases[at]?.after ?? '', outcomes] as const))('%s as %s', (_, __, outcomes) => {
    for (const [before, after] of outcomes) expect(after).toEqual(before);
  });
});
