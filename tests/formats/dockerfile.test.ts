import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyOf, insertAfter, insertBefore, pairsOf, readDockerfile, removeInstruction, removePairs, renamePair, replaceWord, shellAt, userAt, workdirAt, type Dockerfile, type DockerInstruction } from '../../src/formats/dockerfile/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';

const SHOP = `# syntax=docker/dockerfile:1
ARG PYTHON=3.12
FROM --platform=linux/amd64 python:\${PYTHON}-slim AS Base
ENV TILL=1 \\
    # where books are
    SHELF="a b" LEDGER=c\\ d
ENV OLD some value
WORKDIR /shop
RUN --mount=type=cache,target=/root/.cache \\
    # first
    till open \\
    && till close

FROM base AS build
WORKDIR back
USER clerk
RUN <<EOF
till open
till close
EOF
COPY --from=base --chown=a:b till.lock* "./a b" ./
COPY ["till.lock", "b c", "/x/"]
ONBUILD RUN till open
SHELL ["/bin/bash", "-c"]
CMD ["till", "run", \\
     "it"]
`;

const slice = (file: Dockerfile, { span }: { span: { start: number; end: number } }): string => file.text.slice(span.start, span.end);
const fail = (what: string): never => {
  throw new Error(`no ${what}`);
};
const only = (file: Dockerfile, keyword: string, nth = 0): DockerInstruction => file.instructions.filter((one) => one.keyword === keyword)[nth] ?? fail(keyword);
const edited = (text: string, edits: readonly Edit[]): string => applyEdits(text, edits);

describe('readDockerfile', () => {
  for (const [ending, text] of [['LF', SHOP], ['CRLF', SHOP.replaceAll('\n', '\r\n')]] as const) {
    const file = readDockerfile(text);
    it(`gives stages and instructions with their places (${ending})`, () => {
      expect(file.stages.map(({ name, base, platform, parent }) => [name, base?.value, platform, parent])).toEqual([['base', 'python:${PYTHON}-slim', 'linux/amd64', undefined], ['build', 'base', undefined, 0]]);
      expect(file.instructions.map(({ keyword, stage }) => `${keyword} ${stage}`)).toEqual(['ARG undefined', 'FROM 0', 'ENV 0', 'ENV 0', 'WORKDIR 0', 'RUN 0', 'FROM 1', 'WORKDIR 1', 'USER 1', 'RUN 1', 'COPY 1', 'COPY 1', 'RUN 1', 'SHELL 1', 'CMD 1']);
      const run = only(file, 'RUN');
      expect(run.flags.map(({ name, value }) => [name, value])).toEqual([['mount', 'type=cache,target=/root/.cache']]);
      expect(text.slice(run.args.start, run.args.end).replaceAll('\r', '')).toBe('till open \\\n    && till close');
      const [heredoc] = only(file, 'RUN', 1).heredocs;
      expect(heredoc && slice(file, heredoc).replaceAll('\r', '')).toBe('till open\ntill close\n');
      expect(only(file, 'RUN', 2)).toMatchObject({ onBuild: true });
      expect(only(file, 'CMD').strings?.map(({ value }) => value)).toEqual(['till', 'run', 'it']);
    });

    it(`reads pairs (${ending})`, () => {
      const pairs = file.instructions.flatMap((one) => pairsOf(file, one));
      expect(pairs.map(({ name, value }) => [name, value])).toEqual([['PYTHON', '3.12'], ['TILL', '1'], ['SHELF', 'a b'], ['LEDGER', 'c d'], ['OLD', 'some value']]);
    });

    it(`follows folders, users and shells through stages (${ending})`, () => {
      expect(workdirAt(file, only(file, 'RUN'))).toBe('/shop');
      expect(workdirAt(file, only(file, 'CMD'))).toBe('/shop/back');
      expect(workdirAt(file, only(file, 'ENV'))).toBeUndefined();
      expect([userAt(file, only(file, 'RUN')), userAt(file, only(file, 'CMD'))]).toEqual([undefined, 'clerk']);
      expect([shellAt(file, only(file, 'RUN')), shellAt(file, only(file, 'CMD'))]).toEqual([undefined, '/bin/bash']);
    });
  }

  it('reads what is copied, in both forms', () => {
    const file = readDockerfile(SHOP);
    const copies = file.instructions.flatMap((one) => copyOf(one) ?? []);
    expect(copies.map(({ sources, target, from }) => [sources.map(({ value }) => value), target.value, from])).toEqual([[['till.lock*', './a b'], './', 'base'], [['till.lock', 'b c'], '/x/', undefined]]);
    const [first, second] = copies;
    const [named, listed] = [only(file, 'COPY'), only(file, 'COPY', 1)];
    const edits = [...replaceWord(named, first?.sources[0] ?? fail('source'), 'desk.lock*'), ...replaceWord(listed, second?.sources[0] ?? fail('source'), 'desk.lock')];
    expect(edited(SHOP, edits)).toBe(SHOP.replace(' till.lock*', ' desk.lock*').replace('"till.lock"', '"desk.lock"'));
  });

  it.each(['', 'RUN', 'FROM', 'CMD ["a", b]', 'RUN <<EOF\nno end', 'ENV', 'COPY a', '# only\n', 'FROM a\nNONSENSE x y\n', 'RUN a \\'])('takes %j', (text) => {
    const file = readDockerfile(text);
    for (const one of file.instructions) {
      expect(one.span.end).toBeLessThanOrEqual(text.length);
      expect(() => [pairsOf(file, one), copyOf(one), workdirAt(file, one)]).not.toThrow();
    }
  });

  it('knows the other escape character', () => {
    const file = readDockerfile('# escape=`\nFROM a\nCOPY C:\\x `\n  D:\\y\nRUN a `\n b\n');
    expect(file.escape).toBe('`');
    expect(copyOf(only(file, 'COPY'))?.sources.map(({ value }) => value)).toEqual(['C:\\x']);
  });

  it('takes any text', () => {
    const unit = fc.constantFrom('FROM a', 'RUN x', 'ENV A=1', ' ', '\\', '\n', '\r\n', '"', '[', ']', '<<E', '# c', '=', 'ONBUILD ', '--a=b ', ',');
    fc.assert(fc.property(fc.string({ unit, maxLength: 15 }), (text) => {
      const file = readDockerfile(text);
      for (const one of file.instructions) for (const { span, raw } of [...one.words, ...(one.strings ?? [])]) expect(text.slice(span.start, span.end)).toBe(raw);
    }), { seed: 3, numRuns: 2000 });
  });
});

