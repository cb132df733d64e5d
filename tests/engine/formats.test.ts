import { describe, expect, it } from 'vitest';
import { formatObjections } from '../../src/engine/verify/formats.ts';
import { deltasBetween } from '../../src/patch/patch-set.ts';
import { snapshotFrom } from '../support/case.ts';

/** What the gate says of one file that becomes another; `undefined` for one that is not there. */
function objections(path: string, before: string | undefined, after: string | undefined): string[] {
  const snapshot = (text: string | undefined) => snapshotFrom(new Map(text === undefined ? [] : [[path, text]]));
  return formatObjections(deltasBetween(snapshot(before), snapshot(after))).map(({ message }) => message);
}

describe('the format gate', () => {
  it.each<readonly [string, string | undefined, string, RegExp]>([
    ['pyproject.toml', 'a = 1\n', 'a = \n', /^Line 1: /], ['package.json', '{"a": 1}', '{"a": 1,}', /JSON/], ['package.json', '{"a": 1}', '{"a": 1} // x', /JSON/], ['tsconfig.json', '{"a": 1} // x', '{"a": 1', /^Line 1: This is not JSON/],
    ['new.json', undefined, '{"a": 1} // x', /JSON/], ['renovate.json5', '{"a": 1,}', '{"a": 1', /not JSON/], ['ci.yml', 'a: 1\n', 'a: [\n', /^Line 2: /], ['ci.yaml', 'a: 1\n---\nb: 1\n', 'a: 1\n---\nb: 1\nb: 2\n', /^Line 4: The name `b` is given twice/],
    ['ci.yml', 'a: 1\na: 2\n', 'a: 1\na: [2\n', /^Line/], ['new.yml', undefined, 'a: *b\n', /^Line 1: /], ['tox.ini', '[a]\nb = 1\n', '[a]\nb = 1\nB = 2\n', /^Line 3: The option `b`/], ['setup.cfg', '[a]\n', 'x\n[a]\n', /^Line 1: /], ['.coveragerc', '[a]\n', '[a]\nb\n', /^Line 2: /],
  ])('objects to %s: %j to %j', (path, before, after, message) => {
    const found = objections(path, before, after);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it.each<readonly [string, string | undefined, string | undefined]>([
    ['tsconfig.json', '{"a": 1} // x', '{"a": 2,} // x'], ['package.json', '{', '{{'], ['ci.yml', 'a: 1\na: 2\n', 'a: 1\na: 3\n'], ['ci.yml', '{{ x }} y\n', '{{ z }} y\n'], ['a.yml', 'x: &a {b: 1}\ny:\n  <<: *a\n  <<: *a\n', 'x: &a {b: 2}\ny:\n  <<: *a\n  <<: *a\n'],
    ['php.ini', 'x = 1\n', 'x = 2\n'], ['notes.txt', 'a', '{'], ['old.json', '{}', undefined],
  ])('lets %s pass: %j to %j', (path, before, after) => expect(objections(path, before, after)).toEqual([]));
});
