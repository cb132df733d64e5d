import { describe, expect, it } from 'vitest';
import { isProse, readMarkdown, readRst, type Prose } from '../../src/formats/markdown/index.ts';

const blocksOf = ({ blocks }: Prose): unknown[] => blocks.map(({ language, code }) => [language, code.text]);

/** Every word of every block and inline code, as the host has it at its place. */
function expectTheWayBack(prose: Prose): void {
  for (const { code } of [...prose.blocks, ...prose.inline]) {
    for (const match of code.text.matchAll(/\S+/g)) {
      const span = code.spanOf({ start: match.index, end: match.index + match[0].length });
      expect(span && prose.text.slice(span.start, span.end)).toBe(match[0]);
    }
  }
}

describe('code in Markdown', () => {
  it.each([
    ['a fence', '# Shop\n\n```bash\npoetry install\n```\n', [['bash', 'poetry install']]],
    ['what is said beside it', '``` {.Bash #id}\na\n```\n\n~~~console title="x"\nb\n~~~\n', [['bash', 'a'], ['console', 'b']]],
    ['MyST', '```{code-block} bash\na\n```\n\n```{prompt} bash $\nb\n```\n', [['bash', 'a'], ['bash', 'b']]],
    ['a quote', '> ```sh\n> a \\\n>   b\n>\n> c\n> ```\n', [['sh', 'a \\\n  b\n\nc']]],
    ['a list', '1. Install:\n\n   ```sh\n   a\n\n     b\n   ```\n- x\n\n      c\n', [['sh', 'a\n\n  b'], ['', 'c']]],
    ['an indented block', 'x\n\n    a\n\n      b\n\ny\n', [['', 'a\n\n  b']]],
    ['a fence in a tab', '=== "pip"\n\n    Do this:\n\n    ```bash\n    a\n      b\n    ```\n\n=== "uv"\n\n    ```bash\n    c\n    ```\n', [['bash', 'a\n  b'], ['bash', 'c']]],
    ['a fence that nobody closes', '```sh\na\nb', [['sh', 'a\nb']]],
    ['an empty fence', '```sh\n```\n', [['sh', '']]],
    ['CRLF', '```sh\r\na\r\nb\r\n```\r\n', [['sh', 'a\nb']]],
    ['front matter', '---\ntitle: "```"\n---\n```sh\na\n```\n', [['sh', 'a']]],
    ['no code', 'Some `inline` only.\n\n<pre>x</pre>\n', []],
  ])('%s', (_, text, blocks) => {
    const prose = readMarkdown(text);
    expect(blocksOf(prose)).toEqual(blocks);
    expectTheWayBack(prose);
  });

  it('writes new lines the way the others are', () => {
    const code = (text: string) => readMarkdown(text).blocks[0]?.code;
    expect(code('> ```sh\n> a\n> ```\n')?.encode('b\n\nc')).toBe('b\n>\n> c');
    expect(code('- x\r\n\r\n  ```sh\r\n  a\r\n  ```\r\n')?.encode('b\nc')).toBe('b\r\n  c');
    expect(code('```sh\na\n```\n')?.encode('b\n```\nc')).toBeUndefined();
    expect(code('    a\n')?.encode('b\nc')).toBe('b\n    c');
  });

  it('finds code within sentences', () => {
    const prose = readMarkdown('Run `poetry install`, then `` a ` b `` or `c\n  d`.\n\n| `x` | `a` |\n');
    expect(prose.inline.map(({ code }) => code.text)).toEqual(['poetry install', 'a ` b', 'c d', 'x', 'a']);
    expect(prose.inline[0]?.code.encode('uv sync')).toBe('uv sync');
    expect(prose.inline[0]?.code.encode('a ` b')).toBeUndefined();
    expect(prose.inline[0]?.code.encode('a | b')).toBe('a | b');
    expect(prose.inline[4]?.code.encode('a | b')).toBeUndefined();
  });

  it('finds addresses, whether they are links or not', () => {
    const text = '[books](https://a.example/x "t") <https://b.example> https://c.example/y. (see https://d.example/(z)) ![i](https://e.example/i.png)\n`https://no.example`\n\n[f]: <https://f.example>\n';
    const { links } = readMarkdown(text);
    expect(links.map(({ url }) => url)).toEqual(['https://a.example/x', 'https://b.example', 'https://c.example/y', 'https://d.example/(z)', 'https://e.example/i.png', 'https://f.example']);
    for (const { url, span } of links) expect(text.slice(span.start, span.end)).toBe(url);
  });

  it('knows what is prose', () => {
    const prose = readMarkdown('poetry `poetry` [poetry](https://poetry.example)\n\n    poetry\n');
    expect([...prose.text.matchAll(/poetry/g)].map(({ index }) => isProse(prose, index))).toEqual([true, false, true, false, false]);
  });
});

describe('code in reStructuredText', () => {
  it.each([
    ['a directive', '.. code-block:: bash\n\n   poetry install\n\n     more\n\nText\n', [['bash', 'poetry install\n\n  more']]],
    ['its options', '.. code-block:: Bash\n   :linenos:\n   :caption: x\n\n   a\n', [['bash', 'a']]],
    ['relatives', '.. code::\n\n  a\n\n.. prompt:: bash $,>\n\n  b\n\n.. sourcecode:: sh\n\n\tc\n', [['', 'a'], ['bash', 'b'], ['sh', 'c']]],
    ['a literal block', 'Run this::\n\n    a\n      b\n\nand\n::\n\n  c\n', [['', 'a\n  b'], ['', 'c']]],
    ['in a list', '- First:\n\n  .. code-block:: sh\n\n     a\n\n- Next::\n\n    b\n', [['sh', 'a'], ['', 'b']]],
    ['no code', 'C++ has std::\nnot a block\n\n.. note::\n\n   text\n', []],
    ['a directive without code', '.. code-block:: sh\n\nText\n', []],
    ['CRLF', '.. code-block:: sh\r\n\r\n   a\r\n   b\r\n', [['sh', 'a\nb']]],
  ])('%s', (_, text, blocks) => {
    const prose = readRst(text);
    expect(blocksOf(prose)).toEqual(blocks);
    expectTheWayBack(prose);
  });

  it('finds inline literals and addresses', () => {
    const prose = readRst('Run ``poetry install`` or ``a`` at `home <https://a.example/x>`_, not ```b```.\n\n.. _c: https://c.example\n');
    expect(prose.inline.map(({ code }) => code.text)).toEqual(['poetry install', 'a']);
    expect(prose.inline[0]?.code.encode('uv sync')).toBe('uv sync');
    expect(prose.inline[0]?.code.encode('a`')).toBeUndefined();
    expect(prose.links.map(({ url }) => url)).toEqual(['https://a.example/x', 'https://c.example']);
    expectTheWayBack(prose);
  });
});
