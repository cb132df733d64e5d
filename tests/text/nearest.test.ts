import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('nearest', () => {
  it.each([
    ['docs-gatting', ['docs-gating', 'package-inits'], 'docs-gating'],
    ['uv-layred', ['fibex', 'uv-layered'], 'uv-layered'],
    ['LEVEL', ['level', 'rules'], 'level'],
    ['docs-url-gated', ['framework/docs-url-gated', 'docs-url-gate'], 'framework/docs-url-gated'],
    ['x', ['y'], 'y'],
    ['formatter', ['mypy', 'line-length'], undefined],
    ['a', [], undefined],
    ['rule', ['rule'], 'rule'],
  ])('takes %s among %j for %s', (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  it('does not depend on the order of the candidates', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
    expect(nearest('bat', ['hat', 'cat'])).toBe('cat');
  });
});
