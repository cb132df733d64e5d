import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import { folderOf } from '../../repo/path.ts';
import { literalOf } from './literal.ts';

/** A file an expression means: a path inside the repository, or one that counts from wherever the program is started. */
export type FilePath = { readonly from: 'repository' | 'working folder'; readonly path: string };

/** Names that lead to names. */
const MOST_HOPS = 8;

/** The files an `env_file` names that can be told, in the order they are read: `(".env", ".env.prod")`, `BASE_DIR / ".env"`, `os.path.join(…)`. */
export function envFilesOf(node: PyNode, module: Module, python: Python): readonly FilePath[] {
  const named = ['list', 'tuple', 'parenthesized_expression'].includes(node.type) ? parts(node) : [node];
  return named.flatMap((one) => filePathOf(one, module, python) ?? []);
}

/** The path an expression means, by the ways of `pathlib` and `os.path`; `undefined` for everything else, and for what leads out of the repository. */
export function filePathOf(node: PyNode, module: Module, python: Python, hops = 0): FilePath | undefined {
  if (hops > MOST_HOPS) return undefined;
  const inner = (other: PyNode | undefined): FilePath | undefined => other && filePathOf(other, module, python, hops);
  if (node.type === 'identifier' && node.text === '__file__') return { from: 'repository', path: module.path };
  if (node.type === 'parenthesized_expression') return inner(parts(node)[0]);
  if (node.type === 'binary_operator') {
    const [left, right] = parts(node);
    const sign = node.children.find(({ named }) => !named)?.type;
    const tail = right && literalOf(right, module, python);
    if (tail?.kind !== 'text') return undefined;
    if (sign === '/') return below(inner(left), tail.text);
    return sign === '+' && tail.text.startsWith('/') ? below(inner(left), tail.text.slice(1)) : undefined;
  }
  if (node.type === 'attribute' || node.type === 'subscript') {
    const above = parentOf(node, inner);
    if (above) return above;
  }
  if (node.type === 'call') return calledPath(node, module, python, inner);
  const literal = literalOf(node, module, python);
  if (literal) return literal.kind === 'text' && !literal.text.startsWith('/') ? below({ from: 'working folder', path: '' }, literal.text) : undefined;
  const symbol = node.type === 'identifier' || node.type === 'attribute' ? python.symbolOf(module, node) : undefined;
  const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  return symbol?.kind === 'defined' && how?.kind === 'assignment' && how.value ? filePathOf(how.value, symbol.module, python, hops + 1) : undefined;
}

/** `x.parent` and `x.parents[1]`. */
function parentOf(node: PyNode, inner: (node: PyNode | undefined) => FilePath | undefined): FilePath | undefined {
  const [object, last] = parts(node);
  if (node.type === 'attribute') return last?.text === 'parent' ? up(inner(object), 1) : undefined;
  const [path, attribute] = object?.type === 'attribute' ? parts(object) : [];
  return attribute?.text === 'parents' && last?.type === 'integer' ? up(inner(path), Number(last.text) + 1) : undefined;
}

function calledPath(node: PyNode, module: Module, python: Python, inner: (node: PyNode | undefined) => FilePath | undefined): FilePath | undefined {
  const callee = calleeOf(node);
  const list = argumentListOf(node);
  if (!callee || !list) return undefined;
  const values = argumentsOf(list).map(({ value }) => value);
  const [object, method] = callee.type === 'attribute' ? parts(callee) : [];
  const symbol = python.symbolOf(module, callee);
  const name = symbol.kind === 'external' || symbol.kind === 'builtin' ? symbol.name : '';
  if (/^pathlib\.\w*Path$|^os\.path\.(?:abspath|realpath|normpath)$|^(?:builtins\.)?str$/.test(name)) return values.length === 1 ? inner(values[0]) : undefined;
  if (name === 'os.path.dirname') return up(inner(values[0]), 1);
  const isJoin = name === 'os.path.join';
  if (isJoin || method?.text === 'joinpath') {
    const tails = (isJoin ? values.slice(1) : values).map((value) => literalOf(value, module, python));
    return tails.reduce<FilePath | undefined>((path, tail) => (tail?.kind === 'text' ? below(path, tail.text) : undefined), inner(isJoin ? values[0] : object));
  }
  return method !== undefined && ['resolve', 'absolute', 'as_posix', 'expanduser'].includes(method.text) ? inner(object) : undefined;
}

function up(path: FilePath | undefined, levels: number): FilePath | undefined {
  let result = path;
  for (let level = 0; level < levels && result; level++) result = result.path === '' ? undefined : { ...result, path: folderOf(result.path) };
  return result;
}

/** A path below another, `..` taken as it is; what leads out of the repository is `undefined`, out of the working folder stays written out. */
function below(path: FilePath | undefined, tail: string): FilePath | undefined {
  if (!path || tail.startsWith('/')) return undefined;
  const result = path.path === '' ? [] : path.path.split('/');
  for (const part of tail.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') result.push(part);
    else if (result.length > 0 && result.at(-1) !== '..') result.pop();
    else if (path.from === 'repository') return undefined;
    else result.push('..');
  }
  return { ...path, path: result.join('/') };
}
