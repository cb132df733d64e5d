import { blockOf, parts, type PyNode } from '#pystd';
import { flat, verbatim } from './flat.ts';
import { asItStands, laidOut, type Room } from './layout.ts';

const STEP = '    ';

/** Statements that move, with the comments between them, at an indentation. */
export function statementLines(statements: readonly PyNode[], indent: string, room: Room): readonly string[] {
  const [first] = statements;
  const last = statements.at(-1);
  const siblings = first?.parent?.children.filter((node) => node.named && first.start <= node.start && last && node.end <= last.end) ?? [];
  return blockLines(siblings, indent, room);
}

function blockLines(nodes: readonly PyNode[], indent: string, room: Room): readonly string[] {
  const lines: string[] = [];
  let end: number | undefined;
  for (const node of nodes) {
    const { text } = node.tree;
    const between = end === undefined ? '' : text.slice(end, node.start);
    if (node.type === 'comment' && end !== undefined && !between.includes('\n')) lines.push(`${lines.pop() ?? ''}  ${node.text.trimEnd()}`);
    else {
      if ((between.match(/\n/g)?.length ?? 0) > 1) lines.push('');
      lines.push(...(node.type === 'comment' ? [`${indent}${node.text.trimEnd()}`] : statementText(node, indent, room)));
    }
    end = node.end;
  }
  return lines;
}

function statementText(statement: PyNode, indent: string, room: Room): readonly string[] {
  if (statement.type === 'expression_statement') return simple(statement, indent, room);
  const block = blockOf(statement);
  if (!block || !/^(?:if_statement|elif_clause|else_clause|for_statement)$/.test(statement.type)) return asItStands(statement, '', '', indent, room);
  const { text } = statement.tree;
  const isOnOneLine = !text.slice(statement.start, block.start).includes('\n');
  const head = statement.children.filter((node) => node.end <= block.start && node.type !== 'comment');
  const written = head.map((node) => (node.named ? flat(node, room.written) : node.text));
  if (written.includes(undefined) || (isOnOneLine && block.start === text.indexOf(block.text, statement.start) && !text.slice(0, block.start).endsWith('\n') && /:[ \t]*$/.test(text.slice(statement.start, block.start)))) return asItStands(statement, '', '', indent, room);
  const header = `${written.join(' ').replace(/ :$/, ':')}`;
  if (indent.length + header.length > room.width) return asItStands(statement, '', '', indent, room);
  const comments = statement.children.filter((node) => node.type === 'comment' && node.end <= block.start).map(({ text: own }) => `${indent}${STEP}${own.trimEnd()}`);
  const clauses = statement.children.filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
  return [`${indent}${header}`, ...comments, ...blockLines(block.children.filter(({ named }) => named), indent + STEP, room), ...clauses.flatMap((clause) => statementText(clause, indent, room))];
}

/** An assignment or a call. */
function simple(statement: PyNode, indent: string, room: Room): readonly string[] {
  const [only] = parts(statement);
  const value = only?.type === 'assignment' ? parts(only).at(-1) : only;
  if (!only || !value || (only.type !== 'assignment' && only.type !== 'call' && only.type !== 'await')) return asItStands(statement, '', '', indent, room);
  if (only.type === 'assignment' && value === parts(only)[0]) return asItStands(statement, '', '', indent, room);
  const before = only.type === 'assignment' ? verbatim({ start: only.start, end: value.start, tree: only.tree }, room.written) : '';
  return before.includes('\n') ? asItStands(statement, '', '', indent, room) : laidOut(value, before, '', indent, room);
}
