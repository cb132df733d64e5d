import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import type { Access } from './access.ts';
import { meant } from './idioms/calls.ts';

/** Expressions whose parts decide. A division or a missing attribute would be an error in every run of the program; that is not looked for. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'parenthesized_expression', 'binary_operator', 'boolean_operator', 'unary_operator', 'not_operator', 'comparison_operator', 'conditional_expression', 'concatenated_string',
  'string', 'string_content', 'interpolation', 'tuple', 'list', 'set', 'dictionary', 'pair', 'attribute',
]);

const LEAVES: ReadonlySet<string> = new Set([
  'identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis', 'string_start', 'string_end', 'escape_sequence', 'escape_interpolation', 'type_conversion', 'format_specifier',
]);

/** Functions that look at nothing that changes while a program starts, or whose results are as good a little later. */
const PURE = /^(str|int|float|bool|len|repr|pathlib\.(Pure)?Path|os\.path\.(join|dirname|abspath|realpath|basename|expanduser|normpath|splitext)|os\.(getcwd|cpu_count)|secrets\.token_\w+|uuid\.uuid[14]|socket\.gethostname|tempfile\.gettempdir|multiprocessing\.cpu_count|platform\.\w+|datetime\.timedelta)$/;

/** Methods of texts and paths. */
const PURE_METHODS: ReadonlySet<string> = new Set(['lower', 'upper', 'strip', 'lstrip', 'rstrip', 'format', 'join', 'replace', 'resolve', 'absolute', 'joinpath', 'as_posix', 'expanduser', 'with_name', 'with_suffix', 'home', 'cwd']);

/**
 * Whether it makes no difference when, and whether at all, an expression is evaluated; with the accesses inside it.
 * @returns why not, as a sentence, otherwise
 */
export function harmless(node: PyNode, module: Module, python: Python, accessAt: (node: PyNode) => Access | undefined): readonly Access[] | string {
  const access = accessAt(node);
  if (access) {
    if (access.form === 'subscript') return `The default \`${quoted(node)}\` raises when \`${access.variable}\` is unset.`;
    const inner = access.default ? harmless(access.default, module, python, accessAt) : [];
    return typeof inner === 'string' ? inner : [access, ...inner];
  }
  if (LEAVES.has(node.type)) return [];
  // `Path(__file__).parents[1]`: a number that is right or wrong in every run.
  if (node.type === 'subscript' && parts(node).length === 2 && parts(node)[1]?.type === 'integer') return together(parts(node).slice(0, 1), module, python, accessAt);
  if (node.type === 'call') return harmlessCall(node, module, python, accessAt);
  if (!TRANSPARENT.has(node.type)) return `The default \`${quoted(node)}\` may not be evaluated at another time.`;
  return together(node.type === 'attribute' ? parts(node).slice(0, 1) : parts(node), module, python, accessAt);
}

function harmlessCall(call: PyNode, module: Module, python: Python, accessAt: (node: PyNode) => Access | undefined): readonly Access[] | string {
  const callee = calleeOf(call);
  const list = argumentListOf(call);
  const name = callee && meant(callee, { module, python });
  const isKnown = name !== undefined && PURE.test(name);
  const [object, method] = callee?.type === 'attribute' ? parts(callee) : [];
  const isMethod = !isKnown && object !== undefined && method !== undefined && PURE_METHODS.has(method.text);
  if (!list || (!isKnown && !isMethod)) return `The default \`${quoted(call)}\` calls something that may do more than give a value.`;
  const given = argumentsOf(list).map(({ value }) => value);
  return together(isMethod && object ? [object, ...given] : given, module, python, accessAt);
}

function together(nodes: readonly PyNode[], module: Module, python: Python, accessAt: (node: PyNode) => Access | undefined): readonly Access[] | string {
  const accesses: Access[] = [];
  for (const node of nodes) {
    const found = harmless(node, module, python, accessAt);
    if (typeof found === 'string') return found;
    accesses.push(...found);
  }
  return accesses;
}

function quoted({ text }: PyNode): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
