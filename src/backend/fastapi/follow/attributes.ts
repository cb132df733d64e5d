import { exportOf, submoduleOf } from './modules.ts';
import type { Given } from './arguments.ts';
import { callFunction } from './call.ts';
import { construct, memberOf } from './classes.ts';
import type { Frame } from './frame.ts';
import { choiceOf, forced, routersIn, unknownValue, type External, type Instance, type Value } from './value.ts';

/** What `value.name` is. */
export function attributeOf(owner: Value, name: string, frame: Frame): Value {
  const value = forced(owner);
  switch (value.kind) {
    case 'module':
      return exportOf(value.module, name, frame.machine);
    case 'namespace':
      return submoduleOf(`${value.dotted}.${name}`, value.from, frame.machine) ?? unknownValue(`There is no module \`${value.dotted}.${name}\`.`);
    case 'external':
      return { kind: 'external', name: `${value.name}.${name}`, made: value.made };
    case 'choice':
      return choiceOf(value.options.map((option) => attributeOf(option, name, frame)));
    case 'router':
      return attributeOfRouter(value, name);
    case 'instance':
      return attributeOfInstance(value, name, frame);
    case 'class':
      return name === '__name__' ? { kind: 'external', name: 'builtins.str', made: undefined } : (memberOf(value, name, undefined) ?? unknownValue(`The class has no \`${name}\` that can be told.`));
    case 'super':
      return memberOf(value.of, name, value.self, true) ?? unknownValue(`\`super().${name}\` is not followed.`, routersIn(value.self));
    case 'text':
      // A member of an enumeration of texts is the text, and says so.
      return name === 'value' ? value : { kind: 'method', of: value, name };
    case 'list':
    case 'dict':
    case 'routes':
      return { kind: 'method', of: value, name };
    case 'function':
      return unknownValue(`An attribute of a function is not followed.`);
    default:
      return unknownValue(value.kind === 'unknown' ? value.because : `\`.${name}\` is not followed.`, routersIn(value));
  }
}

function attributeOfRouter(value: Value & { readonly kind: 'router' }, name: string): Value {
  const { router } = value;
  const own = router.attributes.get(name) ?? (router.of && memberOf(router.of, name, value));
  if (own) return own;
  if (name === 'router' && router.isApp) return value;
  if (name === 'routes') return { kind: 'routes', router };
  if (name === 'prefix') return router.prefix;
  if (METHODS.has(name)) return { kind: 'method', of: value, name };
  // What is left, such as `app.state` or `app.openapi`, adds no routes.
  return { kind: 'external', name: `fastapi.FastAPI().${name}`, made: undefined };
}

/** What does something to an application or router. */
const METHODS: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'delete', 'options', 'head', 'patch', 'trace', 'api_route', 'route', 'websocket', 'websocket_route',
  'add_api_route', 'add_route', 'add_api_websocket_route', 'add_websocket_route', 'include_router', 'mount', 'host', 'frontend',
  'add_middleware', 'middleware', 'add_exception_handler', 'exception_handler', 'add_event_handler', 'on_event', '__init__', 'setup',
]);

/** What an object holds, or its class; the value of a field that the environment may set is only a default. */
function attributeOfInstance(value: Instance, name: string, frame: Frame): Value {
  const own = value.attributes.get(name);
  if (own) return own;
  const member = memberOf(value.of, name, value);
  if (!member) return unknownValue(`The object has no \`${name}\` that can be told.`, routersIn(value));
  return hasForeignBase(value.of) ? assumed(member, frame) : member;
}

function hasForeignBase({ bases }: Instance['of']): boolean {
  return bases.some((base) => {
    const known = forced(base);
    return known.kind === 'class' ? hasForeignBase(known) : !isPlainBase(known);
  });
}

/** Bases that set no fields: a class made of them has the values that its body gives. */
function isPlainBase(base: Value): boolean {
  return base.kind === 'external' && PLAIN_BASES.has((base as External).name);
}

const PLAIN_BASES: ReadonlySet<string> = new Set(['builtins.object', 'abc.ABC', 'enum.Enum', 'enum.StrEnum', 'enum.IntEnum', 'builtins.str', 'typing.Protocol', 'typing.Generic']);

/** What `Field(default=…)` or `Field(default_factory=…)` gives a field. */
function fieldDefault(value: Value, frame: Frame): Value {
  if (value.kind !== 'external' || !/\.Field\(\)$/.test(value.name)) return value;
  const given = value.made?.named.get('default') ?? value.made?.positional[0];
  if (given) return forced(given.value());
  const factory = forced(value.made?.named.get('default_factory')?.value() ?? unknownValue('The field has no default that can be told.'));
  if (!value.made || (factory.kind !== 'class' && factory.kind !== 'function')) return factory.kind === 'unknown' ? factory : unknownValue('What the factory of the field makes is not followed.');
  const nothing = { ...value.made, positional: [], named: new Map<string, Given>(), open: false };
  return forced(factory.kind === 'class' ? construct(factory, nothing, frame) : callFunction(factory, nothing, frame));
}

/** A field's default, as the value it has unless the environment says otherwise. */
function assumed(value: Value, frame: Frame): Value {
  const known = fieldDefault(forced(value), frame);
  if ((known.kind === 'text' || known.kind === 'constant') && known.certainty === 'known') return { ...known, certainty: 'assumed' };
  return known;
}
