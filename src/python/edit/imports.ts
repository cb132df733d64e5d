import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { indentationAt } from '../../text/indent.ts';
import { lineEnd, lineEnding, lineStart } from '../../text/lines.ts';
import { STANDARD_LIBRARY } from '../project/stdlib.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { importLines, isOneBlock, type ImportLine } from './import-block.ts';
import { isDocstring } from './class-fields.ts';
import type { Refused } from './arguments.ts';
import { widthOf } from './line-width.ts';

/** A name to import: `from module import name [as alias]`. */
export interface FromImport {
  /** Dotted, with leading dots where relative. */
  readonly module: string;
  readonly name: string;
  readonly alias: string | undefined;
}

/** What the place of an import depends on. */
export interface ImportSituation {
  readonly tree: PyTree;
  /** Offset of the first use: the import comes before it. */
  readonly usedAt: number;
  readonly width: number;
  /** Whether a dotted name belongs to this repository. */
  readonly isFirstParty: (module: string) => boolean;
}

/**
 * Edits that import a name: into an existing `from` import of the same module, otherwise as a line of its own among its kind
 * (standard library, third party, first party, relative), sorted where its neighbours are. When other statements stand between the
 * imports, their order may matter, so the new line comes after the last import before the use.
 */
export function addFromImport(situation: ImportSituation, wanted: FromImport): readonly Edit[] | Refused {
  const { tree, usedAt } = situation;
  const lines = importLines(tree, topLevelStart(tree, usedAt));
  const word = wanted.alias === undefined ? wanted.name : `${wanted.name} as ${wanted.alias}`;
  const merged = [...lines].reverse().find(({ node, module, from }) => from && module === wanted.module && canTakeMore(node));
  if (merged) return mergeInto(merged.node, word, situation.width);
  const statement = `from ${wanted.module} import ${word}`;
  return [lines.length === 0 ? asFirst(tree, statement, usedAt) : beside(situation, lines, wanted.module, statement)];
}

/** Start of the top-level statement around an offset. */
function topLevelStart(tree: PyTree, offset: number): number {
  return tree.root.children.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
}

function canTakeMore(statement: PyNode): boolean {
  return !statement.children.some(({ type }) => type === 'wildcard_import') && !statement.text.includes('\\');
}

function mergeInto(statement: PyNode, word: string, width: number): readonly Edit[] {
  const { text } = statement.tree;
  const keyword = statement.children.findIndex(({ type }) => type === 'import');
  const names = statement.children.slice(keyword + 1).filter(({ named, type }) => named && type !== 'comment');
  const spelled = names.map((name) => name.text);
  const isSorted = spelled.every((name, index) => index === 0 || sortKey(spelled[index - 1] ?? '') <= sortKey(name));
  const next = isSorted ? names.find((name) => sortKey(name.text) > sortKey(word)) : undefined;
  const last = names.at(-1) ?? statement;
  const open = statement.children.find(({ type }) => type === '(');
  const inline = (): Edit => (next ? insertion(next.start, `${word}, `) : insertion(last.end, `, ${word}`));
  if (!statement.text.includes('\n')) {
    const line = text.slice(lineStart(text, statement.start), lineEnd(text, statement.end)).replace(/\r?\n$/, '');
    if (open || widthOf(line) + word.length + 2 <= width) return [inline()];
    const ending = lineEnding(text);
    const all = [...spelled];
    all.splice(next ? names.indexOf(next) : all.length, 0, word);
    const first = names[0] ?? last;
    return [replacement({ start: first.start, end: last.end }, `(${ending}${all.map((name) => `    ${name},${ending}`).join('')})`)];
  }
  const anchor = next ?? last;
  const startsLine = text.slice(lineStart(text, anchor.start), anchor.start).trim() === '';
  if (!startsLine) return [inline()];
  const ending = lineEnding(text);
  const indent = indentationAt(text, anchor.start);
  if (next) return [insertion(next.start, `${word},${ending}${indent}`)];
  const comma = statement.children.find((child) => child.type === ',' && child.start >= last.end);
  const after = lineEnd(text, comma?.start ?? last.end - 1);
  return comma ? [insertion(after, `${indent}${word},${ending}`)] : [insertion(last.end, `,${ending}${indent}${word}`)];
}

