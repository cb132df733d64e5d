import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Refused } from '../../src/python/edit/arguments.ts';
import { appendToBody, prependToBody, setDocstring } from '../../src/python/edit/blocks.ts';
import { extractLines } from '../../src/python/edit/extract-lines.ts';
import { removeStatements } from '../../src/python/edit/remove-statements.ts';
import { statementAround } from '../../src/python/edit/rows.ts';
import { insertAfter, insertBefore, replaceStatement } from '../../src/python/edit/statements.ts';
import type { PyNode, PyTree } from '../../src/python/syntax/node.ts';
import { undecorated } from '../../src/python/syntax/views.ts';
import { descendants, isTrivia, nodeAt } from '../../src/python/syntax/walk.ts';
import type { Edit } from '../../src/text/edit.ts';
import { contains, type Span } from '../../src/text/span.ts';
import { edited, lines, parsed } from '../support/edited.ts';
import { codes, modules, type Known } from '../support/statements-arbitrary.ts';

const SEED = 20;
const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;

/** A module, one of its statements, and code. */
const scenes = fc.tuple(modules, fc.nat(), codes).map(([module, number, code]) => ({ module, known: module.statements[number % module.statements.length] as Known, code }));

function nodeOf(tree: PyTree, { at }: Known): PyNode {
  return statementAround(nodeAt(tree.root, { start: at, end: at + 1 }));
}

