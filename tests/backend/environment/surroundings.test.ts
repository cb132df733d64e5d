import { describe, expect, it } from 'vitest';
import { sameReading, type Reading } from '../../../src/backend/environment/index.ts';
import { environmentIn, readingInWords, unsetInWords } from './describe.ts';

/** The only reading of some code. */
function onlyReading(code: string): Reading {
  const [reading, another] = environmentIn(`import json\nimport os\n${code}`).readings;
  if (!reading || another) throw new Error(`There is not one reading in ${code}.`);
  return reading;
}

const inWords = (code: string): string => readingInWords(onlyReading(code));

describe('where a reading stands', () => {
  it.each<readonly [string, string, boolean]>([
    ['a = os.getenv("A")\n', 'module', true],
    ['class C:\n    a: str = os.getenv("A")\n', 'class-body', true],
    ['def f():\n    return os.getenv("A")\n', 'function', false],
    ['f = lambda: os.getenv("A")\n', 'function', false],
    ['def f(a=os.getenv("A")): ...\n', 'default-argument', true],
    ['class C:\n    def f(self, a: str = os.getenv("A")): ...\n', 'default-argument', true],
    ['@mark(os.getenv("A"))\ndef f(): ...\n', 'decorator', true],
    ['a = [os.getenv("A") for _ in b]\n', 'comprehension', false],
    ['a = [b for b in os.getenv("A")]\n', 'comprehension', true],
    ['if os.getenv("A"): ...\n', 'module', true],
    ['if b:\n    a = os.getenv("A")\n', 'module', false],
    ['if b: ...\nelif os.getenv("A"): ...\n', 'module', false],
    ['if b: ...\nelse:\n    a = os.getenv("A")\n', 'module', false],
    ['while os.getenv("A"): ...\n', 'module', true],
    ['for a in b:\n    os.getenv("A")\n', 'module', false],
    ['for a in os.getenv("A"): ...\n', 'module', true],
    ['try:\n    a = os.getenv("A")\nfinally: ...\n', 'module', true],
    ['try: ...\nexcept E:\n    a = os.getenv("A")\n', 'module', false],
    ['a = b or os.getenv("A")\n', 'module', false],
    ['a = os.getenv("A") or b\n', 'module', true],
    ['a = os.getenv("A") if b else c\n', 'module', false],
    ['a = b if os.getenv("A") else c\n', 'module', true],
    ['match a:\n    case 1:\n        os.getenv("A")\n', 'module', false],
    ['if __name__ == "__main__":\n    os.getenv("A")\n', 'module', false],
    ['with open(os.getenv("A")) as f: ...\n', 'module', true],
    ['run(port=os.getenv("A"))\n', 'module', true],
  ])('%s', (code, place, always) => {
    const reading = onlyReading(code);
    expect([reading.place, reading.always]).toEqual([place, always]);
  });
});

