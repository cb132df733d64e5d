import { describe, expect, it } from 'vitest';
import { parseToml, isTomlProblem } from '../../src/formats/toml/index.ts';
import { gitUrl } from '../../src/packaging/git-url.ts';
import { convertSources } from '../../src/packaging/poetry/package-sources.ts';
import { Remarks } from '../../src/packaging/remark.ts';
import { defaultGroupsSetting } from '../../src/packaging/uv/default-groups.ts';
import { PUBLIC_INDEX_URL } from '../../src/packaging/uv/public-index.ts';

const AT = ['tool', 'poetry', 'source'];

/** The indexes of sources `name priority`, each as `name` with its marks. */
function orderOf(sources: readonly string[], needsPublic = false, major: 1 | 2 | undefined = undefined): string[] {
  const text = sources.map((source) => {
    const [name = '', priority] = source.split(' ');
    return `[[tool.poetry.source]]\nname = "${name}"\n${name === 'PyPI' ? '' : `url = "https://${name}.example/simple/"\n`}${priority === undefined ? '' : `priority = "${priority}"\n`}`;
  }).join('\n');
  const read = parseToml(text);
  if (isTomlProblem(read)) throw new Error(read.message);
  const tool = read.data['tool'] as { poetry?: { source?: never } } | undefined;
  const { list } = convertSources(tool?.poetry?.source, AT, needsPublic, major, new Remarks());
  return list.map(({ index }) => [index.name, index.default && 'default', index.url === PUBLIC_INDEX_URL && 'public', index.explicit && 'explicit'].filter(Boolean).join(' '));
}

describe('the order of indexes', () => {
  it.each<[string, readonly string[], readonly string[], boolean?, (1 | 2)?]>([
    ['nothing declared', [], []],
    ['nothing declared but named', [], ['pypi default public'], true],
    ['one primary source', ['corp'], ['corp default']],
    ['one primary source of Poetry 1, after which the public index is asked', ['corp'], ['corp'], false, 1],
    ['several primary sources', ['a', 'b primary'], ['a', 'b default']],
    ['a supplemental source comes after the public index', ['corp supplemental'], ['pypi public', 'corp']],
    ['a secondary source of Poetry 1', ['corp secondary'], ['pypi public', 'corp']],
    ['the default of Poetry 1 keeps the public index out', ['corp default', 'more supplemental'], ['corp', 'more default']],
    ['the public index alone', ['PyPI'], []],
    ['the public index before another', ['PyPI primary', 'corp supplemental'], ['PyPI public', 'corp']],
    ['explicit ones are asked only where they are named', ['torch explicit'], ['torch explicit']],
    ['the file order stays where it says the same', ['torch explicit', 'corp'], ['torch explicit', 'corp default']],
    ['a public index that is only named', ['corp'], ['pypi public explicit', 'corp default'], true],
  ])('%s', (_, sources, expected, needsPublic, major) => {
    expect(orderOf(sources, needsPublic, major)).toEqual(expected);
  });
});

describe('git addresses', () => {
  it.each([
    ['https://git.example/a/b.git', 'https://git.example/a/b.git'],
    ['git+https://git.example/a/b.git', 'https://git.example/a/b.git'],
    ['git@git.example:a/b.git', 'ssh://git@git.example/a/b.git'],
    ['git@git.example/a/b.git', 'ssh://git@git.example/a/b.git'],
    ['git@git.example:2222/a/b.git', 'ssh://git@git.example:2222/a/b.git'],
    ['ssh://git@git.example:a/b.git', 'ssh://git@git.example/a/b.git'],
    ['ssh://git@git.example:2222/a/b.git', 'ssh://git@git.example:2222/a/b.git'],
  ])('%s', (address, url) => {
    expect(gitUrl(address)).toBe(url);
  });

  it.each(['../books', 'a/b', ''])('%j has no URL', (address) => {
    expect(gitUrl(address)).toHaveProperty('problem');
  });
});

describe('default groups', () => {
  it.each<[string, Record<string, boolean>, unknown]>([
    ['uv takes dev by itself', { dev: true }, undefined],
    ['without groups there is nothing to say', {}, undefined],
    ['an optional group beside dev', { dev: true, docs: false }, undefined],
    ['all of several', { dev: true, test: true }, 'all'],
    ['another name than dev', { lint: true }, 'all'],
    ['some of several', { dev: true, test: true, docs: false }, ['dev', 'test']],
    ['dev is optional', { dev: false }, []],
  ])('%s', (_, groups, expected) => {
    expect(defaultGroupsSetting(Object.entries(groups).map(([name, isDefault]) => ({ name, isDefault })))).toEqual(expected);
  });
});
