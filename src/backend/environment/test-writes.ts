import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString } from '../../python/syntax/views.ts';
import { enclosing, identifiersSpelled, nodeAt } from '../../python/syntax/walk.ts';
import { surelyText } from './variable-name.ts';
import { mappingNames, writeAt, type EnvironmentWrite } from './writes.ts';

/** Calls that change variables without naming `os.environ`: `monkeypatch.setenv("X", …)`, `patch.dict("os.environ", …)`, `os.putenv("X", …)`. */
export function namedWrites(python: Python): readonly EnvironmentWrite[] {
  const calls = ['setenv', 'delenv', 'putenv', 'unsetenv'].flatMap((method) =>
    python.layout.holding(method).flatMap((module) => (module.parses ? [...identifiersSpelled(module.tree.root, method)].flatMap((identifier) => writeBy(identifier, module, python) ?? []) : [])),
  );
  const patches = [...new Set(['environ', 'getenv'].flatMap((text) => python.layout.holding(text)))].flatMap((module) => patchesIn(module, python));
  return [...calls, ...patches];
}

/** Whose method it is cannot be told of a fixture's parameter; a method of that name sets or deletes the variable it is given. */
function writeBy(identifier: PyNode, module: Module, python: Python): EnvironmentWrite | undefined {
  const callee = identifier.parent?.type === 'attribute' ? identifier.parent : identifier;
  const call = callee.parent?.type === 'call' && calleeOf(callee.parent) === callee ? callee.parent : undefined;
  const list = call && argumentListOf(call);
  if (!call || !list) return undefined;
  const given = argumentsOf(list);
  const first = given.find(({ name, unpacking }, index) => unpacking === undefined && (name === 'name' || (name === undefined && index === 0)));
  return writeAt(module, call, [first && surelyText(first.value, module, python)]);
}

/** `"os.environ"`, `"shop.config.os.getenv"`, and `"environ"` as in `setattr(os, "environ", …)`. */
const SPELLED = /(["'])(?:[\w.]+\.)?(?:environ|getenv)(?:\.get)?\1/g;

/** What replaces an attribute for a while, or for good. */
const REPLACING = /(^|\.)(patch|patch\.(object|dict|multiple)|setattr|delattr|setitem|delitem|swap|spy)$/;

/** Calls that put something else in the place of the environment, named by a string: `patch("os.environ", …)`, `monkeypatch.setattr(os, "environ", …)`. */
function patchesIn(module: Module, python: Python): EnvironmentWrite[] {
  if (!new RegExp(SPELLED.source).test(module.text) || !module.parses) return [];
  return [...module.text.matchAll(SPELLED)].flatMap(({ index, 0: text }) => {
    const found = nodeAt(module.tree.root, { start: index, end: index + text.length });
    const string = found.type === 'string' ? found : enclosing(found, 'string');
    const list = string?.parent?.type === 'argument_list' ? string.parent : undefined;
    const call = list?.parent?.type === 'call' ? list.parent : undefined;
    return string && call && plainString(string) !== undefined && REPLACING.test(calleeOf(call)?.text ?? '') ? [patchWrite(call, string, module, python)] : [];
  });
}

/** What `patch.dict(…)` or another replacement of the environment changes; `target` is the argument that names the environment. */
export function patchWrite(call: PyNode, target: PyNode, module: Module, python: Python): EnvironmentWrite {
  const list = argumentListOf(call);
  const others = (list ? argumentsOf(list) : []).filter(({ value }) => value !== target);
  const clear = others.find(({ name }) => name === 'clear');
  const isMapping = /\.dict$/.test(calleeOf(call)?.text ?? '') && (clear === undefined || clear.value.type === 'false');
  const write = writeAt(module, call, isMapping ? mappingNames(others.filter((argument) => argument !== clear), module, python) : undefined);
  // A decorator is made where it stands, and changes the environment while what it decorates runs.
  return enclosing(call, 'decorator') ? { ...write, when: 'call' } : write;
}