describe('pairs', () => {
  const without = (text: string, names: readonly string[], comments?: (comment: string) => boolean): string => {
    const file = readDockerfile(text);
    const instruction = only(file, 'ENV');
    return edited(text, removePairs(file, instruction, pairsOf(file, instruction).filter(({ name }) => names.includes(name)), comments));
  };
  it.each<[string, string, string[], string]>([
    ['the first', 'ENV A=1 B=2 C=3\n', ['A'], 'ENV B=2 C=3\n'],
    ['one between', 'ENV A=1 B=2 C=3\n', ['B'], 'ENV A=1 C=3\n'],
    ['the last two', 'ENV A=1 B=2 C=3\n', ['B', 'C'], 'ENV A=1\n'],
    ['the first on lines', 'ENV A=1 \\\n    B=2 \\\n    C=3\n', ['A'], 'ENV B=2 \\\n    C=3\n'],
    ['one on a line', 'ENV A=1 \\\n    B=2 \\\n    C=3\n', ['B'], 'ENV A=1 \\\n    C=3\n'],
    ['the last on a line', 'ENV A=1 \\\n    B=2 \\\n    C=3\nRUN x', ['B', 'C'], 'ENV A=1\nRUN x'],
    ['comments stay', 'ENV A=1 \\\n    # b\n    B=2 \\\n    # c\n    C=3\n', ['B'], 'ENV A=1 \\\n    # b\n    # c\n    C=3\n'],
    ['comments before the end stay', 'ENV A=1 \\\n    # b\n    B=2\n', ['B'], 'ENV A=1\n    # b\n'],
    ['all of them', 'FROM a\n# why\nENV A=1 B=2\nRUN x\n', ['A', 'B'], 'FROM a\n# why\nRUN x\n'],
    ['the old form', 'FROM a\n\nENV A 1 2\n\nRUN x\n', ['A'], 'FROM a\n\nRUN x\n'],
  ])('lose %s', (_, before, names, after) => expect(without(before, names)).toBe(after));

  it('take comments with them that are about them', () => {
    const text = 'ENV A=1 \\\n    # till\n    B=2 \\\n    C=3\n';
    expect(without(text, ['B'], (comment) => comment.includes('till'))).toBe('ENV A=1 \\\n    C=3\n');
  });

  it.each<[string, string, string | undefined, string]>([
    ['ENV A=1 B=2', 'X', undefined, 'ENV X=1 B=2'],
    ['ENV A=1 B=2', 'X', 'a b', 'ENV X="a b" B=2'],
    ['ENV A 1 2', 'X', undefined, 'ENV X 1 2'],
    ['ARG A', 'X', '$B/c', 'ARG X=$B/c'],
  ])('are renamed: %s', (text, name, value, after) => {
    const file = readDockerfile(text);
    const [pair] = pairsOf(file, file.instructions[0] ?? fail('instruction'));
    expect(edited(text, pair ? renamePair(pair, name, value) : [])).toBe(after);
  });
});

describe('instructions', () => {
  const text = 'FROM a\n\n# why\nRUN till \\\n  open\n\nRUN b';
  const file = readDockerfile(text);
  it('are removed with their lines', () => {
    expect(edited(text, removeInstruction(file, only(file, 'RUN')))).toBe('FROM a\n\n# why\n\nRUN b');
    expect(edited(text, removeInstruction(file, only(file, 'RUN'), () => true))).toBe('FROM a\n\nRUN b');
    expect(edited(text, removeInstruction(file, only(file, 'RUN', 1)))).toBe('FROM a\n\n# why\nRUN till \\\n  open\n');
  });
  it('are inserted around others', () => {
    expect(edited(text, insertBefore(file, only(file, 'RUN'), 'USER x'))).toBe('FROM a\n\nUSER x\n# why\nRUN till \\\n  open\n\nRUN b');
    expect(edited(text, insertAfter(file, only(file, 'RUN', 1), 'USER x'))).toBe(`${text}\nUSER x`);
    const crlf = 'FROM a\r\nRUN b\r\n';
    expect(edited(crlf, insertAfter(readDockerfile(crlf), readDockerfile(crlf).instructions[0] ?? fail('FROM'), 'A\nB'))).toBe('FROM a\r\nA\r\nB\r\nRUN b\r\n');
  });
});
