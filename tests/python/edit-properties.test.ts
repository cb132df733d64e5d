import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setKeywords } from '../../src/python/edit/arguments.ts';
import { addField } from '../../src/python/edit/class-fields.ts';
import { addFromImport } from '../../src/python/edit/imports.ts';
import { analyseNames } from '../../src/python/names/index.ts';
import { grammarBreaches } from '../../src/python/syntax/breaches.ts';
import type { PyNode, PyTree } from '../../src/python/syntax/node.ts';
import { calleeOf } from '../../src/python/syntax/views.ts';
import { deepDescendants } from '../../src/python/syntax/walk.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';
import { pythonParser } from '../support/parser.ts';
import { callCase, fieldCase, importCase, SEED, type CallCase, type FieldCase, type ImportCase } from './edit-arbitrary.ts';

const parser = await pythonParser();
const RUNS = { seed: SEED, numRuns: 800 } as const;

/** What an edit maker makes of a case: the new text, or its refusal. */
type Made = { readonly before: string; readonly after: string } | { readonly refused: string };

function made(before: string, edits: readonly Edit[] | { readonly refused: string }): Made {
  return 'refused' in edits ? edits : { before, after: applyEdits(before, edits) };
}

const nodes = (tree: PyTree): PyNode[] => [...deepDescendants(tree.root, () => true)];
const comments = (tree: PyTree): string[] => nodes(tree).filter(({ type }) => type === 'comment').map(({ text }) => text.trimEnd());

function withKeywords({ text, keywords, width }: CallCase): Made {
  const call = nodes(parser.parse(text)).find((node) => node.type === 'call' && /(^|\.)target$/.test(calleeOf(node)?.text ?? ''));
  return made(text, call ? setKeywords(call, keywords, width) : { refused: 'no call' });
}

function withImport({ text, module, name, alias }: ImportCase): Made {
  const situation = { names: analyseNames(parser.parse(text)), usedAt: text.indexOf('use(1)'), width: 60, isFirstParty: (other: string) => other.startsWith('shop') };
  return made(text, addFromImport(situation, { module, name, alias }));
}

function withField({ text, name }: FieldCase): Made {
  const target = nodes(parser.parse(text)).find((node) => node.type === 'class_definition');
  return made(text, target ? addField(target, { name, annotation: 'bool', value: 'False' }) : { refused: 'no class' });
}

/** What holds of every edit maker: the text still parses, no comment is lost or moved past another, and a second time nothing is to do. */
function expectSound(text: string, result: Made, again: (after: string) => Made): void {
  if ('refused' in result) return;
  const before = parser.parse(text);
  const after = parser.parse(result.after);
  expect(before.error, 'the case itself parses').toBeUndefined();
  expect(after.error).toBeUndefined();
  const known = grammarBreaches(before).map(({ what }) => what);
  expect(grammarBreaches(after).map(({ what }) => what).sort()).toEqual(known.sort());
  expect(comments(after)).toEqual(comments(before));
  expect(/\r(?!\n)|[^\r]\n/.test(result.after) && result.after.includes('\r\n') && !/[^\r]\n/.test(text)).toBe(false);
  expect(again(result.after)).toEqual({ before: result.after, after: result.after });
}

/** Asks CPython about many cases at once: `check` is Python that gets each case as `case` and yields complaints. */
function complaintsOfPython(cases: readonly object[], check: string): readonly string[] {
  const program = `import ast, json, sys\n${check}\nfor case in json.load(sys.stdin):\n    try: found = check(case)\n    except SyntaxError as error: found = f"does not parse: {error}"\n    if found: print(json.dumps([found, case]))`;
  const answer = spawnSync('python3', ['-c', program], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (answer.status !== 0) throw new Error(`python3 is needed: ${answer.stderr}`);
  return answer.stdout.split('\n').filter((line) => line !== '');
}

/** The cases that were not refused, with their results. */
function results<C extends object>(arbitrary: fc.Arbitrary<C>, make: (one: C) => Made): object[] {
  return fc.sample(arbitrary, RUNS).flatMap((one) => {
    const result = make(one);
    return 'refused' in result ? [] : [{ ...one, ...result }];
  });
}

describe('keyword arguments', () => {
  it('are set once, in any call', () => {
    fc.assert(fc.property(callCase, (one) => expectSound(one.text, withKeywords(one), (text) => withKeywords({ ...one, text }))), RUNS);
  });

  it('are refused only in formatted strings, and where a comment would be lost with a value', () => {
    const refused = fc.sample(callCase, RUNS).filter((one) => 'refused' in withKeywords(one));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter(({ text, keywords }) => !text.includes('f"""{') && !keywords.some(({ name }) => new RegExp(`${name} ?= ?\\[\\s+1,  #`).test(text))).slice(0, 3)).toEqual([]);
  });

  it('leave everything outside the parentheses alone', () => {
    fc.assert(
      fc.property(callCase, (one) => {
        const result = withKeywords(one);
        if ('refused' in result) return;
        const start = one.text.indexOf('target(') + 'target('.length;
        const call = nodes(parser.parse(one.text)).find((node) => node.type === 'argument_list' && node.start === start - 1);
        expect(result.after.startsWith(one.text.slice(0, start))).toBe(true);
        expect(result.after.endsWith(one.text.slice((call?.end ?? 0) - 1))).toBe(true);
      }),
      RUNS,
    );
  });

  it('are what CPython reads, after the old ones in their order', () => {
    const check = `
def target(text):
    return next(n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) and ast.unparse(n.func).split(".")[-1] == "target")
def check(case):
    old, new = target(case["before"].lstrip("\\ufeff")), target(case["after"].lstrip("\\ufeff"))
    if [ast.dump(a) for a in old.args] != [ast.dump(a) for a in new.args]: return "positional arguments differ"
    wanted = {k["name"]: ast.dump(ast.parse(k["value"], mode="eval").body) for k in case["keywords"]}
    expected = [(k.arg, wanted.get(k.arg) or ast.dump(k.value)) for k in old.keywords]
    there = [name for name, _ in expected]
    expected += [(name, value) for name, value in wanted.items() if name not in there]
    if [(k.arg, ast.dump(k.value)) for k in new.keywords] != expected: return "keywords differ"
`;
    expect(complaintsOfPython(results(callCase, withKeywords), check).slice(0, 3)).toEqual([]);
  });
});

