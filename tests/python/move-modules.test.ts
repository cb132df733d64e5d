import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, test } from 'vitest';
import { recordChanges } from '../../src/codemod/editor.ts';
import { viewOf } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import { moveModules } from '../../src/python/refactor/move-modules.ts';
import { applyChanges } from '../../src/repo/changes.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotFrom, textsOf, type Files } from '../support/case.ts';
import { lines } from '../support/edited.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

interface Moved {
  readonly files: ReadonlyMap<string, string>;
  readonly kept: Readonly<Record<string, string>>;
}

/** The files after modules moved, and those that stay with their reasons. */
function moved(files: Record<string, string>, to: Record<string, string>, importRoot = ''): Moved {
  const before = snapshotFrom(new Map(Object.entries(files)) as Files);
  const reader = factReader(parser);
  const view = viewOf(before, reader);
  const surroundings = { isEditable: () => true, concerns: () => true, width: () => 88 };
  const { moves, edits, kept } = moveModules(view.python, new Map(Object.entries(to).map(([from, path]) => [repoPath(from), repoPath(path)])), importRoot, surroundings);
  const changes = recordChanges(view, reader.parse, (editor) => {
    for (const [path, list] of edits) editor.edit(path, list);
    for (const [from, path] of moves.to) editor.move(from, path);
    for (const path of moves.created) editor.create(path, '');
    for (const path of moves.gone) editor.delete(path);
  });
  return { files: textsOf(applyChanges(before, changes)), kept: Object.fromEntries(kept) };
}

describe('imports of a module that moves', () => {
  /** What an importer becomes when `shop/shelf.py` moves to `shop/models/row.py`. */
  const rewritten = (text: string, path = 'shop/main.py'): string | undefined =>
    moved({ 'shop/__init__.py': '', 'shop/shelf.py': 'NAME = 1\n', 'shop/other.py': '', [path]: text }, { 'shop/shelf.py': 'shop/models/row.py' }).files.get(path);

  test.each([
    ['from shop.shelf import NAME', 'from shop.models.row import NAME'],
    ['from .shelf import NAME as N  # the name', 'from .models.row import NAME as N  # the name'],
    ['from . import shelf', 'from .models import row as shelf'],
    ['from . import shelf as s, other', 'from .models import row as s\nfrom . import other'],
    ['from shop import other, shelf  # noqa: F401', 'from shop import other  # noqa: F401\nfrom shop.models import row as shelf  # noqa: F401'],
    ['from shop import other, shelf', 'from shop import other\nfrom shop.models import row as shelf'],
    ['if True: from shop import other, shelf', 'if True: from shop import other; from shop.models import row as shelf'],
    ['from . shelf import *', 'from .models.row import *'],
    ['from shop \\\n    import shelf', 'from shop.models \\\n    import row as shelf'],
    ['import shop.shelf as s', 'import shop.models.row as s'],
    ['import shop.shelf, sys\nprint(shop.shelf.NAME)', 'import shop.models.row, sys\nprint(shop.models.row.NAME)'],
    ['import shop\nimport shop.shelf\nx = shop\nx.shelf', 'import shop\nimport shop.models.row\nx = shop\nx.shelf'],
    ['def f():\n    from shop import (\n        shelf,\n    )', 'def f():\n    from shop.models import (\n        row as shelf,\n    )'],
    ['def f(shop):\n    return shop.shelf', 'def f(shop):\n    return shop.shelf'],
    ['import importlib\nimportlib.import_module("shop.shelf")', 'import importlib\nimportlib.import_module("shop.models.row")'],
    ['"""See shop.shelf."""\n# shop.shelf', '"""See shop.shelf."""\n# shop.shelf'],
    ['import logging\nlogging.getLogger("shop.shelf")', 'import logging\nlogging.getLogger("shop.shelf")'],
  ])('%j', (before, after) => expect(rewritten(`${before}\n`)).toBe(`${after}\n`));

  it('are wrapped where they become too long, and not where they were', () => {
    const names = Array.from({ length: 8 }, (_, index) => `a_long_name_${index}`);
    const short = `from .shelf import ${names.slice(0, 4).join(', ')}`;
    expect(rewritten(`${short}\n`)).toBe(`${short.replace('.shelf', '.models.row')}\n`);
    const exact = `from .shelf import ${names.slice(0, 4).join(', ')}, bcdef`;
    expect(rewritten(`${exact}\n`)).toBe(lines('from .models.row import (', ...names.slice(0, 4).map((name) => `    ${name},`), '    bcdef,', ')'));
    const long = `from .shelf import ${names.join(', ')}`;
    expect(rewritten(`${long}\n`)).toBe(`${long.replace('.shelf', '.models.row')}\n`);
  });

  it('follow in flat projects, where relative imports end', () => {
    const { files } = moved(
      { 'main.py': 'import shelf, routers.books\nprint(shelf.NAME, routers.books.NAME)\n', 'shelf.py': 'NAME = 1\n', 'routers/books.py': 'from .deps import NAME\nimport shelf as s\n', 'routers/deps.py': 'NAME = 2\n' },
      { 'shelf.py': 'models/shelf.py', 'routers/books.py': 'api/books.py' },
    );
    expect(files.get('main.py')).toBe('import models.shelf as shelf, api.books\nprint(shelf.NAME, api.books.NAME)\n');
    expect(files.get('api/books.py')).toBe('from routers.deps import NAME\nimport models.shelf as s\n');
  });

  test.each([
    ['import shop\nprint(getattr(shop, "x"), __import__("shop." + input()))\n', /imports modules by names that are made while it runs/],
    ['NAMES = ["shop.shelf"]\n', /names it in "shop\.shelf", and what for is not known/],
    ['import subprocess\nsubprocess.run(["python", "shop/shelf.py"])\n', /names its file/],
    ['from shop import (\n    other,  # another\n    shelf,\n)\n', /comments in it/],
    ['from shop.shelf import (\n', /does not parse/],
  ])('keep it where they cannot follow: %j', (text, because) => {
    const { kept, files } = moved({ 'shop/__init__.py': '', 'shop/shelf.py': 'NAME = 1\n', 'shop/other.py': '', 'shop/main.py': text }, { 'shop/shelf.py': 'shop/models/row.py' });
    expect(kept['shop/shelf.py']).toMatch(because);
    expect(files.get('shop/main.py')).toBe(text);
  });
});

