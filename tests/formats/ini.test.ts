import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embeddedLine, embeddedValue, insertIniItem, insertIniOption, isIniProblem, isIniRefusal, optionAt, parseIni, removeIniItem, removeIniOption, setIniOption, type IniFile, type IniOutcome,
} from '../../src/formats/ini/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

type Maker = (file: IniFile) => IniOutcome;

function read(text: string): IniFile {
  const file = parseIni(text);
  if (isIniProblem(file)) throw new Error(file.problem);
  return file;
}

function edited(text: string, make: Maker): string {
  const outcome = make(read(text));
  return isIniRefusal(outcome) ? `refused: ${outcome.refused}` : applyEdits(text, outcome.edits);
}

const TOX = `# shop
[tox]
envlist = py311,
    py312

[testenv]
; the tool
allowlist_externals =
    poetry
    # and
    make
Commands: poetry install  # not a comment
    poetry run pytest {posargs}

    ls
empty =
[flake8]
max-line-length=100
`;

const values = ({ sections }: IniFile): unknown => sections.map(({ name, options }) => [name, Object.fromEntries(options.map((option) => [option.name, option.value]))]);

describe('INI files', () => {
  it('are read as Python reads them', () => {
    expect(values(read(TOX))).toEqual([
      ['tox', { envlist: 'py311,\npy312' }],
      ['testenv', { allowlist_externals: '\npoetry\nmake', commands: 'poetry install  # not a comment\npoetry run pytest {posargs}\n\nls', empty: '' }],
      ['flake8', { 'max-line-length': '100' }],
    ]);
  });

  it.each<readonly [string, RegExp]>([
    ['a = 1\n', /above the first section/], ['[a]\nb\n', /neither/], ['[a]\nb = 1\nB = 2\n', /already/], ['[a]\n[b]\n[a]\n', /already/], ['[a]\n= 1\n', /neither/],
  ])('have a problem with %j', (text, problem) => expect(parseIni(text)).toMatchObject({ problem: expect.stringMatching(problem) }));

  it.each<readonly [string, Maker, string, string]>([
    ['sets', (f) => setIniOption(f, 'flake8', 'max-line-length', '120'), '=100', '=120'],
    ['sets one line', (f) => setIniOption(f, 'testenv', 'commands', 'uv sync\npoetry run pytest {posargs}\n\nls'), 'poetry install  # not a comment', 'uv sync'],
    ['makes more lines', (f) => setIniOption(f, 'testenv', 'empty', '\na\nb'), 'empty =\n', 'empty =\n    a\n    b\n'],
    ['makes one line', (f) => setIniOption(f, 'tox', 'envlist', 'py312'), 'py311,\n    py312', 'py312'],
    ['leaves what is said already', (f) => setIniOption(f, 'tox', 'envlist', 'py311,\npy312'), '', ''],
    ['removes with comments', (f) => removeIniOption(f, 'testenv', 'allowlist_externals'), '; the tool\nallowlist_externals =\n    poetry\n    # and\n    make\n', ''],
    ['removes an item', (f) => removeIniItem(f, 'testenv', 'allowlist_externals', 0), '    poetry\n', ''],
    ['removes the last item', (f) => removeIniItem(f, 'testenv', 'allowlist_externals', 1), '    make\n', ''],
    ['inserts an item', (f) => insertIniItem(f, 'testenv', 'allowlist_externals', 0, 'uv'), '    poetry\n    #', '    uv\n    poetry\n    #'],
    ['inserts a last item', (f) => insertIniItem(f, 'testenv', 'allowlist_externals', 9, 'uv'), '    make\n', '    make\n    uv\n'],
    ['inserts an option', (f) => insertIniOption(f, 'tox', 'requires', '\ntox-uv', undefined), '    py312\n', '    py312\nrequires =\n    tox-uv\n'],
    ['inserts before one with comments', (f) => insertIniOption(f, 'testenv', 'runner', 'uv', 'allowlist_externals'), '; the tool', 'runner = uv\n; the tool'],
    ['writes like its neighbours', (f) => insertIniOption(f, 'flake8', 'x', '1', undefined), '=100\n', '=100\nx=1\n'],
  ])('%s', (_, make, before, after) => {
    expect(TOX).toContain(before);
    expect(edited(TOX, make)).toBe(TOX.replace(before, () => after));
    expect(edited(TOX.replaceAll('\n', '\r\n'), make)).toBe(TOX.replace(before, () => after).replaceAll('\n', '\r\n'));
    expect(edited(TOX.trimEnd(), make)).toBe(TOX.replace(before, () => after).trimEnd());
  });

  it.each<readonly [string, Maker, RegExp]>([
    ['what is not there', (f) => setIniOption(f, 'tox', 'nothing', ''), /no `nothing`/], ['a line that would be a comment', (f) => setIniOption(f, 'tox', 'envlist', 'a\n# b'), /read back/],
    ['an option that is there', (f) => insertIniOption(f, 'tox', 'EnvList', 'a', undefined), /already/], ['a name with a sign in it', (f) => insertIniOption(f, 'tox', 'a=b', 'a', undefined), /called/],
    ['items beside the name', (f) => removeIniItem(f, 'tox', 'envlist', 0), /lines of their own/], ['a section that is not there', (f) => insertIniOption(f, 'x', 'a', 'b', undefined), /no section/],
  ])('refuses %s', (_, make, message) => expect(edited(TOX, make)).toMatch(message));

  it('show their values as texts', () => {
    const file = read(TOX);
    const option = optionAt(file, 'testenv', 'Commands');
    const inner = option && embeddedValue(file, option);
    expect(inner?.text).toBe(option?.value);
    const start = inner?.text.indexOf('pytest') ?? -1;
    const span = inner?.spanOf({ start, end: start + 6 });
    expect(span && TOX.slice(span.start, span.end)).toBe('pytest');
    expect(inner?.encode('a\nb')).toBe('a\n    b');
    expect(inner?.encode('a\n#b')).toBeUndefined();
    const line = option?.lines[1];
    expect(line && embeddedLine(file, line).text).toBe('poetry run pytest {posargs}');
    expect(line && embeddedLine(file, line).encode('#x')).toBeUndefined();
  });
});

