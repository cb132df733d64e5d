import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { appendPatterns, hidingPattern, ignoresPath, parseIgnore, removeLine, type IgnoreFile } from '../../src/formats/gitignore/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { GIT_ENVIRONMENT } from '../support/git.ts';

const root = mkdtempSync(join(tmpdir(), 'pystd-ignore-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const counter = { next: 0 };

/** What git says of each path: the file and line that hide it, or nothing. Paths of folders end in `/`; all are made. */
function askGit(files: readonly IgnoreFile[], paths: readonly string[]): (string | undefined)[] {
  const folder = join(root, String(counter.next++));
  const git = (args: readonly string[], input: string): string =>
    execFileSync('git', [...args], { cwd: folder, env: GIT_ENVIRONMENT, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  mkdirSync(folder, { recursive: true });
  for (const path of paths) {
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
  }
  for (const file of files) {
    mkdirSync(join(folder, file.folder), { recursive: true });
    writeFileSync(join(folder, file.folder, '.gitignore'), file.text);
  }
  git(['init', '--quiet'], '');
  const asked = paths.map((path) => path.replace(/\/$/, ''));
  let said: string;
  try {
    said = git(['check-ignore', '--no-index', '--verbose', '--non-matching', '-z', '--stdin'], asked.map((path) => `${path}\0`).join(''));
  } catch (error) {
    said = (error as { stdout: string }).stdout;
  }
  rmSync(folder, { recursive: true, force: true });
  const fields = said.split('\0');
  return asked.map((_, index) => {
    const [source, line, pattern] = fields.slice(index * 4, index * 4 + 3);
    return source === '' || pattern?.startsWith('!') ? undefined : `${source}:${line}`;
  });
}

function askUs(files: readonly IgnoreFile[], paths: readonly string[]): (string | undefined)[] {
  return paths.map((path) => {
    const hiding = hidingPattern(files, path);
    expect(ignoresPath(files, path.replace(/\/$/, ''), path.endsWith('/'))).toBe(hiding !== undefined);
    return hiding && `${hiding.file.folder === '' ? '' : `${hiding.file.folder}/`}.gitignore:${hiding.line.number}`;
  });
}

describe('hidingPattern', () => {
  const cases: readonly (readonly [string, readonly IgnoreFile[], readonly string[]])[] = [
    ['the last matching pattern decides', [{ folder: '', text: '*.log\n!keep.log\nkeep.*\n' }], ['a.log', 'keep.log', 'shop/keep.log']],
    ['nothing below a hidden folder comes back', [{ folder: '', text: 'build/\n!build/keep.txt\n' }], ['build/keep.txt', 'build/', 'src/build/x']],
    ['a deeper file takes precedence', [{ folder: '', text: '*.env\n' }, { folder: 'shop', text: '!*.env\n' }], ['a.env', 'shop/a.env', 'shop/deep/a.env', 'other/a.env']],
    ['a deeper file cannot speak from a hidden folder', [{ folder: '', text: 'shop\n' }, { folder: 'shop', text: '!*\n' }], ['shop/a.env', 'shop/']],
    ['a folder taken out by a deeper file stays out', [{ folder: '', text: 'a/b/\n*.tmp\n' }, { folder: 'a', text: '!b/\n' }], ['a/b/', 'a/b/c', 'a/b/d/e', 'a/b/x.tmp']],
    ['and what is in it can be hidden by name', [{ folder: '', text: 'b\n' }, { folder: 'a', text: '!b/\n' }], ['a/b/', 'a/b/c', 'a/b/b']],
    ['odd folder names are taken literally', [{ folder: '', text: '[*] !/\n' }, { folder: 'a', text: '!/*/\n' }], ['a/[*] !/x', 'a/* !/x', 'a/* !/', '* !/y']],
    ['anchored, starred and ranged patterns', [{ folder: '', text: '/top\nsub/file\n**/deep\nx/**/y\nall/**\n[a-c].py\n' }], ['top', 'in/top', 'sub/file', 'in/sub/file', 'p/q/deep', 'x/y', 'x/1/2/y', 'all/one', 'b.py', 'd.py']],
    ['spaces, escapes, comments, byte-order mark and carriage returns', [{ folder: '', text: '\ufeff*.pyc  \r\n# *.py\r\n\\#notes\r\n\\!bang\r\nend\\ \r\nlast' }], ['a.pyc', 'b.py', '#notes', '!bang', 'end ', 'end', 'last']],
  ];
  it.each(cases)('%s', (_, files, paths) => {
    const expected = askGit(files, paths);
    expect(askUs(files, paths)).toEqual(expected);
    expect(expected.some((said) => said !== undefined)).toBe(true);
  });

  it('says what the line matched', () => {
    const hiding = hidingPattern([{ folder: '', text: '# built\nbuild/\n' }], 'build/covers/a.png');
    expect(hiding).toMatchObject({ matched: 'build/', line: { number: 2, text: 'build/', kind: 'pattern' } });
  });

  it('agrees with git on random files, folders and patterns', () => {
    const folder = fc.constantFrom('', 'a', 'a/b', 'ab');
    const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '?', '**', '.env', '*.py', '[ab]', 'x.py', '*.log', 'c d', '\\*');
    const pattern = fc
      .tuple(fc.constantFrom('', '', '!'), fc.constantFrom('', '', '/'), fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '', '/', ' '))
      .map(([negated, anchor, parts, end]) => `${negated}${anchor}${parts.join('/')}${end}`);
    const line = fc.oneof({ weight: 6, arbitrary: pattern }, { weight: 1, arbitrary: fc.constantFrom('', '# note', '  ') });
    const file = fc
      .tuple(folder, fc.array(line, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([place, lines, eol, ended]): IgnoreFile => ({ folder: place, text: lines.join(eol) + (ended ? eol : '') }));
    const files = fc.uniqueArray(file, { minLength: 1, maxLength: 3, selector: (one) => one.folder });
    const folders = ['a', 'a/b', 'ab', 'b', 'a/a', 'a/b/b', 'c d', 'a/c d'];
    const names = ['.env', 'x.py', 'a.log', '*', 'q'];
    const paths = [...folders.map((place) => `${place}/`), ...['', ...folders].flatMap((place) => names.map((one) => (place === '' ? one : `${place}/${one}`)))];
    fc.assert(
      fc.property(files, (some) => {
        expect(askUs(some, paths)).toEqual(askGit(some, paths));
      }),
      { seed: 42, numRuns: 80 },
    );
  });
});

describe('parseIgnore', () => {
  it('gives every line its kind and place', () => {
    const text = '\ufeff# built\r\n*.pyc\r\n\r\n!keep.pyc\nlast';
    const lines = parseIgnore(text);
    expect(lines.map(({ kind, number }) => `${number} ${kind}`)).toEqual(['1 comment', '2 pattern', '3 blank', '4 negation', '5 pattern']);
    expect(lines.map(({ span }) => text.slice(span.start, span.end))).toEqual(['# built', '*.pyc', '', '!keep.pyc', 'last']);
  });
});

describe('appendPatterns', () => {
  const append = (text: string, ...patterns: string[]): string => applyEdits(text, appendPatterns(text, patterns, 'pystd'));
  it.each([
    ['a new block behind one blank line', '*.pyc\n', '*.pyc\n\n# pystd\n.env\n'],
    ['no second blank line', '*.pyc\n\n', '*.pyc\n\n# pystd\n.env\n'],
    ['an empty file', '', '# pystd\n.env\n'],
    ['a missing final newline stays missing', '*.pyc', '*.pyc\n\n# pystd\n.env'],
    ['carriage returns', '*.pyc\r\n', '*.pyc\r\n\r\n# pystd\r\n.env\r\n'],
    ['an existing block grows', '# pystd\n.venv/\n\n*.pyc\n', '# pystd\n.venv/\n.env\n\n*.pyc\n'],
    ['an existing block at an end without newline', '*.pyc\n# pystd\n.venv/', '*.pyc\n# pystd\n.venv/\n.env'],
    ['what is said already is not said again', '.env\n*.pyc\n', '.env\n*.pyc\n'],
    ['unless it may be taken back below', '.env\n!.e*\n', '.env\n!.e*\n\n# pystd\n.env\n'],
  ])('%s', (_, before, after) => expect(append(before, '.env')).toBe(after));

  it('changes nothing the second time, keeps every line, and hides what it should', () => {
    const line = fc.constantFrom('*.pyc', '!.env', '# pystd', '# other', '', '.env', 'x.py');
    const text = fc.tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean()).map(([lines, eol, ended]) => lines.join(eol) + (ended ? eol : ''));
    fc.assert(
      fc.property(text, fc.uniqueArray(fc.constantFrom('.env', '*.pyc', '/dist/'), { minLength: 1 }), (before, patterns) => {
        const edits = appendPatterns(before, patterns, '# pystd');
        expect(edits.every(({ span }) => span.start === span.end)).toBe(true);
        const after = applyEdits(before, edits);
        if (!parseIgnore(before).some(({ kind }) => kind === 'negation')) {
          expect(appendPatterns(after, patterns, '# pystd')).toEqual([]);
          for (const path of ['.env', 'a.pyc', 'dist/x']) if (patterns.some((pattern) => path.includes(pattern.replace(/[*/]/g, '')))) expect(ignoresPath([{ folder: '', text: after }], path, false)).toBe(true);
        }
        if (before !== '') expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
        if (before.includes('\r\n')) expect(after.replace(/\r\n/g, '')).not.toContain('\n');
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});

describe('removeLine', () => {
  it.each([
    ['in the middle', 'a\n.env\nb\n', 'a\nb\n'],
    ['last, ended', 'a\r\n.env\r\n', 'a\r\n'],
    ['last, not ended', 'a\r\n.env', 'a'],
    ['alone', '.env', ''],
    ['first, behind a byte-order mark', '\ufeff.env\nb\n', '\ufeffb\n'],
  ])('%s', (_, before, after) => {
    const hiding = hidingPattern([{ folder: '', text: before }], '.env');
    expect(hiding && applyEdits(before, removeLine(before, hiding.line))).toBe(after);
  });
});
