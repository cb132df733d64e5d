import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShellProblem, quoteWord, readShell, removeCommand, replaceCommand, scriptIn, shellTokens, type ShellArg, type ShellCommand, type ShellDialect, type ShellScript } from '../../src/formats/shell/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

const argv = (command: ShellCommand): string => command.words.map(({ value, raw }) => value ?? `<${raw}>`).join(' ');
const commandsOf = (text: string, dialect?: ShellDialect): string[] => readShell(text, dialect).commands.map(argv);

function find(script: ShellScript, program = 'till'): ShellCommand {
  const found = script.commands.find(({ words }) => words[0]?.value === program);
  if (!found) throw new Error(`no ${program} in ${script.text}`);
  return found;
}

function remove(text: string, dialect?: ShellDialect): string {
  const script = readShell(text, dialect);
  const outcome = removeCommand(script, find(script));
  return outcome === 'everything' ? outcome : isShellProblem(outcome) ? `refused: ${outcome.problem}` : applyEdits(text, outcome);
}

function replace(text: string, ...commands: ShellArg[][]): string {
  const script = readShell(text);
  const outcome = replaceCommand(script, find(script), commands);
  return isShellProblem(outcome) ? `refused: ${outcome.problem}` : applyEdits(text, outcome);
}

describe('readShell', () => {
  it.each<[string, string, string[]]>([
    ['joints', 'till open && shelf "a b" || ledger; stamp & pack | ship\nclose', ['till open', 'shelf a b', 'ledger', 'stamp', 'pack', 'ship', 'close']],
    ['continuations', 'till open \\\n   --now \\\r\n   --quiet\nnext', ['till open --now --quiet', 'next']],
    ['a word over two lines', 'ti\\\nll op\\\nen', ['till open']],
    ['quotes', `till 'a "b' "c 'd" e\\ f g"h"'i' ""`, [`till a "b c 'd e f ghi `]],
    ['escapes in quotes', 'till "a\\"b\\$c\\d"', ['till a"b$c\\d']],
    ['expansions', 'till $x "${y:-a b}" $((1 + 2)) ~/z {a,b} *.py', ['till <$x> <"${y:-a b}"> <$((1 + 2))> <~/z> <{a,b}> *.py']],
    ['templates', 'till ${{ a || b }} {{ c }} {posargs:tests -x} {envdir}/d', ['till <${{ a || b }}> <{{ c }}> <{posargs:tests -x}> <{envdir}/d>']],
    ['assignments', 'A=1 B="x y" till open', ['till open']],
    ['arrays', 'A=(x y) && till', ['', 'till']],
    ['prefixes', 'sudo -E -u clerk till open; exec till run; env -u X A=1 till; time till; timeout 5 till; xargs -n 1 till', ['till open', 'till run', 'till', 'till', 'till', 'till']],
    ['runners', 'docker compose -f a.yml exec -T --user clerk shop till a; ${COMPOSE} run --rm -e A=1 shop till b; pipx run till c; conda run -n x till d; docker compose up till', ['till a', 'till b', 'till c', 'till d', 'docker compose up till']],
    ['questions about commands', 'command -v till; sudo -l', ['command -v till', 'sudo -l']],
    ['substitutions', 'ledger "$(till list)" `till count`; x=$(till path)', ['ledger <"$(till list)"> <`till count`>', 'till list', 'till count', '', 'till path']],
    ['nested substitutions', 'ledger "$(cat "$(till path)/a b")"', ['ledger <"$(cat "$(till path)/a b")">', 'cat <"$(till path)/a b">', 'till path']],
    ['a process substitution', 'diff <(till list) b', ['diff <<(till list)> b', 'till list']],
    ['groups', '(cd shop && till); { till a; }', ['cd shop', 'till', 'till a']],
    ['if', 'if ! till check; then\n till fix\nelif [ -f x ]; then till a; else till b; fi && till c', ['till check', 'till fix', '[ -f x ]', 'till a', 'till b', 'till c']],
    ['loops', 'for x in a $(till list); do till "$x"; done; while till wait; do sleep 1; done', ['till list', 'till <"$x">', 'till wait', 'sleep 1']],
    ['case', 'case "$1" in\n open|start) till open ;;\n (*) till help\nesac\ntill end', ['till open', 'till help', 'till end']],
    ['functions', 'run() {\n  till run\n}\nfunction stop { till stop; }\nrun', ['till run', 'till stop', 'run']],
    ['tests', '[[ -f a && $b < c ]] && till', ['[[ -f a <$b> c ]]', 'till']],
    ['arithmetic', '(( i < 5 )) && till; for ((i=0;i<3;i++)); do till x; done', ['till', 'till x']],
    ['redirections', 'till list > "a b" 2>&1 --long < x', ['till list --long']],
    ['here-documents', "cat <<EOF > x\ntill no\nEOF\ntill yes <<-'END'\n\tit's\n\tEND\ntill end", ['cat', 'till yes', 'till end']],
    ['comments', '# till a\ntill b # till c\necho a#b', ['till b', 'echo a#b']],
  ])('%s', (_, text, expected) => {
    expect(commandsOf(text)).toEqual(expected);
    expect(readShell(text).trouble).toBeUndefined();
  });

  it('leaves out comment lines inside a continued command of a Dockerfile', () => {
    const text = 'shelf \\\n  # till a\n\n  && till b \\\n# last\n';
    expect(commandsOf(text, 'dockerfile')).toEqual(['shelf', 'till b']);
    expect(commandsOf('shelf # why \\\n && till', 'dockerfile')).toEqual(['shelf']);
  });

  it('tells the expansions of make from those of the shell', () => {
    expect(commandsOf('$(TILL) open $$x $@ "$$(till list)" $(shell till no)', 'make')).toEqual(['<$(TILL)> open <$$x> <$@> <"$$(till list)"> <$(shell till no)>', 'till list']);
  });

  it.each(["it's open", 'echo "a', 'ledger $(till', 'if till; then x', 'fi', 'till )', 'done && till', 'case a in'])('says that %j is not understood', (text) => {
    const script = readShell(text);
    expect(script.trouble).toBeDefined();
    for (const command of script.commands) expect(replaceCommand(script, command, [['x']])).toEqual({ problem: script.trouble });
  });

  it('reads the script of a shell given as a word', () => {
    const script = readShell(`sh -c 'till a' && bash -lc "till \\"b c\\" $x" && sh -eu -c "x" name && sh x.sh`);
    expect(script.commands.map((command) => scriptIn(script, command)?.text)).toEqual(['till a', 'till "b c" $x', 'x', undefined]);
  });
});