/** A package whose modules import those before them in all the ways there are, and a place for each. */
const FOLDERS = ['shop', 'shop/a', 'shop/b', 'shop/a/deep', 'shop/c'];
const WAYS = ['from', 'relative', 'module', 'module relative', 'dotted', 'alias', 'late'] as const;
const packages = fc.array(
  fc.record({ at: fc.constantFrom(...FOLDERS), to: fc.option(fc.constantFrom(...FOLDERS, 'shop/new', 'shop/new/deep')), renamed: fc.boolean(), uses: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...WAYS)), { maxLength: 3 }) }),
  { minLength: 3, maxLength: 8 },
);

type Package = typeof packages extends fc.Arbitrary<infer T> ? T : never;

function written(modules: Package): { files: Record<string, string>; to: Record<string, string> } {
  const files: Record<string, string> = {};
  const to: Record<string, string> = {};
  for (const folder of new Set(modules.map(({ at }) => at))) for (let above = folder; above !== ''; above = above.includes('/') ? above.slice(0, above.lastIndexOf('/')) : '') files[`${above}/__init__.py`] = '';
  modules.forEach(({ at, to: target, renamed, uses }, index) => {
    const head: string[] = [];
    const said: string[] = [`"m${index}"`];
    for (const [which, way] of index === 0 ? [] : uses) {
      const other = which % index;
      const place = modules[other]?.at ?? 'shop';
      const dotted = place.replaceAll('/', '.');
      const up = at.split('/');
      const common = up.findIndex((part, depth) => place.split('/')[depth] !== part);
      const shared = common < 0 ? up.length : common;
      const rest = place.split('/').slice(shared).join('.');
      const dots = '.'.repeat(up.length - shared + 1);
      const n = head.length;
      if (way === 'from') head.push(`from ${dotted}.m${other} import said as s${n}`), said.push(`s${n}()`);
      if (way === 'relative') head.push(`from ${dots}${rest}${rest === '' ? '' : '.'}m${other} import said as s${n}`), said.push(`s${n}()`);
      if (way === 'module') head.push(`from ${dotted} import m${other}`), said.push(`m${other}.said()`);
      if (way === 'module relative') head.push(`from ${dots}${rest} import m${other} as k${n}`), said.push(`k${n}.said()`);
      if (way === 'dotted') head.push(`import ${dotted}.m${other}`), said.push(`${dotted}.m${other}.said()`);
      if (way === 'alias') head.push(`import ${dotted}.m${other} as k${n}`), said.push(`k${n}.said()`);
      if (way === 'late') said.push(`late${n}()`), head.push(`def late${n}():\n    from ${dotted} import m${other}\n    return m${other}.said()`);
    }
    files[`${at}/m${index}.py`] = `${head.join('\n')}\n\n\ndef said():\n    return "(" + ${said.join(' + ')} + ")"\n`;
    if (target !== null && (target !== at || renamed)) to[`${at}/m${index}.py`] = `${target}/${renamed ? `row${index}` : `m${index}`}.py`;
  });
  return { files, to };
}

/** Imports the modules of several folders, one folder after the other, and prints what they say. */
const ASK = `
import importlib, json, sys
told = []
for folder, names in json.loads(sys.argv[1]):
    for name in [name for name in sys.modules if name.split(".")[0] == "shop"]:
        del sys.modules[name]
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    told.append([importlib.import_module(name).said() for name in names])
    sys.path.pop(0)
print(json.dumps(told))
`;

describe('packages whose modules import each other in every way', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pystd-moves-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const put = (folder: string, files: Iterable<readonly [string, string]>): string => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  const asked = (folder: string, paths: readonly string[]): readonly [string, readonly string[]] => [folder, paths.map((path) => path.replace(/\.py$/, '').replaceAll('/', '.'))];

  it('say the same when these have moved', () => {
    const cases: (readonly [string, readonly string[]])[] = [];
    for (const [run, modules] of fc.sample(packages, { numRuns: 80, seed: 7 }).entries()) {
      const { files, to } = written(modules);
      const { files: after, kept } = moved(files, to);
      const paths = Object.keys(files).filter((path) => !path.endsWith('__init__.py'));
      const folder = join(scratch, String(run));
      expect(kept).toEqual({});
      expect(paths.filter((path) => !after.has(to[path] ?? path))).toEqual([]);
      cases.push(asked(put(join(folder, 'before'), Object.entries(files)), paths), asked(put(join(folder, 'after'), after), paths.map((path) => to[path] ?? path)));
    }
    const told = JSON.parse(execFileSync('python3', ['-B', '-c', ASK, JSON.stringify(cases)], { encoding: 'utf8' })) as readonly (readonly string[])[];
    const [before, after] = [0, 1].map((side) => told.filter((_, index) => index % 2 === side));
    expect(after).toEqual(before);
  }, 60_000);
});
