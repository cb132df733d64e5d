import type { Span } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import { blockOf, statementsOf, undecorated } from '../syntax/views.ts';
import { childAfter, childOfType, deepDescendants, enclosing, parts } from '../syntax/walk.ts';
import type { BindingHow, Found, StarImport } from './binding.ts';
import { goesOnWithoutImport } from './import-guard.ts';
import { importedBy } from './imports.ts';
import { capturesOf } from './patterns.ts';
import type { Contents } from './scope.ts';
import { targetsOf, type Target } from './targets.ts';
import { isTypeCheckingBlock } from './type-checking.ts';
import { aliasName } from './type-parameters.ts';
import { walrusesIn, whenWalrusHappens } from './walrus.ts';

/** Where a statement stands, as far as its bindings care. */
interface Place {
  /** The block, module or clause whose later code runs only after the statement did. */
  readonly within: Span;
  readonly typeCheckingOnly: boolean;
  readonly guarded: boolean;
}

interface Collected {
  readonly found: Found[];
  readonly starImports: StarImport[];
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

/** What the statements of a module or block bind, and the `:=` in expressions beside them. Nested scopes are not entered. */
export function bindingsOfBlock(block: PyNode): Contents {
  const into = nothing();
  for (const statement of statementsOf(block)) collect(statement, { within: block, typeCheckingOnly: false, guarded: false }, into);
  return into;
}

/** What the `:=` in an expression bind, in the body of a lambda say. */
export function bindingsOfExpression(expression: PyNode): Contents {
  const into = nothing();
  addWalruses(expression, expression, into);
  return into;
}

function nothing(): Collected {
  return { found: [], starImports: [], globals: new Set(), nonlocals: new Set() };
}

function collect(statement: PyNode, place: Place, into: Collected): void {
  switch (statement.type) {
    case 'expression_statement':
      for (const expression of parts(statement)) {
        if (expression.type === 'assignment') addAssignment(expression, statement, place, into);
        if (expression.type === 'augmented_assignment') {
          const [target, value] = [parts(expression)[0], parts(expression).at(-1)];
          if (target && value) add(targetsOf(target), { kind: 'augmented', value, statement }, statement.end, place.within, into);
        }
      }
      return addWalruses(statement, place.within, into);
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement': {
      const { names, star } = importedBy(statement, { typeCheckingOnly: place.typeCheckingOnly, guarded: place.guarded });
      for (const { node, name, how } of names) into.found.push({ name, node, since: statement.end, certain: place.within, how });
      if (star) into.starImports.push(star);
      return;
    }
    case 'decorated_definition':
      for (const decorator of parts(statement)) if (decorator.type === 'decorator') addWalruses(decorator, place.within, into);
      return addDefinition(undecorated(statement), place, into);
    case 'function_definition':
    case 'class_definition':
      return addDefinition(statement, place, into);
    case 'delete_statement':
      for (const target of parts(statement)) {
        add(targetsOf(target), { kind: 'delete', statement }, statement.end, place.within, into);
      }
      return;
    case 'type_alias_statement': {
      const name = aliasName(statement);
      const how: BindingHow = { kind: 'type-alias', value: childAfter(statement, '='), statement };
      if (name) into.found.push({ name: name.text, node: name, since: statement.end, certain: place.within, how });
      return;
    }
    case 'global_statement':
      for (const name of parts(statement)) into.globals.add(name.text);
      return;
    case 'nonlocal_statement':
      for (const name of parts(statement)) into.nonlocals.add(name.text);
      return;
    case 'for_statement':
      addLoop(statement, into);
      break;
    case 'with_clause':
      for (const item of deepDescendants(statement, (node) => node.type !== 'as_pattern')) addContext(item, place, into);
      break;
    case 'except_clause':
      addException(statement, into);
      break;
    case 'case_clause': {
      const how: BindingHow = { kind: 'match', clause: statement };
      for (const node of capturesOf(statement)) into.found.push({ name: node.text, node, since: node.end, certain: statement, how });
      break;
    }
  }
  for (const part of parts(statement)) {
    if (CLAUSES.has(part.type)) collect(part, place, into);
    else if (part.type === 'block') collectBlock(part, placeIn(statement, part, place), into);
    else addWalruses(part, place.within, into);
  }
}

