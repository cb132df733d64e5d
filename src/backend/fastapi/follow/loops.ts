import type { PyNode } from '../../../python/syntax/node.ts';
import { childAfter, childOfType, parts } from '../../../python/syntax/walk.ts';
import { evaluate, plainName, shortened } from './evaluate.ts';
import { bind, newFrame, type Frame } from './frame.ts';
import { truthOf } from './operators.ts';
import { forced, routersIn, unknownValue, type Value } from './value.ts';

/** What a loop goes through, one after the other; `open` when there may be more, or nothing is known. */
export interface Items {
  readonly items: readonly Value[];
  readonly open: boolean;
  /** Whatever an unknown item may be. */
  readonly unknown: Value;
}

/** The items of an iterable. */
export function itemsOf(iterable: Value, node: PyNode): Items {
  const value = forced(iterable);
  const unknown = unknownValue(`\`${shortened(node)}\` is decided as the program runs.`, routersIn(value));
  if (value.kind === 'list') return { items: value.items, open: value.open, unknown };
  if (value.kind === 'dict') return { items: [...value.entries.keys()].map((text): Value => ({ kind: 'text', text, certainty: 'known' })), open: value.open, unknown };
  return { items: [], open: true, unknown };
}

/** Binds what an assignment, a loop or a `with` names. */
export function assign(target: PyNode, value: Value, frame: Frame): void {
  const name = plainName(target);
  if (name !== undefined) return bind(frame, name, value);
  if (target.type === 'attribute') return assignAttribute(target, value, frame);
  if (target.type === 'subscript') return assignElement(target, value, frame);
  if (!TARGETS.has(target.type)) return;
  const inner = parts(target);
  const known = forced(value);
  const fits = known.kind === 'list' && !known.open && known.items.length === inner.length && !inner.some(({ type }) => type.startsWith('list_splat'));
  inner.forEach((part, index) => {
    const item = fits ? known.items[index] : undefined;
    assign(part, item ?? unknownValue(`\`${shortened(target)}\` is decided as the program runs.`, routersIn(known)), frame);
  });
}

const TARGETS: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list', 'as_pattern_target', 'parenthesized_expression', 'list_splat_pattern']);

function assignAttribute(target: PyNode, value: Value, frame: Frame): void {
  const [object] = parts(target);
  const name = parts(target).at(-1)?.text ?? '';
  const owner = object && forced(evaluate(object, frame));
  if (owner?.kind === 'instance') owner.attributes.set(name, value);
  if (owner?.kind === 'class') owner.members().names.set(name, value);
  if (owner?.kind === 'module') frame.machine.modules.get(owner.module)?.names.set(name, value);
  if (owner?.kind !== 'router') return;
  const { router } = owner;
  if (name === 'lifespan_context') {
    const node = target.parent ? (childAfter(target.parent, '=') ?? target) : target;
    router.lifespan = { at: { module: frame.module, node }, function: value };
  } else if (name === 'routes' || name === 'prefix' || name === 'router') {
    router.unclear.push({ module: frame.module, node: target, about: name === 'prefix' ? 'path' : 'routes', because: `\`${shortened(target)}\` is set by hand.` });
  } else router.attributes.set(name, value);
}

function assignElement(target: PyNode, value: Value, frame: Frame): void {
  const [object, key] = parts(target);
  const owner = object && forced(evaluate(object, frame));
  const index = key && forced(evaluate(key, frame));
  if (owner?.kind === 'list') owner.open = true;
  if (owner?.kind !== 'dict' || !key) return;
  if (index?.kind === 'text' && index.certainty === 'known') owner.entries.set(index.text, { module: frame.module, node: target, value: () => value });
  else owner.open = true;
}

/** `[f(x) for x in values if x]`: with one `for` over known values item by item, else what it may hold. */
export function comprehended(node: PyNode, frame: Frame): Value {
  const [body] = parts(node);
  const clauses = parts(node).filter(({ type }) => type === 'for_in_clause');
  const [clause] = clauses;
  const test = childOfType(node, 'if_clause');
  const target = clause && childAfter(clause, 'for');
  const iterable = clause && childAfter(clause, 'in');
  if (!body || !target || !iterable) return unknownValue(`\`${shortened(node)}\` is not followed.`);
  const inner = newFrame('function', frame.machine, frame.module, frame, frame.method);
  const { items, open, unknown } = itemsOf(evaluate(iterable, frame), iterable);
  const result: Value = { kind: 'list', items: [], open: open || clauses.length > 1 };
  for (const item of open ? [...items, unknown] : items) {
    assign(target, item, inner);
    for (const other of clauses.slice(1)) {
      const [names, source] = [childAfter(other, 'for'), childAfter(other, 'in')];
      if (names && source) assign(names, itemsOf(evaluate(source, inner), source).unknown, inner);
    }
    const [condition] = test ? parts(test) : [];
    const truth = condition ? truthOf(evaluate(condition, inner)) : true;
    if (truth === false) continue;
    if (truth === undefined) result.open = true;
    result.items.push(evaluate(body, inner));
  }
  return result;
}
