import { describe, expect, it } from 'vitest';
import { remembered } from '../../src/text/remember.ts';

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
    const kept = read('kept');
    read('old');
    for (let index = 0; index < 15; index++) {
      read(`book ${index}`);
      expect(read('kept')).toBe(kept);
    }
    read('old');
    expect(asked.filter((text) => text === 'old')).toHaveLength(2);
  });
});
