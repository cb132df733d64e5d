import { describe, expect, it } from 'vitest';
import { fieldNames, NEW_CLASS, type FieldRules } from '../../codemods/settings-class/fields/index.ts';
import { remarkSentences } from '../../codemods/settings-class/fields/remark-sentences.ts';
import { isSecret } from '../../codemods/settings-class/fields/secrets.ts';
import { decide, HEAD, readingsOf, replaced } from './settings-class-readings.ts';

/** What becomes of `K`, read by some statements: the field, the statements after it, and the kinds of remarks; or why it stays. */
function told(statements: readonly string[], rules: Partial<FieldRules> = {}): string {
  const decision = decide(readingsOf(statements), rules);
  if (decision.kind === 'stays') return decision.because;
  const { name, annotation, value } = decision.shape;
  const after = statements.map((_, at) => replaced(decision, `${'abcdefgh'.charAt(at)}.py`).slice(HEAD.length).trim());
  const kinds = decision.remarks.map(({ kind }) => kind).join(', ');
  return [`${name}: ${annotation}${value === undefined ? '' : ` = ${value}`}`, ...after, ...(kinds === '' ? [] : [`(${kinds})`])].join('\n');
}

describe('several reads of one variable', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['that agree', ['a = int(os.getenv("K", "5"))', 'b = int(os.environ.get("K", 5))'], 'K: int = 5\na = settings.K\nb = settings.K\n(whole-number)'],
    ['that convert otherwise share the text', ['a = int(os.getenv("K", "5"))', 'b = os.getenv("K", "5")'], 'K: str = "5"\na = int(settings.K)\nb = settings.K'],
    ['quoted otherwise', ["a = os.getenv('K', 'v')", 'b = os.getenv("K", "v")'], 'K: str = "v"\na = settings.K\nb = settings.K'],
    ['that flags spell otherwise', ['a = os.getenv("K", "false").lower() in ("1", "true")', 'b = os.getenv("K", "").lower() in ["true", "1"]'], 'K: Annotated[bool, _on_for("1", "true", read=str.lower)] = False\na = settings.K\nb = settings.K'],
    ['with a default in one place', ['a = os.getenv("K")', 'b = os.getenv("K", "v")'], 'K: str | None = None\na = settings.K\nb = settings.K if settings.K is not None else "v"'],
    ['that fall back on the empty text in one place', ['a = os.getenv("K")', 'b = os.getenv("K") or "v"'], 'K: str | None = None\na = settings.K\nb = settings.K or "v"'],
    ['that ask whether it is set', ['a = "K" in os.environ', 'b = os.getenv("K", "v")'], 'K: str | None = None\na = settings.K is not None\nb = settings.K if settings.K is not None else "v"'],
    ['that ask, with a number', ['a = "K" in os.environ', 'b = int(os.getenv("K", "5"))'], 'K: int | None = None\na = settings.K is not None\nb = settings.K if settings.K is not None else 5\n(whole-number)'],
    ['that ask, with an empty text that is none', ['a = "K" in os.environ', 'b = os.getenv("K") or None'], 'K: str | None = None\na = settings.K is not None\nb = settings.K or None'],
    ['with different defaults', ['a = os.getenv("K", "8000")', 'b = os.getenv("K", "9000")', 'c = os.getenv("K", \'8000\')'], '`K` has different defaults: `"8000"` in `a.py` and `c.py`, `"9000"` in `b.py`. A person must choose one.'],
    ['with a number and a text for defaults', ['a = os.getenv("K", 8000)', 'b = os.getenv("K", "8000")'], '`K` has different defaults: `8000` in `a.py`, `"8000"` in `b.py`. A person must choose one.'],
    ['with different numbers', ['a = int(os.getenv("K", 1))', 'b = int(os.getenv("K", 2))'], '`K` has different defaults: `1` in `a.py`, `2` in `b.py`. A person must choose one.'],
    ['with different computed defaults', ['a = os.getenv("K", os.sep)', 'b = os.getenv("K", os.curdir)'], '`K` has different defaults: `os.sep` in `a.py`, `os.curdir` in `b.py`. A person must choose one.'],
    ['that must be set, and need not', ['a = os.environ["K"]', 'b = os.getenv("K")'], '`K` must be set in `a.py` and may be absent in `b.py`: one field cannot be both.'],
    ['that must be set, and are asked for', ['a = os.environ["K"]', 'b = "K" in os.environ'], '`K` must be set in `a.py` and may be absent in `b.py`: one field cannot be both.'],
    ['that must all be set', ['a = os.environ["K"]', 'b = int(os.environ["K"])'], 'K: str\na = settings.K\nb = int(settings.K)\n(required)'],
  ])('%s', (_, statements, expected) => expect(told(statements)).toBe(expected));
});