describe('an import', () => {
  it('is added once, among any others', () => {
    fc.assert(fc.property(importCase, (one) => expectSound(one.text, withImport(one), (text) => withImport({ ...one, text }))), RUNS);
  });

  it('is what CPython reads beside the old ones, before its use and after what prepares it', () => {
    const check = `
def imports(tree):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            for item in node.names: yield ("." * node.level + (node.module or ""), item.name, item.asname)
        elif isinstance(node, ast.Import):
            for item in node.names: yield (None, item.name, item.asname)
def others(tree):
    return [ast.dump(node) for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
def check(case):
    before, after = (case[key].lstrip("\\ufeff") for key in ("before", "after"))
    compile(after, "after", "exec", dont_inherit=True)
    old, new = ast.parse(before), ast.parse(after)
    if others(old) != others(new): return "other statements differ"
    wanted = (case["module"], case["name"], case.get("alias"))
    had, has = list(imports(old)), list(imports(new))
    if before == after: return None if wanted in had else "nothing was done"
    for item in had:
        if item not in has: return f"{item} is lost"
    rest = list(has)
    rest.remove(wanted)
    if rest != had: return "order of the others changed"
    use = next(i for i, node in enumerate(new.body) if "use(1)" in ast.unparse(node))
    at = next(i for i, node in enumerate(new.body) if isinstance(node, ast.ImportFrom) and any((("." * node.level + (node.module or "")), item.name, item.asname) == wanted for item in node.names))
    if at > use: return "imported after its use"
    merged = len(new.body) == len(old.body)
    preparing = [i for i, node in enumerate(new.body[:use]) if isinstance(node, ast.Expr) and ast.unparse(node).startswith(("load_dotenv(", "sys.path."))]
    bound = any(item[1:] in (("load_dotenv", None), ("sys", None)) for item in had)
    if bound and not merged and wanted[0] != "__future__" and preparing and at < preparing[-1]: return "imported before what prepares it"
`;
    expect(complaintsOfPython(results(importCase, withImport), check).slice(0, 3)).toEqual([]);
  });

  it('is refused only where other code shares the line it would have to be above or below', () => {
    const refused = fc.sample(importCase, RUNS).filter((one) => 'refused' in withImport(one));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter(({ text, module }) => !text.includes(module === '__future__' ? "'x'; y" : '; use(1)')).slice(0, 3)).toEqual([]);
  });
});

describe('a field', () => {
  it('is added once, to any class', () => {
    fc.assert(fc.property(fieldCase, (one) => expectSound(one.text, withField(one), (text) => withField({ ...one, text }))), RUNS);
  });

  it('is what CPython reads beside the old members', () => {
    const check = `
def check(case):
    old, new = (next(n for n in ast.walk(ast.parse(case[key])) if isinstance(n, ast.ClassDef)) for key in ("before", "after"))
    outside = [[ast.dump(n) for n in ast.parse(case[key]).body if not isinstance(n, ast.ClassDef)] for key in ("before", "after")]
    if outside[0] != outside[1]: return "other statements differ"
    had, has = [ast.dump(n) for n in old.body], [ast.dump(n) for n in new.body]
    field = ast.dump(ast.parse(case["name"] + ": bool = False").body[0])
    if case["before"] == case["after"]:
        named = [getattr(t, "id", None) for n in old.body for t in getattr(n, "targets", [getattr(n, "target", None)])] + [getattr(n, "name", None) for n in old.body]
        return None if case["name"] in named else "nothing was done"
    if field not in has: return "no field"
    has.remove(field)
    placeholder = [n for n in old.body if isinstance(n, ast.Pass) or ast.unparse(n) == "..."]
    if has != had and has != [d for d, n in zip(had, old.body) if n not in placeholder]: return "members differ"
    if ast.get_docstring(old, clean=False) != ast.get_docstring(new, clean=False): return "docstring differs"
    after = [n for n, following in zip(new.body, new.body[1:] + [None]) if ast.dump(n) == field and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant) and isinstance(following.value.value, str)]
    if after: return "the docstring of another field follows"
`;
    expect(complaintsOfPython(results(fieldCase, withField), check).slice(0, 3)).toEqual([]);
  });

  it('is refused only where the body stands on the line of the header', () => {
    const refused = fc.sample(fieldCase, RUNS).filter((one) => 'refused' in withField(one));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter(({ text }) => !/\): x: int = 1|: x: int = 1|: pass; y = 1/.test(text)).slice(0, 3)).toEqual([]);
  });
});
