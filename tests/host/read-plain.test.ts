import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readRepository, type Reading } from '../../src/host/read.ts';
import { buildProgram, ending, NOBODY, start, type Program } from './child.ts';
import { temporaryFolder, type TemporaryFolder } from './folder.ts';

const EVERYTHING = { include: [], exclude: [] };
const cleanups: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function folder(files: Readonly<Record<string, string | Uint8Array>>): TemporaryFolder {
  const made = temporaryFolder(files);
  cleanups.push(made.cleanup);
  return made;
}

async function read(path: string): Promise<Extract<Reading, { kind: 'read' }>> {
  const reading = await readRepository(path, EVERYTHING);
  if (reading.kind === 'refused') throw new Error(reading.message);
  return reading;
}

const names = (reading: Extract<Reading, { kind: 'read' }>): string[] => [...reading.snapshot.files.keys()];
const opaque = (reading: Extract<Reading, { kind: 'read' }>): Record<string, string> =>
  Object.fromEntries([...reading.snapshot.opaque.values()].map(({ path, because }) => [path, because]));

describe('a folder outside git', () => {
  test('is read whole, but for what was installed or compiled', async () => {
    const shop = folder({
      'shop/cart.py': 'x\n', '.env.example': 'KEY=\n', 'node_modules/left/index.json': '{}', 'shop/__pycache__/cart.py': 'x', '.git/config': '', '.hg/a.py': '',
      'env/pyvenv.cfg': 'home = /usr\n', 'env/lib/site.py': 'x', 'photo.jpg': 'J',
    });
    const reading = await read(shop.path);
    expect(names(reading)).toEqual(['.env.example', 'shop/cart.py']);
    expect(opaque(reading)).toEqual({ 'photo.jpg': 'not read' });
    expect([reading.base, reading.git, reading.snapshot.git]).toEqual(['', undefined, false]);
    expect([...reading.snapshot.files.values()].every(({ tracked }) => tracked)).toBe(true);
  });

  test('.gitignore files count as git would have them', async () => {
    const files = {
      '.gitignore': '/build/\nbuild2/\n*.log.py\n!keep.log.py\n/docs/*\n!/docs/api/\n# no comment.py\n\\#odd.py\ntrailing.py   \n',
      'build/a.py': '', 'src/build/a.py': '', 'a.log.py': '', 'keep.log.py': '', 'docs/a.md': '', 'docs/api/b.md': '', '#odd.py': '', 'trailing.py': '',
      'pkg/.gitignore': '*.py\n!/open.py\n', 'pkg/shut.py': '', 'pkg/open.py': '', 'pkg/deep/open.py': '', 'pkg/deep/.gitignore': '!*.py\n', 'CASE.PY': '', 'case.py': '',
      'bom/.gitignore': '\uFEFFx.py\n', 'bom/x.py': '', 'back/.gitignore': '!build2/\n', 'back/build2/kept.py': '', 'build2/shut.py': '', 'gone/.gitignore': '*\n', 'gone/a.py': '', 'under/build/c.py': '', 'sp ace/ä.py': '',
    };
    const plain = folder(files);
    const ours = names(await read(plain.path));
    execFileSync('git', ['init', '--quiet', plain.path]);
    const gits = names(await read(plain.path));
    expect(ours).toEqual(gits);
    expect(ours).toContain('back/build2/kept.py');
    expect(ours).toContain('pkg/deep/open.py');
    expect(ours).not.toContain('pkg/shut.py');
    expect(ours).toContain('docs/api/b.md');
  });

  test('links are known by name and not followed, round or out', async () => {
    const outside = folder({ 'secret.py': 'secret\n' });
    const shop = folder({ 'a/b.py': 'b\n' });
    symlinkSync('..', shop.at('a/up'));
    symlinkSync(outside.path, shop.at('out'));
    symlinkSync(outside.at('secret.py'), shop.at('out.py'));
    symlinkSync('nowhere', shop.at('dangling.py'));
    symlinkSync(outside.at('secret.py'), shop.at('.gitignore'));
    const reading = await read(shop.path);
    expect(names(reading)).toEqual(['a/b.py']);
    expect(opaque(reading)).toEqual({ '.gitignore': 'symbolic link', 'a/up': 'symbolic link', 'dangling.py': 'symbolic link', out: 'symbolic link', 'out.py': 'symbolic link' });
  });

  test('a pipe in a file\'s place does not hold the run up', async () => {
    const shop = folder({ 'a.py': 'a\n' });
    execFileSync('mkfifo', [shop.at('pipe.py'), shop.at('.gitignore')]);
    expect(names(await read(shop.path))).toEqual(['a.py']);
  });

  test('git repositories inside are left out and named', async () => {
    const shop = folder({ 'a.py': 'a\n', 'other/x.py': 'x\n' });
    execFileSync('git', ['init', '--quiet', shop.at('other')]);
    const reading = await read(shop.path);
    expect(names(reading)).toEqual(['a.py']);
    expect(reading.notes).toEqual(['other was left out because it is a git repository of its own; name it to work on it.']);
  });

  test('a folder whose repository is gone is read as a plain one', async () => {
    const shop = folder({ 'a.py': 'a\n', '.git': 'gitdir: /nowhere/at/all\n' });
    const reading = await read(shop.path);
    expect(names(reading)).toEqual(['a.py']);
    expect(reading.notes.join()).toContain('not there');
  });

  test('without git on the machine a work tree is read as a plain folder', async () => {
    const shop = folder({ 'a.py': 'a\n', '.gitignore': 'b.py\n', 'b.py': 'b\n' });
    execFileSync('git', ['init', '--quiet', shop.path]);
    vi.stubEnv('PATH', shop.at('no-programs-here'));
    const reading = await read(shop.path);
    expect(names(reading)).toEqual(['.gitignore', 'a.py']);
    expect(reading.git).toBeUndefined();
    expect(reading.notes.join()).toContain('git is not installed');
  });

  test('what a killed run left is pointed out and not read', async () => {
    const shop = folder({ 'a.py': 'a\n', 'pkg/.pystd-2.old.tmp': 'old\n', 'pkg/.pystd-1.tmp': 'new\n' });
    const reading = await read(shop.path);
    expect([names(reading), opaque(reading)]).toEqual([['a.py'], {}]);
    expect(reading.notes.length).toBe(2);
  });

  test('the folder itself may be named by way of a link', async () => {
    const shop = folder({ 'a.py': 'a\n' });
    const links = folder({});
    symlinkSync(shop.path, links.at('shop'));
    const reading = await read(links.at('shop'));
    expect([reading.root, names(reading)]).toEqual([shop.path, ['a.py']]);
  });
});

