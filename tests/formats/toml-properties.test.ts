import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendToArray, inSequence, insertInArray, insertText, isRefusal, isTomlProblem, NO_REMARKS, parseToml, removeEntry, removeFromArray, removeTable, renameKey, renameTable, setValue, verifyToml,
  type TomlDocument, type TomlInput, type TomlNode, type TomlOutcome,
} from '../../src/formats/toml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';
import { tomlInput, tomlText } from './toml-arbitrary.ts';

/** An operation on a node, with what it may touch. */
interface Operation {
  readonly name: string;
  readonly outcome: TomlOutcome;
  /** Whether an edit is one this operation may make. */
  readonly mayMake: (edit: Edit) => boolean;
  /** Comments that go with what is taken away. */
  readonly going: readonly string[];
  readonly coming: readonly string[];
}

const commentsIn = (text: string): string[] => text.match(/#(?:c\d+|new\d)/g) ?? [];

function nodesIn(node: TomlNode): readonly TomlNode[] {
  return [node, ...[...node.children.values()].flatMap(nodesIn)];
}

function commentsOf(node: TomlNode): readonly string[] {
  const { above, trailing, inside } = node.comments;
  return [...above, ...(trailing ? [trailing] : []), ...inside].map(({ text }) => text).concat(...[...node.children.values()].map(commentsOf));
}

/** What the random number `kind` stands for on a node; `undefined` when it makes no sense there. */
function operate(document: TomlDocument, node: TomlNode, kind: number, input: TomlInput, index: number): Operation | undefined {
  const { path, span } = node;
  const { text } = document;
  const insertsOnly = (edit: Edit): boolean => text.slice(edit.span.start, edit.span.end).trim() === '';
  const inSpan = (edit: Edit): boolean => span.start <= edit.span.start && edit.span.end <= span.end;
  const nothing = { going: [], coming: [] };
  const isArray = (node.role === 'entry' || node.role === 'element') && node.kind === 'array';
  const size = node.children.size;
  switch (kind) {
    case 0: {
      const outcome = setValue(document, path, input);
      const kept = isRefusal(outcome) ? [] : commentsIn(applyEdits(text, outcome.edits));
      return { name: 'replace', outcome, mayMake: inSpan, going: Array.isArray(input) ? commentsIn(text.slice(span.start, span.end)).filter((comment) => !kept.includes(comment)) : [], coming: [] };
    }
    case 1: return { name: 'add key', outcome: setValue(document, [...path, 'fresh key'], input), mayMake: insertsOnly, ...nothing };
    case 2: return { name: 'add table', outcome: setValue(document, [...path, 'fresh', 'deep', 'key'], input), mayMake: insertsOnly, ...nothing };
    case 3: return { name: 'add element', outcome: setValue(document, [...path, size], input), mayMake: insertsOnly, ...nothing };
    case 4: return removal(document, node, removeEntry(document, path, index % 2 === 0 ? 'keep header' : 'drop header'));
    case 5: return removal(document, node, removeTable(document, path));
    case 6: return { name: 'rename', outcome: renameKey(document, path, 'fresh'), mayMake: (edit) => !edit.text.includes('\n') && !/[\n#=]/.test(text.slice(edit.span.start, edit.span.end)), ...nothing };
    case 7: return { name: 'rename table', outcome: renameTable(document, path, ['fresh', 'name']), mayMake: (edit) => !/[\n#=]/.test(text.slice(edit.span.start, edit.span.end)), ...nothing };
    case 8: return { name: 'append', outcome: appendToArray(document, path, input, NO_REMARKS), mayMake: (edit) => inSpan(edit) && insertsOnly(edit), ...nothing };
    case 9: return {
      name: 'insert with comments', outcome: insertInArray(document, path, index % (size + 1), input, { above: ['#new0', '#new1'], trailing: '#new2' }),
      mayMake: (edit) => inSpan(edit) && insertsOnly(edit), going: [], coming: ['#new0', '#new1', '#new2'],
    };
    case 10: {
      const element = node.children.get(index % Math.max(1, size));
      return isArray && element ? removal(document, element, removeFromArray(document, path, index % size)) : undefined;
    }
    case 11: return { name: 'block', outcome: insertText(document, index % 3 === 0 ? 'end' : index % 3 === 1 ? { before: path } : { after: path }, '# stands above\n[fresh] #new0\nkey = 1\n#new1\n'), mayMake: insertsOnly, going: [], coming: ['#new0', '#new1'] };
    case 12: return { name: 'lines', outcome: insertText(document, { inside: path }, '#new0\nfresh = [\n  1, #new1\n]\n'), mayMake: insertsOnly, going: [], coming: ['#new0', '#new1'] };
    default: return undefined;
  }
}

function removal(document: TomlDocument, node: TomlNode, outcome: TomlOutcome): Operation {
  const headers = (read: TomlDocument): readonly TomlNode[] => nodesIn(read.root).filter((one) => one.role === 'table' && one.form === 'header');
  const after = isRefusal(outcome) ? document : parseToml(applyEdits(document.text, outcome.edits));
  const isHeaderGone = (node.role === 'entry' || (node.role === 'table' && node.form === 'dotted')) && !isTomlProblem(after) && headers(after).length < headers(document).length;
  const owner = headers(document).findLast(({ span }) => span.start <= node.span.start && node.span.end <= span.end);
  return { name: 'remove', outcome, mayMake: (edit) => edit.text === '', going: [...commentsOf(node), ...(isHeaderGone && owner ? headerComments(owner) : [])], coming: [] };
}

function headerComments({ comments: { above, trailing } }: TomlNode): readonly string[] {
  return [...above, ...(trailing ? [trailing] : [])].map(({ text }) => text);
}

const doubleBlank = (text: string): boolean => /\n[ \t\r]*\n[ \t\r]*\n/.test(text) || /^\ufeff?[ \t\r]*\n/.test(text);

const texts = tomlText.filter((text) => !isTomlProblem(parseToml(text)));

function read(text: string): TomlDocument {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  return document;
}

describe('random edits of random documents', () => {
  const seen = new Map<string, { made: number; refused: number }>();

  it('mean what was intended, touch only their own lines and lose no comment', () => {
    fc.assert(
      fc.property(texts, fc.nat(12), fc.nat(1000), fc.nat(1000), tomlInput, (text, kind, which, index, input) => {
        const document = read(text);
        const nodes = nodesIn(document.root);
        const node = nodes[which % nodes.length] ?? document.root;
        const operation = operate(document, node, kind, input as TomlInput, index);
        if (!operation) return;
        const { name, outcome, mayMake, going, coming } = operation;
        const tally = seen.get(name) ?? { made: 0, refused: 0 };
        seen.set(name, tally);
        if (isRefusal(outcome)) {
          tally.refused++;
          expect(outcome.refused).not.toMatch(/The edited text/);
          return;
        }
        tally.made++;
        expect(verifyToml(text, outcome.edits, outcome.intended)).toBeUndefined();
        for (const edit of outcome.edits) expect({ edit, may: mayMake(edit) }).toEqual({ edit, may: true });
        const after = applyEdits(text, outcome.edits);
        expect(commentsIn(after).sort()).toEqual([...commentsIn(text).filter((comment) => !going.includes(comment)), ...coming].sort());
        if (text.includes('\r\n')) expect(after.replace(/\r\n/g, '')).not.toContain('\n');
        else expect(after).not.toContain('\r');
        expect(after.lastIndexOf('\ufeff')).toBe(text.lastIndexOf('\ufeff'));
        if (/\S/.test(text) && /\S/.test(after)) expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        if (!doubleBlank(text)) expect(doubleBlank(after)).toBe(false);
      }),
      { seed: 42, numRuns: 4000 },
    );
    for (const [name, { made }] of seen) expect({ name, enough: made > 20 }).toEqual({ name, enough: true });
  });

  it('settle: setting the same value again changes nothing', () => {
    fc.assert(
      fc.property(texts, fc.nat(1000), tomlInput, fc.boolean(), (text, which, input, isNew) => {
        const document = read(text);
        const nodes = nodesIn(document.root);
        const at = nodes[which % nodes.length]?.path ?? [];
        const path = isNew ? [...at, 'fresh'] : at;
        const first = setValue(document, path, input as TomlInput);
        if (isRefusal(first)) return;
        expect(setValue(read(applyEdits(text, first.edits)), path, input as TomlInput)).toEqual({ edits: [], intended: first.intended });
      }),
      { seed: 43, numRuns: 800 },
    );
  });

  it('compose: several steps at once are the steps one after the other', () => {
    const step = fc.tuple(fc.nat(12), fc.nat(1000), fc.nat(1000), tomlInput);
    fc.assert(
      fc.property(texts, fc.array(step, { minLength: 2, maxLength: 4 }), (text, steps) => {
        const document = read(text);
        const makers = steps.map(([kind, which, index, input]) => (now: TomlDocument): TomlOutcome => {
          const nodes = nodesIn(now.root);
          const outcome = operate(now, nodes[which % nodes.length] ?? now.root, kind, input as TomlInput, index)?.outcome;
          return !outcome || isRefusal(outcome) ? { edits: [], intended: now.data } : outcome;
        });
        const atOnce = inSequence(document, makers);
        const oneByOne = makers.reduce((now, make) => {
          const outcome = make(read(now));
          return isRefusal(outcome) ? now : applyEdits(now, outcome.edits);
        }, text);
        expect(isRefusal(atOnce) ? atOnce.refused : applyEdits(text, atOnce.edits)).toBe(oneByOne);
      }),
      { seed: 44, numRuns: 600 },
    );
  });
});
