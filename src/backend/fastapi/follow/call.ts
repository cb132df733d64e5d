import type { PyNode } from '../../../python/syntax/node.ts';
import { blockOf, calleeOf } from '../../../python/syntax/views.ts';
import { childAfter, childOfType, parts } from '../../../python/syntax/walk.ts';
import { argumentsGiven, routersGiven, type Arguments } from './arguments.ts';
import { callInstance, construct } from './classes.ts';
import { callContainer } from './containers.ts';
import { evaluate, shortened } from './evaluate.ts';
import { callExternal } from './externals.ts';
import { newFrame, type Frame } from './frame.ts';
import { MOST_CALLS, under } from './machine.ts';
import { callRouter } from './registration.ts';
import { runBlock } from './statements.ts';
import { choiceOf, forced, lazily, NONE, unknownValue, type FunctionValue, type Value } from './value.ts';

/** A call. What is called and was not looked at yet is looked at only when it is given an application or router. */
export function evaluateCall(node: PyNode, frame: Frame): Value {
  const expression = calleeOf(node);
  if (!expression) return unknownValue(`\`${shortened(node)}\` is not followed.`);
  const callee = evaluate(expression, frame);
  const given = argumentsGiven(node, frame);
  if (callee.kind === 'lazy' && routersGiven(given).length === 0) return lazily(() => call(callee.force(), given, frame));
  return call(forced(callee), given, frame);
}

/** What a call of a value comes to. */
export function call(callee: Value, given: Arguments, frame: Frame): Value {
  switch (callee.kind) {
    case 'function':
      return callFunction(callee, given, frame);
    case 'class':
      return construct(callee, given, frame);
    case 'method':
      return callee.of.kind === 'router' ? callRouter(callee.of.router, callee.name, given, frame) : callContainer(callee.of, callee.name, given, frame);
    case 'registrar': {
      const handler = given.positional[0]?.value();
      if (handler) callee.register(handler, { module: given.module, node: given.node });
      return handler ?? NONE;
    }
    case 'instance':
      return callInstance(callee, given, frame) ?? escaped(given, frame);
    case 'choice':
      return under(frame.machine, { module: given.module, node: given.node, clause: undefined }, () => choiceOf(callee.options.map((option) => call(forced(option), given, frame))));
    case 'external':
      return callExternal(callee, given, frame);
    case 'lazy':
      return call(callee.force(), given, frame);
    default:
      return escaped(given, frame);
  }
}

/** What is called cannot be told: whatever it is given may change. */
export function escaped(given: Arguments, frame: Frame): Value {
  const text = shortened(given.node);
  const strong = STRONG.test(calleeOf(given.node)?.text ?? '');
  const holds = routersGiven(given);
  const { module, node } = given;
  if (strong && !frame.machine.done.has(node)) {
    frame.machine.done.add(node);
    frame.machine.unplaced.push({ root: frame.machine.root, unclear: { module, node, about: 'routes', because: `It cannot be told which application or router \`${text}\` adds to.` } });
  } else if (!strong) {
    for (const router of holds) router.unclear.push({ module, node, about: 'anything', because: `It cannot be told what \`${text}\` does with the ${router.isApp ? 'application' : 'router'} it is given.` });
  }
  return unknownValue(`It cannot be told what \`${text}\` returns.`, holds);
}

/** Methods nobody calls but to add routes. */
const STRONG = /\.(?:include_router|add_api_route|add_api_websocket_route)$/;

/** Runs a function of the repository with what it is given. */
export function callFunction(callee: FunctionValue, given: Arguments, frame: Frame): Value {
  const { definition, module, self } = callee;
  const { machine } = frame;
  if (machine.running.has(definition) || machine.running.size > MOST_CALLS) return escaped(given, frame);
  const inner = newFrame('function', machine, module, callee.frame, callee.frame.method);
  bindParameters(definition, self, given, inner, callee.frame);
  machine.ran.add(definition);
  machine.running.add(definition);
  const result = definition.type === 'lambda' ? lambdaValue(definition, inner) : bodyValue(definition, inner);
  machine.running.delete(definition);
  return result;
}

function lambdaValue(definition: PyNode, inner: Frame): Value {
  const body = childAfter(definition, ':');
  return body ? evaluate(body, inner) : NONE;
}

function bodyValue(definition: PyNode, inner: Frame): Value {
  const body = blockOf(definition);
  const end = body ? runBlock(body, inner) : 'on';
  return choiceOf(end === 'on' || end === 'perhaps' ? [...inner.returned, ...(inner.returned.length > 0 ? [] : [NONE])] : inner.returned);
}

/** Binds the parameters: by position, by name, by default, else to something unknown. */
function bindParameters(definition: PyNode, self: Value | undefined, given: Arguments, inner: Frame, defaults: Frame): void {
  const list = childOfType(definition, 'parameters', 'lambda_parameters');
  const positional = [...(self ? [self] : []), ...given.positional.map((argument) => argument.value())];
  const named = new Map(given.named);
  let keywordOnly = false;
  for (const parameter of list ? parts(list) : []) {
    const inside = parameter.type === 'typed_parameter' ? (parts(parameter)[0] ?? parameter) : parameter;
    if (parameter.type === 'keyword_separator') keywordOnly = true;
    else if (inside.type === 'list_splat_pattern') {
      inner.names.set(parts(inside)[0]?.text ?? '', { kind: 'list', items: positional.splice(0), open: given.open });
      keywordOnly = true;
    } else if (inside.type === 'dictionary_splat_pattern') inner.names.set(parts(inside)[0]?.text ?? '', { kind: 'dict', entries: new Map(named), open: given.open });
    else if (parameter.type !== 'positional_separator') {
      const name = (inside.type === 'identifier' ? inside : parts(inside)[0])?.text ?? '';
      const byName = named.get(name);
      named.delete(name);
      const value = byName?.value() ?? (keywordOnly ? undefined : positional.shift());
      inner.names.set(name, value ?? missing(parameter, name, given.open, defaults));
    }
  }
}

function missing(parameter: PyNode, name: string, open: boolean, defaults: Frame): Value {
  const fallback = parameter.type === 'default_parameter' || parameter.type === 'typed_default_parameter' ? parts(parameter).at(-1) : undefined;
  if (fallback && !open) return evaluate(fallback, defaults);
  return unknownValue(`It cannot be told what \`${name}\` is given.`);
}
