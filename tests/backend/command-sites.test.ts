import { describe, expect, it } from 'vitest';
import { commandSitesIn, type CommandSite } from '../../src/backend/command-sites/index.ts';
import { repoPath } from '../../src/repo/path.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';

const fileOf = (path: string, text: string) => ({ path: repoPath(path), text, executable: false, tracked: true });

const tills = (path: string, text: string): CommandSite[] => commandSitesIn(fileOf(path, text)).filter(({ words }) => words[0]?.value === 'till');

const said = (outcome: readonly Edit[] | { readonly problem: string }, text: string): string => ('problem' in outcome ? `refused: ${outcome.problem}` : applyEdits(text, outcome));

/** All `till`s become `desk`s, their second word `go`, the others stay. */
function replaceAll(path: string, text: string): string {
  const edits: Edit[] = [];
  for (const site of tills(path, text)) {
    const outcome = site.replace([['desk', 'go', ...site.words.slice(2).map((_, index) => index + 2)]]);
    if ('problem' in outcome) return `refused: ${outcome.problem}`;
    edits.push(...outcome);
  }
  return applyEdits(text, edits);
}

const PLACES: readonly (readonly [string, string, string, number])[] = [
  ['shop/Dockerfile', 'image', 'FROM a\nRUN --mount=type=cache,target=/c \\\n  # why\n  till x a \\\n  && b\nCMD ["till", "x", "it"]\nENTRYPOINT ["sh", "-c", "till x \\"it\\" && exec b"]\nHEALTHCHECK CMD till x || exit 1\nHEALTHCHECK CMD ["till", "x"]\nRUN <<EOF\ntill x\nEOF\nONBUILD RUN till x\n', 7],
  ['Dockerfile', 'image', 'FROM a\nSHELL ["powershell", "-c"]\nRUN till x\nRUN echo "till x"\n# RUN till x\nLABEL a="till x"\nRUN <<EOF cat\ntill x\nEOF\n', 0],
  ['Makefile', 'dev', 'TILL := till x\nV = $(shell till x)\nall: a\n\t@till x "$$b" $(C) && sh -c \'till x\'\n# till x\n', 3],
  ['justfile', 'dev', 'v := `till x`\nrun args:\n    @till x {{args}}\n', 2],
  ['scripts/run.sh', 'dev', '#!/bin/sh\nset -e\nif ! till x; then exec till x "$@"; fi\ncat <<EOF\ntill x\nEOF\n', 2],
  ['docker/entrypoint.sh', 'image', 'exec till x "$@"\n', 1],
  ['bin/open', 'dev', '#!/usr/bin/env bash\ntill x\n', 1],
  ['bin/open', 'dev', '#!/usr/bin/env python\ntill x\n', 0],
  ['Procfile', 'image', 'web: till x --port $PORT\nworker: till x\n', 2],
  ['Jenkinsfile', 'ci', "pipeline {\n  sh 'till x \\'a b\\''\n  sh \"\"\"\n    till x ${a}\n    cd b && till x\n  \"\"\"\n  sh(script: 'till x', returnStdout: true)\n  echo 'till x'\n}\n", 4],
  ['.github/workflows/a.yml', 'ci', 'on: push\nname: till x\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: till x\n        run: till x ${{ a }}\n      - run: |\n          cd b\n          till x "c"\n      - run: "till x \\"d\\""\n      - run: till x; e\n        shell: pwsh\n      - run: print("till x")\n        shell: python\n      - run: >-\n          till x\n          --now\n', 4],
  ['.github/workflows/w.yml', 'ci', 'jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: till x --now\n      - run: $a = till x; b\n', 1],
  ['.github/actions/a/action.yml', 'ci', 'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: till x\n', 1],
  ['.gitlab-ci.yml', 'ci', 'a:\n  script:\n    - till x\n    - &b till x b\n    - !reference [x, script]\n  before_script: [till x]\n', 3],
  ['.circleci/config.yml', 'ci', 'jobs:\n  a:\n    steps:\n      - run: till x\n      - run:\n          name: till x\n          command: till x\n', 2],
  ['azure-pipelines.yml', 'ci', 'steps:\n  - script: till x\n  - bash: |\n      till x\n  - pwsh: till x\n  - task: Bash@3\n    inputs:\n      script: till x\n', 3],
  ['.pre-commit-config.yaml', 'dev', 'repos:\n  - repo: local\n    hooks:\n      - id: a\n        name: till x\n        entry: till x a\n', 1],
  ['docker-compose.yml', 'image', 'services:\n  a:\n    command: till x --port 1\n    entrypoint: ["till", "x"]\n    healthcheck:\n      test: ["CMD", "till", "x"]\n  b:\n    command:\n      - sh\n      - -c\n      - till x && a\n    healthcheck:\n      test: ["CMD-SHELL", "till x || exit 1"]\n', 5],
  ['Taskfile.yml', 'dev', "version: '3'\nvars:\n  A: {sh: till x}\ntasks:\n  a:\n    cmds:\n      - till x {{.B}}\n      - cmd: till x\n", 3],
  ['.readthedocs.yaml', 'ci', 'build:\n  jobs:\n    post_install:\n      - till x\n', 1],
  ['k8s/a.yaml', 'image', 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      command: ["till", "x"]\n', 1],
  ['other.yaml', 'ci', 'run: till x\nscript: till x\n', 0],
  ['README.md', 'docs', '# till x\n\nUse `till x a` and `till`, till x.\n\n```bash\ntill x "a" # b\n```\n\n```console\n$ till x \\\n>   --now\ntill x printed\n(venv) $ till x\n```\n\n```python\ntill x\n```\n\n    * **`till x`** b\n\n- list\n\n  ```sh\n  it\'s broken\n  till x\n  ```\n', 5],
  ['docs/a.rst', 'docs', 'Title\n=====\n\n.. code-block:: bash\n\n   till x\n\nUse ``till x a``.\n', 2],
  ['CHANGELOG.md', 'docs', '```bash\ntill x\n```\n', 0],
  ['package.json', 'dev', '{"name": "till x", "scripts": {"a": "till x \\"b\\" && c"}}\n', 1],
  ['.devcontainer/devcontainer.json', 'dev', '{\n  // till x\n  "postCreateCommand": "till x",\n  "postStartCommand": ["till", "x"],\n  "onCreateCommand": {"a": "till x", "b": ["till", "x"]}\n}\n', 4],
  ['.vscode/tasks.json', 'dev', '{\n  // till x\n  "tasks": [\n    {"type": "shell", "label": "till x", "command": "till x && b"},\n    {"type": "process", "command": "till", "args": ["x", "--now"]},\n    {"type": "shell", "command": "till x", "args": ["a"]},\n    {"type": "shell", "command": "till x", "options": {"cwd": "b"}},\n  ]\n}\n', 2],
  ['.vscode/launch.json', 'dev', '{"configurations": [{"type": "node-terminal", "command": "till x"}, {"type": "debugpy", "module": "till"}]}\n', 1],
  ['shop.code-workspace', 'dev', '{"tasks": {"tasks": [{"type": "shell", "command": "till x"}]}}\n', 1],
  ['tox.ini', 'environment', '[testenv]\nallowlist_externals = till\ncommands_pre = till x\ncommands =\n    till x {posargs:tests -x}\n    # till x\n    - till x \\\n      --now\n[other]\ncommands = till x\n', 3],
];

describe('commandSitesIn', () => {
  it.each(PLACES)('%s (%s) %#', (path, setting, text, count) => {
    const sites = tills(path, text);
    expect(sites.map((site) => site.setting)).toEqual(Array.from({ length: count }, () => setting));
    for (const { span, words } of sites) {
      expect(text.slice(span.start, span.end)).toContain('till');
      expect(text.slice(words[0]?.span.start, words[0]?.span.end)).toMatch(/^["']?till["']?$/);
    }
    const after = replaceAll(path, text);
    const desks = commandSitesIn(fileOf(path, after)).filter(({ words }) => words[0]?.value === 'desk');
    expect(desks.map(({ words }) => words.slice(2).map(({ value, raw }) => value ?? raw))).toEqual(sites.map(({ words }) => words.slice(2).map(({ value, raw }) => value ?? raw)));
    expect(desks.every(({ words }) => words[1]?.value === 'go')).toBe(true);
    expect(after.replace(/(["']?)desk\1/g, '$1till$1').replace(/(["']?)\bgo\1/g, '$1x$1').replaceAll('"', "'")).toBe(text.replaceAll('"', "'"));
  });

  it('finds the commands that tools keep in a pyproject.toml', () => {
    const text = `[tool.poe.tasks]
a = "till x"
b.cmd = ["till", "x"]
c = { shell = "till x && d", help = "till x" }
d = ["a", "till x"]
e.sequence = [{ cmd = "till x" }, "a"]
[tool.taskipy.tasks]
a = "till x"
b = { cmd = "till x", help = "till x" }
[tool.pdm.scripts]
a.shell = 'till x'
[tool.hatch.envs.docs.scripts]
a = "till x"
b = ["till x", "c"]
[tool.tox]
env_list = ["till x"]
[tool.tox.env_run_base]
commands = [["till", "x", "{posargs}"]]
[tool.tox.env.lint]
commands = [["till", "x"]]
[tool.semantic_release]
build_command = """
till x
"""
[tool.other]
a = "till x"
`;
    expect(tills('pyproject.toml', text).map(({ setting, form, span }) => `${setting} ${form} ${text.slice(0, span.start).split('\n').length}`)).toEqual([
      'dev shell 2', 'dev argv 3', 'dev shell 4', 'dev shell 6', 'dev shell 8', 'dev shell 9', 'dev shell 11', 'environment shell 13', 'environment shell 14', 'environment argv 18', 'environment argv 20', 'ci shell 23',
    ]);
    expect(replaceAll('pyproject.toml', text).split('\n').filter((line) => line.includes('desk'))).toHaveLength(12);
  });

  it('knows what is captured, and what stands before', () => {
    const [first, second, third] = tills('a.sh', 'A=1 sudo till x\nb "$(till y)"\ntill z | c\n');
    expect([first, second, third].map((site) => site?.isCaptured)).toEqual([false, true, true]);
    expect([first?.assignments, first?.prefix].map((words) => words?.map(({ raw }) => raw))).toEqual([['A=1'], ['sudo']]);
    expect(tills('Makefile', 'a:\n\tdocker compose exec shop till x\n')[0]?.setting).toBe('image');
  });
});

describe('replace', () => {
  it.each<[string, string, (string | number)[][], string]>([
    ['a.yml', 'jobs: {a: {steps: [{run: "till x"}]}}', [['desk', 'a b']], 'jobs: {a: {steps: [{run: "desk \\"a b\\""}]}}'],
    ['d.yml', 'jobs:\n  a:\n    steps:\n      - run: till x\n', [['desk', 'go', 'a>=1', 'b>=2']], 'jobs:\n  a:\n    steps:\n      - run: desk go "a>=1" "b>=2"\n'],
    ['b.yml', 'jobs:\n  a:\n    steps:\n      - run: till x\n', [['desk', 'a: b']], 'refused: The change cannot be written the way the script stands there.'],
    ['c.yml', 'jobs:\n  a:\n    steps:\n      - run: |\n          a\n          till x\n', [['desk'], ['shelf', 1]], 'jobs:\n  a:\n    steps:\n      - run: |\n          a\n          desk && shelf x\n'],
  ])('writes as the host does: %s', (name, text, commands, after) => {
    const path = `.github/workflows/${name}`;
    const [site] = tills(path, text);
    expect(site && said(site.replace(commands), text)).toBe(after);
  });

  it.each<[string, string, (string | number)[], string]>([
    ['Dockerfile', 'FROM a\nCMD ["till", "run", "serve", "--port"]\n', [2, 3], 'FROM a\nCMD ["serve", "--port"]\n'],
    ['Dockerfile', 'FROM a\nCMD [ "till", "run" , "serve" ]\n', ['desk', 'run', '--no-sync', 2], 'FROM a\nCMD [ "desk", "run", "--no-sync" , "serve" ]\n'],
    ['compose.yml', 'services:\n  a:\n    command:\n      - till\n      - run\n      - serve\n', ['desk', 'run', '--no-sync', 2], 'services:\n  a:\n    command:\n      - desk\n      - run\n      - --no-sync\n      - serve\n'],
    ['compose.yml', 'services:\n  a:\n    command:\n      - till\n      - run\n      - serve\n', [2], 'services:\n  a:\n    command:\n      - serve\n'],
    ['compose.yml', 'services:\n  a:\n    command: [till, run, serve]\n', ['desk', 'a: b', 2], 'services:\n  a:\n    command: [desk, "a: b", serve]\n'],
    ['compose.yml', 'services:\n  a:\n    command:\n      - till # why\n      - run\n', ['desk', 'run'], 'refused: A comment stands between the words of the command.'],
  ])('edits lists: %s %#', (path, text, args, after) => {
    const [site] = tills(path, text);
    expect(site && said(site.replace([args]), text)).toBe(after);
  });

  it('joins nothing where no shell is', () => {
    for (const [path, text] of [['compose.yml', 'services:\n  a:\n    command: till x\n'], ['Dockerfile', 'FROM a\nCMD ["till"]\n'], ['.pre-commit-config.yaml', 'repos:\n  - hooks:\n      - entry: till x\n']] as const) {
      const [site] = tills(path, text);
      expect(site && said(site.replace([['a'], ['b']]), text)).toMatch(/^refused: .*cannot be joined/);
    }
  });
});

describe('remove', () => {
  it.each<[string, string, string]>([
    ['Dockerfile', 'FROM a\n# Install till\nRUN till x\n\nRUN b\n', 'FROM a\n\nRUN b\n'],
    ['Dockerfile', 'FROM a\n# why\nRUN till x\nRUN b\n', 'FROM a\n# why\nRUN b\n'],
    ['Dockerfile', 'FROM a\nRUN a \\\n    && till x \\\n    && b\n', 'FROM a\nRUN a \\\n    && b\n'],
    ['Dockerfile', 'FROM a\nCMD ["till"]\n', 'refused: Nothing would be left of the list.'],
    ['Makefile', 'a:\n\ttill x\n\tb\n', 'a:\n\tb\n'],
    ['Makefile', 'a:\n\ttill x\n', 'refused: The rule would have no recipe.'],
    ['.gitlab-ci.yml', 'a:\n  script:\n    - till x\n    - b\n', 'a:\n  script:\n    - b\n'],
    ['.gitlab-ci.yml', 'a:\n  script:\n    - |\n      till x\n      b\n    - c\n', 'a:\n  script:\n    - |\n      b\n    - c\n'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - run: |\n          till x\n          b\n', 'jobs:\n  a:\n    steps:\n      - run: |\n          b\n'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - run: >-\n          till x &&\n          b\n', 'jobs:\n  a:\n    steps:\n      - run: >-\n          b\n'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - run: till x\n', 'refused: Nothing would be left in `jobs.a.steps`.'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - uses: b\n      - name: Till\n        run: till x\n      - run: c\n', 'jobs:\n  a:\n    steps:\n      - uses: b\n      - run: c\n'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n      - id: till\n        run: till x\n      - run: c ${{ steps.till.outcome }}\n', 'refused: Nothing would be left of the script.'],
    ['docker-compose.yml', 'services:\n  a:\n    command: till x\n', 'refused: Nothing would be left of the script.'],
    ['README.md', '```sh\ntill x\nb\n```\n', '```sh\nb\n```\n'],
    ['README.md', '```console\n$ a\nprinted\n$ till x\n```\n', 'refused: The change cannot be written the way the script stands there.'],
    ['tox.ini', '[testenv]\ncommands =\n    till x\n    b\n', '[testenv]\ncommands =\n    b\n'],
  ])('%s %#', (path, text, after) => {
    const [site] = tills(path, text);
    expect(site && said(site.remove(), text)).toBe(after);
  });
});
