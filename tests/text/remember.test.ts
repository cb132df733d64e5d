import { describe, expect, it } from 'vitest';
import { remembered, rememberedOnce } from '../../src/text/remember.ts';

function counting(): { readonly read: (text: string) => { readonly text: string }; readonly asked: readonly string[] } {
  const asked: string[] = [];
  return { asked, read: remembered((text) => (asked.push(text), { text })) };
}

describe('remembered', () => {
  it('reads a text once and gives the same answer again', () => {
    const { read, asked } = counting();
    const first = read('shelf');
    expect(read(['sh', 'elf'].join(''))).toBe(first);
    expect(asked).toEqual(['shelf']);
  });

  it('forgets what nobody has asked for longest', () => {
    const { read, asked } = counting();
    const long = 'shelf '.repeat(10_000);
    const kept = read('kept');
    read('old');
    for (let index = 0; index < 30; index++) {
      read(`${long}${index}`);
      expect(read('kept')).toBe(kept);
    }
    read('old');
    expect(asked.filter((text) => text === 'old')).toHaveLength(2);
  });

  it('remembers a text however long it is', () => {
    const { read, asked } = counting();
    const long = 'shelf '.repeat(1_000_000);
    for (let round = 0; round < 3; round++) {
      read(long);
      read('short');
    }
    expect(asked).toEqual([long, 'short']);
  });
});

describe('rememberedOnce', () => {
  it('reads a text again only after another one', () => {
    const asked: string[] = [];
    const read = rememberedOnce((text) => asked.push(text));
    expect([read('a'), read('a'), read('b'), read('b'), read('a')]).toEqual([1, 1, 2, 2, 3]);
    expect(asked).toEqual(['a', 'b', 'a']);
  });
});