describe('one read', () => {
  it.each<readonly [string, string, string]>([
    ['whose conversion is caught keeps it', 'try:\n    a = int(os.getenv("K", "5"))\nexcept ValueError:\n    a = 5', 'K: str = "5"\ntry:\n    a = int(settings.K)\nexcept ValueError:\n    a = 5'],
    ['in a handler', 'try:\n    import shop\nexcept ValueError:\n    a = int(os.getenv("K", "5"))', 'K: int = 5\ntry:\n    import shop\nexcept ValueError:\n    a = settings.K\n(whole-number)'],
    ['whose absence is caught', 'try:\n    a = os.environ["K"]\nexcept KeyError:\n    a = "x"', 'The error it raises is caught here.'],
    ['whose absence is suppressed', 'with suppress(KeyError):\n    a = os.environ["K"]', 'The error it raises is caught here.'],
    ['with quotes inside a formatted string', 'a = f"{os.getenv(\'K\', os.sep)} {os.getenv(\'K\', os.sep)}"', 'K: str | None = None\na = f"{(settings.K if settings.K is not None else os.sep)} {(settings.K if settings.K is not None else os.sep)}"'],
    ['odd: any text is on', 'a = bool(os.getenv("K"))', 'K: Annotated[bool, BeforeValidator(bool)] = False\na = settings.K\n(truth)'],
    ['odd: a number or a text', 'a = os.getenv("K", 8000)', 'K: str | int = 8000\na = settings.K\n(either-type)'],
    ['odd: an ellipsis', 'a = os.getenv("K", ...)', 'K: str | None = None\na = settings.K if settings.K is not None else ...\n(ellipsis)'],
    ['odd: the text None', 'a = str(os.getenv("K"))', 'K: str = "None"\na = settings.K\n(none-text)'],
    ['that must be set', 'a = os.environ["K"]', 'K: str\na = settings.K\n(required)'],
    ['a list that is changed', 'a = os.getenv("K", "").split(",")\na.append("x")', 'K: str = ""\na = settings.K.split(",")\na.append("x")'],
  ])('%s', (_, statement, expected) => expect(told([statement])).toBe(expected));

  it.each<readonly [string, Partial<FieldRules>, string, string]>([
    ['on Python 3.9', { unions: 'typing' }, 'a = os.getenv("K")', 'K: Optional[str] = None\na = settings.K'],
    ['of two types on Python 3.9', { unions: 'typing' }, 'a = os.getenv("K", 8000)', 'K: Union[str, int] = 8000\na = settings.K\n(either-type)'],
    ['by pydantic 1', { validators: false, lists: false }, 'a = os.getenv("K") == "true"', 'K: str | None = None\na = settings.K == "true"'],
    ['of two types by pydantic 1', { validators: false, lists: false }, 'a = os.getenv("K", 8000)', 'K: str | None = None\na = settings.K if settings.K is not None else 8000'],
    ['by pydantic-settings 2.6', { lists: false }, 'a = os.getenv("K", "a").split(",")', 'K: str = "a"\na = settings.K.split(",")'],
    ['without regard to case', { caseSensitive: false }, 'a = os.getenv("K", "a")', 'K: str = "a"\na = settings.K\n(case)'],
    ['under a prefix', { prefix: 'SHOP_' }, 'a = os.getenv("K", "a")', 'K: str = Field("a", validation_alias="K")\na = settings.K'],
    ['that must be set, under a prefix', { prefix: 'SHOP_' }, 'a = os.environ["K"]', 'K: str = Field(validation_alias="K")\na = settings.K\n(required)'],
  ])('%s', (_, rules, statement, expected) => expect(told([statement], rules)).toBe(expected));

  it('says in words what differs', () => {
    const decision = decide(readingsOf(['a = int(os.environ["K"])', 'def b():\n    return int(os.environ["K"])']));
    expect(decision.kind === 'field' && remarkSentences(decision.remarks)).toEqual([
      'Without `K` the program now stops when the settings are made; before, where it was read.',
      'A text in `K` that is no whole number now stops the program when the settings are made (`4.0` is one now; other digits than 0 to 9 and, before pydantic 2.7, white space are not).',
    ]);
  });

  it('keeps what people wrote beside it', () => {
    const decision = decide(readingsOf(['# Where the shop listens.\na = os.getenv(\n    "K",\n    "v",  # as in production\n)  # noqa: E501']));
    expect(decision.kind === 'field' && decision.shape.comments).toEqual(['Where the shop listens.', 'as in production']);
  });
});

