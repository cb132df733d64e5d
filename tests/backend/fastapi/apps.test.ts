import { describe, expect, it } from 'vitest';
import { constantOf, isText } from '../../../src/backend/fastapi/index.ts';
import { positionAt } from '../../../src/text/lines.ts';
import { repository } from '../repository.ts';

const HEAD = 'from fastapi import FastAPI\n';
const appsIn = (files: Readonly<Record<string, string>>) => repository(files).backend.apps;

describe('an app', () => {
  it.each<readonly [string, string, object]>([
    ['of a module', 'app = FastAPI()\n', { variable: 'app', conditional: undefined, subclass: undefined, unpacks: false, role: 'service' }],
    ['of an attribute', 'class S:\n    def __init__(self):\n        self.app = FastAPI()\n', { variable: undefined, conditional: undefined }],
    ['in a branch', 'if x:\n    app = FastAPI()\n', { variable: 'app', conditional: 'if' }],
    ['in a case', 'match x:\n    case 1:\n        app = FastAPI()\n', { conditional: 'if' }],
    ['in a try', 'try:\n    app = FastAPI()\nexcept E: ...\n', { conditional: 'try' }],
    ['of a choice', 'app = FastAPI() if x else None\n', { conditional: 'expression' }],
    ['of another choice', 'app = given or FastAPI()\n', { conditional: 'expression' }],
    ['in a function under if', 'if x:\n    def make():\n        return FastAPI()\n', { conditional: undefined }],
    ['in with and for', 'for x in y:\n    with z:\n        app = FastAPI()\n', { conditional: undefined }],
    ['with unpacked arguments', 'app = FastAPI(*a, **b)\n', { unpacks: true }],
    ['of an own class', 'class Shop(FastAPI): ...\napp = Shop()\n', { subclass: 'Shop' }],
  ])('%s', (_, main, expected) => expect(appsIn({ 'main.py': HEAD + main })).toMatchObject([expected]));

  it.each<readonly [string, string]>([
    ['tests/main.py', 'test'], ['shop/test_main.py', 'test'], ['shop/main_test.py', 'test'], ['conftest.py', 'test'], ['docs_src/main.py', 'example'], ['examples/a/main.py', 'example'], ['shop/contest.py', 'service'], ['latest/main.py', 'service'],
  ])('in %s is for a %s', (path, role) => expect(appsIn({ [path]: `${HEAD}app = FastAPI()\n` })).toMatchObject([{ role }]));

  it('knows what is assigned to it later, wherever', () => {
    const [app, other] = appsIn({
      'shop/__init__.py': '',
      'shop/main.py': `${HEAD}app = FastAPI()\nother = FastAPI()\napp.docs_url = None\nif app.docs_url == 1: other.docs_url = "/docs"\ndef make():\n    app = FastAPI()\n    app.docs_url = None\n`,
      'shop/more.py': 'from shop import main\nmain.app.docs_url = None\nmain.missing.docs_url = None\n',
      'shop/star.py': 'from shop.main import *\napp.docs_url = None\n',
    });
    const places = (assignments: ReturnType<NonNullable<typeof app>['assignments']> | undefined): string[] | undefined => assignments?.map(({ module, node }) => `${module.path}:${positionAt(module.text, node.start).line}`);
    expect(places(app?.assignments('docs_url'))).toEqual(['shop/main.py:4', 'shop/more.py:2']);
    expect(places(other?.assignments('docs_url'))).toEqual(['shop/main.py:5']);
    expect(app?.assignments('redoc_url')).toEqual([]);
  });
});

describe('an argument', () => {
  const argument = (value: string) => {
    const found = appsIn({ 'main.py': `${HEAD}app = FastAPI(docs_url=${value})\n` })[0]?.argument('docs_url');
    if (!found) throw new Error('There is no argument.');
    return found;
  };
  it.each<readonly [string, string | null | undefined]>([['"/docs"', '/docs'], ['("/docs")', '/docs'], ['None', null], ['(None)', null], ['f"/docs"', undefined], ['"a" "b"', undefined], ['DOCS', undefined]])('%s is the constant %s', (value, expected) => {
    expect(constantOf(argument(value))).toBe(expected);
  });
  it.each<readonly [string, boolean]>([['"/docs"', true], ['f"/{v}"', true], ['"a" "b"', true], ['x + "/docs"', true], ['("/a" + x) + y', true], ['x + y', false], ['x * "a"', false], ['b"/docs"', false], ['None', false], ['x or "/docs"', false], ['"/docs" if x else None', false]])('%s is text for sure: %s', (value, expected) => {
    expect(isText(argument(value).value)).toBe(expected);
  });
});
