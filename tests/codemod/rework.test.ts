import { describe, expect, it } from 'vitest';
import type { Rework } from '../../src/codemod/rework.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { codemodDoing, runOver } from '../support/run.ts';

/** The module after a rework that is told by its statements. */
function reworked(source: string, rework: (statements: readonly PyNode[]) => Rework): string {
  const { after, patchSet } = runOver({ 'shop.py': source }, [
    codemodDoing('rework', (task) => {
      const module = task.python.layout.moduleAt('shop.py');
      if (!module || !module.text.includes('moved')) return;
      task.change(module.at(module.tree.root), 'It moves.', (edit) => edit.rework(module, rework(module.tree.root.children)));
    }),
  ]);
  expect(patchSet.findings.map(({ message }) => message)).toEqual([]);
  return [...after.files].find(([path]) => path === 'shop.py')?.[1].text ?? '';
}

describe('a rework', () => {
  it('takes definitions and imports away, and brings the import of what they were', () => {
    const source = 'import math\nimport shelf\n\nLIMIT = 3\n\n\ndef moved():\n    return math.pi\n\n\nprint(moved(), shelf)\n';
    const after = reworked(source, (all) => ({ edits: [], removes: all.filter(({ type }) => type === 'function_definition'), spares: ['math'], imports: [{ module: 'service', name: 'moved', section: 'own' }] }));
    expect(after).toBe('import shelf\n\nfrom service import moved\n\nLIMIT = 3\n\n\nprint(moved(), shelf)\n');
  });

  it('keeps an empty line below imports when the last import and the first statement go', () => {
    const source = 'import shelf\nimport math\n\nmoved = math.pi\nrest = shelf\n';
    const after = reworked(source, (all) => ({ edits: [], removes: all.filter(({ text }) => text.startsWith('moved')), spares: ['math'] }));
    expect(after).toBe('import shelf\n\nrest = shelf\n');
  });

  it('leaves code directly below imports where it stood so', () => {
    const source = 'import shelf\nimport math\nrest = shelf\nmoved = math.pi\n';
    const after = reworked(source, (all) => ({ edits: [], removes: all.filter(({ text }) => text.startsWith('moved')), spares: ['math'] }));
    expect(after).toBe('import shelf\nrest = shelf\n');
  });

  it('does not import what means something else there', () => {
    const { patchSet } = runOver({ 'shop.py': 'price = 1\nmoved = 2\n' }, [
      codemodDoing('rework', (task) => {
        const module = task.python.layout.moduleAt('shop.py');
        if (module) task.change(module.at(module.tree.root), 'It moves.', (edit) => edit.rework(module, { edits: [], imports: [{ module: 'service', name: 'price', section: 'own' }] }));
      }),
    ]);
    expect(patchSet.patches).toEqual([]);
    expect(patchSet.findings.map(({ message }) => message).join()).toContain('`price` means something else in `shop.py`.');
  });

  it('follows the line ends of the module', () => {
    const source = 'import math\r\n\r\nmoved = math.pi\r\nrest = moved\r\n';
    const after = reworked(source, (all) => ({ edits: [], removes: all.filter(({ text }) => text.startsWith('moved')), spares: ['math'], imports: [{ module: 'service', name: 'moved', section: 'own' }] }));
    expect(after).toBe('from service import moved\r\n\r\nrest = moved\r\n');
  });
});