describe('a secret', () => {
  const read = (statements: readonly string[], requireSecrets: boolean): string => {
    const decision = decide(readingsOf(statements, 'JWT_SECRET'), { requireSecrets });
    if (decision.kind === 'stays') return decision.because;
    expect(JSON.stringify([decision.shape, decision.remarks, decision.sites.map(({ replacement }) => replacement('settings'))])).not.toContain('hush');
    return [`${decision.shape.name}: ${decision.shape.annotation}${decision.shape.value === undefined ? '' : ` = ${decision.shape.value}`}`, ...remarkSentences(decision.remarks)].join('\n');
  };
  const lost = '`JWT_SECRET` is a secret and loses its default: it must be set before the next start.';

  it.each<readonly [string, readonly string[], string]>([
    ['loses its default', ['a = os.getenv("JWT_SECRET", "hush")'], `JWT_SECRET: str\n${lost}`],
    ['loses different defaults', ['a = os.getenv("JWT_SECRET", "hush")', 'b = os.environ.get("JWT_SECRET", "hush!")', 'c = os.getenv("JWT_SECRET")'], `JWT_SECRET: str\n${lost}`],
    ['loses the default of the empty text', ['a = os.getenv("JWT_SECRET") or "hush"'], `JWT_SECRET: Annotated[str, Field(min_length=1)]\n${lost}\n\`JWT_SECRET\` must not be empty, either: the empty text stood for the default.`],
    ['loses the default inside a wider expression', ['a = (os.getenv("JWT_SECRET") or "hush").strip()'], `JWT_SECRET: Annotated[str, Field(min_length=1)]\n${lost}\n\`JWT_SECRET\` must not be empty, either: the empty text stood for the default.`],
    ['stays where the value would stay', ['a = os.getenv("JWT_SECRET", "hush") == "hush"'], '`JWT_SECRET` has a secret for a default in `a.py`, in an expression that cannot do without it.'],
    ['stays where somebody asks', ['a = os.getenv("JWT_SECRET", "hush")', 'b = "JWT_SECRET" in os.environ'], '`JWT_SECRET` is a secret with a default, and `b.py` asks whether it is set.'],
    ['without a default moves', ['a = os.getenv("JWT_SECRET")'], 'JWT_SECRET: str | None = None'],
    ['with an empty default moves', ['a = os.getenv("JWT_SECRET", "")'], 'JWT_SECRET: str = ""'],
  ])('%s', (_, statements, expected) => expect(read(statements, true)).toBe(expected));

  it('stays unless the standard wants it required', () => {
    expect(read(['a = os.getenv("JWT_SECRET", "hush")'], false)).toBe('`JWT_SECRET` has a secret for a default, in `a.py`, which would only move to another file.');
  });

  it.each<readonly [string, string, boolean]>([
    ['JWT_SECRET_KEY', '"hush"', true], ['DB_PASSWORD', "'hush'", true], ['GITHUB_TOKEN', 'r"hush"', true], ['STRIPE_API_KEY', 'f"{x}"', true], ['SECRET', '"\\x41"', true],
    ['DATABASE_URL', '"postgres://shop:hush@db/books"', true], ['DATABASE_URL', '"postgres://db/books"', false], ['DATABASE_URL', '"postgres://shop@db/books"', false],
    ['TOKEN_EXPIRE_MINUTES', '"30"', false], ['TOKEN_URL', '"/token"', false], ['ALGORITHM', '"HS256"', false], ['PASSWORD', '""', false], ['PASSWORD', 'None', false], ['SECRET_ROUNDS', '12', false],
  ])('%s = %s: %s', (name, code, expected) => expect(isSecret(name, code)).toBe(expected));
});