describe('subjects', () => {
  test('patterns choose what findings are about, not what is read', async () => {
    const shop = folder({ 'shop/a.py': '', 'shop/generated/b.py': '', 'tests/c.py': '', 'Tests/d.py': '' });
    const reading = await readRepository(shop.path, { include: ['/shop/', '*.md'], exclude: ['generated/'] });
    if (reading.kind === 'refused') throw new Error(reading.message);
    expect(reading.snapshot.files.size).toBe(4);
    expect(names(reading).filter((path) => reading.isSubject(path as never))).toEqual(['shop/a.py']);
    const excluding = await readRepository(shop.path, { include: [], exclude: ['tests/'] });
    if (excluding.kind === 'refused') throw new Error(excluding.message);
    expect(names(excluding).filter((path) => excluding.isSubject(path as never))).toEqual(['Tests/d.py', 'shop/a.py', 'shop/generated/b.py']);
  });
});

describe('refused', () => {
  test.each([
    ['missing', 'There is no folder'],
    ['a.py', 'is a file'],
    ['a.py/deeper', 'There is no folder'],
    ['dangling', 'There is no folder'],
    ['round', 'cannot be read: ELOOP'],
    ['with\0nul', 'cannot be read'],
    ['n'.repeat(300), 'cannot be read: ENAMETOOLONG'],
  ])('%j', async (name, message) => {
    const shop = folder({ 'a.py': '' });
    symlinkSync('nowhere', shop.at('dangling'));
    symlinkSync('round', shop.at('round'));
    expect(await readRepository(`${shop.path}/${name}`, EVERYTHING)).toMatchObject({ kind: 'refused', message: expect.stringContaining(message) });
  });
});

describe('without rights', () => {
  let program: Program;
  beforeAll(() => {
    program = buildProgram(`
      import { readRepository } from './src/host/read.ts';
      const reading = await readRepository(process.argv[2], { include: [], exclude: [] });
      const shown = reading.kind === 'refused' ? reading
        : { files: [...reading.snapshot.files.keys()], opaque: [...reading.snapshot.opaque.values()], notes: reading.notes };
      console.log(JSON.stringify(shown));
    `);
  });
  afterAll(() => program.cleanup());

  const readAsNobody = async (path: string): Promise<unknown> => {
    const { stdout, stderr } = await ending(start(program, [path], NOBODY));
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  test('files and folders that may not be read are known by name, or named in a note', async () => {
    const shop = folder({ 'a.py': 'a\n', 'closed.py': 'c\n', 'shut/b.py': 'b\n', 'shut/.gitignore': '' });
    chmodSync(shop.path, 0o755);
    chmodSync(shop.at('closed.py'), 0o000);
    chmodSync(shop.at('shut'), 0o000);
    expect(await readAsNobody(shop.path)).toEqual({
      files: ['a.py'],
      opaque: [{ path: 'closed.py', because: 'unreadable', tracked: true }],
      notes: ['shut was left out because it may not be listed.'],
    });
    chmodSync(shop.at('shut'), 0o755);
  });

  test('a folder that may not be listed or entered is refused', async () => {
    const shop = folder({ 'shut/inner/a.py': '' });
    chmodSync(shop.path, 0o755);
    chmodSync(shop.at('shut'), 0o000);
    expect(await readAsNobody(shop.at('shut'))).toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot be read: EACCES') });
    expect(await readAsNobody(shop.at('shut/inner'))).toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot be read: EACCES') });
    chmodSync(shop.at('shut'), 0o755);
  });

  test.runIf(process.getuid?.() === 0)('a repository of somebody else is refused, with the way out', async () => {
    const shop = folder({ 'a.py': 'a\n' });
    chmodSync(shop.path, 0o755);
    execFileSync('git', ['init', '--quiet', shop.path]);
    mkdirSync(shop.at('sub'));
    expect(await readAsNobody(shop.at('sub'))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(`git config --global --add safe.directory ${shop.path}`),
    });
  });
});
