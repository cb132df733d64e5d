import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/text/apply.ts';
import { deletion, insertion, replacement } from '../../src/text/edit.ts';
import { editsInHost, embedded, nested, verbatim, type Embedded } from '../../src/text/embedded.ts';

/** The lines of an indented block as one text. */
function block(host: string, indent: string): Embedded {
  const pieces = [...host.matchAll(/^ *(.*\n)/gm)].map((line) => ({ text: line[1] ?? '', span: { start: line.index + indent.length, end: line.index + line[0].length } }));
  return embedded(pieces, (text) => text.replaceAll('\n', `\n${indent}`));
}

describe('embedded', () => {
  const host = '  one\n  two\n  three\n';
  const lines = block(host, '  ');
  const edited = (...edits: Parameters<typeof editsInHost>[1]): string => applyEdits(host, editsInHost(lines, edits) ?? []);

  it('reads the pieces as one text', () => expect(lines.text).toBe('one\ntwo\nthree\n'));

  it('maps spans over what lies between the pieces', () => {
    expect(edited(replacement({ start: 1, end: 6 }, '-'))).toBe('  o-o\n  three\n');
    expect(edited(deletion({ start: 0, end: 4 }))).toBe('  two\n  three\n');
    expect(edited(deletion({ start: 3, end: 7 }))).toBe('  one\n  three\n');
    expect(edited(deletion({ start: 7, end: 13 }))).toBe('  one\n  two\n');
    expect(edited(insertion(4, 'a\nb '))).toBe('  one\n  a\n  b two\n  three\n');
    expect(edited(insertion(14, 'x'))).toBe(`${host}x`);
  });

  it('takes the indentation of a folded line with the space it stands for', () => {
    const folded = embedded([{ text: 'one', span: { start: 2, end: 5 } }, { text: ' ', span: { start: 5, end: 6 } }, { text: 'two\n', span: { start: 8, end: 12 } }], (text) => text);
    expect(applyEdits(host, editsInHost(folded, [deletion({ start: 0, end: 4 })]) ?? [])).toBe('  two\n  three\n');
  });

  it('does not cut what is written as one', () => {
    const escaped = embedded([{ text: 'a', span: { start: 1, end: 2 } }, { text: '\n', span: { start: 2, end: 4 } }, { text: '😀', span: { start: 4, end: 14 } }], (text) => text);
    expect(escaped.spanOf({ start: 1, end: 2 })).toEqual({ start: 2, end: 4 });
    expect(escaped.spanOf({ start: 2, end: 3 })).toBeUndefined();
    expect(escaped.spanOf({ start: 3, end: 4 })).toBeUndefined();
    expect(escaped.spanOf({ start: 0, end: 9 })).toBeUndefined();
  });

  it('goes through two hosts, and back only when both can write the text', () => {
    const inner = embedded([{ text: 'wo', span: { start: 5, end: 7 } }], (text) => (text.includes('!') ? undefined : text));
    const both = nested(lines, inner);
    expect(both.spanOf({ start: 0, end: 2 })).toEqual({ start: 9, end: 11 });
    expect(editsInHost(both, [replacement({ start: 0, end: 2 }, '!')])).toBeUndefined();
    expect(editsInHost(both, [replacement({ start: 0, end: 2 }, 'ne')])).toEqual([replacement({ start: 9, end: 11 }, 'ne')]);
  });

  it('keeps the line ending of a host it stands in as it is', () => {
    const tail = verbatim('a\r\nb\r\n', { start: 3, end: 4 });
    expect(tail.text).toBe('b');
    expect(editsInHost(tail, [insertion(1, '\nc')])).toEqual([insertion(4, '\r\nc')]);
  });
});
