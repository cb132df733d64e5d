import { describe, expect, it } from 'vitest';
import { readRules } from '../../src/engine/rule.ts';
import { readStandard, standardIds, type Standard } from '../../src/engine/standard.ts';
import type { Problem } from '../../src/engine/problem.ts';
import { shippedStandards } from '../support/standards.ts';

const shipped = shippedStandards();

/** The shipped files and one more standard. */
function withFile(name: string, ...lines: string[]): ReadonlyMap<string, string> {
  return new Map([...shipped, [name, `${lines.join('\n')}\n`]]);
}

function standardOf(id: string, files = shipped, level: string | undefined = undefined): Standard {
  const read = readStandard(id, files, level);
  if ('problems' in read) throw new Error(read.problems.map(inWords).join('\n'));
  return read.standard;
}

function problemsOf(id: string, files: ReadonlyMap<string, string>, level: string | undefined = undefined): string[] {
  const read = readStandard(id, files, level);
  return 'problems' in read ? read.problems.map(inWords) : [];
}

function inWords({ file, line, message, hint }: Problem): string {
  return `${file}:${line} ${message}${hint === undefined ? '' : ` ${hint}`}`;
}

describe('the shipped standards', () => {
  const counts = { 'backend-defaults': 57, engineering: 211, fibex: 55, 'lane-python': 61, 'uv-layered': 270 };

  it('are five', () => {
    expect(standardIds(shipped)).toEqual(Object.keys(counts));
  });

  it.each(Object.entries(counts))('%s asks for %i rules', (id, count) => {
    const standard = standardOf(id);
    expect(standard.rules.size).toBe(count);
    expect(standard.title).not.toMatch(/\.$/);
    expect(standard.description).toMatch(/^[A-Z][^\n]{80,}\.$/);
  });

  it('state 350 rules, each asked for by some standard', () => {
    const { rules, problems } = readRules(shipped);
    expect(problems).toEqual([]);
    expect(rules.size).toBe(350);
    const asked = new Set(Object.keys(counts).flatMap((id) => [...standardOf(id).rules.keys()]));
    expect([...rules.keys()].filter((id) => !asked.has(id))).toEqual([]);
  });

  it('say for every rule what, how, and where it comes from', () => {
    for (const rule of readRules(shipped).rules.values()) {
      expect(rule.id).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(rule.statement, rule.id).toMatch(/^\S.*\.$/);
      expect(rule.statement, rule.id).not.toMatch(/uv-layered|fibex|engineering|backend-defaults|lane-python|telco/);
      expect(rule.sources.length, rule.id).toBeGreaterThan(0);
      for (const { seed, lines } of rule.sources) {
        expect(seed, rule.id).toMatch(/^00[0-4]$/);
        expect(lines, rule.id).toMatch(/^\d+(-\d+)?(,\d+(-\d+)?)*$/);
      }
    }
  });

  it('agree with how far each rule can be seen and mended', () => {
    const all = [...readRules(shipped).rules.values()];
    const count = (key: 'detect' | 'fix' | 'priority'): Record<string, number> => {
      const counted: Record<string, number> = {};
      for (const rule of all) counted[String(rule[key])] = (counted[String(rule[key])] ?? 0) + 1;
      return counted;
    };
    expect(count('detect')).toEqual({ static: 264, partial: 67, none: 19 });
    expect(count('fix')).toEqual({ 'auto-safe': 21, 'auto-review': 138, scaffold: 117, manual: 74 });
    expect(count('priority')).toEqual({ 1: 107, 2: 105, 3: 89, 4: 49 });
    for (const rule of all) expect(rule.codemod === undefined, rule.id).toBe(rule.fix === 'manual');
  });

  it('name no host', () => {
    for (const [name, text] of shipped) expect(text.match(/https?:\/\/[a-z]\S*/g), name).toBeNull();
  });
});

describe('parameters', () => {
  it('are those of the rule where the standard says nothing', () => {
    expect(standardOf('uv-layered').rules.get('api/pagination-bounds')?.params).toEqual({ default: 20, max: 100 });
  });

  it('are those of the standard where it does', () => {
    expect(standardOf('uv-layered').rules.get('style/line-length')?.params).toEqual({ line_length: 100 });
    expect(standardOf('engineering').rules.get('style/line-length')?.params).toEqual({ line_length: 88, ignore: ['E501'] });
  });

  it('are assumed where a standard is silent, and then ask for nothing', () => {
    const standard = standardOf('backend-defaults');
    expect(standard.assumed.get('structure/config-module')?.params).toEqual({ path: 'src/core/config.py' });
    expect(standard.rules.has('structure/config-module')).toBe(false);
  });

  it('reach a codemod as options where it needs them', () => {
    expect(standardOf('uv-layered').codemods.get('docs-gating')).toEqual({ field: 'DEBUG' });
    expect(standardOf('fibex').codemods.size).toBe(0);
  });
});

