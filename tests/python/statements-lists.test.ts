import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { removeKeywords } from '../../src/python/edit/remove-argument.ts';
import { removeImportedNames } from '../../src/python/edit/remove-import.ts';
import { edited, parsed } from '../support/edited.ts';

/** What stands between two items, before the first and behind the last; `#` becomes a comment of its own. */
const BETWEEN = [', ', ',\n    ', ',  #\n    ', ',\n    #\n    ', ',\n\n    ', '\n  , ', '  #\n  , ', ',\n    #\n\n    ', ',\n    #\n    #\n    ', ',  #\n    #\n    ', ',\n  #\n    '] as const;
const BEFORE = ['', ' ', '\n    ', '  #\n    ', '\n    #\n    ', '\n    #\n\n    '] as const;
const BEHIND = ['', ',', '\n', ',\n', ',  #\n', '  #\n', ',\n    #\n', '\n  ,\n'] as const;

/** A list of items in any layout, and which of them go. */
const layouts = fc.record({
  items: fc.array(fc.record({ gone: fc.boolean(), between: fc.constantFrom(...BETWEEN), long: fc.boolean() }), { minLength: 1, maxLength: 5 }),
  before: fc.constantFrom(...BEFORE),
  behind: fc.constantFrom(...BEHIND),
  ending: fc.constantFrom('\n', '\r\n'),
});

type Layout = typeof layouts extends fc.Arbitrary<infer L> ? L : never;

/** The inside of the brackets, with a number behind each `#`. */
function inside({ items, before, behind, ending }: Layout, itemOf: (index: number, long: boolean) => string): string {
  const text = before + items.map(({ long }, index) => itemOf(index, long) + (items[index + 1] ? (items[index]?.between ?? '') : '')).join('') + behind;
  let count = 0;
  return text.replace(/#/g, () => `#${++count};`).replaceAll('\n', ending);
}

function commentsIn(text: string): string[] {
  return text.match(/#\d+;/g) ?? [];
}

/** Comments that speak of nothing that goes: all items on their line stay, or on the line below when they have their own. */
function commentsOfOthers(text: string, gone: readonly string[]): string[] {
  const lines = text.split(/\r?\n/);
  const names = (line: string): string[] => line.replace(/#.*/, '').match(/\bn\d+\b/g) ?? [];
  return lines.flatMap((line, index) => {
    const below = lines.slice(index).find((next) => !/^\s*#/.test(next)) ?? '';
    const isAlone = /^\s*#/.test(line);
    return names(isAlone ? below : line).some((name) => gone.includes(name)) || /n\d+=\[$|^ *\d\]/.test(line) ? [] : commentsIn(line);
  });
}

function check(property: fc.IRawProperty<unknown>): void {
  fc.assert(property, { seed: 7, numRuns: 1500 });
}

describe('items go out of lists of any layout', () => {
  test('keyword arguments', () => {
    check(
      fc.property(layouts, (layout) => {
        const argument = (index: number, long: boolean): string => (long ? `n${index}=[\n      ${index}]` : `n${index}=${index}`);
        const before = `f(${inside(layout, argument)})${layout.ending}`;
        const gone = layout.items.flatMap((item, index) => (item.gone ? [`n${index}`] : []));
        const tree = parsed(before);
        const after = edited(tree, removeKeywords(tree.root.children[0]?.children[0] ?? tree.root, gone));
        expect(after.replace(/#.*/g, '').match(/\bn\d+(?==)/g) ?? []).toEqual(layout.items.flatMap(({ gone: isGone }, index) => (isGone ? [] : [`n${index}`])));
        expect(commentsIn(before)).toEqual(expect.arrayContaining(commentsIn(after)));
        expect(commentsIn(after)).toEqual(expect.arrayContaining(commentsOfOthers(before, gone)));
        expect(/,\s*(#.*\s*)*\)\s*$/.test(after)).toBe(/,\s*(#.*\s*)*\)\s*$/.test(before) && gone.length < layout.items.length);
        expect(/[^\r]\n/.test(after)).toBe(layout.ending === '\n');
        expect(after).not.toMatch(/[^\S\r\n]+\r?\n/);
      }),
    );
  });

  test('imported names', () => {
    check(
      fc.property(layouts, (layout) => {
        const before = `from m import (${inside(layout, (index, long) => (long ? `m${index} as n${index}` : `n${index}`))})${layout.ending}`;
        const gone = layout.items.flatMap((item, index) => (item.gone ? [`n${index}`] : []));
        const tree = parsed(before);
        const after = edited(tree, removeImportedNames(tree, gone));
        expect(after.replace(/#.*/g, '').match(/\bn\d+/g) ?? []).toEqual(layout.items.flatMap(({ gone: isGone }, index) => (isGone ? [] : [`n${index}`])));
        if (gone.length === layout.items.length) expect(after).toBe('');
        else expect(commentsIn(after)).toEqual(expect.arrayContaining(commentsOfOthers(before, gone)));
      }),
    );
  });

  test('imported names without brackets', () => {
    check(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.constantFrom(', ', ',', ', \\\n    ', ' , \\\n')), { minLength: 1, maxLength: 5 }), fc.constantFrom('', '\\\n  '), (items, start) => {
        const before = `import a\nimport ${start}${items.map(([, between], index) => `m${index} as n${index}${items[index + 1] ? between : ''}`).join('')}  # end\n`;
        const kept = items.flatMap(([gone], index) => (gone ? [] : [`n${index}`]));
        const tree = parsed(before);
        const after = edited(tree, removeImportedNames(tree, items.flatMap(([gone], index) => (gone ? [`n${index}`] : []))));
        expect(after.match(/\bn\d+/g) ?? []).toEqual(kept);
        if (kept.length === 0) expect(after).toBe('import a\n');
        else expect(after).toMatch(/n\d  # end\n$/);
      }),
    );
  });
});
