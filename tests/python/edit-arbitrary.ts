import fc from 'fast-check';

/** The seed of every property here, so that runs are the same each time. */
export const SEED = 19_130_128;

/** A Python text with line endings and a unit of indentation of its own; authored with `\n` and four spaces, `⇥` standing for one step. */
export function inStyle(text: string, { unit, crlf }: Style): string {
  const indented = text.replaceAll('⇥', unit);
  return crlf ? indented.replaceAll('\n', '\r\n') : indented;
}

/** How a file is written. */
export interface Style {
  readonly unit: string;
  readonly crlf: boolean;
}

export const style: fc.Arbitrary<Style> = fc.record({ unit: fc.constantFrom('    ', '  ', '\t'), crlf: fc.boolean() });

/** Comments that look like code; numbered, so that each can be followed. */
function numbered(pieces: readonly string[]): string {
  let count = 0;
  return pieces.join('').replaceAll('# ?', () => `# note ${++count} ( "`);
}

const VALUES = [
  '1', 'None', '"a(b"', "'it\\'s, or )'", 'f"{name!r:>{width}} ("', 'f"{len({1: 2})}"', '"""two\n  lines (\n"""', "r'\\(' \"b\"", '[1,\n        2]', '[\n⇥⇥1,  # ?\n⇥⇥2,\n⇥]', '{"key": (1, 2), **more}',
  'lambda x, *y: (x, y)', 'a if b else c', 'call(1, k=2)[0].x', '(\n⇥⇥1\n⇥)', '[x for x in (1, 2) if x]', 'not a', '-1 ** 2', '(x for x in y)', '"one" \\\n⇥⇥"two"', '(a := 1)', '{\n1: """\n""",\n}', '()',
] as const;
const value = fc.constantFrom(...VALUES);
const gap = fc.constantFrom('', '', '', ' ', '\n⇥⇥', '\n⇥⇥', '  # ?\n⇥⇥', '\n\n⇥⇥# ?\n⇥⇥', ' \\\n⇥⇥ ');

/** A call of `target` somewhere in a module, and the keywords that are to be set. */
export interface CallCase {
  readonly text: string;
  readonly keywords: readonly { readonly name: string; readonly value: string }[];
  readonly width: number;
}

const KEYWORDS = ['docs_url', 'redoc_url', 'title', 'version'] as const;
const FRAMES = [
  ['# ?\napp = ', '\n\n\ndef other():\n⇥return 1  # ?\n'], ['def make():\n⇥"""Makes it."""\n⇥return ', '  # ?\n'], ['app = wrap(1, ', ', k=")")\n'], ['class Shop:\n⇥app: object = ', ''], ['app = (\n⇥', '\n)\n'],
  ['if True:\n⇥if True:\n⇥⇥x = [', ',\n⇥⇥]\n'], ['app = \\\n⇥', '\n'], ['x = 1; app = ', '; y = 2\n'], ['\uFEFFapp = ', '\n'], ['with ', ' as app:\n⇥pass\n'], ['\fapp = ', '\n\f\n'], ['app = await_.', '.built()\n'], ['app = f"""{', '}"""\n'],
] as const;

const positional = fc.record({ kind: fc.constantFrom('plain', '*'), value }).map(({ kind, value: text }) => (kind === '*' ? `*${text.startsWith('lambda') || text.startsWith('a if') || text.startsWith('not') ? `(${text})` : text}` : text));
const keyword = fc.tuple(fc.constantFrom(...KEYWORDS, 'servers', 'lifespan'), fc.constantFrom('=', ' = '), value);

