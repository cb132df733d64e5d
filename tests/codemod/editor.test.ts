import { describe, expect, test } from 'vitest';
import { recordChanges, type Editor } from '../../src/codemod/editor.ts';
import { Refusal } from '../../src/codemod/refusal.ts';
import { viewOf, type RepositoryView } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import type { Module } from '../../src/python/project/module.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { applyChanges } from '../../src/repo/changes.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotFrom } from '../support/case.ts';
import { lines, nodeStarting } from '../support/edited.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();
const SHOP = repoPath('shop.py');

/** What an author's function sees of the one module `shop.py`. */
interface Shop {
  readonly view: RepositoryView;
  readonly module: Module;
  /** The statement, definition or decorator that begins with these words. */
  node(words: string): PyNode;
}

/** The text of `shop.py` after one change. */
function changed(text: string, author: (editor: Editor, shop: Shop) => void): string | undefined {
  const snapshot = snapshotFrom(new Map([[SHOP, text]]));
  const reader = factReader(parser);
  const view = viewOf(snapshot, reader);
  const module = view.python.layout.moduleAt(SHOP);
  if (!module) throw new Error('There is no module.');
  const changes = recordChanges(view, reader.parse, (editor) => author(editor, { view, module, node: (words) => nodeStarting(module.tree, words) }));
  return applyChanges(snapshot, changes).files.get(SHOP)?.text;
}

describe('the structural editor', () => {
  test('removals of one change are done together', () => {
    const text = lines('import os', 'import sys, re', '', '', 'def f():', '    a()', '    b()', '', '', 'def g(): ...', '', '', 'C = 1');
    const after = changed(text, (edit, { module, node }) => {
      for (const words of ['a()', 'b()', 'def g']) edit.statement(module, node(words)).remove();
      for (const name of ['os', 're']) edit.removeImport(module, name);
    });
    expect(after).toBe(lines('import sys', '', '', 'def f():', '    pass', '', '', 'C = 1'));
  });

  test('an import goes together with a statement next to it', () => {
    const text = lines('import os', '', 'A = 1', '', '', 'B = 2');
    expect(changed(text, (edit, { module, node }) => {
      edit.statement(module, node('A')).remove();
      edit.removeImport(module, 'os');
    })).toBe(lines('B = 2'));
  });

  test('keyword arguments are taken out together', () => {
    const text = lines('import fastapi', 'app = fastapi.FastAPI(title="Shop", debug=True, version="1")');
    expect(changed(text, (edit, { view }) => {
      for (const call of view.python.callsTo({ external: 'fastapi.FastAPI' })) for (const name of ['title', 'version', 'none']) edit.removeKeyword(call, name);
    })).toBe(lines('import fastapi', 'app = fastapi.FastAPI(debug=True)'));
    expect(() => changed(text, (edit, { view }) => {
      for (const call of view.python.callsTo({ external: 'fastapi.FastAPI' })) {
        edit.removeKeyword(call, 'title');
        edit.setKeywords(call, [{ name: 'docs_url', value: 'None' }]);
      }
    })).toThrow('in one change');
  });

  test('a statement moves with its comments', () => {
    const text = lines('class Shop:', '    # f', '    @a', '    def f(self):', '        """Sells."""', '        return 1', '', '    x = 1', '', '', 'def g(): ...');
    expect(changed(text, (edit, { module, node }) => {
      const method = edit.statement(module, node('def f'));
      edit.statement(module, node('def g')).insertAfter(method.lines());
      method.remove();
    })).toBe(lines('class Shop:', '    x = 1', '', '', 'def g(): ...', '', '', '# f', '@a', 'def f(self):', '    """Sells."""', '    return 1'));
  });

  test('a node stands for the statement it is in', () => {
    const text = lines('if a:', '    b(c,', '      d)', 'else:', '    e()');
    expect(changed(text, (edit, { module }) => {
      const at = text.indexOf('d)');
      let node = module.tree.root;
      for (let next: PyNode | undefined = node; next; next = node.children.find(({ start, end }) => start <= at && at < end)) node = next;
      edit.statement(module, node).replaceWith('f()');
    })).toBe(lines('if a:', '    f()', 'else:', '    e()'));
    expect(() => changed(text, (edit, { module, node }) => edit.statement(module, node('else')).remove())).toThrow('no statement');
    expect(() => changed(text, (edit, { module }) => edit.statement(module, module.tree.root).remove())).toThrow('no statement');
  });

  test('bodies and decorators', () => {
    const text = lines('@old', '@kept', 'class Shop: pass');
    expect(changed(text, (edit, { module, node }) => {
      edit.body(module, node('class Shop')).setDocstring('"""Sells books.\n\nAnd maps."""');
      edit.decorators(module, node('class Shop')).remove(node('@old').children[0] ?? node('@old'));
      edit.decorators(module, node('class Shop')).add('@new(\n    1,\n)', 'innermost');
      edit.body(module, module.tree.root).append('\n\nshop = Shop()\n');
      edit.body(module, module.tree.root).prepend('import new');
    })).toBe(lines('import new', '', '', '@kept', '@new(', '    1,', ')', 'class Shop:', '    """Sells books.', '', '    And maps."""', '', '', 'shop = Shop()'));
  });

  test('code that is no Python is a mistake of the codemod', () => {
    for (const code of ['def (', '  a()\nb()', 'if a:\nb()']) {
      expect(() => changed('a()\n', (edit, { module, node }) => edit.statement(module, node('a()')).insertAfter(code))).toThrow('no Python');
    }
    expect(() => changed('a()\n', (edit, { module, node }) => edit.statement(module, node('a()')).replaceWith('# a'))).toThrow('without a statement');
    for (const code of ['a', '@a\nb()', '# a']) {
      expect(() => changed('def f(): ...\n', (edit, { module, node }) => edit.decorators(module, node('def f')).add(code, 'outermost'))).toThrow(/no Python|something else than decorators/);
    }
  });

  test('what cannot be done safely is refused', () => {
    const refusals: readonly ((editor: Editor, shop: Shop) => void)[] = [
      (edit, { module, node }) => edit.statement(module, node('from __future__')).insertBefore('import os'),
      (edit, { module }) => edit.removeImport(module, 'tomllib'),
      (edit, { module, node }) => edit.body(module, node('match')).append('a()'),
    ];
    const text = lines('from __future__ import annotations', 'try:', '    import tomllib', 'except ImportError:', '    tomllib = None', 'match a:', '    case 1: ...');
    for (const author of refusals) expect(() => changed(text, author)).toThrow(Refusal);
  });
});

