import type { PyNode } from '../../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, statementsOf, withDecorators } from '../../../python/syntax/views.ts';
import { parts } from '../../../python/syntax/walk.ts';
import { attributeOf } from './attributes.ts';
import type { Arguments } from './arguments.ts';
import { callFunction } from './call.ts';
import { evaluate } from './evaluate.ts';
import { newFrame, type Frame } from './frame.ts';
import { runBlock } from './statements.ts';
import { isAppClass, isRouterClass } from './known.ts';
import { makeRouter } from './construction.ts';
import { forced, lazily, unknownValue, type ClassValue, type FunctionValue, type Instance, type Value } from './value.ts';

/** The class a `class` statement defines. Its body runs when somebody asks what is in it. */
export function classOf(definition: PyNode, frame: Frame): ClassValue {
  const list = argumentListOf(definition);
  const bases = (list ? argumentsOf(list) : []).filter(({ name, unpacking }) => name === undefined && unpacking === undefined).map(({ value }) => evaluate(value, frame));
  let members: Frame | undefined;
  return {
    kind: 'class',
    module: frame.module,
    definition,
    bases,
    members() {
      if (members) return members;
      members = newFrame('class', frame.machine, frame.module, frame);
      const body = blockOf(definition);
      if (body) runBlock(body, members);
      return members;
    },
  };
}

/** A member of a class or of its bases, with what it is bound to; with `above` the class itself is left out, as `super()` does. */
export function memberOf(owner: ClassValue, name: string, self: Value | undefined, above = false): Value | undefined {
  const own = above ? undefined : owner.members().names.get(name);
  if (own) return bound(own, owner, self);
  for (const base of owner.bases) {
    const known = forced(base);
    const inherited = known.kind === 'class' ? memberOf(known, name, self) : undefined;
    if (inherited) return inherited;
    if (known.kind === 'external' && self?.kind === 'router' && (isAppClass(known.name) || isRouterClass(known.name)) && above) return { kind: 'method', of: self, name };
  }
  return undefined;
}

/** A function found in a class is a method, unless it says that it is none. */
function bound(value: Value, owner: ClassValue, self: Value | undefined): Value {
  if (value.kind !== 'function') return value;
  const decorators = decoratorsOf(value.definition);
  if (decorators.includes('staticmethod')) return value;
  const method: FunctionValue = { ...value, self: decorators.includes('classmethod') ? owner : self, frame: methodFrame(value.frame, owner, self ?? owner) };
  if (self && decorators.some((text) => /(?:^|\.)(?:cached_)?property$|(?:^|\.)computed_field\b/.test(text))) return lazily(() => callFunction(method, nothingGiven(value), value.frame));
  return method;
}

function methodFrame({ machine, module, outer }: Frame, of: ClassValue, self: Value): Frame {
  return newFrame('class', machine, module, outer, { self, of });
}

function decoratorsOf(definition: PyNode): readonly string[] {
  const decorated = withDecorators(definition);
  return decorated === definition ? [] : parts(decorated).flatMap((part) => (part.type === 'decorator' ? (parts(part)[0]?.text ?? []) : []));
}

function nothingGiven({ module, definition }: FunctionValue): Arguments {
  return { module, node: definition, positional: [], named: new Map(), open: false };
}

/** What calling a class of the repository makes: an application, a router, or an object whose `__init__` runs. */
export function construct(of: ClassValue, given: Arguments, frame: Frame): Value {
  const kind = routingBase(of);
  if (kind !== undefined) {
    const value = makeRouter(kind === 'app', of, given, frame);
    const init = memberOf(of, '__init__', value);
    if (init?.kind === 'function') callFunction(init, given, frame);
    // The last thing `FastAPI.__init__` does is to call `setup`.
    const setup = kind === 'app' ? memberOf(of, 'setup', value) : undefined;
    if (setup?.kind === 'function') callFunction(setup, { ...given, positional: [], named: new Map() }, frame);
    return value;
  }
  if (forced(of.bases[0] ?? of).kind === 'external' && isEnum(of)) return unknownValue('A member of an enumeration is not followed.');
  const instance: Instance = { kind: 'instance', of, attributes: new Map() };
  const init = memberOf(of, '__init__', instance);
  if (init?.kind === 'function') callFunction(init, given, frame);
  else setFields(instance, given);
  return instance;
}

/** What `@dataclass`, `NamedTuple` and pydantic's models do with their arguments: the fields in the order of the class body. */
function setFields({ of, attributes }: Instance, given: Arguments): void {
  const fields = fieldNames(of);
  given.positional.forEach((argument, index) => {
    const name = fields[index];
    if (name !== undefined) attributes.set(name, lazily(() => argument.value()));
  });
  for (const [name, argument] of given.named) attributes.set(name, lazily(() => argument.value()));
}

function fieldNames({ definition, bases }: ClassValue): readonly string[] {
  const inherited = bases.flatMap((base) => {
    const known = forced(base);
    return known.kind === 'class' ? fieldNames(known) : [];
  });
  const body = blockOf(definition);
  const own = (body ? statementsOf(body) : []).flatMap((statement) => {
    const assignment = assignmentOf(statement);
    return assignment?.annotation && assignment.target.type === 'identifier' ? [assignment.target.text] : [];
  });
  return [...new Set([...inherited, ...own])];
}

function isEnum({ bases }: ClassValue): boolean {
  return bases.some((base) => {
    const known = forced(base);
    return known.kind === 'external' && known.name.startsWith('enum.');
  });
}

/** Whether objects of a class are applications or routers. */
export function routingBase({ bases }: ClassValue): 'app' | 'router' | undefined {
  for (const base of bases) {
    const known = forced(base);
    const kind = known.kind === 'class' ? routingBase(known) : known.kind !== 'external' ? undefined : isAppClass(known.name) ? 'app' : isRouterClass(known.name) ? 'router' : undefined;
    if (kind) return kind;
  }
  return undefined;
}

/** Calls an object that can be called; `undefined` where its class does not say how. */
export function callInstance(instance: Instance, given: Arguments, frame: Frame): Value | undefined {
  const call = attributeOf(instance, '__call__', frame);
  return call.kind === 'function' ? callFunction(call, given, frame) : undefined;
}
