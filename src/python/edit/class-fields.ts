import { indentationAt, startsLine } from '../../text/indent.ts';
import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { assignmentOf, blockOf, statementsOf, undecorated } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { indentUnit } from './indentation.ts';
import { isBareString } from './docstring.ts';
import { endWithLine, startWithComments } from './statement-lines.ts';

/** A field to be: `DEBUG: bool = False`. */
export interface Field {
  readonly name: string;
  readonly annotation: string;
  readonly value: string;
}

/**
 * Edits that add a field to a class: after its last field, else after the other assignments it begins with, else after the docstring, else
 * before the first method. A body of `pass` or `...` is replaced. A name that the class body assigns or defines already is left alone.
 * Refused: a body on the same line as `class`, unless it is `pass` or `...`.
 */
export function addField(definition: PyNode, field: Field): readonly Edit[] | Refused {
  const block = blockOf(definition);
  const statements = block ? statementsOf(block) : [];
  const [first] = statements;
  if (!first) return { refused: 'The class has no body.' };
  if (statements.some((statement) => nameBound(statement) === field.name)) return [];
  const { text } = definition.tree;
  const ending = lineEnding(text);
  const line = `${field.name}: ${field.annotation} = ${field.value}`;
  const onHeader = !startsLine(text, first.start);
  const placeholder = placeholderIn(statements);
  if (placeholder && !onHeader) return [replacement(placeholder, line)];
  if (placeholder) {
    const colon = text.lastIndexOf(':', first.start);
    return [replacement({ start: colon + 1, end: first.end }, `${ending}${indentationAt(text, definition.start)}${indentUnit(definition.tree)}${line}`)];
  }
  if (onHeader) return { refused: 'The class body stands on one line.' };
  const indent = indentationAt(text, first.start);
  const above = statementAbove(statements);
  if (!above) return [insertion(startWithComments(first), `${indent}${line}${ending}${isDefinition(first) ? ending : ''}`)];
  const end = endWithLine(above.statement, statements);
  const lines = `${above.parted ? ending : ''}${indent}${line}`;
  return [text[end - 1] === '\n' ? insertion(end, `${lines}${ending}`) : insertion(end, `${ending}${lines}`)];
}

/** The `pass` or `...` that is all there is in a body, but for a docstring. */
function placeholderIn(statements: readonly PyNode[]): PyNode | undefined {
  const [first, second] = statements;
  const only = first && isBareString(first) && second ? second : first;
  return only === statements.at(-1) && (only?.type === 'pass_statement' || only?.text === '...') ? only : undefined;
}

/** The statement a new field comes after, and whether an empty line parts them. */
function statementAbove(statements: readonly PyNode[]): { readonly statement: PyNode; readonly parted: boolean } | undefined {
  const other = statements.findIndex((statement) => !isBareString(statement) && !isPlainAssignment(statement));
  const leading = other < 0 ? statements : statements.slice(0, other);
  const field = statements.findLast(isField) ?? leading.findLast((statement) => isPlainAssignment(statement) && !isConfiguration(statement));
  // A string below a field documents it and stays with it.
  const next = field && statements[statements.indexOf(field) + 1];
  if (field) return { statement: next && isBareString(next) ? next : field, parted: false };
  const last = leading.at(-1);
  return last && { statement: last, parted: true };
}

/** A field of a class as pydantic and dataclasses see it: annotated, not the model's configuration. */
function isField(statement: PyNode): boolean {
  const assignment = assignmentOf(statement);
  return assignment?.annotation !== undefined && assignment.target.type === 'identifier' && !isConfiguration(statement) && !/^(\w+\.)*ClassVar\b/.test(assignment.annotation.text);
}

function isPlainAssignment(statement: PyNode): boolean {
  return assignmentOf(statement)?.target.type === 'identifier';
}

/** The configuration of a pydantic model stands by itself, above the fields or below them. */
function isConfiguration(statement: PyNode): boolean {
  return assignmentOf(statement)?.target.text === 'model_config';
}

function isDefinition(statement: PyNode): boolean {
  return /_definition$/.test(undecorated(statement).type);
}

/** The name a statement of a class body assigns or defines. */
function nameBound(statement: PyNode): string | undefined {
  const target = assignmentOf(statement)?.target ?? undecorated(statement).children.find(({ type }) => type === 'identifier');
  return target?.type === 'identifier' && (isPlainAssignment(statement) || isDefinition(statement)) ? target.text : undefined;
}
