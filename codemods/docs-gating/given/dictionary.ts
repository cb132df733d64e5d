import { argumentListOf, argumentsOf, calleeOf, parts, plainString, type Binding, type Module, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import { ALL_PAGES, type Page } from '../pages.ts';
import { returnedBy } from './returned.ts';
import { standingOfValue, type Said, type Standing } from './standing.ts';
import { changesOf } from './uses.ts';

/** What a dictionary says of the pages, or why that cannot be told: a full sentence. */
export type Entries = Said | { readonly because: string };

/** More steps from name to name than these are a circle. */
const MOST_STEPS = 6;

export function isUnread(entries: Entries): entries is { readonly because: string } {
  return 'because' in entries;
}

/** What an expression that is unpacked into a call says of the pages: a dictionary in sight, or a name, a function or a property that leads to one. */
export function entriesOf(module: Module, expression: PyNode, task: Task<Options>, steps = MOST_STEPS): Entries {
  const unread: Entries = { because: `What \`${expression.text.split('\n')[0] ?? ''}\` holds cannot be told.` };
  if (steps === 0) return unread;
  const read = (node: PyNode): Entries => entriesOf(module, node, task, steps - 1);
  const [first, second] = parts(expression);
  switch (expression.type) {
    case 'parenthesized_expression':
      return first ? read(first) : unread;
    case 'dictionary':
      return merged(parts(expression).map((part) => entryOf(module, part, task, read)));
    case 'binary_operator':
      return first && second && expression.children.some(({ type }) => type === '|') ? merged([read(first), read(second)]) : unread;
    case 'identifier':
      return ofName(module, expression, task, steps);
    case 'attribute':
      return returnedBy(module, expression, task, (inner, node) => entriesOf(inner, node, task, steps - 1)) ?? ofName(module, expression, task, steps);
    case 'call':
      return callee(module, expression, task) === 'dict' ? ofDictCall(module, expression, task, read) : (returnedBy(module, expression, task, (inner, node) => entriesOf(inner, node, task, steps - 1)) ?? unread);
    default:
      return unread;
  }
}

function callee(module: Module, call: PyNode, { python }: Task<Options>): string | undefined {
  const called = calleeOf(call);
  const symbol = called && python.symbolOf(module, called);
  return symbol?.kind === 'builtin' ? symbol.name : undefined;
}

/** One pair of a dictionary, or what is unpacked into it. */
function entryOf(module: Module, part: PyNode, task: Task<Options>, read: (node: PyNode) => Entries): Entries {
  const [key, value] = parts(part);
  if (part.type === 'dictionary_splat') return key ? read(key) : { because: 'What is unpacked cannot be told.' };
  const name = key && plainString(key);
  if (name === undefined || !value) return { because: `The key \`${key?.text ?? part.text}\` is decided as the program runs.` };
  return isPage(name) ? new Map([[name, standingOfValue(module, { value }, undefined, task)]]) : new Map();
}

/** `dict(base, docs_url="/docs", **rest)`. */
function ofDictCall(module: Module, call: PyNode, task: Task<Options>, read: (node: PyNode) => Entries): Entries {
  const list = argumentListOf(call);
  return merged((list ? argumentsOf(list) : []).map(({ name, value, unpacking }): Entries => {
    if (name !== undefined) return isPage(name) ? new Map([[name, standingOfValue(module, { value }, undefined, task)]]) : new Map();
    return unpacking === '*' ? { because: 'What is unpacked cannot be told.' } : read(value);
  }));
}

/** A variable that holds a dictionary, with what happens to it afterwards. */
function ofName(module: Module, name: PyNode, task: Task<Options>, steps: number): Entries {
  const held = variableOf(module, name, task);
  if ('because' in held) return held;
  const base = entriesOf(held.module, held.value, task, steps - 1);
  const changes = changesOf(held.binding, held.module, task, (inner, node) => entriesOf(inner, node, task, steps - 1));
  if (isUnread(base)) return base;
  return isUnread(changes) ? changes : merged([base, changes]);
}

/** The one assignment that a variable gets its dictionary by. */
function variableOf(module: Module, name: PyNode, { python }: Task<Options>): { readonly binding: Binding; readonly module: Module; readonly value: PyNode } | { readonly because: string } {
  const seen = name.type === 'identifier' ? module.names.lookup(name.text, module.names.scopeOf(name)) : undefined;
  const own = seen?.kind === 'bound' ? seen.bindings.filter(({ how }) => how.kind !== 'augmented') : [];
  const symbol = own.length === 1 && own[0]?.how.kind !== 'import' ? undefined : python.symbolOf(module, name);
  const home = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol : undefined;
  const binding = home?.binding ?? own[0];
  if (binding?.how.kind === 'parameter') return { because: `What \`${name.text}\` holds is up to whoever calls the function.` };
  if ((own.length > 1 && !home) || binding?.how.kind !== 'assignment' || !binding.how.value) return { because: `What \`${name.text}\` holds cannot be told.` };
  return { binding, module: home?.module ?? module, value: binding.how.value };
}

/** The later one has the last word. One that cannot be read makes all of it unclear. */
export function merged(all: readonly Entries[]): Entries {
  const said = new Map<Page, Standing>();
  for (const one of all) {
    if (isUnread(one)) return one;
    for (const [page, standing] of one) said.set(page, standing);
  }
  return said;
}

/** Whether a keyword is one of the pages. */
export function isPage(name: string): name is Page {
  return (ALL_PAGES as readonly string[]).includes(name);
}
