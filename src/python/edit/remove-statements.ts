import { deletion, replacement, sortEdits, type Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/lines.ts';
import { contains, type Span } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import { withDecorators } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { blankEnd, blankStart, countLines } from './blank-lines.ts';
import { isBareString } from './docstring.ts';
import { descriptionBelow, indentOf, linesOf } from './row-lines.ts';
import { codeEnd, colonOf, rowOf, rowsOf, type Row } from './rows.ts';
import { lineTop } from './statement-lines.ts';

/** What goes, and which of it are imports that nobody needs any more. */
interface Removal {
  readonly gone: ReadonlySet<PyNode>;
  readonly unused: ReadonlySet<PyNode>;
}

/**
 * Edits that take statements of one tree away with what belongs to them. A body that would be empty keeps a `pass`. Of the empty lines above and
 * below the larger number stays; at the start of a body those above stay, at its end those below. A statement that shares its line goes alone.
 * The comment above statements of `unused`, imports that nobody needs any more, stays where it may speak of what follows directly.
 * Refused: all cases of a `match`, and removals after which another string would become the docstring.
 */
export function removeStatements(statements: readonly PyNode[], unused: ReadonlySet<PyNode> = new Set()): readonly Edit[] | Refused {
  const gone = new Set(statements.map(withDecorators));
  const blocks = new Set<PyNode>();
  const descriptions = new Set<PyNode>();
  for (const statement of gone) {
    if ([...gone].some((other) => other !== statement && contains(other, statement))) continue;
    const row = rowOf(statement);
    blocks.add(row.block);
    const description = descriptionBelow(row)?.statements[0];
    if (description) descriptions.add(description);
  }
  for (const description of descriptions) gone.add(description);
  const edits: Edit[] = [];
  for (const block of blocks) {
    // The lines of a field hold those of its description.
    const rows = rowsOf(block).filter(({ statements: [first] }) => !descriptions.has(first));
    const made = removeFrom(block, rows, { gone, unused });
    if ('refused' in made) return made;
    edits.push(...made);
  }
  return apart(edits);
}

/** At the end of a file without a final line break the one above goes too, unless the line it ends goes as well. */
function apart(edits: readonly Edit[]): readonly Edit[] {
  let reached = 0;
  return sortEdits(edits).map((edit) => {
    const start = Math.max(edit.span.start, reached);
    reached = edit.span.end;
    return { ...edit, span: { start, end: edit.span.end } };
  });
}

function removeFrom(block: PyNode, rows: readonly Row[], removal: Removal): readonly Edit[] | Refused {
  const { gone } = removal;
  const left = rows.flatMap((row) => row.statements).filter((statement) => !gone.has(statement));
  const [first] = rows;
  if (!first) return [];
  if (left.length === 0 && block.type === 'block') {
    if (block.parent?.type === 'match_statement') return { refused: 'A `match` must keep a case.' };
    return first.place === 'line' ? [passInPlaceOf(first), ...removeRows(rows.slice(1), removal)] : [replacement(codeOf(first), 'pass')];
  }
  const [next] = left;
  if (next && next !== first.statements[0] && isBareString(next) && isDocumented(block)) {
    return { refused: 'The string below would become the docstring.' };
  }
  if (rows.some((row) => row.place === 'continued' && row.statements.every((statement) => gone.has(statement)))) {
    return { refused: 'The statement goes on with a line that ends in a backslash.' };
  }
  return removeRows(rows, removal);
}

function isDocumented(block: PyNode): boolean {
  return block.type === 'module' || block.parent?.type === 'function_definition' || block.parent?.type === 'class_definition';
}

/** Deletions of the statements of `gone`, at least one of whose neighbours stays. Whole rows that only empty lines part go together. */
function removeRows(rows: readonly Row[], { gone, unused }: Removal): Edit[] {
  const edits: Edit[] = [];
  let run: Row[] = [];
  for (const row of rows) {
    const isWhole = row.place === 'line' && row.statements.every((statement) => gone.has(statement));
    const last = run.at(-1);
    const isNext = last && blankEnd(row.block.tree.text, linesOf(last).end) >= linesOf(row).start;
    if (run.length > 0 && !(isWhole && isNext)) {
      edits.push(deletion(withoutGap(run, unused)));
      run = [];
    }
    if (isWhole) run.push(row);
    else edits.push(...removeWithin(row, gone));
  }
  return run.length > 0 ? [...edits, deletion(withoutGap(run, unused))] : edits;
}

/** The lines of a run of rows with the empty lines that are too many without them. */
function withoutGap(run: readonly Row[], unused: ReadonlySet<PyNode>): Span {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) throw new Error('A run of rows is empty.');
  const { block } = first;
  const { text } = block.tree;
  const { end } = linesOf(last);
  const start = headsMore(run, end, unused) ? lineTop(text, first.statements[0].start) : linesOf(first).start;
  const above = blankStart(text, start);
  const below = blankEnd(text, end);
  const top = lineTop(text, 0);
  const isTop = above <= top || (block.type === 'block' && lineTop(text, above - 1) <= lineTop(text, colonOf(block).start));
  const isBottom = below >= text.length || (block.type === 'block' && below > block.end);
  if (isTop || (!isBottom && countLines(text, above, start) >= countLines(text, end, below))) return { start, end: below };
  const isUnended = end === text.length && text[end - 1] !== '\n';
  return { start: above - (isUnended && above > top ? (/\r?\n$/.exec(text.slice(0, above))?.[0].length ?? 0) : 0), end };
}

/** Whether the comment above imports that go may speak of what follows directly: a heading over imports, or code with an import of its own. */
function headsMore(run: readonly Row[], end: number, unused: ReadonlySet<PyNode>): boolean {
  const text = run[0]?.block.tree.text ?? '';
  return run.every(({ statements }) => statements.every((statement) => unused.has(statement))) && /^[^\S\n]*\S/.test(text.slice(end, end + 200));
}

/** Deletions inside a row, each with the semicolon that parts it from what stays. */
function removeWithin({ statements, block }: Row, gone: ReadonlySet<PyNode>): Edit[] {
  const edits: Edit[] = [];
  for (let index = 0; index < statements.length; index++) {
    const from = statements[index];
    if (!from || !gone.has(from)) continue;
    let to = from;
    for (let next = statements[index + 1]; next && gone.has(next); next = statements[index + 1]) {
      to = next;
      index++;
    }
    const before = statements[statements.indexOf(from) - 1];
    const next = statements[index + 1];
    if (next) edits.push(deletion({ start: from.start, end: next.start }));
    else if (before) edits.push(deletion({ start: codeEnd(before), end: codeEnd(to) }));
    else throw new Error(`A row of a ${block.type} has nothing left.`);
  }
  return edits;
}

function passInPlaceOf(row: Row): Edit {
  const { text } = row.block.tree;
  const lines = linesOf(row);
  return replacement(lines, `${indentOf(row)}pass${text[lines.end - 1] === '\n' ? lineEnding(text) : ''}`);
}

function codeOf({ statements }: Row): Span {
  return { start: statements[0].start, end: codeEnd(statements[statements.length - 1] ?? statements[0]) };
}
