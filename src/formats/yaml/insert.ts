import { insertPart } from '../../text/delimited.ts';
import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd } from '../../text/lines.ts';
import { contains } from '../../text/span.ts';
import { checked, isYamlRefusal, pathText, type YamlOutcome, type YamlRefusal } from './change.ts';
import { isInFlow } from './embedded.ts';
import { delimited } from './flow.ts';
import { bottomOf, columnOf, isSetApart, topOf } from './lines.ts';
import { nodesIn } from './lookup.ts';
import { changedAt, meaningOf, spliced } from './meaning.ts';
import { isYamlProblem, parseYaml, type YamlDocument } from './parse.ts';
import { ownNode, partsOf, placeOf } from './place.ts';
import type { YamlMapping, YamlNode, YamlPath, YamlSequence } from './syntax.ts';

/** Where a block of text goes: before or behind the entry or item at a path, or at the end of the collection at a path. */
export type YamlPlace = { readonly before: YamlPath } | { readonly after: YamlPath } | { readonly inside: YamlPath };

/** An author's text, read: entries or items, without the indentation all its lines have. */
interface Block {
  readonly lines: readonly string[];
  readonly root: YamlMapping | YamlSequence;
  readonly comments: readonly string[];
}

/**
 * Puts entries (`name: value`) or items (`- value`) into a collection, comments included, indented like those beside them and set apart by a
 * blank line where they are. Into a flow collection goes one entry or item on one line. An empty `key:` takes a block below it.
 */
export function insertText(document: YamlDocument, place: YamlPlace, text: string): YamlOutcome {
  const block = readBlock(text);
  if (isYamlRefusal(block)) return block;
  if ('inside' in place) return insertInside(document, place.inside, block);
  const found = placeOf(document, 'before' in place ? place.before : place.after);
  if (isYamlRefusal(found)) return found;
  return insertAt(document, found.parent, found.index + ('before' in place ? 0 : 1), block);
}

/** Puts an author's entries or items in the place of the entry or item at `path`. Its comments above stay, those behind and within it go. */
export function replaceText(document: YamlDocument, path: YamlPath, text: string): YamlOutcome {
  const block = readBlock(text);
  if (isYamlRefusal(block)) return block;
  const place = placeOf(document, path);
  if (isYamlRefusal(place)) return place;
  const { parent, part, index } = place;
  if (block.root.kind !== parent.kind) return { refused: `${pathText(parent.path)} is a ${parent.kind}, the text a ${block.root.kind}.` };
  const { file } = document;
  const written = parent.isFlow ? oneLine(block) : indented(block, columnOf(file.text, part.span.start), file.eol).trimStart();
  if (written === undefined) return { refused: `Only one thing on one line can stand in ${pathText(parent.path)}.` };
  const bottom = bottomOf(document, part);
  const end = parent.isFlow ? part.span.end : file.text.slice(0, bottom).replace(/\r?\n$/, '').length;
  const edits = file.text.slice(part.span.start, end) === written ? [] : [replacement({ start: part.span.start, end }, written)];
  const going = edits.length === 0 ? [] : file.comments.filter(({ span }) => contains({ start: part.span.start, end }, span));
  const intended = changedAt(meaningOf(document.root), parent.path, (at) => spliced(at, index, 1, meaningOf(block.root)));
  return checked(document, edits, intended, going, edits.length === 0 || parent.isFlow ? [] : block.comments);
}

function insertInside(document: YamlDocument, path: YamlPath, block: Block): YamlOutcome {
  const node = ownNode(document, path);
  if (isYamlRefusal(node)) return node;
  if (node.kind === 'mapping' || node.kind === 'sequence') {
    if (partsOf(node).length > 0 || (node.isFlow && oneLine(block) !== undefined && isInFlow(document, node))) return insertAt(document, node, partsOf(node).length, block);
    if (node.kind !== block.root.kind) return { refused: `${pathText(path)} is a ${node.kind}, the text a ${block.root.kind}.` };
  } else if (node.kind !== 'scalar' || node.value !== null || node.text !== '') return { refused: `${pathText(path)} is no collection.` };
  return fill(document, node, block);
}

function insertAt(document: YamlDocument, parent: YamlMapping | YamlSequence, index: number, block: Block): YamlOutcome {
  const { text } = document.file;
  if (block.root.kind !== parent.kind) return { refused: `${pathText(parent.path)} is a ${parent.kind}, the text a ${block.root.kind}.` };
  const taken = block.root.kind === 'mapping' && parent.kind === 'mapping' ? block.root.entries.find(({ name }) => parent.entries.some((entry) => entry.name === name)) : undefined;
  if (taken) return { refused: `There is a ${pathText([...parent.path, taken.name])} already.` };
  const intended = changedAt(meaningOf(document.root), parent.path, (at) => spliced(at, index, 0, meaningOf(block.root)));
  if (parent.isFlow) {
    const written = oneLine(block);
    const edits = written === undefined ? undefined : insertPart(text, delimited(document, parent), index, written, { unit: undefined, padding: parent.kind === 'mapping' ? ' ' : '' });
    return edits ? checked(document, edits, intended, [], []) : { refused: `Only one thing on one line can stand in ${pathText(parent.path)}, and no comment may be in the way.` };
  }
  return checked(document, blockEdits(document, parent, index, block), intended, [], block.comments);
}

