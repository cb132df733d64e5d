import { describe, expect, it } from 'vitest';
import { commandSitesIn, type CommandSite } from '../../src/backend/command-sites/index.ts';
import { repoPath } from '../../src/repo/path.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';

const tills = (path: string, text: string): CommandSite[] => commandSitesIn({ path: repoPath(path), text, executable: false, tracked: true }).filter(({ words }) => words[0]?.value === 'till');

const FOLDERS: readonly (readonly [string, string, readonly (string | undefined)[]])[] = [
  ['run.sh', 'till a\ncd shop\ntill b\ncd ../desk && till c\n', ['', 'shop', 'desk']],
  ['run.sh', '(cd shop; till a); till b\n', ['shop', '']],
  ['run.sh', 'pushd shop/back > /dev/null\ntill a\npopd\ntill b\ncd x; cd -; till c\n', ['shop/back', '', '']],
  ['run.sh', 'cd "$SHOP"; till a\ncd /srv; till b\n', [undefined, undefined]],
  ['run.sh', 'if cd shop; then till a; fi\ncd a | cat; till b\n', ['', '']],
  ['run.sh', 'cd .. && till a\n', ['..']],
  ['Makefile', 'all:\n\tcd shop && till a\n\ttill b\n', ['shop', '']],
  ['run.sh', 'cd shop && sh -c "cd back; till a"\n', ['shop/back']],
  ['.github/workflows/a.yml', 'defaults:\n  run:\n    working-directory: shop\njobs:\n  a:\n    steps:\n      - run: till a\n      - run: cd in && till b\n        working-directory: ./desk/\n      - run: till c\n        working-directory: ${{ matrix.at }}\n      - run: till d\n        working-directory: ${{ github.workspace }}/desk\n', ['shop', 'desk/in', undefined, 'desk']],
  ['Taskfile.yml', 'tasks:\n  a:\n    dir: shop\n    cmds: [till a]\n', ['shop']],
];

const SUBSTITUTIONS: readonly (readonly [string, string, readonly (string | undefined)[]])[] = [
  ['run.sh', 'a $(till x)/bin "`till y`" $(till z | b) $(till z; till z)\ntill n\n', ['$(till x)', '`till y`', undefined, undefined, undefined, undefined]],
  ['Makefile', 'A := $(shell till x)\nall:\n\ta $$(till y) $(shell till z 2>/dev/null)\n', ['$(shell till x)', '$$(till y)', '$(shell till z 2>/dev/null)']],
  ['justfile', 'a := `till x`\n', ['`till x`']],
];

const KEPT: readonly (readonly [string, readonly string[]])[] = [
  ['COMMAND="till run a.py \\\n  --at $DESK"\nif x; then COMMAND="$COMMAND --now"; fi\neval $COMMAND\n', ['till run a.py   --at $DESK']],
  ["RUN='till run'\n$RUN x\n", ['till run']],
  ['TILL=till\n$TILL run x\n', ['till']],
  ['export CMD="a && till b"\nbash -c "$CMD"\n', ['till b']],
  ['CMD=(till run "a b")\n"${CMD[@]}"\n', ['till run "a b"']],
  ['NOTE="till run"\necho $NOTE\n', []],
];

describe('commands that variables keep', () => {
  it.each(KEPT)('%j', (text, said) => {
    expect(tills('run.sh', text).map(({ words }) => words.map(({ raw }) => raw).join(' '))).toEqual(said.map((one) => one.replace(/ +/g, ' ')));
  });

  it('are edited where they stand', () => {
    const text = "RUN='till run'\n$RUN x\nCOMMAND=\"cd a && till b \\\n  c\"\neval $COMMAND\n";
    const edits = tills('run.sh', text).flatMap((site) => site.replace([['desk', ...site.words.slice(1).map((_, index) => index + 1)]]) as readonly Edit[]);
    expect(applyEdits(text, edits)).toBe(text.replaceAll('till', 'desk'));
  });
});

const OF_JSON: readonly (readonly [string, string, number])[] = [
  ['.lintstagedrc', '{"*.py": ["till a", "till b"], "*.md": "till c"}\n', 3],
  ['.release-it.json', '{"hooks": {"after:bump": ["till a", "till b"]}, "plugins": {"x": {"name": "till"}}}\n', 2],
  ['.releaserc', '{"plugins": [["exec", {"prepareCmd": "till ${next} && till b"}]]}\n', 2],
  ['package.json', '{"lint-staged": {"*.py": "till a"}, "release": {"plugins": [["exec", {"publishCmd": "till b"}]]}}\n', 2],
  ['package.json', '{"lint-staged": 1, "files": ["till a"]}\n', 0],
];

describe('commands of tools that are set up in JSON', () => {
  it.each(OF_JSON)('%s %#', (path, text, count) => {
    expect(tills(path, text)).toHaveLength(count);
  });
});

describe('where a command works', () => {
  it.each(FOLDERS)('%s %#', (path, text, folders) => {
    expect(tills(path, text).map(({ folder }) => folder)).toEqual(folders);
  });
});

describe('what a command is put in the place of', () => {
  it.each(SUBSTITUTIONS)('%s %#', (path, text, said) => {
    expect(tills(path, text).map(({ substitution }) => substitution && text.slice(substitution.start, substitution.end))).toEqual(said);
  });
});
