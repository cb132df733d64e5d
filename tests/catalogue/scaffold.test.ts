import { Project } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../src/catalogue/generated-files.ts';
import { scaffoldCodemod } from '../../src/catalogue/scaffold.ts';
import { sampleSources } from '../support/sample-codemods.ts';

function scaffolded(id: string, title: string, rules: readonly string[] = ['framework/docs-url-gated']): ReadonlyMap<string, string> {
  const scaffold = scaffoldCodemod(id, title, rules);
  if ('refused' in scaffold) throw new Error(scaffold.refused);
  return new Map(scaffold.files.map(({ path, text }) => [path, text]));
}

describe('a new codemod', () => {
  const files = scaffolded('till-receipts', "Print the till's receipts");

  it('is a codemod and a fixture that wants a change', () => {
    expect([...files.keys()]).toEqual([
      'codemods/till-receipts/index.ts',
      'fixtures/till-receipts/example/before/src/bookshop/shelf.py',
      'fixtures/till-receipts/example/after/src/bookshop/shelf.py',
      'fixtures/till-receipts/example/findings.txt',
    ]);
    const [, before, after, findings] = [...files.values()];
    expect(after).not.toBe(before);
    expect(findings).toMatch(/^src\/bookshop\/shelf\.py:1 review [A-Z].*\.\n$/);
  });

  it('compiles as it is', () => {
    const project = new Project({ tsConfigFilePath: 'tsconfig.json', skipAddingFilesFromTsConfig: true });
    const file = project.createSourceFile('codemods/till-receipts/index.ts', files.get('codemods/till-receipts/index.ts') ?? '');
    const messages = project.getProgram().getSemanticDiagnostics(file).map((each) => JSON.stringify(each.compilerObject.messageText));
    expect([...messages, ...project.getProgram().getSyntacticDiagnostics(file).map((each) => each.getMessageText())]).toEqual([]);
  });

  it('has metadata that documentation can be generated from', () => {
    expect(generatedFiles(sampleSources(...files))).toHaveProperty('files');
  });

  it('looks after rules that somebody has yet to name when there are none', () => {
    const generation = generatedFiles(sampleSources(...scaffolded('till-receipts', 'Print receipts', [])));
    expect('problems' in generation && generation.problems.map(({ message }) => message)).toEqual(['There is no rule `area/name`.']);
  });

  it.each([
    ['TillReceipts', 'Print receipts', 'The id `TillReceipts` must be lower-case words joined by hyphens, such as `docs-gating`.'],
    ['../till', 'Print receipts', 'The id `../till` must be lower-case words joined by hyphens, such as `docs-gating`.'],
    ['till', 'Print receipts.', 'The title must be one line in the imperative without a full stop'],
    ['till', ' ', 'The title must be one line in the imperative without a full stop'],
  ])('%s, %s is refused', (id, title, because) => {
    expect(scaffoldCodemod(id, title, [])).toEqual({ refused: expect.stringContaining(because) as string });
  });
});
