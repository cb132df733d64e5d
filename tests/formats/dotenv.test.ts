import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendBlocks, insertBlocks, parseDotenv, printDotenvValue, type DotenvLine } from '../../src/formats/dotenv/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

function inWords(line: DotenvLine): string {
  if (line.kind === 'variable') return `${line.variable.exported ? 'export ' : ''}${line.variable.key}${line.variable.value === undefined ? '' : `=${JSON.stringify(line.variable.value)}`}${line.variable.comment === undefined ? '' : ` ${line.variable.comment}`}`;
  if (line.kind === 'comment') return line.offers ? `offers ${line.offers.key}=${JSON.stringify(line.offers.value)}` : 'comment';
  return line.kind;
}

describe('parseDotenv', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['plain', 'A=1\nB = two words \n', ['A="1"', 'B="two words"']],
    ['export', 'export A=1\nexport  B=2\nexport=3\n', ['export A="1"', 'export B="2"', 'export="3"']],
    ['export of nothing', 'export \nexport =1\nexport\n', ['unknown', 'unknown', 'export']],
    ['comments', '# head\nA=1 # behind\nB=1#2\nC= # none\nD=#x\n', ['comment', 'A="1" # behind', 'B="1#2"', 'C="" # none', 'D="#x"']],
    ['no value', 'A\nB=\nC=""\n', ['A', 'B=""', 'C=""']],
    ['quotes', `A='it\\'s \\n'\nB="a \\"b\\" \\n" # c\n`, [`A="it's \\\\n"`, 'B="a \\"b\\" \\n" # c']],
    ['lines in quotes', 'A="one\n# two\n"\nB=1\n', ['A="one\\n# two\\n"', 'B="1"']],
    ['a quoted key', "'A.b'=1\n", ['A.b="1"']],
    ['interpolation stays', 'A=${B:-c}/d\n', ['A="${B:-c}/d"']],
    ['an unclosed quote is one line', 'A="one\nB=1\n', ['unknown', 'B="1"']],
    ['text behind a quote', 'A="one" two\nB=1\n', ['unknown', 'B="1"']],
    ['YAML is no assignment', 'A: 1\n=1\n', ['unknown', 'unknown']],
    ['blank lines', '\n  \nA=1\n\n', ['blank', 'blank', 'A="1"', 'blank']],
    ['line endings and a byte-order mark', '\ufeffA=1\r\nB=2\rC=3', ['A="1"', 'B="2"', 'C="3"']],
    ['what is commented out', '# A=1\n#B="x y" # why\n# the URL = where\n## C=\n# see https://a/?b=c\n', ['offers A="1"', 'offers B="x y"', 'comment', 'offers C=""', 'comment']],
    ['what is commented out with blanks', '# PORT = 8000\n# port = 8000\n', ['offers PORT="8000"', 'comment']],
    ['a commented quote does not swallow lines', '# A="one\nB="\n', ['comment', 'unknown']],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => expect(parseDotenv(text).map(inWords)).toEqual(expected));

  it('gives the places of key and value', () => {
    const text = 'X=1\n  export KEY = "v w"  # c\n';
    const line = parseDotenv(text)[1];
    if (line?.kind !== 'variable') throw new Error('There is no variable.');
    const { keySpan, valueSpan } = line.variable;
    expect([text.slice(keySpan.start, keySpan.end), text.slice(valueSpan.start, valueSpan.end)]).toEqual(['KEY', '"v w"']);
  });

  const anything = fc.string({ unit: fc.constantFrom('A', 'b', '=', '#', ' ', '\t', '"', "'", '\\', '\n', '\r\n', '\r', 'export ', '$', '{', '}', ':', '\ufeff') });

  it('covers every text with lines', () => {
    fc.assert(fc.property(anything, (text) => {
      let at = text.startsWith('\ufeff') ? 1 : 0;
      for (const line of parseDotenv(text)) {
        expect(line.start).toBe(at);
        expect(line.text).toBe(text.slice(line.start, line.end));
        at = line.end + (/^(?:\r\n|\n|\r)/.exec(text.slice(line.end))?.[0].length ?? 0);
      }
      expect(at).toBe(text.length);
    }));
  });

  it('reads back what is printed', () => {
    fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.constantFrom("'", '"', '\\', '$', '{', '#', ' ', '\n', 'n', '`'), fc.string({ minLength: 1, maxLength: 1 })) }), (value) => {
      const printed = printDotenvValue(value);
      if (typeof printed !== 'string') return;
      const lines = parseDotenv(`A=${printed}\nB=1\n`);
      expect(lines.map(inWords)).toEqual([`A=${JSON.stringify(value)}`, 'B="1"']);
    }));
  });

  it('keeps every line when blocks are added', () => {
    const line = fc.constantFrom('# Shop', 'A=1', 'B="x', 'y"', '', '  ', '# C=2', 'export D=4 # d', 'oops: 1');
    fc.assert(fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.nat(), (rows, eol, ended, pick) => {
      const text = rows.join(eol) + (ended && rows.length > 0 ? eol : '');
      const lines = parseDotenv(text);
      const anchor = lines[pick % Math.max(1, lines.length)];
      const old = lines.filter(({ kind }) => kind !== 'blank').map(inWords);
      const isNew = (words: string): boolean => ['NEW="1"', 'comment'].includes(words);
      const added = (after: string): string[] => parseDotenv(after).filter(({ kind }) => kind !== 'blank').map(inWords);
      const appended = added(applyEdits(text, appendBlocks(text, ['# New'], [['# new', 'NEW=1']])));
      expect(appended).toEqual([...old, 'comment', 'comment', 'NEW="1"']);
      if (!anchor) return;
      const inserted = added(applyEdits(text, insertBlocks(text, anchor, [['# new', 'NEW=1']])));
      expect(inserted.filter((words) => !isNew(words))).toEqual(old.filter((words) => !isNew(words)));
      expect(inserted).toContain('NEW="1"');
    }));
  });
});