function blockEdits(document: YamlDocument, parent: YamlMapping | YamlSequence, index: number, block: Block): readonly Edit[] {
  const { text, eol } = document.file;
  const parts = partsOf(parent);
  const next = parts[index];
  const beside = next ?? parts.at(-1);
  if (!beside) return [];
  const column = columnOf(text, beside.span.start);
  const written = indented(block, column, eol);
  const gap = isSetApart(document, parent, Math.min(index, parts.length)) ? eol : '';
  if (next) {
    if (!startsLine(text, next.span.start)) return [insertion(next.span.start, `${written.trimStart()}${eol}${' '.repeat(column)}`)];
    return [insertion(topOf(text, next), written + eol + gap)];
  }
  return [atLineStart(text, bottomOf(document, beside), gap + written, eol)];
}

/** Below a key that has nothing, or has empty brackets. */
function fill(document: YamlDocument, node: YamlNode, block: Block): YamlOutcome {
  const { text, eol } = document.file;
  const owner = node.path.length > 0 ? placeOf(document, node.path) : { refused: 'The document is empty.' };
  if (isYamlRefusal(owner)) return owner;
  if (owner.parent.isFlow || node.anchor !== undefined || node.tag !== undefined) return { refused: `${pathText(node.path)} cannot take a block.` };
  const unit = unitOf(document);
  const column = columnOf(text, owner.part.span.start) + (owner.parent.kind === 'sequence' || block.root.kind === 'mapping' ? unit.mapping : unit.sequence);
  const at = lineEnd(text, node.span.end > node.span.start ? node.span.end : owner.part.span.end);
  const edits = [...(node.span.end > node.span.start ? [deletion({ start: text.slice(0, node.span.start).trimEnd().length, end: node.span.end })] : []), atLineStart(text, at, indented(block, column, eol), eol)];
  const intended = changedAt(meaningOf(document.root), node.path, () => meaningOf(block.root));
  return checked(document, edits, intended, [], block.comments);
}

/** Lines at the start of a line, or behind a last line that is not ended: then neither is the new last one. */
function atLineStart(text: string, offset: number, lines: string, eol: string): Edit {
  return insertion(offset, text[offset - 1] === '\n' || offset === 0 ? lines + eol : eol + lines);
}

function readBlock(text: string): Block | YamlRefusal {
  const lines = text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd().split(/\r?\n/);
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  const plain = lines.map((line) => line.slice(margin));
  const file = parseYaml(`${plain.join('\n')}\n`);
  if (isYamlProblem(file)) return { refused: `The text is not YAML: ${file.problem}` };
  const root = file.documents[0]?.root;
  if (file.documents.length !== 1 || (root?.kind !== 'mapping' && root?.kind !== 'sequence') || root.isFlow) return { refused: 'The text is neither entries nor items.' };
  return { lines: plain, root, comments: file.comments.map((comment) => comment.text) };
}

function indented({ lines }: Block, column: number, eol: string): string {
  return lines.map((line) => (line.trim() === '' ? '' : ' '.repeat(column) + line)).join(eol);
}

/** A single entry, or the value of a single item, on one line and without a comment; `undefined` for anything else. */
function oneLine({ lines, root, comments }: Block): string | undefined {
  if (lines.length !== 1 || comments.length > 0 || partsOf(root).length !== 1) return undefined;
  return root.kind === 'mapping' ? lines[0] : lines[0]?.replace(/^-\s+/, '');
}

/** What mappings and sequences below a key are indented by in this document. */
function unitOf(document: YamlDocument): { readonly mapping: number; readonly sequence: number } {
  const { text } = document.file;
  const shifts = (kind: 'mapping' | 'sequence'): number[] => nodesIn(document.root).flatMap((node) => (node.kind === 'mapping' ? node.entries : [])).flatMap(({ span, value }) =>
    value.kind === kind && !value.isFlow && text.slice(span.start, value.span.start).includes('\n') ? [columnOf(text, value.span.start) - columnOf(text, span.start)] : []);
  const mapping = shifts('mapping')[0] ?? 2;
  return { mapping, sequence: shifts('sequence')[0] ?? mapping };
}