describe('names', () => {
  const NO_CASE = '`host` would be read from `HOST`, which the system sets: the settings do not tell capitals from small letters (`case_sensitive=False`).';
  it.each<readonly [string, readonly string[], Partial<FieldRules>, readonly string[]]>([
    ['are those of the variables', ['PORT', 'port'], {}, ['PORT', 'port']],
    ['that pydantic or Python use are written in capitals', ['json', 'class', 'copy', 'model_name', 'int'], {}, ['JSON for json', 'CLASS for class', 'COPY for copy', 'MODEL_NAME for model_name', 'INT for int']],
    ['of Python in small letters only', ['None', 'JSON'], {}, ['NONE for None', 'JSON']],
    ['that are taken get a line', ['JSON', 'json'], {}, ['JSON', 'JSON_ for json']],
    ['that are no identifiers', ['shop.port', '_PORT', '2FA', 'a-b', '__', 'Größe'], {}, ['shop_port for shop.port', 'PORT for _PORT', 'VARIABLE_2FA for 2FA', 'a_b for a-b', 'VARIABLE for __', 'Gr_e for Größe']],
    ['in capitals need no alias without regard to case', ['json', 'Port'], { caseSensitive: false }, ['JSON', 'Port']],
    ['in a class that spells small', ['PORT'], { caseSensitive: false, spelling: 'lower' }, ['port']],
    ['in a class that spells small and looks at case', ['PORT'], { spelling: 'lower' }, ['port for PORT']],
    ['under a prefix', ['SHOP_PORT', 'PORT'], { prefix: 'SHOP_' }, ['PORT', 'PORT_ for PORT']],
    ['under a prefix in small letters', ['SHOP_PORT'], { prefix: 'shop_', spelling: 'lower', caseSensitive: false }, ['port']],
    ['that only case tells apart', ['PORT', 'port'], { caseSensitive: false }, ['`PORT` and `port` are two variables, and the settings do not tell capitals from small letters (`case_sensitive=False`).', '`port` and `PORT` are two variables, and the settings do not tell capitals from small letters (`case_sensitive=False`).']],
    ['that the system has in capitals', ['host'], { caseSensitive: false }, [NO_CASE]],
    ['that are none', ['a b'], {}, ['`a b` is no name of an environment variable.']],
  ])('%s', (_, variables, rules, expected) => {
    const names = fieldNames(variables, { ...NEW_CLASS, ...rules });
    expect(variables.map((variable) => {
      const found = names.get(variable);
      return !found ? 'missing' : 'problem' in found ? found.problem : found.alias === undefined ? found.name : `${found.name} for ${found.alias}`;
    })).toEqual(expected);
  });
});