/** The comments of a text, by the marks they were written with. */
function commentsIn(text: string): string[] {
  return (text.match(/# cn?\d+;/g) ?? []).sort();
}

function difference(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all];
  for (const one of some) {
    const at = left.indexOf(one);
    if (at < 0) throw new Error(`There is no ${one}.`);
    left.splice(at, 1);
  }
  return left;
}

function linesOfText(text: string): string[] {
  return text.replace('\uFEFF', '').split('\n').map((line) => line.replace(/\r$/, ''));
}

/** Whether the lines of `some` stand in `all` in that order; those that do not. */
function notIn(some: readonly string[], all: readonly string[]): string[] {
  let at = 0;
  return some.filter((line) => {
    const found = all.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

function longestGap(text: string): number {
  return Math.max(0, ...[...text.matchAll(/(?:^[ \t]*\r?\n)+/gm)].map(([gap]) => gap.split('\n').length - 1));
}

function check(property: fc.IRawProperty<unknown>, numRuns: number): void {
  fc.assert(property, { seed: SEED, numRuns });
}

describe('for every module', () => {
  test('removing a statement takes its comments and nothing else', () => {
    check(
      fc.property(scenes, ({ module: { text }, known }) => {
        const tree = parsed(text);
        const after = edited(tree, removeStatements([nodeOf(tree, known)]));
        if (after.startsWith('refused')) throw new Error(after);
        expect(commentsIn(after)).toEqual(difference(commentsIn(text), known.comments));
        expect(longestGap(after)).toBeLessThanOrEqual(longestGap(text));
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
        expect(/[^\r]\n/.test(after) && /\r\n/.test(after)).toBe(/[^\r]\n/.test(text) && /\r\n/.test(text));
        if (!known.alone) return;
        // Lines are left out; only `pass` is new, and a line that lost what stood behind its colon.
        const fresh = notIn(linesOfText(after), linesOfText(text));
        expect(fresh.filter((line) => line !== '' && !/^\s*pass$|: pass(  # c\d+;)?$/.test(line))).toEqual([]);
      }),
      800,
    );
  });

  test('what is removed together is gone together', () => {
    check(
      fc.property(modules, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), ({ text, statements }, numbers) => {
        const tree = parsed(text);
        const gone = numbers.map((number) => statements[number % statements.length] as Known);
        const after = edited(tree, removeStatements(gone.map((known) => nodeOf(tree, known))));
        expect(longestGap(after)).toBeLessThanOrEqual(longestGap(text));
        const kept = difference(commentsIn(text), [...new Set(gone.flatMap(({ comments }) => comments))]);
        // A comment behind several statements goes with the last of them.
        expect(kept).toEqual(expect.arrayContaining(commentsIn(after)));
        if (gone.every(({ alone }) => alone)) expect(commentsIn(after)).toEqual(kept);
      }),
      800,
    );
  });

  test.each([
    ['before', insertBefore],
    ['after', insertAfter],
  ] as const)('code put in %s a statement is all that is new, and removing it gives the old lines', (_, insert) => {
    const seen = { done: 0, refused: 0, same: 0 };
    check(
      fc.property(scenes, ({ module: { text }, known, code }) => {
        const tree = parsed(text);
        const edits = insert(nodeOf(tree, known), parsed(code.text));
        const after = edited(tree, edits);
        if (after.startsWith('refused') || 'refused' in edits) {
          expect(known.alone && known.kind !== 'docstring').toBe(false);
          seen.refused++;
          return;
        }
        seen.done++;
        expect(commentsIn(after)).toEqual([...commentsIn(text), ...commentsIn(code.text)].sort());
        if (known.onHeader) return;
        expect(notIn(linesOfText(text).filter((line) => line !== ''), linesOfText(after))).toEqual([]);
        // Comments at the top of a file would take those of the code in.
        if (known.first) return;
        const changed = parsed(after);
        const [edit] = edits;
        if (!edit) throw new Error('There is no edit.');
        const again = edited(changed, removeStatements(statementsIn(changed, { start: edit.span.start, end: edit.span.start + edit.text.length })));
        const addsGap = /^\r?\n|\n\r?\n$/.test(edit.text);
        if (!addsGap) {
          expect(again).toBe(text);
          seen.same++;
        } else expect(linesOfText(again).filter((line) => line !== '')).toEqual(linesOfText(text).filter((line) => line !== ''));
      }),
      800,
    );
    expect(seen.done).toBeGreaterThan(500);
    expect(seen.same).toBeGreaterThan(100);
  });

  test('an extracted statement is code at the margin with all its comments', () => {
    check(
      fc.property(scenes, ({ module: { text }, known }) => {
        const extracted = extractLines(nodeOf(parsed(text), known));
        if ('refused' in extracted) throw new Error(extracted.refused);
        const code = parsed(extracted.code);
        expect(code.root.children.filter(({ named, type }) => named && type !== 'comment').length).toBe(1);
        expect(extracted.code).not.toMatch(/^[ \t]|\r|\n$/);
        if (known.alone && !known.onHeader) expect(commentsIn(extracted.code)).toEqual([...known.comments].sort());
      }),
      500,
    );
  });
});

/** The outermost statements of a stretch of text. */
function statementsIn(tree: PyTree, stretch: Span): PyNode[] {
  const isOutside = (node: PyNode | undefined): boolean => node !== undefined && !contains(stretch, node);
  return [...descendants(tree.root)].filter((node) => node.named && !isTrivia(node) && /^(block|module)$/.test(node.parent?.type ?? '') && contains(stretch, node) && isOutside(node.parent));
}

/** One edit to be looked at by CPython. */
interface Job {
  readonly before: string;
  readonly after: string;
  readonly kind: string;
  readonly places: readonly (readonly [line: number, column: number])[];
  readonly code: string;
}

function placeOf(text: string, node: PyNode): readonly [number, number] {
  const before = text.slice(0, undecorated(node).start).replace('\uFEFF', '').split('\n');
  return [before.length, Buffer.byteLength(before.at(-1) ?? '')];
}

const DOCSTRING = '"""Says\n\n  much.\n"""';

/** Everything that can be done to a statement, with the code it takes. */
const OPERATIONS: readonly (readonly [kind: string, codeOf: (code: string, node: PyNode) => string | undefined, edit: (node: PyNode, code: PyTree) => readonly Edit[] | Refused])[] = [
  ['remove', () => '', (node) => removeStatements([node])],
  ['before', (code) => code, insertBefore],
  ['after', (code) => code, insertAfter],
  ['replace', (code) => code, replaceStatement],
  ['append', (code, node) => (hasBody(node) ? code : undefined), appendToBody],
  ['prepend', (code, node) => (hasBody(node) ? code : undefined), prependToBody],
  ['docstring', (_, node) => (/_definition$/.test(undecorated(node).type) ? DOCSTRING : undefined), setDocstring],
  ['copy', (_, node) => extracted(node), insertAfter],
];

function hasBody(node: PyNode): boolean {
  return /_definition$|^(if|for|while|try|with)_statement$/.test(node.type);
}

function extracted(node: PyNode): string | undefined {
  const made = extractLines(node);
  return 'refused' in made ? undefined : made.code;
}

/** What CPython has to say against edits. */
function complaintsOf(jobs: readonly Job[]): string[] {
  const script = new URL('../support/expected_tree.py', import.meta.url).pathname;
  const answers = JSON.parse(execFileSync('python3', [script], { input: JSON.stringify(jobs), encoding: 'utf8', maxBuffer: 1 << 28 })) as string[];
  return answers.flatMap((answer, index) => (answer === '' ? [] : [`${answer}\n${JSON.stringify(jobs[index], null, 1)}`]));
}

describe.skipIf(!hasPython)('to CPython', () => {
  test('an edited module means what it should', () => {
    const jobs: Job[] = [];
    const counts = new Map<string, number>();
    for (const { module: { text }, known, code } of fc.sample(scenes, { seed: SEED, numRuns: 700 })) {
      const tree = parsed(text);
      const node = nodeOf(tree, known);
      for (const [kind, codeOf, edit] of OPERATIONS) {
        const put = codeOf(code.text, node);
        if (put === undefined) continue;
        const after = edited(tree, edit(node, parsed(put)));
        if (after.startsWith('refused')) continue;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        jobs.push({ before: text, after, kind, places: [placeOf(text, node)], code: put });
      }
    }
    expect(complaintsOf(jobs).slice(0, 3)).toEqual([]);
    expect(Math.min(...counts.values())).toBeGreaterThan(40);
    expect([...counts.keys()]).toEqual(expect.arrayContaining(OPERATIONS.map(([kind]) => kind)));
  });

  test('statements removed together are the ones that are gone', () => {
    const jobs = fc.sample(fc.tuple(modules, fc.array(fc.nat(), { minLength: 2, maxLength: 6 })), { seed: SEED, numRuns: 500 }).map(([{ text, statements }, numbers]): Job => {
      const tree = parsed(text);
      const nodes = [...new Set(numbers.map((number) => nodeOf(tree, statements[number % statements.length] as Known)))];
      return { before: text, after: edited(tree, removeStatements(nodes)), kind: 'remove', places: nodes.map((node) => placeOf(text, node)), code: '' };
    });
    expect(complaintsOf(jobs.filter(({ after }) => !after.startsWith('refused'))).slice(0, 3)).toEqual([]);
  });

  test('the judge sees when a meaning changes', () => {
    const before = lines('def f():', '    """Doc."""', '    return 1');
    const job = (kind: string, after: string, code = ''): Job => ({ before, after, kind, places: [[1, 0]], code });
    expect(complaintsOf([job('remove', ''), job('append', `${before}    a()\n`, 'a()'), job('after', `${before}a()\n`, 'a()')])).toEqual([]);
    expect(complaintsOf([job('remove', before), job('append', `${before}a()\n`, 'a()'), job('after', `${before}  a()\n`, 'a()')]).length).toBe(3);
  });
});
