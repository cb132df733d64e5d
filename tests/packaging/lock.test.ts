import { describe, expect, it } from 'vitest';
import { compareLocks } from '../../src/packaging/poetry/lock-drift.ts';
import { pinsOf } from '../../src/packaging/poetry/lock-pins.ts';
import { printPins, readPins } from '../../src/packaging/poetry/lock-pins-file.ts';
import { readPoetryLock, type PoetryLock } from '../../src/packaging/poetry/lock.ts';
import { isProblem } from '../../src/packaging/problem.ts';
import { readUvLock, type UvLockedPackage } from '../../src/packaging/uv/lock.ts';
import { unservedBy } from '../../src/packaging/uv/lock-standing.ts';

/** A lock file with packages as TOML bodies. */
function poetryLock(...packages: readonly string[]): PoetryLock {
  const read = readPoetryLock(`${packages.map((body) => `[[package]]\n${body}\n`).join('\n')}\n[metadata]\nlock-version = "2.1"\n`);
  if (isProblem(read)) throw new Error(read.problem);
  return read;
}

function uvLock(...packages: readonly string[]): readonly UvLockedPackage[] {
  const read = readUvLock(`version = 1\nrevision = 3\n\n${packages.map((body) => `[[package]]\n${body}\n`).join('\n')}`);
  if (isProblem(read)) throw new Error(read.problem);
  return read;
}

const one = (name: string, version: string, more = ''): string => `name = "${name}"\nversion = "${version}"\n${more}`;

/** The lines of the constraints file, its header left out. */
const lines = (lock: PoetryLock): string[] => printPins(pinsOf(lock).pins).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('poetry.lock', () => {
  it('is read in all its versions', () => {
    const old = '[[package]]\ncategory = "main"\nname = "Shelf_Mark"\noptional = false\npython-versions = "*"\nversion = "1.0"\n\n[metadata]\ncontent-hash = "0"\npython-versions = "*"\n\n[metadata.hashes]\nshelf-mark = ["aa", "bb"]\n';
    expect(readPoetryLock(old)).toEqual({ lockVersion: undefined, packages: [{ name: 'shelf-mark', version: '1.0', markers: [], source: { kind: 'index' } }] });
    expect(readPoetryLock('package = []\n\n[metadata]\nlock-version = "2.0"\n')).toEqual({ lockVersion: '2.0', packages: [] });
  });

  it('is read with Windows line endings and without its file lists', () => {
    const text = '[[package]]\nname = "quire"\nversion = "1.0"\nfiles = [\n    {file = "quire-1.0.tar.gz", hash = "sha256:00"},\n    {file = "quire-1.0.whl", hash = "sha256:01"},\n]\nmarkers = "sys_platform == \'linux\'"\n\n[metadata]\nlock-version = "2.1"\n';
    for (const spelled of [text, text.replaceAll('\n', '\r\n')]) expect(readPoetryLock(spelled)).toMatchObject({ packages: [{ markers: ["sys_platform == 'linux'"] }] });
  });

  it.each([
    ['is not TOML', '<<<<<<< HEAD\n[[package]]\n', /not TOML: line 1/],
    ['is something else', 'title = "a shelf"\n', /does not look like/],
    ['lacks a version', '[[package]]\nname = "quire"\n\n[metadata]\n', /no name or no version/],
  ])('is refused when it %s', (_, text, problem) => {
    const read = readPoetryLock(text);
    expect(isProblem(read) && read.problem).toMatch(problem);
  });

  it('knows where packages came from', () => {
    const lock = poetryLock(
      one('quire', '1.0', '[package.source]\ntype = "git"\nurl = "https://git.example/quire.git"\nreference = "main"\nresolved_reference = "abc123"'),
      one('shelf', '1.0', '[package.source]\ntype = "directory"\nurl = "../shelf"'),
      one('spine', '1.0', '[package.source]\ntype = "legacy"\nurl = "https://wheels.example/simple"\nreference = "own"'),
    );
    expect(lock.packages.map(({ source }) => source)).toEqual([
      { kind: 'git', url: 'https://git.example/quire.git', reference: 'main', commit: 'abc123' },
      { kind: 'direct', url: '../shelf' },
      { kind: 'index' },
    ]);
    expect(lines(lock)).toEqual(['spine==1.0']);
  });
});

