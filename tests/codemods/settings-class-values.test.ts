import { describe, expect, it } from 'vitest';
import type { Conversion, TextStep } from '../../src/backend/environment/index.ts';
import type { FieldDecision, RemarkKind } from '../../codemods/settings-class/fields/index.ts';
import { valuesOf, type Outcome } from '../support/settings-values.ts';
import { decide, FAILS, HEAD, moduleOf, NONE, readingsOf, replaced, TEXT, value, type Meaning } from './settings-class-readings.ts';

const VALUES: readonly (string | null)[] = [
  null, '', ' ', '0', '1', '2', 'true', 'True', 'TRUE', 'tRuE', ' true ', 'true\n', 'yes', 'YES', 'y', 'on', 'ON', 'off', 'false', 'False', 'FALSE', 'no', 'none', 'None', 'null', 'enabled',
  'a,b', 'a, b,', ',', ',,a', ' a ,, b ', 'a b\tc', '[]', '["a"]', '{}', '{"a": 1}', '5', ' 5 ', '\t5\n', '+5', '-5', '+ 5', '007', '-0', '1_000', '1__0', '_1', '1_', '1,2', '1, 2', '1,4.0', '0x10', '1e3', '1E3',
  '4.0', '-4.0', ' 4.00 ', '1_0.0', '4.', '4.5', '.5', '5.', '1._0', 'nan', 'NaN', 'inf', '-inf', 'Infinity', '1e400', '99999999999999999999', '99999999999999999999.0', 'x', 'å', '\u0663', '\u0663.5', '\uff15', '\u00a05', '\udcff',
  'postgres://shop@db/books', '/srv/books', './books', '~', 'a\\b', "it's", '"', '\u017f', 'ye\u017f', '${HOME}',
];

const steps = (...methods: TextStep['method'][]): readonly TextStep[] => methods.map((method) => ({ method, chars: undefined }));
const flag = (words: readonly string[], how: readonly TextStep[] = [], negated = false): Conversion => ({ kind: 'flag', words, negated, steps: how });
const list = (more: Partial<Extract<Conversion, { kind: 'list' }>> = {}): Conversion => ({ kind: 'list', separator: ',', keep: 'all', each: [], item: 'text', holder: 'list', steps: [], ...more });
const INT: Conversion = { kind: 'int', base: undefined, steps: [] };
const FLOAT: Conversion = { kind: 'float', steps: [] };
const PATH: Conversion = { kind: 'path', steps: [] };
const TRUTH: Conversion = { kind: 'truth', negated: false, steps: [] };
const strtobool: Conversion = { kind: 'boolean', on: ['y', 'yes', 't', 'true', 'on', '1'], off: ['n', 'no', 'f', 'false', 'off', '0'], steps: [] };