describe('levels', () => {
  const threshold = (level?: string): unknown => standardOf('fibex', shipped, level).rules.get('testing/coverage-threshold')?.params;
  const bandit = (level?: string): unknown => standardOf('fibex', shipped, level).rules.get('ci/bandit-gate')?.params;

  it('overlay the rules of the standard', () => {
    expect(standardOf('fibex').levels).toEqual(['standard', 'telco-critical']);
    expect([threshold('standard'), bandit('standard')]).toEqual([{ min: 80 }, { block: 'high', flag: '-lll' }]);
    expect([threshold('telco-critical'), bandit('telco-critical')]).toEqual([{ min: 90 }, { block: 'medium', flag: '-ll' }]);
  });

  it('default to the one the standard names', () => {
    expect(standardOf('fibex').level).toBe('standard');
    expect(threshold()).toEqual({ min: 80 });
    expect(standardOf('uv-layered').level).toBeUndefined();
  });

  it('must exist', () => {
    const line = (shipped.get('fibex.toml') ?? '').split('\n').indexOf('[levels.standard.rules]') + 1;
    expect(problemsOf('fibex', shipped, 'telco-critcal')).toEqual([`fibex.toml:${line} The standard \`fibex\` has no level \`telco-critcal\`. Did you mean \`telco-critical\`?`]);
    expect(problemsOf('uv-layered', shipped, 'strict')).toEqual(['uv-layered.toml:1 The standard `uv-layered` has no level `strict`. It has no levels.']);
  });
});

describe('a standard that extends another', () => {
  const bookshop = withFile(
    'bookshop.toml',
    'id = "bookshop"',
    'title = "Bookshop services"',
    'extends = "uv-layered"',
    'off = ["api/etag"]',
    '[rules]',
    '"style/line-length" = { line_length = 120 }',
    '"style/ruff-rule-set" = { select = ["F"] }',
    '"ci/container-scan-gate" = {}',
    '[codemods.docs-gating]',
    'field = "SHOW_DOCS"',
  );
  const standard = standardOf('bookshop', bookshop);

  it('differs in what it says and in nothing else', () => {
    const base = standardOf('uv-layered');
    const changed = [...standard.rules].filter(([id, { params }]) => JSON.stringify(params) !== JSON.stringify(base.rules.get(id)?.params)).map(([id]) => id);
    expect(changed).toEqual(['ci/container-scan-gate', 'style/line-length', 'style/ruff-rule-set']);
    expect([...base.rules.keys()].filter((id) => !standard.rules.has(id))).toEqual(['api/etag']);
    expect(standard.extends).toEqual(['uv-layered']);
    expect(standard.title).toBe('Bookshop services');
  });

  it('overlays parameters, and takes up assumed ones when it asks for the rule', () => {
    expect(standard.rules.get('style/line-length')?.params).toEqual({ line_length: 120 });
    expect(standard.rules.get('style/ruff-rule-set')?.params).toEqual({ select: ['F'], ignore: ['E501', 'UP007', 'UP045'] });
    expect(standard.assumed.has('style/ruff-rule-set')).toBe(false);
    expect(standard.codemods.get('docs-gating')).toEqual({ field: 'SHOW_DOCS' });
  });

  it('overlays tables key by key', () => {
    const files = withFile('bookshop.toml', 'id = "bookshop"', 'title = "B"', 'extends = "engineering"', '[rules]', '"deps/runtime-library-set" = { floors = { fastapi = "0.120" } }');
    expect(standardOf('bookshop', files).rules.get('deps/runtime-library-set')?.params['floors']).toMatchObject({ fastapi: '0.120', httpx: '0.28' });
  });

  it('has the last word over the levels of the one it extends, and levels of its own over that', () => {
    const lines = ['id = "bookshop"', 'title = "B"', 'extends = "fibex"', '[rules]', '"testing/coverage-threshold" = { min = 95 }', '[levels.telco-critical.rules]', '"ci/bandit-gate" = { flag = "-l" }'];
    const critical = standardOf('bookshop', withFile('bookshop.toml', ...lines), 'telco-critical');
    expect(critical.rules.get('testing/coverage-threshold')?.params).toEqual({ min: 95 });
    expect(critical.rules.get('ci/bandit-gate')?.params).toEqual({ block: 'medium', flag: '-l' });
  });
});