export const callCase: fc.Arbitrary<CallCase> = fc
  .record({
    frame: fc.constantFrom(...FRAMES),
    positionals: fc.array(positional, { maxLength: 2 }),
    keywords: fc.uniqueArray(keyword, { maxLength: 4, selector: ([name]) => name }),
    unpacked: fc.boolean(),
    gaps: fc.array(gap, { minLength: 20, maxLength: 20 }),
    comma: fc.boolean(),
    set: fc.uniqueArray(fc.record({ name: fc.constantFrom(...KEYWORDS), value: fc.constantFrom('None', '"/docs" if settings.debug else None', '[1, 2]') }), { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    width: fc.constantFrom(40, 88, 160),
    style,
  })
  .map(({ frame, positionals, keywords, unpacked, gaps, comma, set, width, style: how }) => {
    const ahead = [...gaps];
    const space = (): string => ahead.shift() ?? '';
    const words = [...positionals, ...keywords.map((parts) => parts.join('')), ...(unpacked ? ['**more'] : [])];
    const list = words.flatMap((word, index) => [space(), word, space(), index < words.length - 1 || comma ? ',' : '']);
    return { text: inStyle(numbered([frame[0], 'target(', ...list, space(), ')', frame[1]]), how), keywords: set, width };
  });

/** A module whose last statement uses a name that is to be imported. */
export interface ImportCase {
  readonly text: string;
  readonly module: string;
  readonly name: string;
  readonly alias: string | undefined;
}

const MODULES = ['os', 'typing', 'fastapi', 'pydantic', 'shop.api', 'shop.config', '.books'] as const;
const NAMES = ['Alpha', 'beta', 'GAMMA', 'delta as d'] as const;
const importLine = fc
  .record({
    module: fc.constantFrom(...MODULES),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
    shape: fc.constantFrom('plain', 'plain', 'parenthesised', 'one a line', 'commented', 'hanging', 'closed', 'backslash', 'star', 'import', 'import as'),
    above: fc.constantFrom('', '', '', '# ?\n', '\n', '\n# ?\n\n', '\n\n# ?\n# ?\n'),
    behind: fc.constantFrom('', '', '  # ?', ';', '; z = 1'),
  })
  .map(({ module, names, shape, above, behind }) => {
    const from = `from ${module} import `;
    const plain = module.startsWith('.') ? `${from}${names[0]}` : `import ${module}`;
    const spelled: Readonly<Record<string, string>> = {
      plain: from + names.join(', '),
      parenthesised: `${from}(${names.join(', ')})`,
      'one a line': `${from}(\n${names.map((name) => `⇥${name},\n`).join('')})`,
      commented: `${from}(  # ?\n${names.map((name) => `⇥# ?\n⇥${name},  # ?\n`).join('')}⇥# ?\n)`,
      hanging: `${from}(${names.join(',\n                  ')})`,
      closed: `${from}(\n${names.map((name) => `⇥${name},`).join('\n')})`,
      backslash: `${from}\\\n⇥${names.join(', ')}`,
      star: `${from}*`,
      import: plain,
      'import as': module.startsWith('.') ? plain : `import ${module} as other`,
    };
    return `${above}${spelled[shape]}${behind}\n`;
  });
const between = fc.constantFrom('load_dotenv()\n', 'sys.path.insert(0, "x")\n', 'try:\n⇥import uvloop\nexcept ImportError:\n⇥uvloop = None\n', 'if TYPE_CHECKING:\n⇥from shop.config import Alpha\n', '__version__ = "1"\n', 'x = """\nimport shop.fake\n"""\n');

export const importCase: fc.Arbitrary<ImportCase> = fc
  .record({
    head: fc.constantFrom('', '', '#!/usr/bin/env python\n', '# ?\n\n', '# ?\n', '\uFEFF'),
    docstring: fc.constantFrom('', '"""The shop."""\n', '"""The shop.\n\nimport this\n"""\n\n', "'x'; y = 1\n"),
    future: fc.constantFrom('', 'from __future__ import annotations\n', '\nfrom __future__ import annotations  # ?\n\n'),
    first: fc.constantFrom('', 'import sys\nfrom dotenv import load_dotenv\nfrom typing import TYPE_CHECKING\n\n'),
    lines: fc.array(fc.oneof({ weight: 5, arbitrary: importLine }, { weight: 1, arbitrary: between }), { maxLength: 5 }),
    gap: fc.constantFrom('', '\n', '\n\n'),
    use: fc.constantFrom('use(1)', 'use(1)  # ?\n', 'def make():\n⇥return use(1)\n', '# ?\n@mark\nclass Shop:\n⇥x = use(1)\n', 'import late\nuse(1)\nfrom later import thing\n', 'import late; use(1)\n'),
    module: fc.constantFrom(...MODULES, '__future__'),
    name: fc.constantFrom('Alpha', 'beta', 'omega'),
    alias: fc.constantFrom(undefined, undefined, 'app_omega'),
    style,
  })
  .map(({ head, docstring, future, first, lines, gap: space, use, module, name, alias, style: how }) => {
    const hasFuture = docstring.includes(';') ? '' : future;
    const text = inStyle(numbered([head, docstring, hasFuture, first, ...lines, space, use]), how);
    return module === '__future__' ? { text, module, name: 'division', alias: undefined } : { text, module, name, alias };
  });

/** A module with a class `Target` that is to get a field. */
export interface FieldCase {
  readonly text: string;
  readonly name: string;
}

const FIELDS = [
  'title: str = "Bookshop"\n', 'title: str = "a"  # ?\n', 'shelves: list[str] = [\n⇥⇥"a",\n⇥]\n', 'text: str = """\nnot: a = field\n"""\n', 'untyped = 1\n', 'model_config = Config(env_file=".env")\n', 'KIND: ClassVar[str] = "k"\n', 'a: int = 1; b: int = 2\n', 'a: int = 1; c = (\n⇥⇥2)\n',
  'price: float\n⇥"""What it costs."""\n', '# ?\n', '\n', 'DEBUG: bool = True\n', 'debug = False\n',
] as const;
const MEMBERS = ['\n⇥def open(self):\n⇥⇥return 1\n', '\n⇥# ?\n⇥@property\n⇥def DEBUG(self): return 1  # ?\n', '\n⇥class Config:\n⇥⇥env_file = ".env"\n', 'if True:\n⇥⇥late: int = 1\n', 'print("x")\n', 'pass  # ?\n', '...\n'] as const;

export const fieldCase: fc.Arbitrary<FieldCase> = fc
  .record({
    above: fc.constantFrom('', '# ?\n', 'import x\n\n\n', '@mark  # ?\n', 'def other():\n⇥pass\n\n\n'),
    header: fc.constantFrom('class Target:', 'class Target(Base):', 'class Target(\n⇥Base,  # ?\n⇥metaclass=M,\n):', 'class Target(Base):  # ? a: b'),
    docstring: fc.constantFrom('', '"""Doc."""\n', '"""Doc.\n\n⇥x: int = 1\n⇥"""\n\n', '"""Doc."""  # ?\n'),
    fields: fc.array(fc.constantFrom(...FIELDS), { maxLength: 4 }),
    members: fc.array(fc.constantFrom(...MEMBERS), { maxLength: 2 }),
    oneLine: fc.constantFrom('', '', '', '', ' pass\n', ' ...  # ?\n', ' x: int = 1\n', ' pass; y = 1\n'),
    below: fc.constantFrom('', '\n\nTarget()\n', '# ?\nx = 1\n', '⇥# ?\n'),
    isFinal: fc.boolean(),
    name: fc.constantFrom('DEBUG', 'show_docs'),
    style,
  })
  .map(({ above, header, docstring, fields, members, oneLine: wanted, below, isFinal, name, style: how }) => {
    const oneLine = header.endsWith(':') ? wanted : '';
    const statements = [docstring, ...fields, ...members].filter((part) => part !== '');
    const hasCode = statements.some((part) => !/^(# \?)?\n$/.test(part));
    const lines = [...statements, ...(hasCode ? [] : ['pass\n'])].map((part) => (part.startsWith('\n') ? part : `⇥${part}`)).join('');
    const body = oneLine === '' ? `\n${lines}${below}` : `${oneLine}${below.startsWith('⇥') ? '' : below}`;
    const text = inStyle(numbered([above, header, body]), how);
    return { text: isFinal ? text : text.replace(/\r?\n$/, ''), name };
  });
