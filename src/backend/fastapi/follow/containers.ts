import type { Arguments } from './arguments.ts';
import { routersGiven } from './arguments.ts';
import type { Frame } from './frame.ts';
import { momentOf } from './machine.ts';
import { includeRouter, registerObject } from './inclusion.ts';
import { textOf, unknownText } from './text.ts';
import { choiceOf, forced, NONE, routersIn, unknownValue, type Value } from './value.ts';
import type { Router } from './router.ts';

/** A call of a method of a list, a dictionary, a text, or `app.routes`. */
export function callContainer(of: Value, name: string, given: Arguments, frame: Frame): Value {
  switch (of.kind) {
    case 'list':
      return callList(of, name, given);
    case 'dict':
      return callDict(of, name, given);
    case 'text':
      return callText(of, name, given);
    case 'routes':
      return callRoutes(of.router, name, given, frame);
    default:
      return unknownValue(`\`.${name}()\` is not followed.`, [...routersIn(of), ...routersGiven(given)]);
  }
}

function callList(of: Value & { readonly kind: 'list' }, name: string, given: Arguments): Value {
  const first = given.positional[0]?.value();
  const known = first && forced(first);
  if (name === 'append' && first) of.items.push(first);
  else if (name === 'extend' && known?.kind === 'list') {
    of.items.push(...known.items);
    of.open ||= known.open;
  } else if (name === 'insert' && given.positional[1]) of.items.push(given.positional[1].value());
  else if (name === 'copy') return { kind: 'list', items: [...of.items], open: of.open };
  else if (name === 'pop') return choiceOf(of.items);
  else if (name !== 'count' && name !== 'index') of.open = true;
  return NONE;
}

function callDict(of: Value & { readonly kind: 'dict' }, name: string, given: Arguments): Value {
  const [first, second] = given.positional;
  const known = first && forced(first.value());
  const values = (): Value[] => [...of.entries.values()].map((entry) => entry.value());
  switch (name) {
    case 'values':
      return { kind: 'list', items: values(), open: of.open };
    case 'keys':
      return { kind: 'list', items: [...of.entries.keys()].map(textOf), open: of.open };
    case 'items':
      return { kind: 'list', items: [...of.entries].map(([key, entry]): Value => ({ kind: 'list', items: [textOf(key), entry.value()], open: false })), open: of.open };
    case 'copy':
      return { kind: 'dict', entries: new Map(of.entries), open: of.open };
    case 'get':
    case 'pop':
    case 'setdefault': {
      const entry = known?.kind === 'text' && known.certainty === 'known' ? of.entries.get(known.text) : undefined;
      if (entry) return entry.value();
      return known?.kind === 'text' && known.certainty === 'known' && !of.open ? (second?.value() ?? NONE) : unknownValue('The key is decided as the program runs.', values().flatMap((value) => routersIn(value)));
    }
    case 'update':
      for (const [key, entry] of given.named) of.entries.set(key, entry);
      if (known?.kind === 'dict') for (const [key, entry] of known.entries) of.entries.set(key, entry);
      else if (known) of.open = true;
      return NONE;
    default:
      return unknownValue(`\`.${name}()\` is not followed.`, values().flatMap((value) => routersIn(value)));
  }
}

/** Texts that are trimmed or put together; everything else is unknown. */
function callText(of: Value & { readonly kind: 'text' }, name: string, given: Arguments): Value {
  const argument = given.positional[0] && forced(given.positional[0].value());
  const characters = argument?.kind === 'text' && argument.certainty === 'known' ? argument.text : undefined;
  if (of.certainty === 'unknown') return unknownText(given.node);
  const trimmed = (text: string, start: boolean, end: boolean): string => {
    const held = (character: string | undefined): boolean => character !== undefined && (characters === undefined ? /\s/.test(character) : characters.includes(character));
    let [from, to] = [0, text.length];
    while (start && from < to && held(text[from])) from += 1;
    while (end && to > from && held(text[to - 1])) to -= 1;
    return text.slice(from, to);
  };
  const plain = given.positional.length === 0 || characters !== undefined;
  if (name === 'strip' && plain) return { ...of, text: trimmed(of.text, true, true) };
  if (name === 'rstrip' && plain) return { ...of, text: trimmed(of.text, false, true) };
  if (name === 'lstrip' && plain) return { ...of, text: trimmed(of.text, true, false) };
  if (name === 'lower' && /^[\x20-\x7e]*$/.test(of.text)) return { ...of, text: of.text.toLowerCase() };
  if (name === 'removesuffix' && characters !== undefined) return { ...of, text: of.text.endsWith(characters) ? of.text.slice(0, of.text.length - characters.length) : of.text };
  return unknownText(given.node);
}

/** `app.routes.append(Mount(…))`, `app.routes.extend(router.routes)`. */
function callRoutes(router: Router, name: string, given: Arguments, frame: Frame): Value {
  const site = { module: given.module, node: given.node };
  const known = given.positional[0] && forced(given.positional[0].value());
  if (name === 'append' && known) registerObject(router, known, site, frame.machine);
  else if (name === 'extend' && known?.kind === 'routes') includeRouter(router, known.router, momentOf(frame.machine, site));
  else if (name === 'extend' && known?.kind === 'list') for (const item of known.items) registerObject(router, forced(item), site, frame.machine);
  else if (name !== 'index' && name !== 'count' && name !== 'copy') {
    momentOf(frame.machine, site);
    router.unclear.push({ ...site, about: 'routes', because: `\`.routes.${name}()\` changes the list of routes.` });
  }
  return NONE;
}
