import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, isTomlProblem, parseToml, restructure, type TargetEntry, type TargetTable, type TomlDocument, type TomlInput, type TomlNode, type TomlTarget } from '../../src/formats/toml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { tomlInput, tomlText } from './toml-arbitrary.ts';

const texts = tomlText.filter((text) => !isTomlProblem(parseToml(text)));
const commentsIn = (text: string): string[] => (text.match(/#c\d+/g) ?? []).sort();
const blankAtTop = (text: string): boolean => /^\ufeff?[ \t\r]*\n/.test(text);
const doubleBlank = (text: string): boolean => /\n[ \t\r]*\n[ \t\r]*\n/.test(text);

function read(text: string): TomlDocument {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  return document;
}

function nodesIn(node: TomlNode): readonly TomlNode[] {
  return [node, ...[...node.children.values()].flatMap(nodesIn)];
}

/** Moves what is below an old node to another table: some entries under their names, some under others, one as a list of its parts. */
function moved(node: TomlNode, path: readonly (string | number)[], kinds: readonly number[], input: TomlInput): TargetTable {
  const entries = [...node.children.values()].flatMap((child, index): TargetEntry[] => {
    const key = String(child.path.at(-1));
    const value = child.value as TomlInput;
    switch (kinds[index % kinds.length]) {
      case 0: return [{ key, value, origin: child.path }];
      case 1: return [{ key: `other ${key}`, value, origin: child.path }];
      case 2: return [{ key, value: input, origin: child.path }];
      case 3: return [];
      default: return [{ key, value: { origin: child.path, items: [...child.children.values()].map((part) => ({ value: part.value as TomlInput, origin: part.path })) }, origin: child.path }];
    }
  });
  return { path, origin: node.path, entries };
}

describe('a random restructuring of a random document', () => {
  const seen = { made: 0, refused: 0 };

  it('means what was intended and keeps every comment', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), fc.nat(3), tomlInput, (text, which, kinds, place, input) => {
        const document = read(text);
        const nodes = nodesIn(document.root).filter(({ path, children }) => path.length > 0 && children.size > 0);
        const chosen = [...new Set(which.map((index) => nodes[index % Math.max(1, nodes.length)]))].filter((node) => node !== undefined);
        const first = document.root.children.get('a');
        const target: TomlTarget = {
          tables: chosen.map((node, index) => moved(node, place === 0 ? node.path : place === 1 && first?.role === 'table' ? ['a', `new${index}`] : ['fresh', ...(index > 0 ? [`t${index}`] : [])], kinds, input as TomlInput)),
          removed: chosen.map(({ path }) => path),
        };
        const outcome = restructure(document, target);
        if (isRefusal(outcome)) {
          seen.refused++;
          return;
        }
        seen.made++;
        const after = applyEdits(text, outcome.edits);
        expect(commentsIn(after)).toEqual(commentsIn(text));
        if (text.includes('\r\n')) expect(after.replace(/\r\n/g, '')).not.toContain('\n');
        expect(after.lastIndexOf('\ufeff')).toBe(text.lastIndexOf('\ufeff'));
        if (/\S/.test(text.replace('\ufeff', '')) && /\S/.test(after.replace('\ufeff', ''))) expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        for (const { header, block, path } of document.syntax.sections) {
          const isTouched = [...target.removed, ...target.tables.map((table) => table.path)].some((other) => other.every((step, at) => step === path[at]) || path.every((step, at) => step === other[at]));
          if (header && !isTouched) expect(after).toContain(text.slice(block.start, block.end).trimEnd());
        }
        if (place > 0) {
          const again = restructure(read(after), { tables: target.tables.map(({ path, entries }) => ({ path, entries: entries.map(({ key, value }) => ({ key, value })) })), removed: [] });
          expect(isRefusal(again) ? again.refused : again.edits).toEqual([]);
        }
        if (!blankAtTop(text)) expect(blankAtTop(after)).toBe(false);
        if (!doubleBlank(text)) expect(doubleBlank(after)).toBe(false);
      }),
      { seed: 45, numRuns: 1000 },
    );
    expect(seen.refused / seen.made).toBeLessThan(0.2);
  });
});
