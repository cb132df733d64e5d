import fc from 'fast-check';
import { expect, it } from 'vitest';
import poetryToUv from '../../codemods/poetry-to-uv/index.ts';
import { isYamlProblem, parseYaml } from '../../src/formats/yaml/index.ts';
import { textsOf } from '../support/case.ts';
import { runOver } from '../support/run.ts';

const MANIFEST = `[tool.poetry]
name = "bookshop"
version = "1.0.0"
description = "Sells books"
authors = []
package-mode = false

[tool.poetry.dependencies]
python = "^3.12"

[tool.poetry.group.dev.dependencies]
pytest = "^8.0"
`;

const PATH = '.github/workflows/ci.yml';

/** Steps that have nothing to do with Poetry; what stands in them must be there afterwards. */
const OTHERS = [
  ['- uses: actions/checkout@v5'],
  ['- name:   Count the shelves # twice', '  run: |', '    echo   "one"', '', '    echo two'],
  ['- uses: actions/setup-node@v5', '  with: { node-version: "24" }', '  if: ${{ github.ref == \'refs/heads/main\' }}'],
  ['# A shelf.', '- run: >-', '    ls', '    -l'],
  ['- {name: Till, run: make till}'],
];

/** Steps that are Poetry's. */
const POETRYS = [
  ['- uses: snok/install-poetry@v1', '  with:', '    version: 1.8.3'],
  ['- name: Install Poetry', '  run: pipx install poetry==1.8.3'],
  ['- run: curl -sSL https://install.python-poetry.org | python3 -'],
  ['- uses: actions/setup-python@v6', '  id: python', '  with:', '    python-version: "3.12"', '    cache: poetry'],
  ['- uses: actions/cache@v4', '  id: venv', '  with:', '    path: .venv', '    key: venv-${{ hashFiles(\'poetry.lock\') }}'],
  ['- run: poetry install', '  if: steps.venv.outputs.cache-hit != \'true\''],
  ['- run: poetry install --only main'],
  ['- run: |', '    poetry config virtualenvs.create false', '    poetry install', '    pytest'],
  ['- run: poetry run pytest', '  env:', '    POETRY_NO_INTERACTION: "1"'],
  ['- run: poetry unheard-of --shelf'],
  ['- run: echo "$HOME/.local/bin" >> $GITHUB_PATH && poetry env use 3.12'],
  ['- name: Ask Poetry', '  run: echo "Poetry is asked"'],
  ['- uses: readers/setup-poetry-shelf@v2'],
];

const steps = (lists: readonly (readonly string[])[]): string => lists.map((lines) => lines.map((line) => (line === '' ? '\n' : `      ${line}\n`)).join('')).join('');

/** Whether Poetry is not installed after it is called. */
function isInOrder(list: readonly (readonly string[])[]): boolean {
  const isInstaller = (lines: readonly string[]): boolean => /snok|pipx|install\.python-poetry/.test(lines.join('\n'));
  const call = list.findIndex((lines) => /\bpoetry (?:install|run|unheard-of)/.test(lines.join('\n')));
  return list.findIndex(isInstaller) < (call < 0 ? Infinity : call);
}

const job = fc.array(fc.oneof(fc.constantFrom(...OTHERS), fc.constantFrom(...POETRYS)), { minLength: 1, maxLength: 9 });

const workflow = fc.array(job, { minLength: 1, maxLength: 2 }).map((jobs) => ({
  jobs,
  text: `name: Shop\non: push\njobs:\n${jobs.map((list, index) => `  job${index}:\n    runs-on: ubuntu-latest\n    steps:\n${steps(list)}`).join('')}`,
}));

it('leaves workflows that are YAML, with nothing of Poetry unsaid and nothing of others touched, and settles', () => {
  fc.assert(
    fc.property(workflow, ({ jobs, text }) => {
      const first = runOver({ 'pyproject.toml': MANIFEST, [PATH]: text }, [poetryToUv]);
      expect(first.outcomes.filter(({ kind }) => kind === 'rejected' || kind === 'failed')).toEqual([]);
      const after = textsOf(first.after).get(PATH) ?? '';
      expect(isYamlProblem(parseYaml(after))).toBe(false);
      // Every step of others stands there as it was, as often as it did.
      for (const other of OTHERS) {
        const block = steps([other]);
        expect(after.split(block).length, after).toBe(jobs.flat().filter((one) => one === other).length + 1);
      }
      // uv is there before it is called.
      for (const [index, list] of after.split(/^ {2}job\d:$/m).slice(1).entries()) {
        const at = list.search(/\buv (?:sync|run)\b/);
        if (at >= 0 && !list.includes('setup-poetry-shelf') && isInOrder(jobs[index] ?? [])) expect(list.slice(0, at), after).toContain('setup-uv');
      }
      const again = runOver(Object.fromEntries(textsOf(first.after)), [poetryToUv]);
      expect(textsOf(again.after).get(PATH)).toBe(after);
      const told = again.patchSet.findings.filter(({ at }) => at.path === PATH).map(({ message, at }) => [message, at.line, at.endLine] as const);
      const isMany = told.some(([message]) => /and \d+ more line/.test(message));
      after.split('\n').forEach((line, index) => {
        if (/poetry/i.test(line) && !isMany) expect(told.some(([, from, to]) => from <= index + 1 && index + 1 <= to), `${String(index + 1)}: ${line}\n${after}`).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});
