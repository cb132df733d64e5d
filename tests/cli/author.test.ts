import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE, pystd, ROOT, temporaryPath, type Ending } from './pystd.ts';

const ID = 'shelf-labels';

/** A copy of the checkout to write a codemod in. */
function checkout(): string {
  const copy = temporaryPath();
  execFileSync('cp', ['-r', '--parents', 'package.json', 'tsconfig.json', 'src', 'codemods', 'fixtures', 'dist', 'tests/codemods.test.ts', 'tests/vitest.config.ts', 'tests/support', copy], { cwd: ROOT });
  // What is generated goes below node_modules; that of the copy must be its own.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) if (name !== '.cache' && name !== '.vite') symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

describe('codemod new, in a checkout', () => {
  let copy: string;
  let begun: Ending;
  beforeAll(() => {
    copy = checkout();
    begun = command('codemod', 'new', ID, '--title', 'Label every shelf');
  }, PATIENCE);

  const command = (...args: string[]): Ending => pystd(args, { cwd: copy, program: join(copy, 'dist/pystd.js') });

  function run(program: string, ...args: string[]): Ending {
    const { status, stdout, stderr } = spawnSync(join(copy, 'node_modules/.bin', program), args, { cwd: copy, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }

  /** What `npm run generate` does, without npm. */
  function generate(): Ending {
    const { scripts } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { scripts: { generate: string } };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', scripts.generate], { cwd: copy, encoding: 'utf8', env: { ...process.env, PATH: `${join(copy, 'node_modules/.bin')}:${process.env['PATH']}` } });
    return { code: status, out: stdout, err: stderr };
  }

  test('writes a codemod and a failing example, and says what comes next', () => {
    expect(begun).toMatchObject({ code: 0, err: '' });
    const written = [...begun.out.matchAll(/^(\S+) is written\.$/gm)].map(([, path]) => path ?? '');
    expect(written).toEqual([
      `codemods/${ID}/index.ts`,
      `fixtures/${ID}/example/before/src/bookshop/shelf.py`,
      `fixtures/${ID}/example/after/src/bookshop/shelf.py`,
      `fixtures/${ID}/example/findings.txt`,
    ]);
    for (const path of written) expect(existsSync(join(copy, path)), path).toBe(true);
    expect(begun.out).toMatch(/^npm run generate +writes .*\nnpm test -- tests\/codemods\.test\.ts -t shelf-labels\/ +shows /m);
    expect(readFileSync(join(copy, `codemods/${ID}/index.ts`), 'utf8')).toContain("title: 'Label every shelf',");
  });

  test('generates, compiles, and fails its example as long as nobody has edited it', () => {
    expect(generate()).toMatchObject({ code: 1, err: expect.stringMatching(/^codemods\/shelf-labels\/index\.ts:\d+ There is no rule `area\/name`\.\n$/) as string });
    const source = join(copy, `codemods/${ID}/index.ts`);
    writeFileSync(source, readFileSync(source, 'utf8').replace('area/name', 'logging/structured'));
    expect(generate()).toMatchObject({ code: 0, out: expect.stringContaining('codemods/shelf-labels/README.md is written.') as string });
    expect(run('tsc', '-p', '.').out.split('\n').filter((line) => line.startsWith('codemods/'))).toEqual([]);
    const tested = run('vitest', 'run', '--config', 'tests/vitest.config.ts', 'tests/codemods.test.ts', '-t', `${ID}/`);
    expect(tested.code).toBe(1);
    expect(tested.out + tested.err).toMatch(/shelf-labels\/example.*gives the result, byte for byte/);
    expect(tested.out + tested.err).toContain('Say in a full sentence what was wrong and what it is now.');
  });

  test.each([
    [ID, /^codemods\/shelf-labels exists already: choose another id\.\n$/],
    ['docs-gating', /^codemods\/docs-gating exists already/],
    ['standards', /^codemods\/standards exists already/],
    ['Shelf_Labels', /^The id `Shelf_Labels` must be lower-case words joined by hyphens/],
    ['../outside', /^The id `\.\.\/outside` must be lower-case words/],
  ])('refuses the id %s', (id, words) => {
    const { code, out, err } = command('codemod', 'new', id);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
  });

  test('refuses a title that is a sentence', () => {
    expect(command('codemod', 'new', 'other-labels', '--title', 'It labels shelves.')).toMatchObject({ code: 2, err: expect.stringMatching(/^The title must be one line/) as string });
    expect(existsSync(join(copy, 'codemods/other-labels'))).toBe(false);
  });
});