describe('problems', () => {
  const head = ['id = "bookshop"', 'title = "Bookshop"', 'extends = "uv-layered"'];
  const problems = (...lines: string[]): string[] => problemsOf('bookshop', withFile('bookshop.toml', ...head, ...lines));

  it.each([
    [['[rules]', '"style/line-lenght" = {}'], 'bookshop.toml:5 There is no rule `style/line-lenght`. Did you mean `style/line-length`?'],
    [['[rules]', '"docs-url-gated" = {}'], 'bookshop.toml:5 There is no rule `docs-url-gated`. Did you mean `framework/docs-url-gated`?'],
    [['[rules."style/line-length"]', '# as wide as a shelf', 'line_lenght = 120'], 'bookshop.toml:6 The rule `style/line-length` has no parameter `line_lenght`. Did you mean `line_length`?'],
    [['[rules]', '"style/line-length" = { line_length = "120" }'], 'bookshop.toml:5 The parameter `line_length` of `style/line-length` must be a number.'],
    [['[rules]', '"api/etag" = { weak = true }'], 'bookshop.toml:5 The rule `api/etag` has no parameter `weak`. It has no parameters.'],
    [['[levels.strict.rules]', '"api/etags" = {}'], 'bookshop.toml:5 There is no rule `api/etags`. Did you mean `api/etag`?'],
    [['[assumed]', '"api/etag" = 3'], 'bookshop.toml:5 `api/etag` must be a table.'],
    [['off = [', '  "api/etag",', '  "api/etagg",', ']'], 'bookshop.toml:6 There is no rule `api/etagg`. Did you mean `api/etag`?'],
    [['off = ["structure/feature-packages"]'], 'bookshop.toml:4 The rule `structure/feature-packages` is not asked for anyway.'],
    [['off = ["api/etag"]', '[rules]', '"api/etag" = {}'], 'bookshop.toml:4 The rule `api/etag` is asked for in `rules` as well. Take it out of one of the two.'],
    [['[codemods.docs-gateing]'], 'bookshop.toml:4 There is no codemod `docs-gateing`. Did you mean `docs-gating`?'],
    [['rule = {}'], 'bookshop.toml:4 There is no key `rule` here. Did you mean `rules`?'],
    [['level = "strict"'], 'bookshop.toml:4 The standard `bookshop` has no level `strict`. It has no levels.'],
    [['rules = = 1'], 'bookshop.toml:4 This is not TOML at column 9: invalid value.'],
  ])('%j', (lines, problem) => {
    expect(problems(...lines)).toEqual([problem]);
  });

  it('say which standard is meant', () => {
    expect(problemsOf('uv-layred', shipped)).toEqual(['uv-layred.toml:1 There is no standard `uv-layred`. Did you mean `uv-layered`?']);
    expect(problemsOf('shop', withFile('shop.toml', 'id = "shop"', 'title = "S"', 'extends = "fibexx"'))).toEqual(['shop.toml:3 There is no standard `fibexx`. Did you mean `fibex`?']);
    expect(problemsOf('shop', withFile('shop.toml', 'id = "store"', 'title = "S"'))).toEqual(['shop.toml:1 The id must be `shop`, as the file is called.']);
  });

  it('notice standards that extend each other', () => {
    const files = new Map([...withFile('a.toml', 'id = "a"', 'title = "A"', 'extends = "b"'), ['b.toml', 'id = "b"\ntitle = "B"\nextends = "a"\n']]);
    expect(problemsOf('a', files)).toEqual(['b.toml:3 The standards `a`, `b` extend each other.']);
  });

  it('are found in the rules as well', () => {
    const rule = ['[till]', 'statement = "The till is closed at night."', 'detect = "statc"', 'detect_how = "look"', 'fix = "manual"', 'fix_how = "close it"', 'priority = 5', 'sources = [{ seed = "001", section = "Till" }]'];
    expect(problemsOf('uv-layered', withFile('rules/shop.toml', ...rule))).toEqual([
      'rules/shop.toml:3 `detect` must be one of `static`, `partial`, `none`. Did you mean `static`?',
      'rules/shop.toml:7 `priority` must be one of `1`, `2`, `3`, `4`.',
      'rules/shop.toml:8 The key `lines` is missing.',
    ]);
  });
});