describe('the name of a reading', () => {
  const named = (code: string): string | undefined => {
    const { named: found } = onlyReading(code);
    return found && [found.name, found.annotation ?? '-', found.holder ? 'held' : 'top'].join(' ');
  };
  it.each<readonly [string, string | undefined]>([
    ['A = os.getenv("A")\n', 'A - top'],
    ['A: int = int(os.getenv("A", "5"))\n', 'A int top'],
    ['class Config:\n    a: str = os.getenv("A")\n', 'a str held'],
    ['A = os.getenv("A") + "b"\n', undefined],
    ['A = B = os.getenv("A")\n', undefined],
    ['if b:\n    A = os.getenv("A")\n', undefined],
    ['def f():\n    a = os.getenv("A")\n', undefined],
    ['A, B = os.getenv("A"), 1\n', undefined],
    ['self.a = os.getenv("A")\n', undefined],
  ])('%s', (code, expected) => expect(named(code)).toBe(expected));

  it('is looked for in other modules', () => {
    const environment = environmentIn({
      'shop/__init__.py': '',
      'shop/config.py': 'import os\nPORT = os.getenv("PORT")\nclass Config:\n    title = os.getenv("TITLE")\n',
      'shop/again.py': 'from shop.config import PORT\n',
      'shop/main.py': 'from shop.again import PORT\nfrom shop import config\nfrom shop.config import PORT as port, Config\nprint(config.PORT, PORT, Config.title)\nprint(other.PORT)\n',
      'shop/mail.py': 'from .config import (\n    PORT,\n)\nPORT2 = PORT\n',
      'shop/apart.py': 'from elsewhere import PORT\nTITLE = "PORT"\n',
      'tests/test_shop.py': 'from shop import config\nfrom unittest.mock import patch\ndef test(monkeypatch):\n    monkeypatch.setattr(config, "PORT", "1")\n    monkeypatch.setattr("shop.config.PORT", "1")\n    patch("shop.config.Config.title", "x")\n',
    });
    const uses = environment.readings.flatMap((reading) => environment.usesElsewhere(reading).map(({ module, node, kind }) => `${reading.named?.name} ${module.path} ${kind} ${node.text}`));
    expect(uses).toEqual([
      'PORT shop/again.py import PORT', 'PORT shop/mail.py import PORT', 'PORT shop/main.py import PORT', 'PORT shop/main.py import PORT', 'PORT shop/main.py attribute config.PORT',
      'PORT tests/test_shop.py text "PORT"', 'PORT tests/test_shop.py text "shop.config.PORT"', 'title shop/main.py attribute Config.title', 'title tests/test_shop.py text "shop.config.Config.title"',
    ]);
  });
});

describe('comments', () => {
  it.each<readonly [string, readonly string[]]>([
    ['# Where the shop\n# listens.\nPORT = os.getenv("PORT")  # behind the proxy\n', ['Where the shop', 'listens.', 'behind the proxy']],
    ['# Something else.\n\nPORT = os.getenv("PORT")\n', []],
    ['a = "# no comment"; PORT = os.getenv("PORT", "#")\n', []],
    ['PORT = os.getenv("PORT")  # type: ignore\n', []],
    ['# Порт\nPORT = os.getenv("PORT")  # 港口\n', ['Порт', '港口']],
    ['# -------\nPORT = os.getenv("PORT")  # noqa: E501\n', []],
    ['OPTIONS = {\n    # the port\n    "port": os.getenv("PORT"),  # mine\n    "other": 1,  # other\n}\n', ['the port', 'mine']],
    ['PORT = int(\n    # of the shop\n    os.getenv("PORT", "1")  # a number\n)\n', ['of the shop', 'a number']],
    ['a = """\n# no comment\n"""; PORT = os.getenv("PORT")\n', []],
  ])('%s', (code, expected) => expect(onlyReading(code).comments).toEqual(expected));
});

describe('errors that are caught', () => {
  it.each<readonly [string, string]>([
    ['try:\n    a = int(os.getenv("A", "5"))\nexcept ValueError:\n    a = 5\n', 'os.getenv("A", "5") | text | "5"'],
    ['try:\n    a = int(os.getenv("A", "5"))\nfinally: ...\n', 'int(os.getenv("A", "5")) | int | 5'],
    ['try:\n    a = os.environ["A"]\nexcept KeyError:\n    a = 5\n', 'os.environ["A"] | unknown: The error it raises is caught here. | fails'],
    ['try:\n    a = os.environ["A"] if "A" in os.environ else "b"\nexcept KeyError:\n    a = 5\n', 'os.environ["A"] if "A" in os.environ else "b" | text | "b"'],
    ['try:\n    a = os.getenv("A").lower()\nexcept AttributeError:\n    a = 5\n', 'os.getenv("A") | text | none'],
    ['try: ...\nexcept ValueError:\n    a = int(os.getenv("A", "5"))\n', 'int(os.getenv("A", "5")) | int | 5'],
    ['try:\n    def f():\n        return int(os.getenv("A", "5"))\nexcept ValueError: ...\n', 'int(os.getenv("A", "5")) | int | 5'],
    ['with suppress(ValueError):\n    a = int(os.getenv("A", "5"))\n', 'os.getenv("A", "5") | text | "5"'],
  ])('%s', (code, expected) => expect(inWords(code)).toBe(expected));
});

