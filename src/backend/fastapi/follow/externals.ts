import type { Arguments } from './arguments.ts';
import { argumentAt, givenOf, routersGiven, valuesGiven } from './arguments.ts';
import { attributeOf } from './attributes.ts';
import { call } from './call.ts';
import { makeRouter } from './construction.ts';
import { shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { environmentDefault, isAppClass, isClassView, isHarmless, isRouterClass } from './known.ts';
import { itemsOf } from './loops.ts';
import { submoduleOf } from './modules.ts';
import { asText, textOf } from './text.ts';
import { choiceOf, forced, NONE, routersIn, unknownValue, type External, type Value } from './value.ts';

/** A call of something of another distribution or of Python itself. */
export function callExternal(callee: External, given: Arguments, frame: Frame): Value {
  const { name } = callee;
  if (isAppClass(name) || isRouterClass(name)) return makeRouter(isAppClass(name), undefined, given, frame);
  if (name.startsWith('builtins.')) {
    const value = callBuiltin(name.slice('builtins.'.length), given, frame);
    if (value) return value;
  }
  if (name === 'importlib.import_module') return importModule(given, frame);
  if (name === 'typing.cast') return given.positional[1]?.value() ?? NONE;
  const position = environmentDefault(name);
  if (position !== undefined) return fromEnvironment(position, given);
  const holds = [...new Set([...routersGiven(given), ...(callee.made?.holds ?? [])])];
  const harmless = isHarmless(name) || isClassView(name);
  if (!harmless) {
    const { module, node } = given;
    const told = callee.made?.node;
    for (const router of holds) {
      if (router.unclear.some((unclear) => unclear.node === told)) continue;
      router.unclear.push({ module, node, about: 'anything', because: `\`${shortened(node)}\` is given the ${router.isApp ? 'application' : 'router'} and is of another distribution: it may add routes.` });
    }
  }
  const made = { module: given.module, node: given.node, positional: given.positional, named: given.named, holds: harmless && !name.includes('nstrumentator') && !name.endsWith('Middleware') && !name.endsWith('ASGIApp') ? [] : holds };
  return { kind: 'external', name: `${name}()`, made };
}

/** A default of a variable that nobody sets. */
function fromEnvironment(position: number, given: Arguments): Value {
  const fallback = argumentAt(given, position, 'default');
  const value = fallback && forced(fallback.value());
  if (value && (value.kind === 'text' || value.kind === 'constant')) return { ...value, certainty: value.certainty === 'unknown' ? 'unknown' : 'assumed' };
  return unknownValue(`\`${shortened(given.node)}\` is read as the program runs.`);
}

function importModule(given: Arguments, frame: Frame): Value {
  const name = given.positional[0] && forced(given.positional[0].value());
  const found = name?.kind === 'text' && name.certainty === 'known' && !name.text.startsWith('.') ? submoduleOf(name.text, frame.module, frame.machine) : undefined;
  return found ?? unknownValue(`\`${shortened(given.node)}\` imports what is decided as the program runs.`);
}

function callBuiltin(name: string, given: Arguments, frame: Frame): Value | undefined {
  const [first, second, third] = given.positional.map((argument) => argument.value());
  const list = (items: readonly Value[], open: boolean): Value => ({ kind: 'list', items: [...items], open });
  switch (name) {
    case 'super':
      return superOf(frame);
    case 'getattr': {
      const attribute = second && forced(second);
      if (!first || attribute?.kind !== 'text' || attribute.certainty !== 'known') return unknownValue(`\`${shortened(given.node)}\` is decided as the program runs.`, first ? routersIn(first) : []);
      const found = attributeOf(first, attribute.text, frame);
      return found.kind === 'unknown' && third ? choiceOf([found, third]) : found;
    }
    case 'setattr':
      return undefined;
    case 'list':
    case 'tuple':
    case 'set':
    case 'iter':
    case 'reversed':
    case 'sorted': {
      if (!first) return list([], false);
      const { items, open, unknown } = itemsOf(first, given.positional[0]?.node ?? given.node);
      const all = open && items.length === 0 ? [unknown] : items;
      return list(name === 'reversed' ? [...all].reverse() : all, open || name === 'sorted');
    }
    case 'dict': {
      const value = first && forced(first);
      return { kind: 'dict', entries: new Map([...(value?.kind === 'dict' ? value.entries : []), ...given.named]), open: given.open || (value !== undefined && (value.kind !== 'dict' || value.open)) };
    }
    case 'str': {
      const node = given.positional[0]?.node;
      return first && node ? asText(first, node) : textOf('');
    }
    case 'enumerate':
    case 'zip': {
      const columns = given.positional.map((argument) => itemsOf(argument.value(), argument.node));
      if (columns.some(({ open }) => open)) return unknownValue(`\`${shortened(given.node)}\` is decided as the program runs.`, valuesGiven(given).flatMap((value) => routersIn(value)));
      const rows = Math.min(...columns.map(({ items }) => items.length));
      return list(Array.from({ length: rows }, (_, row) => list([...(name === 'enumerate' ? [{ kind: 'constant', value: row, certainty: 'known' } as const] : []), ...columns.flatMap(({ items }) => items[row] ?? [])], false)), false);
    }
    case 'map': {
      if (!first || given.positional.length !== 2 || second === undefined) return undefined;
      const { items, open, unknown } = itemsOf(second, given.node);
      return list((open ? [...items, unknown] : items).map((item) => call(forced(first), { ...given, positional: [givenOf(item, given.node, frame)], named: new Map() }, frame)), open);
    }
    default:
      return undefined;
  }
}

/** `super()` in a method. */
function superOf(frame: Frame): Value {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    if (at.method?.of.kind === 'class') return { kind: 'super', self: at.method.self, of: at.method.of };
  }
  return unknownValue('`super()` is not followed here.');
}