/** Import sorting as isort does by default inside one statement: constants, classes, then the rest. */
function sortKey(word: string): string {
  const name = word.split(/\s/)[0] ?? word;
  const rank = /^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1 ? '0' : /^[A-Z]/.test(name) ? '1' : '2';
  return `${rank}${name}`;
}

/** Before the first statement of a module without imports, after its docstring and leading comments. */
function asFirst(tree: PyTree, statement: string, usedAt: number): Edit {
  const { text } = tree;
  const ending = lineEnding(text);
  const first = tree.root.children.find((node) => node.named && node.type !== 'comment');
  if (first && isDocstring(first) && first.end <= usedAt) {
    const end = lineEnd(text, first.end - 1);
    return text[end - 1] === '\n' ? insertion(end, `${ending}${statement}${ending}`) : insertion(end, `${ending}${ending}${statement}`);
  }
  if (first) return insertion(lineTop(text, first), `${statement}${ending}${ending}`);
  const joint = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : ending;
  return insertion(text.length, `${joint}${statement}${ending}`);
}

/** Start of a statement's line, behind a byte-order mark. */
function lineTop(text: string, node: PyNode): number {
  const start = lineStart(text, node.start);
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** 0 `__future__`, 1 standard library, 2 third party, 3 first party, 4 relative: the sections of PEP 8. */
function section(module: string, isFirstParty: (module: string) => boolean): number {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 4;
  if (STANDARD_LIBRARY.has(module.split('.')[0] ?? '')) return 1;
  return isFirstParty(module) ? 3 : 2;
}

/** Among the imports that are there. */
function beside({ tree, isFirstParty }: ImportSituation, lines: readonly ImportLine[], module: string, statement: string): Edit {
  const { text } = tree;
  const ending = lineEnding(text);
  const wanted = section(module, isFirstParty);
  const last = lines[lines.length - 1] as ImportLine;
  if (!isOneBlock(tree, lines)) return after(text, last.node, statement, ending, '');
  const peers = lines.filter((line) => section(line.module, isFirstParty) === wanted);
  if (peers.length === 0) {
    const before = lines.filter((line) => section(line.module, isFirstParty) < wanted).at(-1);
    if (before) return after(text, before.node, statement, ending, hasSections(text, lines) ? ending : '');
    const first = lines[0] as ImportLine;
    return insertion(lineTop(text, first.node), `${statement}${ending}${hasSections(text, lines) ? ending : ''}`);
  }
  const froms = peers.filter(({ from }) => from);
  const sorted = froms.every((line, index) => index === 0 || (froms[index - 1]?.module ?? '') <= line.module);
  const next = sorted ? froms.find((line) => line.module > module) : undefined;
  if (next && startsItsLine(text, next.node)) return insertion(lineTop(text, next.node), `${statement}${ending}`);
  const anchor = (froms.at(-1) ?? peers.at(-1)) as ImportLine;
  return after(text, anchor.node, statement, ending, '');
}

/** Whether blank lines part the imports into sections; a file with a single kind of import has the benefit of the doubt. */
function hasSections(text: string, lines: readonly ImportLine[]): boolean {
  if (lines.length < 2) return true;
  return lines.some((line, index) => {
    const previous = lines[index - 1];
    return previous !== undefined && /\n[ \t\f]*\r?\n/.test(text.slice(previous.node.end, line.node.start));
  });
}

function startsItsLine(text: string, node: PyNode): boolean {
  return text.slice(lineStart(text, node.start), node.start).replace('\uFEFF', '').trim() === '';
}

/** A new line after a statement, past its trailing comment; `gap` is an empty line between them or nothing. */
function after(text: string, node: PyNode, statement: string, ending: string, gap: string): Edit {
  const end = lineEnd(text, node.end - 1);
  return text[end - 1] === '\n' ? insertion(end, `${gap}${statement}${ending}`) : insertion(end, `${ending}${gap}${statement}`);
}
