import { indentationAt } from '../../text/indent.ts';
import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { assignmentOf, blockOf, statementsOf } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { indentUnit } from './indentation.ts';

/**
 * Edits that add a field statement (`DEBUG: bool = False`, one line) to a class: after its last field, else after the docstring and
 * before the first method or inner class. A body of `pass` or `...` is replaced.
 * Refused: a body on the same line as `class`, unless it is `pass` or `...`.
 */
export function addField(definition: PyNode, statement: string): readonly Edit[] | Refused {
  const block = blockOf(definition);
  if (!block) return { refused: 'The class has no body.' };
  const { text } = definition.tree;
  const ending = lineEnding(text);
  const statements = statementsOf(block);
  const [only] = statements;
  if (only && statements.length === 1 && (only.type === 'pass_statement' || only.text === '...')) {
    const onHeader = !text.slice(definition.start, only.start).trimEnd().endsWith(':') || !text.slice(definition.start, only.start).includes('\n');
    if (!onHeader) return [replacement(only, statement)];
    const outer = indentationAt(text, definition.start);
    const colon = text.lastIndexOf(':', only.start);
    return [replacement({ start: colon + 1, end: only.end }, `${ending}${outer}${indentUnit(definition.tree)}${statement}`)];
  }
  if (!only || !text.slice(definition.start, only.start).includes('\n')) return { refused: 'The class body stands on one line.' };
  const indent = indentationAt(text, only.start);
  const fields = statements.filter((candidate) => isField(candidate));
  const lastField = fields.at(-1);
  if (lastField) return [insertion(...afterStatement(text, lastField, `${indent}${statement}`, ending))];
  if (isDocstring(only)) {
    return [insertion(...afterStatement(text, only, `${ending}${indent}${statement}`, ending))];
  }
  return [insertion(only.start, `${statement}${ending}${ending}${indent}`)];
}

/** A field of a class as pydantic and dataclasses see it: annotated, not the model's configuration. */
function isField(statement: PyNode): boolean {
  const assignment = assignmentOf(statement);
  return assignment?.annotation !== undefined && assignment.target.type === 'identifier' && assignment.target.text !== 'model_config' && !/^ClassVar\b/.test(assignment.annotation.text);
}

/** A string that stands alone as the first statement (PEP 257). */
export function isDocstring(statement: PyNode): boolean {
  return statement.type === 'expression_statement' && statement.children[0]?.type === 'string' && statement.children.length === 1;
}

/** Where a new line after a statement goes: past its trailing comment; without a final newline the line break comes first. */
function afterStatement(text: string, statement: PyNode, line: string, ending: string): [number, string] {
  const end = lineEnd(text, Math.max(statement.start, statement.end - 1));
  return text[end - 1] === '\n' ? [end, `${line}${ending}`] : [end, `${ending}${line}`];
}
