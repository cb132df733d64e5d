import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Project, SyntaxKind, type SourceFile } from 'ts-morph';
import { describe, expect, it } from 'vitest';

/** Which folder of `src` may import from which. What is not named here is forbidden; a folder that is not named here may not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  repo: ['text'],
  patch: ['text', 'repo'],
  formats: ['text', 'repo'],
  packaging: ['text', 'formats'],
  python: ['text', 'repo'],
  backend: ['text', 'repo', 'formats', 'packaging', 'python'],
  codemod: ['text', 'repo', 'patch', 'formats', 'packaging', 'python', 'backend'],
  // What is asked of a patch, and what the answers mean; who asks is in `host`.
  evidence: ['text', 'repo', 'patch', 'formats', 'python', 'backend', 'codemod'],
  engine: ['text', 'repo', 'patch', 'formats', 'python', 'backend', 'codemod', 'evidence'],
  // Reports turn the engine's results into words, so they stand on its types.
  report: ['text', 'repo', 'patch', 'codemod', 'engine'],
  host: ['text', 'repo', 'patch', 'formats', 'python', 'evidence'],
  // Build time only: generated files are made from our own sources, with the words reports use.
  catalogue: ['text', 'repo', 'patch', 'formats', 'codemod', 'engine'],
  cli: ['text', 'repo', 'patch', 'formats', 'python', 'codemod', 'engine', 'evidence', 'report', 'host', 'catalogue', 'codemods'],
};

/** Inside `python` the layers go on. */
const INSIDE_PYTHON: Readonly<Record<string, readonly string[]>> = {
  syntax: [],
  names: ['syntax'],
  project: ['syntax', 'names', ''],
  edit: ['syntax', 'names', 'project'],
  refactor: ['syntax', 'names', 'project', 'edit', ''],
  '': ['syntax', 'names', 'project'],
};

/** Inside `packaging` as well: grammars first, then the tools that use them, then their commands. */
const INSIDE_PACKAGING: Readonly<Record<string, readonly string[]>> = {
  version: [''],
  marker: ['version', ''],
  requirement: ['version', 'marker', ''],
  uv: ['version', 'marker', 'requirement', ''],
  // Nobody else's dialect knows another's.
  poetry: ['version', 'marker', 'requirement', 'uv', ''],
  pip: ['version', 'marker', 'requirement', 'uv', ''],
  pipenv: ['version', 'marker', 'requirement', 'uv', 'pip', ''],
  setuptools: ['version', 'marker', 'requirement', 'uv', 'pip', ''],
  commands: ['version', 'marker', 'requirement', 'pip', 'uv', 'poetry', ''],
  '': [],
};

/** The one folder that knows a package. */
const HOME_OF: Readonly<Record<string, string>> = {
  'web-tree-sitter': 'src/python/syntax/',
  'smol-toml': 'src/formats/toml/',
  'toml-eslint-parser': 'src/formats/toml/',
  ignore: 'src/formats/gitignore/',
  yaml: 'src/formats/yaml/',
  'jsonc-parser': 'src/formats/jsonc/',
  'dockerfile-ast': 'src/formats/dockerfile/',
  'mdast-util-from-markdown': 'src/formats/markdown/',
  '@renovatebot/pep440': 'src/packaging/version/',
  'spdx-expression-parse': 'src/packaging/license.ts',
  'spdx-license-list': 'src/packaging/license.ts',
  diff: 'src/patch/',
  '@noble/hashes': 'src/patch/',
  'magic-string': 'src/text/',
  commander: 'src/cli/',
  picocolors: 'src/cli/',
  'ts-morph': 'src/catalogue/',
  '@astral-sh/ruff-wasm-nodejs': 'src/host/evidence/',
};

const ROOT = join(import.meta.dirname, '..');
const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { allowImportingTsExtensions: true } });
project.addSourceFilesAtPaths([`${ROOT}/src/**/*.ts`, `${ROOT}/codemods/**/*.ts`]);
const files = project.getSourceFiles();

const pathOf = (file: SourceFile): string => relative(ROOT, file.getFilePath());
const folderOf = (path: string): string => (path.startsWith('src/') ? (path.split('/')[1] ?? '') : 'codemods');

