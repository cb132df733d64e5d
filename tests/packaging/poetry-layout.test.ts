import { describe, expect, it } from 'vitest';
import type { TomlTableData } from '../../src/formats/toml/index.ts';
import { migrateProject } from '../../src/packaging/poetry/migrate.ts';
import { projectFiles } from '../../src/packaging/poetry/project-files.ts';
import { readPython } from '../../src/packaging/poetry/python.ts';
import { Remarks } from '../../src/packaging/remark.ts';

type Data = { readonly [key: string]: unknown };

/** What `[tool.uv.build-backend]` or another backend has to say of a project with these files. */
function builtWith(poetry: Data, files: readonly string[]): unknown {
  const data = { tool: { poetry: { name: 'book-shop', version: '1', ...poetry } }, 'build-system': { requires: ['poetry-core'], 'build-backend': 'poetry.core.masonry.api' } } as unknown as TomlTableData;
  const { target, facts } = migrateProject(data, { folderName: 'x', files: projectFiles(files), poetryMajor: 2, isDependedOn: false, isUnpackaged: () => false, isEditableElsewhere: () => false, settings: undefined });
  if (!facts.isPackage) return 'nothing';
  const entries = (path: string): Data => Object.fromEntries(target.tables.filter((table) => table.path.join('.') === path).flatMap((table) => table.entries).map(({ key, value }) => [key, typeof value === 'object' && 'items' in value ? (value.items as readonly Data[]).map((item) => item['value']) : value]));
  const backend = entries('build-system')['build-backend'];
  return backend === 'uv_build' ? entries('tool.uv.build-backend') : backend;
}

describe('what is built', () => {
  it.each<[string, Data, readonly string[], unknown]>([
    ['a package beside the manifest', {}, ['book_shop/__init__.py'], { 'module-root': '' }],
    ['a package in src', {}, ['src/book_shop/__init__.py'], {}],
    ['no module of that name', {}, ['app/__init__.py'], 'nothing'],
    ['a namespace', {}, ['book_shop/till/__init__.py'], { 'module-root': '', namespace: true }],
    ['a single module', {}, ['book_shop.py'], 'hatchling.build'],
    ['another name', { packages: [{ include: 'shop' }] }, ['shop/__init__.py'], { 'module-root': '', 'module-name': 'shop' }],
    ['several from one folder', { packages: [{ include: 'a', from: 'lib' }, { include: 'b', from: 'lib' }] }, ['lib/a/__init__.py', 'lib/b/__init__.py'], { 'module-root': 'lib', 'module-name': ['a', 'b'] }],
    ['several folders', { packages: [{ include: 'a', from: 'x' }, { include: 'b', from: 'y' }] }, ['x/a/__init__.py', 'y/b/__init__.py'], 'hatchling.build'],
    ['a file that its package has anyway', { packages: [{ include: 'book_shop' }, { include: 'book_shop/py.typed' }] }, ['book_shop/__init__.py', 'book_shop/py.typed'], { 'module-root': '' }],
    ['all files of a folder', { packages: [{ include: 'book_shop/**/*' }] }, ['book_shop/__init__.py'], { 'module-root': '' }],
    ['tests for the source distribution', { packages: [{ include: 'book_shop' }, { include: 'tests', format: 'sdist' }] }, ['book_shop/__init__.py', 'tests/test_a.py'], { 'module-root': '', 'source-include': ['tests/**'] }],
    ['a module whose folder is for the source distribution', { packages: [{ include: 'book_shop', from: 'src', format: 'wheel' }, { include: 'src', format: 'sdist' }] }, ['src/book_shop/__init__.py'], { 'source-include': ['src/**'] }],
    ['a module for the wheel alone', { packages: [{ include: 'book_shop', format: 'wheel' }] }, ['book_shop/__init__.py'], 'poetry.core.masonry.api'],
    ['what lies in the package', { include: ['book_shop/data/*.csv'] }, ['book_shop/__init__.py', 'book_shop/data/a.csv'], { 'module-root': '' }],
    ['patterns with signs of their own', { include: ['a, b.txt'], exclude: ['**/*.c'] }, ['book_shop/__init__.py'], { 'module-root': '', 'source-include': ['a\\,\\ b.txt'], 'source-exclude': ['**/*.c'] }],
    ['an exclusion within an inclusion', { include: [{ path: 'docs', format: 'sdist' }], exclude: ['docs/drafts'] }, ['book_shop/__init__.py', 'docs/a.md'], { 'module-root': '', 'source-include': ['docs/**'], 'source-exclude': ['/docs/drafts'] }],
    ['an inclusion that wins over an exclusion', { include: ['book_shop/a.c'], exclude: ['**/*.c'] }, ['book_shop/__init__.py', 'book_shop/a.c'], 'poetry.core.masonry.api'],
    ['an exclusion for the wheel', { exclude: [{ path: 'book_shop/x', format: 'wheel' }] }, ['book_shop/__init__.py'], { 'module-root': '', 'wheel-exclude': ['/book_shop/x'] }],
  ])('%s', (_, poetry, files, expected) => {
    expect(builtWith(poetry, files)).toEqual(expected);
  });
});

describe('the versions of Python', () => {
  it.each<[string, Data, string | undefined, string?]>([
    ['a caret', { tool: { poetry: { dependencies: { python: '^3.9' } } } }, '>=3.9,<4'],
    ['one minor version', { tool: { poetry: { dependencies: { python: '3.11' } } } }, '==3.11.*'],
    ['one major version', { tool: { poetry: { dependencies: { python: '3' } } } }, '>=3.0,<4'],
    ['one release', { tool: { poetry: { dependencies: { python: '3.11.4' } } } }, '==3.11.4'],
    ['several minor versions', { tool: { poetry: { dependencies: { python: '3.10 || 3.11' } } } }, '>=3.10,<3.12'],
    ['of the group that is the project', { tool: { poetry: { group: { main: { dependencies: { python: '~3.12' } } } } } }, '>=3.12,<3.13'],
    ['a text that is no specifier', { project: { 'requires-python': '^3.10' } }, '>=3.10,<4'],
    ['a specifier that is there', { project: { 'requires-python': '>=3.10' }, tool: { poetry: { dependencies: { python: '^3.10' } } } }, undefined],
    ['a Python that uv does not know', { tool: { poetry: { dependencies: { python: '2.7.*' } } } }, '==2.7.*', 'no Python before 3.6'],
    ['none at all', { tool: { poetry: { dependencies: { python: '>=3.9,<3.8' } } } }, '>=3.9,<3.8', 'no Python before 3.6'],
  ])('%s', (_, data, expected, refusal) => {
    const remarks = new Remarks();
    expect(readPython(data as unknown as TomlTableData, remarks).requires?.specifiers).toBe(expected);
    expect(remarks.all.filter(({ kind }) => kind === 'refusal').map(({ message }) => message).join()).toContain(refusal ?? '');
    expect(remarks.all.some(({ kind }) => kind === 'refusal')).toBe(refusal !== undefined);
  });
});
