import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codemods } from '../../codemods/catalogue.generated.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { isPlainTable, readTomlData } from '../../src/formats/toml/read-data.ts';
import { factReader } from '../../src/python/facts.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const reader = factReader(await pythonParser());
const uvProject = '[project]\nname = "bookshop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = []\n\n[tool.uv]\npackage = false\n';
const poetryProject = '[tool.poetry]\nname = "bookshop"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.12"\n';

it.each([
  ['engineering', uvProject, 'adopt-poetry'],
  ['fibex', uvProject, 'adopt-poetry'],
  ['lane-python', uvProject, 'adopt-poetry'],
  ['engineering', poetryProject, undefined],
  ['uv-layered', poetryProject, 'poetry-to-uv'],
  ['backend-defaults', poetryProject, 'poetry-to-uv'],
])('under %s one way is planned, and never the other', (standard, manifest, way) => {
  expect(waysOf(standard, manifest)).toEqual(way === undefined ? [] : [way]);
});

/** Codemods that change the manager, as they are planned. */
function waysOf(standard: string, manifest: string, only?: ReadonlySet<string>): readonly string[] {
  const read = readTomlData(readFileSync(join(import.meta.dirname, `../../codemods/standards/${standard}.toml`), 'utf8'));
  const rules = 'data' in read ? read.data['rules'] : undefined;
  const choice = { standard, rules: new Set(isPlainTable(rules) ? Object.keys(rules) : []), only, skip: new Set<string>(), optionsOf: () => ({}) };
  const { order } = makePlan(snapshotFrom(new Map([['pyproject.toml', manifest]])), reader, choice, codemods);
  return order.map(({ codemod }) => codemod.id).filter((id) => ['adopt-poetry', 'poetry-to-uv', 'requirements-to-uv'].includes(id));
}

it('keeps both ways out of one plan when both are named', () => {
  expect(waysOf('engineering', uvProject, new Set(['adopt-poetry', 'poetry-to-uv', 'requirements-to-uv']))).toHaveLength(1);
});
