import type { PyNode } from '../../../python/syntax/node.ts';
import { childAfter, childOfType, parts } from '../../../python/syntax/walk.ts';
import { givenAt, type Given } from './arguments.ts';
import { attributeOf } from './attributes.ts';
import { binaryOf, comparisonOf, elementOf, negated, truthOf } from './operators.ts';
import { evaluateCall } from './call.ts';
import { comprehended } from './loops.ts';
import { bind, lookup, type Frame } from './frame.ts';
import { stepped, under } from './machine.ts';
import { literalText } from './text.ts';
import { choiceOf, forced, lazily, NONE, routersIn, unknownValue, type Value } from './value.ts';

/** What an expression comes to where it stands. Calls in it happen. */
export function evaluate(node: PyNode, frame: Frame): Value {
  if (!stepped(frame.machine)) return unknownValue('There is too much to follow.');
  const [first] = parts(node);
  switch (node.type) {
    case 'identifier':
      return named(node, frame);
    case 'attribute':
      return first ? attributeAt(node, first, frame) : unknownAt(node);
    case 'call':
      return evaluateCall(node, frame);
    case 'string':
    case 'concatenated_string':
      return literalText(node, frame);
    case 'integer':
    case 'float':
      return { kind: 'constant', value: Number(node.text.replaceAll('_', '')), certainty: 'known' };
    case 'true':
    case 'false':
      return { kind: 'constant', value: node.type === 'true', certainty: 'known' };
    case 'none':
      return NONE;
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
      return listOf(node, frame);
    case 'dictionary':
      return dictionaryOf(node, frame);
    case 'parenthesized_expression':
    case 'await':
    case 'type':
      return first ? evaluate(first, frame) : unknownAt(node);
    case 'named_expression':
      return walrus(node, frame);
    case 'conditional_expression':
      return conditional(node, frame);
    case 'boolean_operator':
      return either(node, frame);
    case 'not_operator':
      return first ? negated(evaluate(first, frame)) : unknownAt(node);
    case 'binary_operator':
      return binaryOf(node, frame);
    case 'comparison_operator':
      return comparisonOf(node, frame);
    case 'subscript':
      return elementOf(node, frame);
    case 'lambda':
      return { kind: 'function', module: frame.module, definition: node, frame, self: undefined };
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
      return comprehended(node, frame);
    default:
      return unknownValue(`\`${shortened(node)}\` is not followed.`, parts(node).flatMap((part) => (EXPRESSIONLESS.has(part.type) ? [] : routersIn(evaluate(part, frame)))));
  }
}

/** Parts of expressions that are none themselves. */
const EXPRESSIONLESS: ReadonlySet<string> = new Set(['for_in_clause', 'if_clause', 'pair', 'string_content', 'ellipsis', 'comment']);

/** An expression on one line, and not too long. */
export function shortened(node: PyNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function unknownAt(node: PyNode): Value {
  return unknownValue(`\`${shortened(node)}\` is not followed.`);
}

function named(node: PyNode, frame: Frame): Value {
  const found = lookup(frame, node.text);
  if (found) return found;
  return { kind: 'external', name: `builtins.${node.text}`, made: undefined };
}

/** What was not looked at yet stays so: an attribute of it does nothing. */
function attributeAt(node: PyNode, object: PyNode, frame: Frame): Value {
  const name = parts(node).at(-1)?.text ?? '';
  const owner = evaluate(object, frame);
  return owner.kind === 'lazy' ? lazily(() => attributeOf(owner.force(), name, frame)) : attributeOf(owner, name, frame);
}

function listOf(node: PyNode, frame: Frame): Value {
  const items: Value[] = [];
  let open = false;
  for (const part of parts(node)) {
    if (part.type !== 'list_splat') {
      items.push(evaluate(part, frame));
      continue;
    }
    const [inner] = parts(part);
    const value = inner && forced(evaluate(inner, frame));
    if (value?.kind === 'list') items.push(...value.items);
    open ||= value?.kind !== 'list' || value.open;
    if (value && value.kind !== 'list') items.push(value);
  }
  return { kind: 'list', items, open };
}

function dictionaryOf(node: PyNode, frame: Frame): Value {
  const entries = new Map<string, Given>();
  let open = false;
  for (const part of parts(node)) {
    const [first, second] = parts(part);
    if (part.type === 'pair' && first && second) {
      const key = forced(evaluate(first, frame));
      const given = givenAt(second, frame);
      given.value();
      if (key.kind === 'text' && key.certainty === 'known') entries.set(key.text, given);
      else open = true;
      continue;
    }
    const value = first && forced(evaluate(first, frame));
    if (value?.kind === 'dict') for (const [name, given] of value.entries) entries.set(name, given);
    open ||= value?.kind !== 'dict' || value.open;
  }
  return { kind: 'dict', entries, open };
}

function walrus(node: PyNode, frame: Frame): Value {
  const [name, expression] = parts(node);
  const value = expression ? evaluate(expression, frame) : unknownAt(node);
  if (name) bind(frame, name.text, value);
  return value;
}

/** `a if test else b`: what is done in a branch is done under a condition. */
function conditional(node: PyNode, frame: Frame): Value {
  const [yes, test, no] = parts(node);
  if (!yes || !test || !no) return unknownAt(node);
  const truth = truthOf(evaluate(test, frame));
  if (truth !== undefined) return evaluate(truth ? yes : no, frame);
  return choiceOf([yes, no].map((way) => under(frame.machine, { module: frame.module, node, clause: way }, () => evaluate(way, frame))));
}

/** `a or b`, `a and b`. */
function either(node: PyNode, frame: Frame): Value {
  const [left, right] = parts(node);
  if (!left || !right) return unknownAt(node);
  const value = evaluate(left, frame);
  const truth = truthOf(value);
  const stops = childAfter(node, 'or') ? true : false;
  if (truth !== undefined) return truth === stops ? value : evaluate(right, frame);
  const other = under(frame.machine, { module: frame.module, node, clause: right }, () => evaluate(right, frame));
  return choiceOf([forced(value), other]);
}

/** The name a target binds, where it is a plain one. */
export function plainName(target: PyNode): string | undefined {
  const inner = target.type === 'as_pattern_target' ? childOfType(target, 'identifier') : target;
  return inner?.type === 'identifier' ? inner.text : undefined;
}