/** Parts of compound statements that have blocks or targets of their own. */
const CLAUSES = new Set(['with_clause', 'except_clause', 'case_clause', 'elif_clause', 'else_clause', 'finally_clause']);

function collectBlock(block: PyNode, place: Place, into: Collected): void {
  for (const statement of statementsOf(block)) collect(statement, place, into);
}

function placeIn(statement: PyNode, block: PyNode, { typeCheckingOnly, guarded }: Place): Place {
  return {
    within: block,
    typeCheckingOnly: typeCheckingOnly || isTypeCheckingBlock(statement),
    guarded: guarded || goesOnWithoutImport(statement),
  };
}

function add(targets: readonly Target[], how: BindingHow, since: number, certain: Span | undefined, into: Collected): void {
  for (const { node } of targets) into.found.push({ name: node.text, node, since, certain, how });
}

/** `a = b, c = value`: one statement, several targets, each nested in the value of the one before. */
function addAssignment(first: PyNode, statement: PyNode, place: Place, into: Collected): void {
  const links: PyNode[] = [first];
  for (let next = childAfter(first, '='); next?.type === 'assignment'; next = childAfter(next, '=')) links.push(next);
  const value = childAfter(links.at(-1) ?? first, '=');
  for (const link of links) {
    const target = parts(link)[0];
    if (!target) continue;
    const annotation = childOfType(link, 'type');
    for (const { node, unpacked } of targetsOf(target)) {
      const how: BindingHow =
        unpacked && value ? { kind: 'unpacking', value, statement } : { kind: 'assignment', value, annotation, statement };
      into.found.push({ name: node.text, node, since: statement.end, certain: value ? place.within : undefined, how });
    }
  }
}

function addDefinition(definition: PyNode, place: Place, into: Collected): void {
  const name = childOfType(definition, 'identifier');
  const body = blockOf(definition);
  const isClass = definition.type === 'class_definition';
  if (name) {
    const since = isClass ? definition.end : (body?.start ?? definition.end);
    into.found.push({ name: name.text, node: name, since, certain: place.within, how: { kind: isClass ? 'class' : 'function', definition } });
  }
  for (const part of parts(definition)) if (part !== body) addWalruses(part, place.within, into);
}

function addLoop(loop: PyNode, into: Collected): void {
  const target = childAfter(loop, 'for');
  const value = childAfter(loop, 'in');
  if (!target || !value) return;
  for (const { node, unpacked } of targetsOf(target)) {
    const how: BindingHow = { kind: 'loop', value, unpacked, statement: loop };
    into.found.push({ name: node.text, node, since: value.end, certain: blockOf(loop), how });
  }
}

function addContext(item: PyNode, place: Place, into: Collected): void {
  const target = item.type === 'as_pattern' ? childOfType(item, 'as_pattern_target') : undefined;
  const value = parts(item)[0];
  const statement = enclosing(item, 'with_statement');
  if (!target || !value || !statement) return;
  for (const { node, unpacked } of targetsOf(target)) {
    into.found.push({ name: node.text, node, since: item.end, certain: place.within, how: { kind: 'with', value, unpacked, statement } });
  }
}

function addException(clause: PyNode, into: Collected): void {
  const caught = childOfType(clause, 'as_pattern');
  const target = caught && childOfType(caught, 'as_pattern_target');
  const exception = caught && parts(caught)[0];
  if (!caught || !target || !exception) return;
  add(targetsOf(target), { kind: 'except', exception, clause }, caught.end, clause, into);
}

function addWalruses(within: PyNode, certain: Span, into: Collected): void {
  for (const expression of walrusesIn(within)) {
    const [node, value] = parts(expression);
    if (!node || !value) continue;
    const { since, sure } = whenWalrusHappens(expression);
    into.found.push({ name: node.text, node, since, certain: sure ? certain : undefined, how: { kind: 'walrus', value, expression } });
  }
}