describe('pins', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['are in the order of names', [one('spine', '2'), one('Quire', '1')], ['quire==1', 'spine==2']],
    ['carry markers', [one('quire', '1', `markers = "python_version < '3.12'"`)], ["quire==1 ; python_version < '3.12'"]],
    ['tell versions apart by markers', [one('quire', '1', `markers = "sys_platform == 'win32'"`), one('quire', '2', `markers = "sys_platform != 'win32'"`)], ["quire==1 ; sys_platform == 'win32'", "quire==2 ; sys_platform != 'win32'"]],
    ['know nothing of extras', [one('quire', '1', `markers = "python_version < '3.12' and extra == 'pdf'"`), one('spine', '2', `markers = "extra == 'pdf'"`)], ["quire==1 ; python_version < '3.12'", 'spine==2']],
    ['hold for all groups', [one('quire', '1', `groups = ["main", "dev"]\nmarkers = {main = "sys_platform == 'win32'", dev = "python_version < '3.12'"}`)], ["quire==1 ; sys_platform == 'win32' or python_version < '3.12'"]],
    ['hold everywhere when one group says nothing', [one('quire', '1', `groups = ["main", "dev"]\nmarkers = {main = "sys_platform == 'win32'"}`)], ['quire==1']],
    ['keep local labels with markers', [one('quire', '1+cpu', `markers = "sys_platform == 'linux'"`)], ["quire==1+cpu ; sys_platform == 'linux'"]],
    ['leave local labels out without', [one('quire', '1+cpu')], ['quire==1']],
    ['take builds of one release for it', [one('quire', '1'), one('quire', '1+cpu')], ['quire==1']],
    ['join what is the same version', [one('quire', '1', `markers = "sys_platform == 'win32'"`), one('quire', '1', `markers = "sys_platform == 'linux'"`)], ["quire==1 ; sys_platform == 'win32' or sys_platform == 'linux'"]],
    ['leave versions out that nothing tells apart', [one('quire', '1'), one('quire', '2'), one('spine', '2')], ['spine==2']],
    ['leave versions out that overlap', [one('quire', '1', `markers = "python_version >= '3.9'"`), one('quire', '2', `markers = "python_version >= '3.10'"`)], []],
    ['leave versions out that only extras tell apart', [one('quire', '1', `markers = "extra == 'a'"`), one('quire', '2', `markers = "extra == 'b'"`)], []],
    ['leave out what has a marker nobody understands', [one('quire', '1', 'markers = "shelf is full"')], []],
  ])('%s', (_, packages, expected) => expect(lines(poetryLock(...packages))).toEqual(expected));

  it('say why something is not pinned', () => {
    const { unpinned } = pinsOf(poetryLock(one('quire', '1'), one('quire', '2')));
    expect(unpinned).toEqual([{ name: 'quire', versions: ['1', '2'], because: 'It is locked at 1 and 2, and `poetry.lock` does not say where each of them holds.' }]);
  });

  it('come back from their file', () => {
    const pins = [{ name: 'quire', version: '1.0', marker: '' }, { name: 'spine', version: '2+cpu', marker: "sys_platform == 'linux'" }];
    expect(readPins(printPins(pins))).toEqual(pins);
    expect(readPins('Quire_Mark == 1.0\r\n# a note\n-r more.txt\nspine>=2\n')).toEqual([{ name: 'quire-mark', version: '1.0', marker: '' }]);
  });
});

describe('what moved', () => {
  const drift = (before: PoetryLock, ...after: readonly string[]) => compareLocks({ packages: before.packages, ...pinsOf(before) }, uvLock(...after));

  it('is nothing when versions are spelled otherwise, or one serves everywhere', () => {
    const before = poetryLock(one('quire', '1.0-beta.1'), one('spine', '1', `markers = "python_version < '3.12'"`), one('spine', '2', `markers = "python_version >= '3.12'"`));
    expect(drift(before, one('quire', '1.0b1'), one('spine', '2'))).toEqual({ moved: [], added: [], removed: [] });
  });

  it('is a version, with the likely reason', () => {
    const before = poetryLock(one('quire', '1'), one('spine', '1'), one('spine', '2'), one('vellum', '3', `markers = "python_version < '3.12'"`));
    expect(drift(before, one('quire', '2'), one('spine', '3'), one('vellum', '3'), one('vellum', '4')).moved).toEqual([
      { name: 'quire', from: ['1'], to: ['2'], because: expect.stringContaining('The pin does not fit') },
      { name: 'spine', from: ['1', '2'], to: ['3'], because: expect.stringContaining('It was not pinned. It is locked at 1 and 2') },
      { name: 'vellum', from: ['3'], to: ['3', '4'], because: expect.stringContaining('every Python and platform') },
    ]);
  });

  it('is a commit', () => {
    const before = poetryLock(one('quire', '1', '[package.source]\ntype = "git"\nurl = "https://git.example/q.git"\nreference = "main"\nresolved_reference = "aaaaaaa"'));
    const after = (commit: string): string => one('quire', '1', `source = { git = "https://git.example/q.git?branch=main#${commit}" }`);
    expect(drift(before, after('aaaaaaa')).moved).toEqual([]);
    expect(drift(before, after('bbbbbbb')).moved).toMatchObject([{ name: 'quire', from: ['aaaaaaa'], to: ['bbbbbbb'] }]);
  });

  it('is not the project itself, and not what came or went', () => {
    const before = poetryLock(one('quire', '1'), one('shelf', '1'));
    expect(drift(before, one('bookshop', '0.1', 'source = { virtual = "." }'), one('shelf', '1'), one('colophon', '1'))).toEqual({ moved: [], added: ['colophon'], removed: ['quire'] });
  });
});

describe('what a lock does not serve', () => {
  const manifest = '[project]\nname = "bookshop"\ndependencies = ["quire>=1,<2", "spine", "bookshop[pdf]"]\n[project.optional-dependencies]\npdf = ["Vellum_X", "gilt ; python_version < \'3\'"]\n[dependency-groups]\ndev = ["colophon==1.0", {include-group = "more"}]\n';
  it('is what it does not have, or not in a version that fits', () => {
    const locked = [{ name: 'quire', version: '2.0' }, { name: 'spine', version: '1' }, { name: 'vellum-x', version: undefined }];
    expect(unservedBy(manifest, locked)).toEqual([
      { name: 'quire', specifiers: expect.any(String), versions: ['2.0'] },
      { name: 'colophon', specifiers: '==1.0', versions: [] },
    ]);
  });
  it('takes pre-releases and local labels for versions', () => {
    const locked = [{ name: 'quire', version: '1.5b1' }, { name: 'spine', version: '1' }, { name: 'vellum-x', version: '1' }, { name: 'colophon', version: '1.0+cpu' }];
    expect(unservedBy(manifest, locked)).toEqual([]);
  });
});

describe('uv.lock', () => {
  it.each([
    ['is not TOML', 'version = \n', /not TOML/],
    ['is of another version', 'version = 2\n', /does not know/],
  ])('is refused when it %s', (_, text, problem) => {
    const read = readUvLock(text);
    expect(isProblem(read) && read.problem).toMatch(problem);
  });
});
