import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkdown, readMarkdownCode, type Prose } from '../../src/formats/markdown/index.ts';

/** Lines that begin, end and disturb blocks. */
const LINES = [
  '', '', '', 'Books on `shelves`.', 'Plain words.', '# Shelf', '- item', '  - nested `item`', '1. first', '10) tenth', '> quoted', '>', '> - both', '```', '```bash', '````', '~~~', '~~~ sh', '  ```bash', '  ```', '   ```', '    ```sh',
  '    ```', '- ```', '- ```sh', '1. ~~~', '> ```', '> shop open', '  shop open', '    shop open', '\tshop open', '# shop open', '  # shop `open`', 'shop \\', '---', '===', '<details>', '</details>', '<!-- note -->', '<!-- note', '-->', '<pre>', '</pre>', '<b>`x`</b>', '  <p>',
  '[shelf]: https://books.example', '[`shelf`](https://books.example)', '| `a` | b |', 'a `b', 'c` d', '*  wide', '-\tTab', '-', '``` not `fence`', '      deep', '+ plus', '!!! note', '=== "Tab"', '&nbsp;', '\\```',
];

function codeOf({ blocks, inline }: Pick<Prose, 'blocks' | 'inline'>): unknown {
  return [blocks.map(({ code, ...block }) => ({ ...block, code: code.text, encoded: code.encode('a\nb'), at: code.spanOf({ start: 0, end: 1 }) })), inline.map(({ span, code }) => [span, code.text])];
}

describe('code of Markdown, read part by part', () => {
  it('is what all of the text says', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = lines.join(eol);
        expect(codeOf(readMarkdownCode(text))).toEqual(codeOf(readMarkdown(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('has all code that matches what is asked about, and reads no part that does not', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 14 }), (lines) => {
        const about = /sh/;
        const text = lines.join('\n');
        const matching = ({ blocks, inline }: Pick<Prose, 'blocks' | 'inline'>): unknown => codeOf({ blocks: blocks.filter(({ code }) => about.test(code.text)), inline: inline.filter(({ code }) => about.test(code.text)) });
        expect(matching(readMarkdownCode(text, about))).toEqual(matching(readMarkdown(text)));
      }),
      { numRuns: 1000 },
    );
    expect(readMarkdownCode('`books`\n\n`shelves`\n', /shelves/).inline.map(({ code }) => code.text)).toEqual(['shelves']);
  });

  it('reads what stands behind front matter part by part', () => {
    const text = '---\ntitle: `Books`\n---\n\n`books`\n\n`shelves`\n';
    expect(readMarkdownCode(text, /shelves/).inline.map(({ span }) => text.slice(span.start, span.end))).toEqual(['`shelves`']);
  });
});
