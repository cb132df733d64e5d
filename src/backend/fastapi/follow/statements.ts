import { importedBy } from '../../../python/names/imports.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { blockOf, statementsOf, undecorated } from '../../../python/syntax/views.ts';
import { childAfter, childOfType, parts } from '../../../python/syntax/walk.ts';
import { runFor, runIf, runMatch, runTry } from './branches.ts';
import { classOf } from './classes.ts';
import { decorated } from './decorators.ts';
import { evaluate, shortened } from './evaluate.ts';
import { bind, type Frame } from './frame.ts';
import { assign } from './loops.ts';
import { isExhausted } from './machine.ts';
import { runImport } from './modules.ts';
import { mayRoute } from './relevance.ts';
import { NONE, routersIn, unknownValue, type Value } from './value.ts';

/** How code goes on after a statement: on, out of its block, out by an exception; `perhaps` when only one way through it leaves the block. */
export type End = 'on' | 'out' | 'raised' | 'perhaps';

/** Runs the statements of a module or block. What stands after a statement that may leave the block happens under a condition. */
export function runBlock(block: PyNode, frame: Frame): End {
  const { machine } = frame;
  const before = machine.conditions;
  let end: End = 'on';
  for (const statement of statementsOf(block)) {
    if (isExhausted(machine)) break;
    const one = runStatement(statement, frame);
    if (one === 'perhaps') {
      end = 'perhaps';
      machine.conditions = [...machine.conditions, { module: frame.module, node: statement, clause: undefined }];
    } else if (one !== 'on') {
      end = one;
      break;
    }
  }
  machine.conditions = before;
  return end;
}

function runStatement(statement: PyNode, frame: Frame): End {
  switch (statement.type) {
    case 'expression_statement':
      for (const expression of parts(statement)) runExpression(expression, frame);
      return 'on';
    case 'import_statement':
    case 'import_from_statement':
      runImportStatement(statement, frame);
      return 'on';
    case 'function_definition':
      bindFunction(statement, frame);
      return 'on';
    case 'class_definition':
      bindClass(statement, frame);
      return 'on';
    case 'decorated_definition':
      decorated(statement, undecorated(statement).type === 'class_definition' ? bindClass(undecorated(statement), frame) : bindFunction(undecorated(statement), frame), frame);
      return 'on';
    case 'if_statement':
      return runIf(statement, frame);
    case 'match_statement':
      return runMatch(statement, frame);
    case 'try_statement':
      return runTry(statement, frame);
    case 'for_statement':
    case 'while_statement':
      return runFor(statement, frame);
    case 'with_statement':
      return runWith(statement, frame);
    case 'return_statement': {
      const [value] = parts(statement);
      frame.returned.push(value ? evaluate(value, frame) : NONE);
      return 'out';
    }
    case 'raise_statement':
      return 'raised';
    case 'break_statement':
    case 'continue_statement':
      return 'out';
    case 'global_statement':
      for (const name of parts(statement)) frame.globals.add(name.text);
      return 'on';
    default:
      return 'on';
  }
}

function runExpression(expression: PyNode, frame: Frame): void {
  if (expression.type === 'assignment') runAssignment(expression, frame);
  else if (expression.type === 'augmented_assignment') runAugmented(expression, frame);
  else evaluate(expression, frame);
}

/** `a = b = value`, each target nested in the value of the one before. */
function runAssignment(first: PyNode, frame: Frame): void {
  const targets: PyNode[] = [];
  let value: PyNode | undefined = first;
  while (value?.type === 'assignment') {
    const [target] = parts(value);
    if (target) targets.push(target);
    value = childAfter(value, '=');
  }
  if (!value) return;
  const result = evaluate(value, frame);
  for (const target of targets) assign(target, result, frame);
}

/** `routers += [more]` changes the list; anything else makes the name unknown. */
function runAugmented(node: PyNode, frame: Frame): void {
  const [target, value] = [parts(node)[0], parts(node).at(-1)];
  if (!target || !value) return;
  const [old, more] = [evaluate(target, frame), evaluate(value, frame)];
  if (old.kind === 'list' && more.kind === 'list') {
    old.items.push(...more.items);
    old.open ||= more.open;
  } else if (old.kind === 'dict' && more.kind === 'dict') {
    for (const [name, given] of more.entries) old.entries.set(name, given);
    old.open ||= more.open;
  } else if (old.kind === 'text' && more.kind === 'text' && old.certainty !== 'unknown') assign(target, { ...more, text: old.text + more.text }, frame);
  else assign(target, unknownValue(`\`${shortened(node)}\` is not followed.`, [...routersIn(old), ...routersIn(more)]), frame);
}

function runImportStatement(statement: PyNode, frame: Frame): void {
  const { names, star } = importedBy(statement, { typeCheckingOnly: false, guarded: false });
  const [first] = names;
  runImport(
    {
      modules: names.flatMap(({ name, how }) => (how.name === undefined ? [{ dotted: how.module, alias: how.alias ? name : undefined }] : [])),
      level: star?.level ?? first?.how.level ?? 0,
      dotted: star?.module ?? first?.how.module ?? '',
      names: names.flatMap(({ name, how }) => (how.name === undefined ? [] : [{ name: how.name, alias: name }])),
      star: star !== undefined,
    },
    frame,
  );
}

function bindFunction(definition: PyNode, frame: Frame): Value {
  const value: Value = { kind: 'function', module: frame.module, definition, frame, self: undefined };
  bind(frame, childOfType(definition, 'identifier')?.text ?? '', value);
  return value;
}

/** The body of a class runs at once where it may register something, else when somebody asks. */
function bindClass(definition: PyNode, frame: Frame): Value {
  const value = classOf(definition, frame);
  bind(frame, childOfType(definition, 'identifier')?.text ?? '', value);
  if (mayRoute(definition.text)) value.members();
  return value;
}

function runWith(statement: PyNode, frame: Frame): End {
  for (const clause of parts(statement)) {
    if (clause.type !== 'with_clause') continue;
    for (const item of parts(clause)) {
      const [expression] = parts(item);
      if (!expression) continue;
      const as = expression.type === 'as_pattern' ? expression : undefined;
      const [source] = as ? parts(as) : [expression];
      const value = source ? evaluate(source, frame) : NONE;
      const target = as && childOfType(as, 'as_pattern_target');
      const name = target && parts(target)[0];
      if (name) assign(name, unknownValue(`\`${shortened(expression)}\` is not followed.`, routersIn(value)), frame);
    }
  }
  const block = blockOf(statement);
  return block ? runBlock(block, frame) : 'on';
}