describe('removeCommand', () => {
  it.each<[string, string, string]>([
    ['first of a chain', 'till x && a && b', 'a && b'],
    ['inside a chain', 'a && till x && b', 'a && b'],
    ['last of a chain', 'a && till x', 'a'],
    ['on lines of its own', 'a \\\n    && till x \\\n    && b\n', 'a \\\n    && b\n'],
    ['with joints at the ends of lines', 'a && \\\n    till x && \\\n    b\n', 'a && \\\n    b\n'],
    ['first on lines', 'till x \\\n    && a\n', 'a\n'],
    ['in a chain behind a chain', 'a; till x && b', 'a; b'],
    ['in a chain before another', 'a && till x; b', 'a; b'],
    ['with semicolons', 'a; till x; b', 'a; b'],
    ['with an ending semicolon', 'till x; a;', 'a;'],
    ['a line', 'a\n  till x  # why\nb\n', 'a\nb\n'],
    ['the last line', 'a\ntill x', 'a'],
    ['the last line, ended', 'a\r\ntill x\r\n', 'a\r\n'],
    ['the first line', 'till x\na\n', 'a\n'],
    ['between blank lines', 'a\n\ntill x\n\nb\n', 'a\n\nb\n'],
    ['with what forgives its failure', 'a && till x || true\nb\n', 'a\nb\n'],
    ['with its assignments and prefix', 'a && B=1 sudo till x && c', 'a && c'],
    ['quiet', 'a && till x > /dev/null 2>&1 && b', 'a && b'],
    ['alone in a body', 'if a; then till x; fi', 'if a; then :; fi'],
    ['first in a body', 'if a; then\n  till x\n  b\nfi', 'if a; then\n  b\nfi'],
    ['behind a body', 'if a; then b; fi\ntill x\n', 'if a; then b; fi\n'],
    ['a comment above stays', 'a\n# why\ntill x\nb', 'a\n# why\nb'],
    ['alone', '  till x\n', 'everything'],
    ['piped', 'a | till x', 'refused: The command is part of a pipe.'],
    ['tested', 'till x || a', 'refused: Something depends on whether the command succeeds.'],
    ['a condition', 'if till x; then a; fi', 'refused: Something depends on whether the command succeeds.'],
    ['used', 'a $(till x)', 'refused: What the command prints is used.'],
    ['writing', 'a && till x > y', 'refused: The command reads or writes a file.'],
    ['asked about', 'till x\na $?', 'refused: Something depends on whether the command succeeds.'],
  ])('%s', (_, before, after) => expect(remove(before)).toBe(after));

  it('keeps comments in a Dockerfile', () => {
    expect(remove('a \\\n  # about till\n  && till x \\\n  && b', 'dockerfile')).toBe('a \\\n  # about till\n  && b');
    expect(remove('a \\\n  # about till\n  && till x', 'dockerfile')).toBe('refused: A comment stands between this command and the next one.');
  });
});

