import type { PyNode } from '../../../python/syntax/node.ts';
import { parts } from '../../../python/syntax/walk.ts';
import { evaluate, shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { asText, joined, unknownText } from './text.ts';
import { choiceOf, forced, MODULE_NAME, optionsOf, routersIn, unknownValue, type Value } from './value.ts';

/** Whether a value is true; `undefined` where it cannot be told, as for everything that goes by a default. */
export function truthOf(value: Value): boolean | undefined {
  const truths = new Set(optionsOf(value).map(truthOfOne));
  const [only] = truths;
  return truths.size === 1 ? only : undefined;
}

function truthOfOne(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return value.certainty === 'known' ? Boolean(value.value) : undefined;
    case 'text':
      return value.certainty === 'known' ? value.text !== '' : undefined;
    case 'list':
      return value.open ? undefined : value.items.length > 0;
    case 'dict':
      return value.open ? undefined : value.entries.size > 0;
    case 'router':
    case 'function':
    case 'class':
    case 'module':
    case 'method':
    case 'registrar':
      return true;
    case 'external':
      return value.name.endsWith('.TYPE_CHECKING') ? false : undefined;
    default:
      return undefined;
  }
}

function truthValue(truth: boolean | undefined): Value {
  return truth === undefined ? unknownValue('It is decided as the program runs.') : { kind: 'constant', value: truth, certainty: 'known' };
}

/** `not value`. */
export function negated(value: Value): Value {
  const truth = truthOf(value);
  return truthValue(truth === undefined ? undefined : !truth);
}

/** `a is None`, `name == "__main__"` and comparisons of constants; everything else is decided as the program runs. */
export function comparisonOf(node: PyNode, frame: Frame): Value {
  const operands = parts(node);
  const values = operands.map((operand) => forced(evaluate(operand, frame)));
  const [left, right] = values;
  const operator = node.children.filter(({ named }) => !named).map(({ text }) => text).join(' ');
  if (!left || !right || values.length > 2) return truthValue(undefined);
  const equal = sameness(left, right);
  if (operator === '==' || operator === 'is') return truthValue(equal);
  if (operator === '!=' || operator === 'is not') return truthValue(equal === undefined ? undefined : !equal);
  return truthValue(undefined);
}

function sameness(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'constant' && right.kind === 'constant') return bothKnown(left, right) ? left.value === right.value : undefined;
  if (left.kind === 'text' && right.kind === 'text') return bothKnown(left, right) ? left.text === right.text : undefined;
  if (left === MODULE_NAME || right === MODULE_NAME) return left === right ? true : [left, right].some((one) => one.kind === 'text' && one.text === '__main__') ? false : undefined;
  const [none, other] = isNone(left) ? [left, right] : [right, left];
  if (!isNone(none)) return undefined;
  return other.kind === 'unknown' || other.kind === 'external' || other.kind === 'choice' || other.kind === 'lazy' || ('certainty' in other && other.certainty !== 'known') ? undefined : false;
}

function bothKnown(left: { readonly certainty: string }, right: { readonly certainty: string }): boolean {
  return left.certainty === 'known' && right.certainty === 'known';
}

function isNone(value: Value): boolean {
  return value.kind === 'constant' && value.value === null && value.certainty === 'known';
}

/** `a + b` of texts and lists, `a | b` of dictionaries. */
export function binaryOf(node: PyNode, frame: Frame): Value {
  const [first, second] = parts(node);
  if (!first || !second) return unknownValue(`\`${shortened(node)}\` is not followed.`);
  const [left, right] = [forced(evaluate(first, frame)), forced(evaluate(second, frame))];
  const operator = node.children.find(({ named }) => !named)?.text;
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') return { kind: 'list', items: [...left.items, ...right.items], open: left.open || right.open };
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') return { kind: 'dict', entries: new Map([...left.entries, ...right.entries]), open: left.open || right.open };
  if (operator === '+' && (left.kind === 'text' || right.kind === 'text')) return joined(asText(left, first), asText(right, second));
  if (operator === '%' && left.kind === 'text') return unknownText(node);
  return unknownValue(`\`${shortened(node)}\` is not followed.`, [...routersIn(left), ...routersIn(right)]);
}

/** `values[0]`, `values["name"]`; with any other key one of the values. */
export function elementOf(node: PyNode, frame: Frame): Value {
  const [object, key] = parts(node);
  if (!object || !key) return unknownValue(`\`${shortened(node)}\` is not followed.`);
  const owner = forced(evaluate(object, frame));
  const index = forced(evaluate(key, frame));
  if (owner.kind === 'list' && !owner.open && index.kind === 'constant' && typeof index.value === 'number') {
    const item = owner.items.at(index.value);
    if (item) return item;
  }
  if (owner.kind === 'dict') {
    if (index.kind === 'text' && index.certainty === 'known') {
      const entry = owner.entries.get(index.text);
      if (entry) return entry.value();
    }
    if (!owner.open && owner.entries.size > 0) return choiceOf([...owner.entries.values()].map((given) => given.value()));
  }
  // A generic class with its parameters is that class.
  if (owner.kind === 'class') return owner;
  return unknownValue(`\`${shortened(node)}\` is decided as the program runs.`, routersIn(owner));
}
