import { indentationAt, startsLine } from '../../text/indent.ts';
import type { PyNode, PyTree } from './node.ts';
import { argumentsOf } from './views.ts';
import { blockOf, statementsOf } from './views.ts';
import { childOfType, descendants } from './walk.ts';

/** Something CPython refuses although the grammar read it without an error. */
export interface Breach {
  readonly what: string;
  readonly at: number;
}

const COMPOUND: ReadonlySet<string> = new Set([
  'if_statement', 'elif_clause', 'else_clause', 'for_statement', 'while_statement', 'try_statement', 'except_clause',
  'except_group_clause', 'finally_clause', 'with_statement', 'function_definition', 'class_definition', 'case_clause',
]);

/** The breaches in a tree, in document order: statements of one block in different columns, empty blocks, Python 2 forms, argument order. */
export function grammarBreaches(tree: PyTree): Breach[] {
  const breaches: Breach[] = [];
  for (const node of descendants(tree.root)) {
    if (node.type === 'block' || node.type === 'module') breaches.push(...columnBreaches(node));
    else if (COMPOUND.has(node.type) && isEmpty(blockOf(node))) breaches.push({ what: 'A block has no statement.', at: node.start });
    else if (node.type === 'print_statement' || node.type === 'exec_statement') breaches.push({ what: 'A Python 2 statement is not Python 3.', at: node.start });
    else if (node.type === 'argument_list') breaches.push(...orderBreaches(node));
  }
  return breaches;
}

function isEmpty(block: PyNode | undefined): boolean {
  return block === undefined || statementsOf(block).length === 0;
}

/** All statements of a block that begin a line begin it with the same white space, which is more than that of the block's owner. */
function columnBreaches(block: PyNode): Breach[] {
  const { text } = block.tree;
  const first = statementsOf(block).filter((statement) => startsLine(text, statement.start) && !continuesLine(text, statement.start));
  const wanted = block.type === 'module' ? '' : first[0] && indentationAt(text, first[0].start);
  if (wanted === undefined) return [];
  const breaches = first
    .filter((statement) => withoutFeeds(indentationAt(text, statement.start)) !== withoutFeeds(wanted))
    .map((statement) => ({ what: 'A statement is indented unlike the others of its block.', at: statement.start }));
  const owner = block.parent && startsLine(text, block.parent.start) ? withoutFeeds(indentationAt(text, block.parent.start)) : undefined;
  if (owner !== undefined && block.type === 'block' && !withoutFeeds(wanted).startsWith(owner)) {
    breaches.push({ what: 'A block is indented unlike its owner.', at: block.start });
  }
  return breaches;
}

/** After a backslash the line goes on: its white space is no indentation. */
function continuesLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1);
  return /\\\r?$/.test(text.slice(Math.max(0, start - 2), Math.max(0, start)));
}

/** A form feed at the start of a line resets Python's column count. */
function withoutFeeds(indentation: string): string {
  return indentation.slice(indentation.lastIndexOf('\f') + 1);
}

/** After `name=value` no bare argument may follow, after `**rest` nothing but keywords. */
function orderBreaches(list: PyNode): Breach[] {
  if (childOfType(list, 'ERROR')) return [];
  let keyword = false;
  let unpacked = false;
  const breaches: Breach[] = [];
  for (const argument of argumentsOf(list)) {
    if (argument.unpacking === '**') unpacked = true;
    else if (argument.name !== undefined) keyword = true;
    else if (unpacked || (keyword && argument.unpacking === undefined)) {
      breaches.push({ what: 'A positional argument follows a keyword argument.', at: argument.node.start });
    }
  }
  return breaches;
}