describe('replaceCommand', () => {
  it.each<[string, string, ShellArg[][], string]>([
    ['words by number keep their bytes', 'till  "a b"   $x # c', [['desk', 1, 2]], 'desk  "a b"   $x # c'],
    ['new words are quoted as they need', 'till a', [['desk', 'a b', '$x', "it's", 'x>=1']], `desk "a b" '$x' "it's" "x>=1"`],
    ['fewer words', 'till run \\\n  --a \\\n  --b > x', [['desk', 'go']], 'desk go > x'],
    ['words in front', 'till a', [['desk', 'run', 0, 1]], 'desk run till a'],
    ['the front away', 'A=1 till run x y', [[2, 3]], 'A=1 x y'],
    ['a part of a word', 'till "$a"/x', [['desk', { from: 1, text: '"$a"/y' }]], 'desk "$a"/y'],
    ['another order', 'till a b', [['desk', 2, 1]], 'desk b a'],
    ['several', 'a && till x; b', [['desk', 1], ['shelf']], 'a && desk x && shelf; b'],
    ['several with what stands before', 'A=1 sudo till x', [['desk', 1], ['shelf']], 'A=1 sudo desk x && A=1 sudo shelf'],
    ['several behind exec', 'exec till x', [['desk'], ['shelf', 1]], 'desk && exec shelf x'],
    ['several behind ||', 'a || till x', [['desk'], ['shelf']], 'a || { desk && shelf; }'],
    ['several before ||', 'till x || a', [['desk'], ['shelf']], 'desk && shelf || a'],
    ['several in a pipe', 'till x | a', [['desk'], ['shelf']], '{ desk && shelf; } | a'],
    ['several with a redirection', 'till x > y', [['desk'], ['shelf']], '{ desk && shelf; } > y'],
    ['a redirection between words', 'till a > y b', [['desk', 2, 1]], 'refused: A redirection stands between the words of the command.'],
  ])('%s', (_, before, commands, after) => expect(replace(before, ...commands)).toBe(after));
});

const word = fc.constantFrom('till', 'a', '"b c"', "'d e'", '$x', '"$(till x)"', 'e\\ f', '--g=h', '{posargs}', '${{ i }}', '*.py');
const gap = fc.constantFrom(' ', '  ', ' \\\n  ');
const command = fc.tuple(fc.constantFrom('', 'A=1 ', 'sudo '), fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '> /dev/null', '2>&1')).map(([before, words, after]) => before + words.map((pair) => pair.join('')).join('').replace(/[\s\\]+$/, '') + (after && ` ${after}`));
const listed = fc.tuple(command, fc.array(fc.tuple(fc.constantFrom(' && ', ' \\\n && ', '; ', '\n', ' || true\n', ' && \\\n  '), command), { maxLength: 4 })).map(([first, rest]) => first + rest.map((pair) => pair.join('')).join(''));
const soup = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r\n', '"', "'", '\\', '$', '(', ')', '{', '}', '`', '&', '|', ';', '<', '>', '#', '<<E\n', 'if ', 'case ', 'in ', 'esac', '{{', '}}'), maxLength: 30 });

describe('any text', () => {
  it('is its tokens, and its commands lie in it', () => {
    fc.assert(
      fc.property(fc.oneof(soup, listed), fc.constantFrom<ShellDialect>('plain', 'dockerfile', 'make'), (text, dialect) => {
        const tokens = shellTokens(text, dialect);
        expect(tokens.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
        expect(tokens.every(({ span }) => span.end > span.start)).toBe(true);
        for (const { words } of readShell(text, dialect).commands) for (const { span, raw } of words) expect(text.slice(span.start, span.end)).toBe(raw);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it('stays as it is when words are replaced by themselves', () => {
    fc.assert(
      fc.property(listed, (text) => {
        const script = readShell(text);
        expect(script.trouble).toBeUndefined();
        for (const one of script.commands) {
          if (one.words.length === 0) continue;
          expect(replaceCommand(script, one, [one.words.map((_, index) => index)])).toEqual([]);
          expect(replaceCommand(script, one, [one.words.map(({ value }, index) => value ?? index)])).toEqual([]);
        }
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('keeps all other commands when one is removed', () => {
    fc.assert(
      fc.property(listed, fc.nat(4), (text, at) => {
        const script = readShell(text);
        const top = script.commands.filter(({ place }) => place.list.owner === 'script');
        const gone = top[at % top.length];
        const outcome = gone && removeCommand(script, gone);
        if (!gone || !outcome || outcome === 'everything' || isShellProblem(outcome)) return;
        const inGone = (one: ShellCommand): boolean => one.span.start >= gone.span.start && one.span.end <= gone.span.end;
        const fallback = gone.followedBy === '||' ? top[top.indexOf(gone) + 1] : undefined;
        const kept = script.commands.filter((one) => !inGone(one) && one !== fallback).map(argv);
        const after = readShell(applyEdits(text, outcome));
        expect(after.trouble).toBeUndefined();
        expect(after.commands.map(argv)).toEqual(kept);
      }),
      { seed: 9, numRuns: 2000 },
    );
  });

  it('says a quoted value back', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", '\\', '$', '`', '!', '[', '>', '=', '\n', '(', '#', '~', '{', ',', '}', '📚') }), (value) => {
      const [read] = readShell(`till ${quoteWord(value)}`).commands;
      expect(read?.words.map((one) => one.value)).toEqual(['till', value]);
    }), { seed: 10, numRuns: 2000 });
  });
});
