import { assignmentOf, blockOf, calleeOf, childOfType, parts, statementsOf, type PyNode } from '#pystd';
import type { Given } from './call.ts';
import { keyOf, valueOf, type Frame } from './expression.ts';
import { truthOf, NONE, type Value } from './value.ts';

/** How a statement of another kind is understood, where it is: `true` when the run goes on. */
export type Special = (statement: PyNode, frame: Frame) => boolean;

type End = { readonly returned: Value } | 'on' | undefined;

/** What a function of the repository gives. */
export function answerIn({ module, node, self }: Extract<Value, { kind: 'function' }>, given: Given, frame: Frame): Value | undefined {
  const inner: Frame = { view: frame.view, module, locals: new Map(), depth: frame.depth + 1 };
  const body = blockOf(node);
  if (frame.depth > 8 || !body || !bound(node, self ? { ...given, positional: [self, ...given.positional] } : given, inner)) return undefined;
  const end = ran(statementsOf(body), inner, () => false);
  return end === 'on' ? NONE : end?.returned;
}

/** Gives the parameters of a function their values; whether that could be told. */
export function bound(definition: PyNode, { positional, named }: Given, frame: Frame): boolean {
  const list = childOfType(definition, 'parameters');
  const left = new Map(named);
  let index = 0;
  let isKeywordOnly = false;
  for (const parameter of list ? parts(list) : []) {
    if (parameter.text === '*' || parameter.text === '/') {
      isKeywordOnly = parameter.text === '*';
      continue;
    }
    const name = parameter.type === 'identifier' ? parameter : parameter.children[0];
    if (name?.type !== 'identifier') return false;
    const isGiven = !isKeywordOnly && index < positional.length;
    const standard = parameter.type.endsWith('default_parameter') ? parts(parameter).at(-1) : undefined;
    const value = isGiven ? positional[index++] : (left.get(name.text) ?? (standard && valueOf(standard, { ...frame, locals: new Map() })));
    if (!value || (isGiven && left.has(name.text))) return false;
    left.delete(name.text);
    frame.locals.set(name.text, value);
  }
  return index === positional.length && left.size === 0;
}

/** Runs statements one by one; `undefined` where one is not understood. */
export function ran(statements: readonly PyNode[], frame: Frame, special: Special): End {
  for (const statement of statements) {
    const end = ranOne(statement, frame, special);
    if (end !== 'on') return end;
  }
  return 'on';
}

function ranOne(statement: PyNode, frame: Frame, special: Special): End {
  const [inner] = parts(statement);
  if (statement.type === 'pass_statement') return 'on';
  if (statement.type === 'return_statement') {
    const value = inner ? valueOf(inner, frame) : NONE;
    return value && { returned: value };
  }
  if (statement.type === 'if_statement') return ranIf(statement, frame, special);
  if (statement.type !== 'expression_statement' || !inner) return undefined;
  if (inner.type === 'string' || isLogging(inner) || special(statement, frame)) return 'on';
  return inner.type === 'assignment' && assigned(inner, frame) ? 'on' : undefined;
}

/** Writing a record or printing: nothing that the answer depends on. */
function isLogging(node: PyNode): boolean {
  const callee = node.type === 'call' ? calleeOf(node)?.text : undefined;
  return callee !== undefined && /^(?:print|(?:[\w.]+\.)?_?(?:logger|log|logging)\.(?:debug|info|warning|error|exception|critical|log))$/i.test(callee) && !/\bawait\b/.test(node.text);
}

function ranIf(statement: PyNode, frame: Frame, special: Special): End {
  const clauses = [statement, ...statement.children.filter(({ type }) => type === 'elif_clause' || type === 'else_clause')];
  for (const clause of clauses) {
    const body = blockOf(clause);
    const condition = clause.type === 'else_clause' ? undefined : parts(clause)[0];
    const value = condition && valueOf(condition, frame);
    const truth = clause.type === 'else_clause' ? true : value && truthOf(value);
    if (!body || truth === undefined) return undefined;
    if (truth) return ran(statementsOf(body), frame, special);
  }
  return 'on';
}

function assigned(assignment: PyNode, frame: Frame): boolean {
  const { target, value } = assignmentOf(assignment) ?? {};
  const known = value && valueOf(value, frame);
  if (!target || !known) return false;
  if (target.type === 'identifier') frame.locals.set(target.text, known);
  else {
    const [object, member] = parts(target);
    const holder = object && valueOf(object, frame);
    if (target.type === 'attribute' && holder?.kind === 'object' && holder.of !== 'http' && member) holder.fields.set(member.text, known);
    else if (target.type === 'subscript' && holder?.kind === 'dictionary' && object?.type === 'identifier' && frame.locals.has(object.text) && member) {
      const key = valueOf(member, frame);
      const spelled = key && keyOf(key);
      if (spelled === undefined) return false;
      frame.locals.set(object.text, { kind: 'dictionary', entries: new Map([...holder.entries, [spelled, known]]) });
    } else return false;
  }
  return true;
}