describe('imports from outside', () => {
  const CLASS = lines('class Settings(BaseSettings):', '    title: str = "Bookshop"');
  const importing = (text: string, ...names: readonly (readonly [string, string])[]): string | undefined =>
    changed(text, (edit, { module, node }) => edit.addImports(module, names.map(([from, name]) => ({ module: from, name })), node('class').start));

  test('several at once, each in its place', () => {
    const text = lines('import os', '', 'from pydantic_settings import BaseSettings', '', '', '') + CLASS;
    expect(importing(text, ['pydantic_settings', 'NoDecode'], ['typing', 'Annotated'], ['pydantic', 'Field'], ['pydantic', 'BeforeValidator'])).toBe(
      lines('import os', 'from typing import Annotated', '', 'from pydantic import BeforeValidator, Field', 'from pydantic_settings import BaseSettings, NoDecode', '', '', '') + CLASS,
    );
  });

  test('none that is there', () => {
    const text = lines('from pydantic_settings import BaseSettings', '', '', '') + CLASS;
    expect(importing(text, ['pydantic_settings', 'BaseSettings'])).toBe(text);
  });

  test('none whose name is taken', () => {
    const text = lines('from dataclasses import field as Field', '', '', '') + CLASS;
    expect(() => importing(text, ['pydantic', 'Field'])).toThrow(new Refusal('`Field` means something else in this module than `pydantic.Field`.'));
  });
});
