import type { Python } from '../../python/index.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, type Argument } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import type { Access } from './access.ts';
import type { Mention } from './mentions.ts';
import { momentOf } from './moment.ts';
import type { OtherUse } from './others.ts';
import { patchWrite } from './test-writes.ts';
import { surelyText } from './variable-name.ts';
import { changedBy, keysOf, settingStatement, writeAt, type EnvironmentWrite } from './writes.ts';

/** What one mention of the environment does. */
export type OsUse = { readonly access: Access } | { readonly write: EnvironmentWrite } | { readonly other: OtherUse };

/** Says whether a mention reads one variable, changes some, or does something else. */
export function osUse(mention: Mention, python: Python): OsUse {
  const use = mention.meant === 'environ' ? environUse(mention, python) : functionUse(mention, mention.node, python);
  if ('access' in use && !mention.sure) return other(mention, use.access.node, `It cannot be told whether \`${mention.node.text}\` is the one of the module \`os\` here.`, [use.access.variable]);
  return use;
}

function environUse(mention: Mention, python: Python): OsUse {
  const { module, node } = mention;
  const { parent } = node;
  const at = parent ? parts(parent).indexOf(node) : -1;
  switch (parent?.type) {
    case 'subscript': {
      if (at !== 0) break;
      const statement = settingStatement(parent);
      const index = parts(parent).length === 2 ? parts(parent)[1] : undefined;
      const variable = index && surelyText(index, module, python);
      if (statement) return { write: writeAt(module, statement, [variable]) };
      return variable === undefined ? other(mention, parent, COMPUTED) : access(mention, parent, variable, 'subscript', undefined);
    }
    case 'attribute':
      return at === 0 ? methodUse(mention, parent, python) : other(mention, node, PASSED);
    case 'comparison_operator':
      return at === 1 ? containment(mention, parent, python) : other(mention, parent, WHOLE);
    case 'assignment':
    case 'augmented_assignment':
      if (at === 0) return { write: writeAt(module, parent, parent.type === 'augmented_assignment' && parts(parent)[1] ? keysOf(parts(parent)[1] ?? node, module, python) : undefined) };
      return other(mention, node, 'The environment is given another name that cannot be followed.');
    case 'argument_list':
      return argumentUse(mention, parent, python);
    case 'dictionary_splat':
      return other(mention, parent, COPIED);
    default:
  }
  return other(mention, node, parent?.type === 'for_statement' || parent?.type === 'for_in_clause' ? 'All variables are gone through here.' : PASSED);
}

const COMPUTED = 'The name of the variable is computed.';
const COPIED = 'The whole environment is copied.';
const PASSED = 'The whole environment is passed on.';
const WHOLE = 'The environment is used as a whole.';

const WHOLE_METHODS: Readonly<Record<string, string>> = { copy: COPIED, items: WHOLE, keys: WHOLE, values: WHOLE };

function methodUse(mention: Mention, method: PyNode, python: Python): OsUse {
  const { module } = mention;
  const name = parts(method)[1]?.text ?? '';
  const call = method.parent?.type === 'call' && calleeOf(method.parent) === method ? method.parent : undefined;
  if (!call) return other(mention, method, `\`${method.text}\` is passed on as a function.`);
  if (name === 'get') return functionUse(mention, method, python);
  const changed = changedBy(name, call, module, python);
  if (changed !== undefined) return { write: writeAt(module, call, changed === 'any' ? undefined : changed) };
  const compared = name === 'keys' && call.parent?.type === 'comparison_operator' && parts(call.parent)[1] === call ? call.parent : undefined;
  return compared ? containment(mention, compared, python) : other(mention, call, WHOLE_METHODS[name] ?? WHOLE);
}

/** `"X" in os.environ`, `"X" not in os.environ`. */
function containment(mention: Mention, comparison: PyNode, python: Python): OsUse {
  const [left] = parts(comparison);
  const isQuestion = parts(comparison).length === 2 && childOfType(comparison, 'in', 'not in') !== undefined;
  if (!left || !isQuestion) return other(mention, comparison, WHOLE);
  const variable = surelyText(left, mention.module, python);
  return variable === undefined ? other(mention, comparison, COMPUTED) : access(mention, comparison, variable, 'in', undefined);
}

/** `os.getenv(…)`, `os.environ.get(…)`, or a call of either by another name. */
function functionUse(mention: Mention, callee: PyNode, python: Python): OsUse {
  const call = callee.parent?.type === 'call' && calleeOf(callee.parent) === callee ? callee.parent : undefined;
  const list = call && argumentListOf(call);
  if (!call) return other(mention, callee, `\`${callee.text}\` is passed on as a function.`);
  const given = list ? argumentsOf(list) : [];
  const key = argumentNamed(given, 'key', 0);
  const fallback = argumentNamed(given, 'default', 1);
  const variable = key && surelyText(key, mention.module, python);
  const isPlain = given.every(({ unpacking }) => unpacking === undefined) && given.length === (fallback ? 2 : 1);
  return variable === undefined || !isPlain ? other(mention, call, COMPUTED) : access(mention, call, variable, 'get', fallback);
}

/** The argument for a parameter, by its keyword or its position. */
export function argumentNamed(given: readonly Argument[], parameter: string, position: number): PyNode | undefined {
  return given.find(({ name, unpacking }, index) => unpacking === undefined && (name === parameter || (name === undefined && index === position)))?.value;
}

/** `patch.dict(os.environ, …)` and `monkeypatch.setitem(os.environ, "X", …)` change it; anything else is handed the whole. */
function argumentUse(mention: Mention, list: PyNode, python: Python): OsUse {
  const { module, node } = mention;
  const call = list.parent?.type === 'call' ? list.parent : undefined;
  const callee = (call && calleeOf(call)?.text) ?? '';
  if (call && /(^|\.)patch\.dict$/.test(callee)) return { write: patchWrite(call, node, module, python) };
  if (call && /(^|\.)(setitem|delitem)$/.test(callee)) return { write: writeAt(module, call, [parts(list)[1]].map((key) => key && surelyText(key, module, python))) };
  return other(mention, call ?? node, /^(dict|copy|deepcopy|copy\.copy|copy\.deepcopy)$/.test(callee) ? COPIED : PASSED);
}

function access({ module }: Mention, node: PyNode, variable: string, form: Access['form'], fallback: PyNode | undefined): OsUse {
  return { access: { module, node, variable, form, default: fallback, reader: 'os', cast: undefined, when: momentOf(node), source: undefined } };
}

function other({ module }: Mention, node: PyNode, because: string, variables?: readonly string[]): OsUse {
  return { other: { module, node, because, variables } };
}