describe('printDotenvValue', () => {
  it.each<readonly [string, string]>([
    ['', ''], ['8000', '8000'], ['postgresql+asyncpg://shop@localhost:5432/shop', 'postgresql+asyncpg://shop@localhost:5432/shop'], ['two words', "'two words'"], ['["a", "b"]', `'["a", "b"]'`], ['a#b', "'a#b'"],
    ["it's", `"it's"`], ['a\nb', '"a\\nb"'], ['$5', "'$5'"], ['C:\\books', "'C:\\books'"], ['\\\\host', '"\\\\\\\\host"'], ['https://shop.example/?a=1&b=2', "'https://shop.example/?a=1&b=2'"],
  ])('%j', (value, expected) => expect(printDotenvValue(value)).toBe(expected));

  it.each(['${HOME}/x', "it's $5", 'a\rb'])('refuses %j', (value) => expect(printDotenvValue(value)).toHaveProperty('problem'));
});

describe('blocks', () => {
  const block = ['# Port', 'MAIL_PORT=25'];
  it.each<readonly [string, string, string]>([
    ['dense', '# Mail\nMAIL_HOST=a\nX=1\n', '# Mail\nMAIL_HOST=a\n# Port\nMAIL_PORT=25\nX=1\n'],
    ['spaced', '# Host\nMAIL_HOST=a\n\n# X\nX=1\n\nY=2\n', '# Host\nMAIL_HOST=a\n\n# Port\nMAIL_PORT=25\n\n# X\nX=1\n\nY=2\n'],
    ['without a final newline', 'MAIL_HOST=a', 'MAIL_HOST=a\n# Port\nMAIL_PORT=25'],
    ['CRLF', 'MAIL_HOST=a\r\nX=1\r\n', 'MAIL_HOST=a\r\n# Port\r\nMAIL_PORT=25\r\nX=1\r\n'],
  ])('go behind a line: %s', (_, text, expected) => {
    const anchor = parseDotenv(text).find((line) => line.kind === 'variable');
    if (!anchor) throw new Error('There is no variable.');
    expect(applyEdits(text, insertBlocks(text, anchor, [block]))).toBe(expected);
  });

  it.each<readonly [string, string, string]>([
    ['to an empty file', '', '# Mail\n# Port\nMAIL_PORT=25\n'],
    ['behind the last line', 'X=1\n\n\n', 'X=1\n\n# Mail\n# Port\nMAIL_PORT=25\n\n\n'],
    ['without a final newline', 'X=1', 'X=1\n\n# Mail\n# Port\nMAIL_PORT=25'],
    ['spaced', '# X\nX=1\n\n# Y\nY=2\n', '# X\nX=1\n\n# Y\nY=2\n\n# Mail\n\n# Port\nMAIL_PORT=25\n'],
  ])('go %s', (_, text, expected) => expect(applyEdits(text, appendBlocks(text, ['# Mail'], [block]))).toBe(expected));
});
