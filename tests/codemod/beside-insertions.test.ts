import { describe, expect, it } from 'vitest';
import { besideInsertions } from '../../src/codemod/beside-insertions.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { deletion, insertion } from '../../src/text/edit.ts';

/** Deletes from `[` to `]`, and puts a line in at `|`. */
function after(marked: string, inserted: string): string {
  const [start, at, end] = [marked.indexOf('['), marked.indexOf('|'), marked.indexOf(']')];
  const place = (mark: number): number => mark - [start, at, end].filter((other) => other < mark).length;
  const text = marked.replace(/[[|\]]/g, '');
  const { deletions, insertions } = besideInsertions(text, [deletion({ start: place(start), end: place(end) })], [insertion(place(at), inserted)]);
  return applyEdits(text, [...insertions, ...deletions]);
}

describe('a deletion with empty lines around', () => {
  it.each([
    ['at the top', '[import os\n|\n]x = 1\n', '\nfrom a import b\n', 'from a import b\n\nx = 1\n'],
    ['at the top, with CRLF', '[import os\r\n|\r\n]x = 1\r\n', '\r\nfrom a import b\r\n', 'from a import b\r\n\r\nx = 1\r\n'],
    ['below a docstring', '"""Shop."""\n\n[import os\n|\n]x = 1\n', '\nfrom a import b\n', '"""Shop."""\n\nfrom a import b\n\nx = 1\n'],
    ['directly below other lines', 'import re\n[import os\n|\n]x = 1\n', '\nfrom a import b\n', 'import re\n\nfrom a import b\n\nx = 1\n'],
    ['above it', 'import re\n[\n|import os\n]x = 1\n', 'from a import b\n', 'import re\n\nfrom a import b\nx = 1\n'],
    ['not inside', '[import os\n\n]|x = 1\n', 'from a import b\n\n', 'from a import b\n\nx = 1\n'],
  ])('stays apart from an insertion: %s', (_, marked, inserted, expected) => expect(after(marked, inserted)).toBe(expected));
});
