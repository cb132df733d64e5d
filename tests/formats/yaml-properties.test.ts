import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embeddedScalar, insertText, isYamlProblem, isYamlRefusal, nodesIn, parseYaml, partAt, removeAt, renameKey, replaceText, setScalar, type YamlDocument, type YamlNode, type YamlOutcome,
} from '../../src/formats/yaml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { yamlText } from './yaml-arbitrary.ts';

const commentsIn = (text: string): string[] => text.match(/# (?:c\d+|new)\b/g) ?? [];
const VALUES = ['new', 'a: b', '# x', 'yes', 'two\nlines\n', '', ' padded ', 'é"\'', 'first\nlast\n'];

function first(text: string): YamlDocument | undefined {
  const file = parseYaml(text);
  return isYamlProblem(file) ? undefined : file.documents[0];
}

/** What the random number `kind` does to a node. */
function operate(document: YamlDocument, node: YamlNode, kind: number, which: number): { readonly name: string; readonly outcome: YamlOutcome; readonly lines: number } {
  const { path } = node;
  const part = partAt(document, path)?.part;
  const own = part ? document.file.text.slice(part.span.start, part.span.end).split('\n').length + part.above.length : 1;
  const block = node.kind === 'sequence' ? '- new # new\n' : 'fresh: new # new\n';
  const beside = typeof path.at(-1) === 'number' ? '- new # new\n' : 'fresh: # new\n  - 1\n  - 2\n';
  switch (kind) {
    case 0: return { name: 'set', outcome: setScalar(document, path, VALUES[which % VALUES.length] ?? ''), lines: own };
    case 1: return { name: 'rename', outcome: renameKey(document, path, which % 2 ? 'fresh' : 'fresh: key'), lines: 1 };
    case 2: return { name: 'remove', outcome: removeAt(document, path, which % 3 === 0 ? 'refuse' : which % 3 === 1 ? 'keep empty' : 'refuse'), lines: own + 99 };
    case 3: return { name: 'insert inside', outcome: insertText(document, { inside: path }, node.kind === 'scalar' && which % 2 ? '- new # new\n' : block), lines: 1 };
    case 4: return { name: 'insert before', outcome: insertText(document, { before: path }, beside), lines: 1 };
    case 5: return { name: 'insert behind', outcome: insertText(document, { after: path }, beside), lines: 1 };
    default: return { name: 'replace', outcome: replaceText(document, path, beside), lines: own + 99 };
  }
}

describe('random YAML', () => {
  it('reads as texts that lead back', () => {
    let seen = 0;
    fc.assert(fc.property(yamlText, (text) => {
      const document = first(text);
      if (!document) return;
      for (const node of nodesIn(document.root)) {
        if (node.kind !== 'scalar') continue;
        seen++;
        const inner = embeddedScalar(document, node);
        expect(inner?.text).toBe(node.text);
        for (const match of node.text.matchAll(/[\w[:]+/g)) {
          const span = inner?.spanOf({ start: match.index, end: match.index + match[0].length });
          expect(span && text.slice(span.start, span.end)).toBe(match[0]);
        }
        expect(setScalar(document, node.path, node.value)).toMatchObject(partAt(document, node.path)?.part.value === node ? { edits: [] } : {});
      }
    }), { seed: 1, numRuns: 150 });
    expect(seen).toBeGreaterThan(800);
  });

  it('is edited with nothing else changed and no comment lost', () => {
    const tally = new Map<string, { made: number; refused: number }>();
    fc.assert(
      fc.property(yamlText, fc.nat(6), fc.nat(1000), fc.nat(1000), (text, kind, at, which) => {
        const document = first(text);
        if (!document) return;
        const nodes = nodesIn(document.root).filter((node) => partAt(document, node.path)?.part.value === node || node.path.length === 0);
        const node = nodes[at % nodes.length] ?? document.root;
        const { name, outcome, lines } = operate(document, node, kind, which);
        const counts = tally.get(name) ?? { made: 0, refused: 0 };
        tally.set(name, counts);
        if (isYamlRefusal(outcome)) {
          counts.refused++;
          expect({ text, path: node.path, name, refused: outcome.refused }).toMatchObject({ refused: expect.not.stringMatching(/not mean|lost or made/) });
          return;
        }
        counts.made++;
        const after = applyEdits(text, outcome.edits);
        const gone = text.split('\n').filter((line) => !after.split('\n').includes(line) && line.trim() !== '');
        expect({ text, after, name, gone: gone.length <= lines + 1 }).toMatchObject({ gone: true });
        if (name !== 'remove' && name !== 'replace') for (const comment of commentsIn(text)) expect(commentsIn(after)).toContain(comment);
        if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
        else expect(after).not.toContain('\r');
      }),
      { seed: 2, numRuns: 1500 },
    );
    for (const [name, { made }] of tally) expect({ name, enough: made > 50 }).toEqual({ name, enough: true });
  });
});
