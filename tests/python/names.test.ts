import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyseNames, roleOf, type Meaning, type ModuleNames } from '../../src/python/names/index.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { deepDescendants, nodeAt } from '../../src/python/syntax/walk.ts';
import { lineAt, lineStart, positionAt } from '../../src/text/lines.ts';
import { pythonParser } from '../support/parser.ts';

const FOLDER = new URL('../../fixtures/_names/', import.meta.url);
const THROUGH = ' (through aliases)';

/** One `name -> answer` of a comment, about the code on the comment's line, or on the line above if the comment stands alone. */
interface Expectation {
  readonly line: number;
  readonly expression: string;
  readonly node: PyNode;
  readonly answer: string;
}

function expectationsIn(root: PyNode): Expectation[] {
  const { text } = root.tree;
  const comments = [...deepDescendants(root, () => true)].filter((node) => node.type === 'comment' && node.text.includes(' -> '));
  return comments.flatMap((comment) => {
    const alone = lineAt(text, comment.start).trim().startsWith('#');
    const start = alone ? lineStart(text, lineStart(text, comment.start) - 1) : lineStart(text, comment.start);
    const code = alone ? lineAt(text, start) : text.slice(start, comment.start);
    return comment.text.slice(1).split(' | ').map((entry): Expectation => {
      const [asked = '', answer = ''] = entry.trim().split(/ -> (.*)/);
      const [expression = '', nth = '1'] = asked.split('@');
      // `.name` asks about the identifier of an attribute.
      const label = expression.startsWith('.') ? 1 : 0;
      const spelled = new RegExp(`${label ? '' : '(?<![\\w.])'}${expression.replace(/[.()=]/g, '\\$&')}(?!\\w)`, 'g');
      const found = [...(code.split('# ')[0] ?? '').matchAll(spelled)];
      const at = found[Number(nth) - 1]?.index;
      if (at === undefined) throw new Error(`There is no ${asked} in: ${code}`);
      const span = { start: start + at + label, end: start + at + expression.length };
      return { line: positionAt(text, start).line, expression: asked, node: nodeAt(root, span), answer };
    });
  });
}

function lineOf(node: PyNode): number {
  return positionAt(node.tree.text, node.start).line;
}

function at(node: PyNode): string {
  return `${lineOf(node)}: ${node.text}`;
}

function inWords(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'import':
      return `${meaning.path}${meaning.typeCheckingOnly ? ' (type checking only)' : ''}${meaning.guarded ? ' (guarded)' : ''}`;
    case 'local':
      return [`${meaning.binding.how.kind} on line ${lineOf(meaning.binding.node)}`, ...then(meaning.attributes)].join(', ');
    case 'builtin':
      return [`builtin ${meaning.name}`, ...then(meaning.attributes)].join(', ');
    case 'unknown':
      return `unknown: ${meaning.because}${meaning.otherwise ? ` Otherwise ${inWords(meaning.otherwise)}` : ''}`;
  }
}

function then(attributes: readonly string[]): string[] {
  return attributes.length === 0 ? [] : [`then ${attributes.join('.')}`];
}

/** The answer in the words of the fixtures. `undefined` stands for a name that is not defined; more may follow where `resolve` knows more. */
function answerTo({ node, expression, answer }: Expectation, names: ModuleNames): string {
  const meaning = inWords(answer.endsWith(THROUGH) ? names.resolveThroughAliases(node) : names.resolve(node));
  if (answer.endsWith(THROUGH)) return meaning + THROUGH;
  const reference = names.references().find((one) => one.node === node);
  if (reference?.bindings !== 'undefined') return meaning;
  const name = expression.split('@')[0];
  return meaning === `unknown: \`${name}\` is not defined in this module.` ? 'undefined' : `undefined: ${meaning}`;
}

const parser = await pythonParser();
const files = readdirSync(FOLDER).sort();

describe.each(files)('%s', (file) => {
  const tree = parser.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  const expectations = expectationsIn(tree.root);

  test('parses, and states something', () => {
    expect(tree.error).toBeUndefined();
    expect(expectations.length).toBeGreaterThan(0);
  });

  test('means what its comments say', () => {
    const names = analyseNames(tree);
    const answers = expectations.map((one) => `${one.line}: ${one.expression} -> ${answerTo(one, names)}`);
    expect(answers).toEqual(expectations.map(({ line, expression, answer }) => `${line}: ${expression} -> ${answer}`));
  });

  test('has a binding for every identifier that binds, and for no other', () => {
    const names = analyseNames(tree);
    const scopes = new Set([...deepDescendants(tree.root, () => true)].map((node) => names.scopeOf(node)));
    const bound = [...scopes].flatMap((scope) => [...scope.bindings.values()].flat()).map(({ node }) => node);
    const binding = [...deepDescendants(tree.root, () => true)].filter((node) => node.type === 'identifier' && /binding|both/.test(roleOf(node)));
    expect(bound.sort((a, b) => a.start - b.start).map(at)).toEqual(binding.map(at));
  });

  test('has no other undefined names', () => {
    const undefinedNames = analyseNames(tree).references().filter(({ bindings }) => bindings === 'undefined');
    const stated = expectations.filter(({ answer }) => answer.startsWith('undefined'));
    expect(undefinedNames.map(({ node }) => at(node))).toEqual(
      stated.sort((a, b) => a.node.start - b.node.start).map(({ node }) => at(node)),
    );
  });

  test('means the same whichever name is asked first', () => {
    const forward = analyseNames(tree);
    const backward = analyseNames(parser.parse(tree.text));
    const asked = expectations.map(({ node }) => node);
    const inOrder = asked.map((node) => inWords(forward.resolve(node)));
    const { root } = backward.tree;
    const reversed = [...asked].reverse().map((node) => inWords(backward.resolve(nodeAt(root, node))));
    expect(reversed.reverse()).toEqual(inOrder);
  });

  test('means the same with CRLF line endings', () => {
    const crlf = analyseNames(parser.parse(tree.text.replaceAll('\n', '\r\n')));
    const plain = analyseNames(tree);
    const say = (names: ModuleNames): string[] =>
      names.references().map(({ node, bindings }) => {
        const bound = typeof bindings === 'string' ? bindings : bindings.map((binding) => lineOf(binding.node)).join(' ');
        return `${lineOf(node)} ${node.text} ${bound} ${inWords(names.resolve(node))}`;
      });
    expect(say(crlf)).toEqual(say(plain));
  });
});
