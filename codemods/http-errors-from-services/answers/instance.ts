import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, childOfType, parts, statementsOf, undecorated, type OwnException, type PyNode } from '#pystd';
import type { Given } from './call.ts';
import { valueOf, type Frame } from './expression.ts';
import { answerIn, bound, ran } from './run.ts';
import { text, type Value } from './value.ts';

type Instance = Extract<Value, { kind: 'object' }>;

/** What the exception was given on its way up, which is its text. */
const ARGUMENT = '(argument)';

/** An exception of the service as it is raised; `undefined` where making it is not understood. */
export function instanceOf(exception: OwnException, given: Given, frame: Frame): Instance | undefined {
  const self: Instance = { kind: 'object', of: exception, fields: new Map() };
  if (lineOf(exception).some((one) => !isPlain(one))) return undefined;
  return made(exception, self, given, frame) ? self : undefined;
}

function lineOf(exception: OwnException): readonly OwnException[] {
  return exception.parent ? [exception, ...lineOf(exception.parent)] : [exception];
}

/** A class that one other makes, and nothing else has a say in. */
function isPlain({ node }: OwnException): boolean {
  const list = argumentListOf(node);
  return list !== undefined && argumentsOf(list).length === 1 && node.parent?.type !== 'decorated_definition' && !methodsOf(node).some((method) => /^__(?:new|getattr|getattribute|setattr|init_subclass|call)__$/.test(nameOf(method)));
}

/** Runs the constructor of a class; of `Exception` itself where there is none. */
function made(exception: OwnException | undefined, self: Instance, given: Given, frame: Frame): boolean {
  const init = exception && methodsOf(exception.node).find((method) => nameOf(method) === '__init__');
  if (!init) {
    if (exception?.parent) return made(exception.parent, self, given, frame);
    const [first, other] = given.positional;
    if (given.named.size > 0) return false;
    self.fields.set(ARGUMENT, other ? { kind: 'several', items: given.positional } : (first ?? text('')));
    return true;
  }
  const inner: Frame = { view: frame.view, module: exception.module, locals: new Map(), depth: frame.depth + 1 };
  const body = blockOf(init);
  if (!body || init.parent?.type === 'decorated_definition' || frame.depth > 8 || !bound(init, { ...given, positional: [self, ...given.positional] }, inner)) return false;
  // Without a call of its parent's constructor an exception has all that it was given as its text.
  self.fields.set(ARGUMENT, { kind: 'several', items: given.positional });
  const end = ran(statementsOf(body), inner, (statement, at) => {
    const call = parts(statement)[0];
    const callee = call?.type === 'call' ? calleeOf(call) : undefined;
    if (!call || !callee || !/^super\(\s*(?:\w+\s*,\s*self\s*)?\)\s*\.\s*__init__$/.test(callee.text)) return false;
    const handed = handedOn(call, at);
    return handed !== undefined && made(exception.parent, self, handed, at);
  });
  return end === 'on';
}

function handedOn(call: PyNode, frame: Frame): Given | undefined {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const list = argumentListOf(call);
  for (const one of list ? argumentsOf(list) : []) {
    const value = one.unpacking === undefined ? valueOf(one.value, frame) : undefined;
    if (!value) return undefined;
    if (one.name === undefined) positional.push(value);
    else named.set(one.name, value);
  }
  return { positional, named };
}

/** An attribute of an exception: its own, or that of its classes. */
export function attributeOf(object: Instance, name: string, frame: Frame): Value | undefined {
  const own = object.fields.get(name);
  if (own || object.of === 'http') return own;
  for (const { module, node } of lineOf(object.of)) {
    const inner: Frame = { view: frame.view, module, locals: new Map(), depth: frame.depth + 1 };
    const body = blockOf(node);
    const assignments = (body ? statementsOf(body) : []).filter((statement) => assignmentOf(statement)?.target.text === name && assignmentOf(statement)?.value);
    const value = assignmentOf(assignments.at(-1) ?? node)?.value;
    if (value) return assignments.length === 1 && frame.depth < 8 ? valueOf(value, inner) : undefined;
    const method = methodsOf(node).find((one) => nameOf(one) === name);
    if (!method) continue;
    const decorators = method.parent?.type === 'decorated_definition' ? method.parent.children.filter(({ type }) => type === 'decorator').map((one) => one.text) : [];
    const self = { kind: 'function', module, node: method, self: object } as const;
    if (decorators.length === 0) return self;
    return decorators.length === 1 && decorators[0]?.trim() === '@property' ? answerIn(self, { positional: [], named: new Map() }, frame) : undefined;
  }
  return undefined;
}

/** What `str()` makes of a value. */
export function textOf(value: Value, frame: Frame): Value | undefined {
  if (value.kind === 'text') return value;
  if (value.kind === 'number') return text(String(value.value));
  if (value.kind !== 'object' || value.of === 'http') return undefined;
  const own = attributeOf(value, '__str__', frame);
  if (own) return own.kind === 'function' ? answerIn(own, { positional: [], named: new Map() }, frame) : undefined;
  const argument = value.fields.get(ARGUMENT);
  return argument?.kind === 'several' ? (argument.items.length === 1 && argument.items[0]?.kind === 'text' ? argument.items[0] : undefined) : argument?.kind === 'text' ? argument : undefined;
}

function methodsOf(definition: PyNode): readonly PyNode[] {
  const body = blockOf(definition);
  return (body ? statementsOf(body) : []).map(undecorated).filter(({ type }) => type === 'function_definition');
}

function nameOf(definition: PyNode): string {
  return childOfType(definition, 'identifier')?.text ?? '';
}