/** The expression, what it means, and the field it becomes. */
const IDIOMS: readonly (readonly [code: string, meaning: Meaning, field: string])[] = [
  ['os.getenv("K")', { conversion: TEXT, unset: NONE }, 'K: str | None = None'],
  ['os.getenv("K", "v")', { conversion: TEXT, unset: value('"v"') }, 'K: str = "v"'],
  ['os.getenv("K", "")', { conversion: TEXT, unset: value('""') }, 'K: str = ""'],
  ['os.getenv("K", None)', { conversion: TEXT, unset: value('None') }, 'K: str | None = None'],
  ['os.environ["K"]', { conversion: TEXT, unset: FAILS }, 'K: str'],
  ['os.getenv("K", 8000)', { conversion: TEXT, unset: value('8000') }, 'K: str | int = 8000'],
  ['os.getenv("K", False)', { conversion: TEXT, unset: value('False') }, 'K: str | bool = False'],
  ['os.getenv("K", 1.5)', { conversion: TEXT, unset: value('1.5') }, 'K: str | float = 1.5'],
  ['os.getenv("K", ...)', { conversion: TEXT, unset: value('...') }, 'K: str | None = None'],
  ['os.getenv("K", [])', { conversion: TEXT, unset: value('[]') }, 'K: str | None = None'],
  ['os.getenv("K", os.sep + "books")', { conversion: TEXT, unset: { kind: 'expression', code: 'os.sep + "books"', accesses: [], node: undefined as never } }, 'K: str | None = None'],
  ['os.getenv("K") or "v"', { conversion: TEXT, unset: value('"v"'), whenEmpty: value('"v"') }, 'K: Annotated[str, _empty_is("v")] = "v"'],
  ['os.getenv("K") or None', { conversion: TEXT, unset: NONE, whenEmpty: NONE }, 'K: Annotated[str | None, _empty_is(None)] = None'],
  ['os.getenv("K") or 8000', { conversion: TEXT, unset: value('8000'), whenEmpty: value('8000') }, 'K: Annotated[str | int, _empty_is(8000)] = 8000'],
  ['os.getenv("K", "w") or "v"', { conversion: TEXT, unset: value('"w"'), whenEmpty: value('"v"') }, 'K: Annotated[str, _empty_is("v")] = "w"'],
  ['os.getenv("K", "info").upper()', { conversion: { kind: 'text', steps: steps('upper') }, unset: value('"INFO"') }, 'K: str = "info"'],
  ['int(os.getenv("K", "5"))', { conversion: INT, unset: value('5') }, 'K: int = 5'],
  ['int(os.getenv("K", 5))', { conversion: INT, unset: value('5') }, 'K: int = 5'],
  ['int(os.getenv("K", "5").strip())', { conversion: { ...INT, steps: steps('strip') }, unset: value('5') }, 'K: int = 5'],
  ['int(os.getenv("K"))', { conversion: INT, unset: FAILS }, 'K: int'],
  ['int(os.environ["K"])', { conversion: INT, unset: FAILS }, 'K: int'],
  ['int(os.getenv("K") or 5)', { conversion: INT, unset: value('5'), whenEmpty: value('5') }, 'K: Annotated[int, _empty_is(5)] = 5'],
  ['int(os.environ["K"]) if os.getenv("K") else None', { conversion: INT, unset: NONE, whenEmpty: NONE }, 'K: Annotated[int | None, _empty_is(None)] = None'],
  ['int(os.getenv("K", "10"), 16)', { conversion: { ...INT, base: 16 }, unset: value('16') }, 'K: str = "10"'],
  ['float(os.getenv("K", "0.5"))', { conversion: FLOAT, unset: value('0.5') }, 'K: float = 0.5'],
  ['float(os.getenv("K", 1e3))', { conversion: FLOAT, unset: value('1000.0') }, 'K: float = 1000.0'],
  ['float(os.environ["K"])', { conversion: FLOAT, unset: FAILS }, 'K: float'],
  ['Path(os.getenv("K", "books"))', { conversion: PATH, unset: value('Path("books")') }, 'K: Path = Path("books")'],
  ['Path(os.environ["K"])', { conversion: PATH, unset: FAILS }, 'K: Path'],
  ['os.getenv("K") == "true"', { conversion: flag(['true']), unset: value('False') }, 'K: Annotated[bool, _on_for("true")] = False'],
  ['os.getenv("K", "true") == "true"', { conversion: flag(['true']), unset: value('True') }, 'K: Annotated[bool, _on_for("true")] = True'],
  ['os.getenv("K", "false").lower() == "true"', { conversion: flag(['true'], steps('lower')), unset: value('False') }, 'K: Annotated[bool, _on_for("true", read=str.lower)] = False'],
  ['os.environ["K"].upper() == "YES"', { conversion: flag(['YES'], steps('upper')), unset: FAILS }, 'K: Annotated[bool, _on_for("YES", read=str.upper)]'],
  ['os.getenv("K", "0").casefold() in {"1", "on"}', { conversion: flag(['1', 'on'], steps('casefold')), unset: value('False') }, 'K: Annotated[bool, _on_for("1", "on", read=str.casefold)] = False'],
  ['os.getenv("K", "").strip().lower() in ("1", "true", "yes")', { conversion: flag(['1', 'true', 'yes'], steps('strip', 'lower')), unset: value('False') }, 'K: Annotated[bool, _on_for("1", "true", "yes", read=lambda text: text.strip().lower())] = False'],
  ['os.getenv("K", "a").strip("tr") == "ue"', { conversion: flag(['ue'], [{ method: 'strip', chars: 'tr' }]), unset: value('False') }, 'K: Annotated[bool, _on_for("ue", read=lambda text: text.strip("tr"))] = False'],
  ['os.getenv("K") in ("1", "")', { conversion: flag(['1', '']), unset: value('False') }, 'K: Annotated[bool, _on_for("1", "")] = False'],
  ['os.getenv("K") != "false"', { conversion: flag(['false'], [], true), unset: value('True') }, 'K: Annotated[bool, _off_for("false")] = True'],
  ['os.getenv("K", "1").lower() not in ["0", "no"]', { conversion: flag(['0', 'no'], steps('lower'), true), unset: value('True') }, 'K: Annotated[bool, _off_for("0", "no", read=str.lower)] = True'],
  ['bool(os.getenv("K"))', { conversion: TRUTH, unset: value('False') }, 'K: Annotated[bool, BeforeValidator(bool)] = False'],
  ['bool(os.getenv("K", "1"))', { conversion: TRUTH, unset: value('True') }, 'K: Annotated[bool, BeforeValidator(bool)] = True'],
  ['bool(os.environ["K"])', { conversion: TRUTH, unset: FAILS }, 'K: Annotated[bool, BeforeValidator(bool)]'],
  ['not os.getenv("K")', { conversion: { kind: 'truth', negated: true, steps: [] }, unset: value('True') }, 'K: str | None = None'],
  ['strtobool(os.getenv("K", "no"))', { conversion: strtobool, unset: value('False') }, 'K: bool = False'],
  ['one_of(os.environ["K"])', { conversion: { kind: 'boolean', on: ['true', '1'], off: ['false', '0'], steps: [] }, unset: FAILS }, 'K: Annotated[bool, _switch(on=("true", "1"), off=("false", "0"))]'],
  ['os.getenv("K", "").split(",")', { conversion: list(), unset: value('[""]') }, 'K: Annotated[list[str], NoDecode, _split(",")] = [""]'],
  ['os.getenv("K", "a,b").split(",")', { conversion: list(), unset: value('["a", "b"]') }, 'K: Annotated[list[str], NoDecode, _split(",")] = ["a", "b"]'],
  ['os.environ["K"].split(",")', { conversion: list(), unset: FAILS }, 'K: Annotated[list[str], NoDecode, _split(",")]'],
  ['os.getenv("K", "a b").split()', { conversion: list({ separator: undefined }), unset: value('["a", "b"]') }, 'K: Annotated[list[str], NoDecode, _split()] = ["a", "b"]'],
  ['[one.strip() for one in os.getenv("K", "a").split(",")]', { conversion: list({ each: steps('strip') }), unset: value('["a"]') }, 'K: Annotated[list[str], NoDecode, _split(",", strip=True)] = ["a"]'],
  ['[one.strip() for one in os.getenv("K", "").split(",") if one.strip()]', { conversion: list({ each: steps('strip'), keep: { nonEmptyAfter: steps('strip') } }), unset: value('[]') }, 'K: Annotated[list[str], NoDecode, _split(",", strip=True, skip_empty=True)] = []'],
  ['[one for one in os.getenv("K", "").split(",") if one]', { conversion: list({ keep: { nonEmptyAfter: [] } }), unset: value('[]') }, 'K: Annotated[list[str], NoDecode, _split(",", skip_empty=True)] = []'],
  ['[one.strip() for one in os.getenv("K", "").split(",") if one]', { conversion: list({ each: steps('strip'), keep: { nonEmptyAfter: [] } }), unset: value('[]') }, 'K: str = ""'],
  ['[one for one in os.getenv("K", "").split(",") if one.strip()]', { conversion: list({ keep: { nonEmptyAfter: steps('strip') } }), unset: value('[]') }, 'K: str = ""'],
  ['[int(one) for one in os.getenv("K", "1,2").split(",")]', { conversion: list({ item: 'int' }), unset: value('[1, 2]') }, 'K: Annotated[list[int], NoDecode, _split(",")] = [1, 2]'],
  ['[float(one) for one in os.getenv("K", "1,2").split(",")]', { conversion: list({ item: 'float' }), unset: value('[1.0, 2.0]') }, 'K: Annotated[list[float], NoDecode, _split(",")] = [1.0, 2.0]'],
  ['set(os.getenv("K", "a").split(","))', { conversion: list({ holder: 'set' }), unset: value('{"a"}') }, 'K: Annotated[set[str], NoDecode, _split(",")] = {"a"}'],
  ['tuple(os.getenv("K", "a").split(","))', { conversion: list({ holder: 'tuple' }), unset: value('("a",)') }, 'K: Annotated[tuple[str, ...], NoDecode, _split(",")] = ("a",)'],
  ['frozenset(os.getenv("K", "a").split(","))', { conversion: list({ holder: 'frozenset' }), unset: value('frozenset({"a"})') }, 'K: Annotated[frozenset[str], NoDecode, _split(",")] = frozenset({"a"})'],
  ['os.environ["K"].split(",") if "K" in os.environ else None', { conversion: list(), unset: NONE }, 'K: Annotated[list[str] | None, NoDecode, _split(",")] = None'],
  ['os.getenv("K").split(",") if os.getenv("K") else []', { conversion: list(), unset: value('[]'), whenEmpty: value('[]') }, 'K: Annotated[list[str], NoDecode, _split(","), _empty_is([])] = []'],
  ['json.loads(os.getenv("K", "[]"))', { conversion: { kind: 'json', steps: [] }, unset: value('[]') }, 'K: str = "[]"'],
  ['"K" in os.environ', { conversion: { kind: 'present', negated: false, steps: [] }, unset: value('False') }, 'K: str | None = None'],
  ['"K" not in os.environ', { conversion: { kind: 'present', negated: true, steps: [] }, unset: value('True') }, 'K: str | None = None'],
];