describe('what was asked before', () => {
  const lastOf = (code: string): string => {
    const reading = environmentIn(`import os\n${code}`).readings.at(-1);
    return reading ? `${reading.asked ?? 'nothing'}: ${readingInWords(reading)}` : 'none';
  };
  it.each<readonly [string, string]>([
    ['if "A" in os.environ:\n    a = os.environ["A"]\n', 'set: os.environ["A"] | text | none'],
    ['if os.getenv("A"):\n    a = int(os.environ["A"])\n', 'not empty: int(os.environ["A"]) | int | none | empty none'],
    ['if os.getenv("A") is not None:\n    a = int(os.environ["A"])\n', 'set: int(os.environ["A"]) | int | none'],
    ['if b and ("A" in os.environ and os.environ["A"] != "c"):\n    a = os.environ["A"]\n', 'set: os.environ["A"] | text | none'],
    ['if b or "A" in os.environ:\n    a = os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
    ['if "A" in os.environ and os.getenv("A"):\n    a = int(os.environ["A"])\n', 'not empty: int(os.environ["A"]) | int | none | empty none'],
    ['if b: ...\nelif "A" in os.environ:\n    a = os.environ["A"]\n', 'set: os.environ["A"] | text | none'],
    ['if "A" not in os.environ:\n    a = os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
    ['if "A" in os.environ: ...\nelse:\n    a = os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
    ['if "B" in os.environ:\n    a = os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
    ['if "A" in os.environ:\n    def f():\n        return os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
    ['if os.getenv("A", "b"):\n    a = os.environ["A"]\n', 'nothing: os.environ["A"] | text | fails'],
  ])('%s', (code, expected) => expect(lastOf(code)).toBe(expected));
});

describe('mutation', () => {
  const changed = (code: string): boolean => onlyReading(code).mutation !== undefined;
  it.each<readonly [string, boolean]>([
    ['A = os.getenv("A", "").split(",")\n', false],
    ['A = os.getenv("A", "").split(",")\nA.append("b")\n', true],
    ['A = os.getenv("A", "").split(",")\nA[0] = "b"\n', true],
    ['A = os.getenv("A", "").split(",")\nA += ["b"]\n', true],
    ['A = os.getenv("A", "").split(",")\ndel A[0]\n', true],
    ['A = json.loads(os.getenv("A", "{}"))\nA.update(b=1)\n', true],
    ['A = tuple(os.getenv("A", "").split(","))\nA += ("b",)\n', false],
    ['A = os.getenv("A", "")\nA += "b"\n', false],
    ['def f():\n    a = os.getenv("A", "").split(",")\n    a.append("b")\n', true],
    ['def f():\n    a = os.getenv("A", "").split(",")\n    print(a)\ndef g(a):\n    a.append("b")\n', false],
    ['def f():\n    return os.getenv("A", "").split(",")\n', true],
    ['def f():\n    a = os.getenv("A", "").split(",")\n    return a\n', true],
    ['class C:\n    def __init__(self):\n        self.a = os.getenv("A", "").split(",")\n    def b(self):\n        self.a.append("b")\n', true],
  ])('%s', (code, expected) => expect(changed(code)).toBe(expected));
});

describe('readings of libraries', () => {
  const DECOUPLE = 'from decouple import config, Csv\n';
  const STARLETTE = 'from starlette.config import Config\nfrom starlette.datastructures import CommaSeparatedStrings, Secret\nconfig = Config(".env")\n';
  it.each<readonly [string, string, string]>([
    [DECOUPLE, 'config("A")', 'text | fails'],
    [DECOUPLE, 'config("A", default=5)', 'text | 5'],
    [DECOUPLE, 'config("A", cast=int)', 'int | fails'],
    [DECOUPLE, 'config("A", default="5", cast=int)', 'int | 5'],
    [DECOUPLE, 'config("A", default=True, cast=bool)', 'boolean 6/7 | True'],
    [DECOUPLE, 'config("A", default=None, cast=bool)', 'boolean 6/7 | fails'],
    [DECOUPLE, 'config("A", default=None, cast=str)', 'text | "None"'],
    [DECOUPLE, 'config("A", default="a", cast=lambda v: [p.strip() for p in v.split(",")])', 'list of .strip()text by "," | ["a"]'],
    [DECOUPLE, 'config("A", default="", cast=lambda v: v.split(",") if v else [])', 'list of text by "," | [] | empty []'],
    [DECOUPLE, 'config("A", default="", cast=lambda v: v or "b")', 'text | "b" | empty "b"'],
    [DECOUPLE, 'config("A", cast=lambda v: read(v))', 'unknown: What `lambda v: read(v)` makes of the text is not known. | unknown: What `lambda v: read(v)` makes of the text is not known.'],
    [DECOUPLE, 'config("A", cast=Csv())', 'unknown: What `Csv()` makes of the text is not known. | unknown: What `Csv()` makes of the text is not known.'],
    [DECOUPLE, 'config("A", default="a,b").split(",")', 'list of text by "," | ["a", "b"]'],
    [STARLETTE, 'config("A", cast=bool, default=False)', 'boolean 2/2 | False'],
    [STARLETTE, 'config("A", cast=int, default=None)', 'int | none'],
    [STARLETTE, 'config("A", cast=Secret, default="s")', 'Secret | Secret("s")'],
    [STARLETTE, 'str(config("A", cast=Secret))', 'text | fails'],
    [STARLETTE, 'config("A", cast=CommaSeparatedStrings, default="")', 'CommaSeparatedStrings | CommaSeparatedStrings("")'],
    ['from environs import Env\nenv = Env()\n', 'env.int("A", 5)', 'unknown: What environs makes of the text depends on its version and on validators. | unknown: What environs makes of the text depends on its version and on validators.'],
  ])('%s%s', (head, expression, expected) => expect(inWords(`${head}value = ${expression}\n`)).toBe(`${expression} | ${expected}`));
});

describe('two readings', () => {
  it.each<readonly [string, string, boolean]>([
    ['os.getenv("A")', 'os.environ.get("A", None)', true],
    ['int(os.getenv("A", "5"))', 'int(os.environ.get("A", 5))', true],
    ['int(os.getenv("A", "5"))', 'int(os.getenv("A", "6"))', false],
    ['os.getenv("A", "5")', 'os.getenv("A", 5)', false],
    ['os.getenv("A")', 'os.environ["A"]', false],
    ['os.getenv("A", "") in ("1", "true")', 'os.getenv("A", "") in ["true", "1", "1"]', true],
    ['os.getenv("A") or "b"', 'os.getenv("A", "b")', false],
    ['os.getenv("A") or "b"', 'os.getenv("A", "b") or "b"', true],
    ['os.getenv("A", "b").split(",")', 'tuple(os.getenv("A", "b").split(","))', false],
    ['os.getenv("A", B)', 'os.getenv("A", B)', false],
  ])('%s and %s', (one, other, expected) => {
    const [a, b] = environmentIn(`import os\na = ${one}\nb = ${other}\n`).readings;
    expect(a && b && sameReading(a, b)).toBe(expected);
  });
});

it('a reading with a default that reads others says which', () => {
  const [a] = environmentIn('import os\na = os.getenv("A", os.getenv("B", f"{os.getenv(\'C\')}!"))\n').readings;
  expect(a && unsetInWords(a.unset)).toBe('<os.getenv("B", f"{os.getenv(\'C\')}!")>');
  expect(a?.unset.kind === 'expression' && a.unset.accesses.map(({ variable }) => variable)).toEqual(['B', 'C']);
});
