import { IndentationText, Project, QuoteKind, SyntaxKind, type SourceFile } from 'ts-morph';
import type { GeneratedFile } from './generated-files.ts';

/** The files a new codemod begins with, or why there are none. */
export type Scaffold = { readonly files: readonly GeneratedFile[] } | { readonly refused: string };

const SENTENCE = 'Say in a full sentence what was wrong and what it is now.';

/**
 * A new codemod and its first fixture. The codemod compiles and finds nothing; the fixture wants a change, so its test fails until
 * both are edited. `rules` are the ids of the rules it is to look after; where there are none yet, a placeholder that `npm run
 * generate` points out. Whether the folder is taken is for the caller to see.
 */
export function scaffoldCodemod(id: string, title: string, rules: readonly string[]): Scaffold {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return { refused: `The id \`${id}\` must be lower-case words joined by hyphens, such as \`docs-gating\`.` };
  if (title.trim() === '' || /\n|[.!?]\s*$/.test(title)) return { refused: 'The title must be one line in the imperative without a full stop, such as `Serve the API docs only where the settings allow it`.' };
  const example = `fixtures/${id}/example`;
  return {
    files: [
      { path: `codemods/${id}/index.ts`, text: indexOf(id, title.trim(), rules.length === 0 ? ['area/name'] : rules) },
      { path: `${example}/before/src/bookshop/shelf.py`, text: 'SHELF = ["Emma", "Persuasion"]\n' },
      { path: `${example}/after/src/bookshop/shelf.py`, text: '# Edit before and after first: they say what the codemod is for.\nSHELF = ["Emma", "Persuasion"]\n' },
      { path: `${example}/findings.txt`, text: `src/bookshop/shelf.py:1 review ${SENTENCE}\n` },
    ],
  };
}

function indexOf(id: string, title: string, rules: readonly string[]): string {
  const project = new Project({ useInMemoryFileSystem: true, manipulationSettings: { quoteKind: QuoteKind.Single, indentationText: IndentationText.TwoSpaces, useTrailingCommas: true } });
  const file = project.createSourceFile('index.ts');
  file.addImportDeclaration({
    moduleSpecifier: '#pystd',
    namedImports: ['defineCodemod', 'insertion', 'topOf', { name: 'Place', isTypeOnly: true }, { name: 'Task', isTypeOnly: true }],
  });
  addTypes(file);
  addDefinition(file, id, title, rules);
  addSearch(file);
  return `${file.getFullText().trimEnd()}\n`;
}

function addTypes(file: SourceFile): void {
  file.addInterface({
    name: 'Options',
    docs: ['What a standard or a repository may set for this codemod.'],
    properties: [{ name: 'marker', type: 'string', docs: ['Text that a file must hold to be looked at; while it is empty, nothing is found.'] }],
  });
  file.addInterface({
    name: 'Breach',
    docs: ['One place where the repository is not as the rule wants it.'],
    properties: [
      { name: 'at', type: 'Place', isReadonly: true },
      { name: 'obstacle', type: 'string | undefined', isReadonly: true, docs: ['Why a person has to mend it, in a full sentence; `undefined` where the codemod can.'] },
    ],
  });
}

function addDefinition(file: SourceFile, id: string, title: string, rules: readonly string[]): void {
  const call = file.addExportAssignment({ isExportEquals: false, expression: 'defineCodemod<Options>({})' }).getExpressionIfKindOrThrow(SyntaxKind.CallExpression);
  const metadata = call.getArguments()[0]?.asKindOrThrow(SyntaxKind.ObjectLiteralExpression);
  if (!metadata) throw new Error('The call was just written with one argument.');
  metadata.addPropertyAssignments([
    { name: 'id', initializer: quoted(id) },
    { name: 'title', initializer: quoted(title) },
    { name: 'why', initializer: '`Say in a few sentences why the standard asks for this.`' },
    { name: 'rules', initializer: `[${rules.map(quoted).join(', ')}]` },
    { name: 'safety', initializer: quoted('review') },
    { name: 'options', initializer: "{ marker: '' }" },
    { name: 'applies', initializer: "({ repo }) => [...repo.files.keys()].some((path) => path.endsWith('.py'))" },
  ]);
  metadata.addMethod({
    name: 'run',
    parameters: [{ name: 'task' }],
    statements: [
      'for (const { at, obstacle } of breachesIn(task)) {',
      '  // What a person has to decide is flagged; everything else is one change with one sentence for the reviewer.',
      '  if (obstacle !== undefined) task.flag(at, obstacle);',
      `  else task.change(at, ${quoted(SENTENCE)}, (edit) => edit.edit(at.path, [insertion(at.span.start, '# mended\\n')]));`,
      '}',
    ],
  });
}

function addSearch(file: SourceFile): void {
  file.addFunction({
    name: 'breachesIn',
    docs: ['Looks, and changes nothing. Ask what the code means, with `python` and `backend`, before how it is spelled.'],
    parameters: [{ name: '{ repo, options }', type: 'Task<Options>' }],
    returnType: 'Breach[]',
    statements: [
      "if (options.marker === '') return [];",
      "const files = [...repo.files.values()].filter(({ path, text }) => path.endsWith('.py') && text.includes(options.marker));",
      'return files.map(({ path }) => ({ at: topOf(path), obstacle: undefined }));',
    ],
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