/** What `strtobool` of distutils and `_bool` of Starlette do. */
const PREAMBLE = `
def strtobool(text):
    if text.lower() in ("y", "yes", "t", "true", "on", "1"):
        return True
    if text.lower() in ("n", "no", "f", "false", "off", "0"):
        return False
    raise ValueError(text)


def one_of(text):
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

const decisions = IDIOMS.map(([code, meaning]) => decide(readingsOf([[`VALUE = ${code}`, meaning]])));

function caseOf([code]: (typeof IDIOMS)[number], decision: FieldDecision): Parameters<typeof valuesOf>[0][number] {
  if (decision.kind === 'stays') throw new Error(`${code}: ${decision.because}`);
  return { before: code, variable: 'K', module: moduleOf([decision.shape]), after: replaced(decision).slice(HEAD.length + 'VALUE = '.length).trim(), preamble: PREAMBLE };
}

describe('a field has the value of the expression it replaces', () => {
  const results = valuesOf(IDIOMS.map((idiom, at) => caseOf(idiom, decisions[at] ?? { kind: 'stays', because: 'missing' })), VALUES);

  it.each(IDIOMS.map((idiom, at) => [idiom[0], idiom[2], at] as const))('%s is %s', (_, field, at) => {
    const decision = decisions[at];
    if (decision?.kind !== 'field') throw new Error('It stays.');
    const { name, annotation, value: code } = decision.shape;
    expect(`${name}: ${annotation}${code === undefined ? '' : ` = ${code}`}`).toBe(field);
    const kinds = decision.remarks.map(({ kind }) => kind);
    const found = VALUES.map((text, index) => ({ text, difference: difference(results[at]?.[index] ?? [{ value: '' }, { value: 'missing' }], kinds) }));
    expect(found).toEqual(VALUES.map((text) => ({ text, difference: announced(kinds, text, annotation.includes('_split')) })));
  });
});
