import { argumentListOf, argumentsOf, blockOf, calleeOf, constantOf, deepDescendants, parts, type AppModel, type Call, type ClassDefinition, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Page } from '../pages.ts';
import { methodOf } from './app-class.ts';
import { standingOfCall } from './call.ts';
import { isUnread } from './dictionary.ts';
import { standingOfValue, type Standing } from './standing.ts';
import { changesOf } from './uses.ts';

/** What the `__init__` of an application's class makes of one page; `undefined` where it hands the arguments on as they are, or is not there. */
export function standingByInit(app: AppModel, page: Page, line: readonly ClassDefinition[], task: Task<Options>): Standing | undefined {
  const owners = line.filter((one) => methodOf(one, '__init__'));
  const [owner, second] = owners;
  const init = owner && methodOf(owner, '__init__');
  if (!owner || !init) return undefined;
  const unclear = (because: string): Standing => ({ kind: 'unclear', because });
  if (second) return unclear(`The classes \`${owner.name}\` and \`${second.name}\` may both decide where the docs are served.`);
  const inner = superCall(owner, init);
  if (!inner) return unclear(`\`${owner.name}.__init__\` may already decide where the docs are served.`);
  const own = inner.arguments.find(({ name }) => name === page);
  const parameter = parameterNamed(init, page);
  if (own) return own.value.type === 'identifier' && parameter && own.value.text === page ? byParameter(app, page, parameter, owner, task) : standingOfValue(owner.module, own, inner, task);
  const handed = rest(init);
  const passed = inner.arguments.filter(({ unpacking, value }) => unpacking !== undefined && value.text === handed);
  const others = inner.arguments.some(({ unpacking, value }) => unpacking === '**' && value.text !== handed);
  if (others) return unclear(`\`${owner.name}.__init__\` unpacks arguments that may decide where the docs are served.`);
  // What the class takes for itself and does not hand on is not for FastAPI.
  if (passed.length === 0 || parameter) return { kind: 'absent', call: inner };
  return changeToRest(owner, init, handed ?? '', page, task);
}

/** The one call of `super().__init__` that surely happens. */
function superCall({ module }: ClassDefinition, init: PyNode): Call | undefined {
  const isInit = (node: PyNode): boolean => node.type === 'call' && /^(?:super\(.*\)|[\w.]*FastAPI)\.__init__$/s.test(calleeOf(node)?.text ?? '');
  const calls = [...deepDescendants(init, () => true)].filter(isInit);
  const [node, second] = calls;
  const callee = node && calleeOf(node);
  const list = node && argumentListOf(node);
  const isPlain = node?.parent?.type === 'expression_statement' && node.parent.parent === blockOf(init);
  return !node || !callee || !list || second || !isPlain ? undefined : { module, node, callee, arguments: argumentsOf(list), inFunction: init };
}

/** A parameter that has the name of the page and is handed on under it. */
function byParameter(app: AppModel, page: Page, parameter: PyNode, owner: ClassDefinition, task: Task<Options>): Standing {
  const given = standingOfCall(app, page, task);
  if (given.kind !== 'absent') return given;
  const fallback = /default/.test(parameter.type) ? parts(parameter).at(-1) : undefined;
  if (!fallback) return { kind: 'unclear', because: `\`${owner.name}.__init__\` says where \`${page}\` is.` };
  const constant = constantOf({ value: fallback });
  if (constant === null || constant === '') return { kind: 'off' };
  return { kind: 'unclear', because: `\`${owner.name}.__init__\` serves it at \`${fallback.text}\` unless it is told otherwise.` };
}

function parametersOf(init: PyNode): readonly PyNode[] {
  const list = parts(init).find(({ type }) => type === 'parameters');
  return list ? parts(list) : [];
}

function parameterNamed(init: PyNode, name: string): PyNode | undefined {
  return parametersOf(init).find((parameter) => nameIn(parameter) === name);
}

function nameIn(parameter: PyNode): string | undefined {
  return parameter.type === 'identifier' ? parameter.text : parts(parameter)[0]?.text;
}

/** `kwargs` of `**kwargs`. */
function rest(init: PyNode): string | undefined {
  const splat = parametersOf(init).flatMap((parameter) => (parameter.type === 'typed_parameter' ? parts(parameter).slice(0, 1) : [parameter])).find(({ type }) => type === 'dictionary_splat_pattern');
  return splat && parts(splat)[0]?.text;
}

/** What the class does to the arguments before it hands them on, as far as it is about the page. */
function changeToRest({ module }: ClassDefinition, init: PyNode, name: string, page: Page, task: Task<Options>): Standing | undefined {
  const unread = { because: `What becomes of \`${name}\` is not followed.` };
  const binding = module.names.scopeInside(init)?.bindings.get(name)?.[0];
  const changes = binding ? changesOf(binding, module, task, () => unread) : unread;
  return isUnread(changes) ? { kind: 'unclear', because: changes.because } : changes.get(page);
}