describe('random INI files', () => {
  const word = fc.constantFrom('a', 'b c', 'x>=1', '[y]', 'k: v', '# no', '%(x)s');
  const line = fc.oneof(
    fc.constantFrom('', '# c1', '; c2', '    # c3', '  '), fc.tuple(fc.constantFrom('[s]', '[t]', '[DEFAULT]')).map(([name]) => name),
    fc.tuple(fc.constantFrom('one', 'Two', 'three four', '  five'), fc.constantFrom(' = ', '=', ': ', ' =', '\t=\t'), word).map((parts) => parts.join('')), word.map((text) => `    ${text}`), word.map((text) => `\t${text}`),
  );
  const text = fc.tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean()).map(([lines, eol, isEnded]) => ['[first]', ...lines].join(eol) + (isEnded ? eol : ''))
    // Python lets `[DEFAULT]` be opened twice; here that is a mistake like any other.
    .filter((one) => one.split('[DEFAULT]').length < 3);

  it('mean the same to configparser', () => {
    const texts = fc.sample(text, { seed: 5, numRuns: 1500 });
    const program = `
import configparser, json, sys
out = []
for text in json.load(sys.stdin):
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text.replace('\\r\\n', '\\n'))
        sections = {name: dict(parser._sections[name]) for name in parser.sections()}
        sections['DEFAULT'] = dict(parser._defaults)
        out.append(sections)
    except configparser.Error:
        out.append(None)
json.dump(out, sys.stdout)`;
    const expected = JSON.parse(execFileSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' })) as unknown[];
    texts.forEach((one, index) => {
      const file = parseIni(one);
      const mine = isIniProblem(file) ? null : { DEFAULT: {}, ...Object.fromEntries(values(file) as [string, unknown][]) };
      expect({ one, mine }).toEqual({ one, mine: expected[index] });
    });
    expect(expected.filter((one) => one !== null).length).toBeGreaterThan(200);
  });

  it('are edited without touching anything else', () => {
    let made = 0;
    fc.assert(
      fc.property(text, fc.nat(4), fc.nat(50), fc.constantFrom('new', 'x\ny', '\nx\n\ny', ''), (one, kind, which, value) => {
        const file = parseIni(one);
        if (isIniProblem(file)) return;
        const places = file.sections.flatMap((section) => section.options.map((option) => ({ section, option })));
        const place = places[which % Math.max(1, places.length)];
        if (!place) return;
        const { section, option } = place;
        const makers: readonly Maker[] = [
          () => setIniOption(file, section.name, option.name, value), () => removeIniOption(file, section.name, option.name), () => insertIniOption(file, section.name, 'fresh', value, which % 2 ? option.name : undefined),
          () => removeIniItem(file, section.name, option.name, which % 3), () => insertIniItem(file, section.name, option.name, which % 3, 'item'),
        ];
        const outcome = makers[kind]?.(file) ?? { edits: [] };
        if (isIniRefusal(outcome)) return void expect(outcome.refused).not.toMatch(/edited text|comment/);
        made++;
        const after = applyEdits(one, outcome.edits);
        const kept = one.split('\n').filter((text) => after.split('\n').includes(text)).length;
        expect(kept).toBeGreaterThanOrEqual(one.split('\n').length - option.lines.length - option.above.length - 2 - file.comments.length);
        if (one.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
        if (!/\n\s*\n/.test(one)) expect(after.endsWith('\n')).toBe(one.endsWith('\n'));
      }),
      { seed: 6, numRuns: 4000 },
    );
    expect(made).toBeGreaterThan(400);
  });
});