/** Every module specifier of a file, dynamic imports included. */
function specifiersOf(file: SourceFile): string[] {
  const dynamic = file.getDescendantsOfKind(SyntaxKind.CallExpression).filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword);
  return [...file.getImportDeclarations().map((one) => one.getModuleSpecifierValue()), ...file.getExportDeclarations().flatMap((one) => one.getModuleSpecifierValue() ?? []), ...dynamic.map((call) => call.getArguments()[0]?.getText().replace(/['"]/g, '') ?? '')];
}

/** The path a relative specifier leads to. */
function targetOf(file: SourceFile, specifier: string): string {
  return relative(ROOT, join(file.getDirectoryPath(), specifier));
}

describe('the architecture', () => {
  it('places every folder of src', () => {
    expect(readdirSync(join(ROOT, 'src')).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('lets imports go down only', () => {
    const wrong = files.filter((file) => pathOf(file).startsWith('src/')).flatMap((file) => {
      const from = folderOf(pathOf(file));
      const targets = specifiersOf(file).filter((specifier) => specifier.startsWith('.')).map((specifier) => targetOf(file, specifier));
      return targets.filter((target) => folderOf(target) !== from && !MAY_IMPORT[from]?.includes(folderOf(target))).map((target) => `${pathOf(file)} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each([['python', INSIDE_PYTHON], ['packaging', INSIDE_PACKAGING]] as const)('lets imports inside %s go down only', (layer, mayImport) => {
    const part = (path: string): string => (path.split('/').length > 3 ? (path.split('/')[2] ?? '') : '');
    const wrong = files.filter((file) => pathOf(file).startsWith(`src/${layer}/`)).flatMap((file) => {
      const from = part(pathOf(file));
      const targets = specifiersOf(file).filter((specifier) => specifier.startsWith('.')).map((specifier) => targetOf(file, specifier)).filter((target) => target.startsWith(`src/${layer}/`));
      return targets.filter((target) => part(target) !== from && !mayImport[from]?.includes(part(target))).map((target) => `${pathOf(file)} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('gives every package one home', () => {
    const wrong = files.flatMap((file) => {
      const packages = specifiersOf(file).filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('#') && !specifier.startsWith('node:'));
      const names = packages.map((specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
      return names.filter((name) => !HOME_OF[name] || !pathOf(file).startsWith(HOME_OF[name])).map((name) => `${pathOf(file)} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the outside world in src/host', () => {
    const outside = files.filter((file) => specifiersOf(file).some((specifier) => specifier.startsWith('node:'))).map(pathOf);
    expect(outside.filter((path) => !path.startsWith('src/host/') && path !== 'src/catalogue/generate.ts')).toEqual([]);
    const fetching = files.filter((file) => /\bfetch\(/.test(file.getFullText())).map(pathOf);
    expect(fetching.filter((path) => !path.startsWith('src/host/'))).toEqual([]);
  });

  it('gives codemods one door', () => {
    const authored = files.filter((file) => /^codemods\/[^/]+\//.test(pathOf(file)));
    const wrong = authored.flatMap((file) => specifiersOf(file).filter((specifier) => specifier !== '#pystd' && !(specifier.startsWith('.') && targetOf(file, specifier).startsWith(`${pathOf(file).split('/').slice(0, 2).join('/')}/`))).map((specifier) => `${pathOf(file)} imports ${specifier}`));
    expect(authored.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it('knows of a dry run in one place', () => {
    expect(files.filter((file) => file.getFullText().includes('dryRun')).map(pathOf)).toEqual(['src/cli/commands/fix.ts']);
  });

  it('knows no codemod by name outside codemods', () => {
    // A name of one word, such as `lifespan`, is a word of FastAPI, too.
    const ids = readdirSync(join(ROOT, 'codemods'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name.includes('-')).map(({ name }) => name);
    const strings = (file: SourceFile): string[] => file.getDescendantsOfKind(SyntaxKind.StringLiteral).map((literal) => literal.getLiteralValue());
    const wrong = files.filter((file) => pathOf(file).startsWith('src/')).flatMap((file) => strings(file).filter((text) => ids.includes(text)).map((text) => `${pathOf(file)} names ${text}`));
    expect(wrong).toEqual([]);
  });
});

describe('the house style', () => {
  const own = files.filter((file) => !pathOf(file).includes('.generated.'));

  it('has no clock, chance or locale in results', () => {
    const wrong = own.filter((file) => /\bDate\.now\b|\bnew Date\b|\bMath\.random\b|\blocaleCompare\b|\bIntl\.|toLocale/.test(file.getFullText())).map(pathOf);
    expect(wrong).toEqual([]);
  });

  it('switches the type checker off nowhere', () => {
    const wrong = own.filter((file) => file.getDescendantsOfKind(SyntaxKind.AnyKeyword).length > 0 || /@ts-(ignore|expect-error|nocheck)/.test(file.getFullText())).map(pathOf);
    expect(wrong).toEqual([]);
  });

  it('has no variable at the top of a module', () => {
    const wrong = own.flatMap((file) => file.getVariableStatements().filter((one) => one.getDeclarationKind() !== 'const').map(() => pathOf(file)));
    expect(wrong).toEqual([]);
  });

  it('says of every exported thing what it is for', () => {
    const wrong = own.filter((file) => pathOf(file).startsWith('src/')).flatMap((file) => {
      const statements = [...file.getInterfaces(), ...file.getTypeAliases(), ...file.getFunctions(), ...file.getClasses(), ...file.getVariableStatements()];
      return statements.filter((one) => one.isExported() && one.getJsDocs().length === 0).map((one) => `${pathOf(file)}: ${one.getText().split('\n')[0]}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps files small', () => {
    expect(own.filter((file) => file.getEndLineNumber() > 300).map((file) => `${pathOf(file)} ${file.getEndLineNumber()}`)).toEqual([]);
  });
});
