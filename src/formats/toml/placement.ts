import { indentationAt } from '../../text/indent.ts';
import { insertion, type Edit } from '../../text/edit.ts';
import { lineEnd, lineStart, withLineEnding } from '../../text/lines.ts';
import { startsWith, type TomlPath } from './data.ts';
import type { TomlDocument } from './document.ts';
import type { Section } from './syntax.ts';

/**
 * Puts lines under an entry of a section, or under its last one, or first where it has none. They are written without indentation and get
 * the neighbour's; with a multi-line string among them only the first does.
 */
export function placeEntries(document: TomlDocument, section: Section, after: Section['entries'][number] | undefined, lines: readonly string[]): Edit {
  const { text, eol, syntax } = document;
  const neighbour = after ?? section.entries.at(-1) ?? section.header;
  if (neighbour) {
    const indent = indentationAt(text, neighbour.span.start).replace('\ufeff', '');
    const isRigid = lines.some((line) => /"""|'''/.test(line));
    return placeLines(document, neighbour.lines.end, lines.map((line, index) => (line === '' || (isRigid && index > 0) ? line : indent + line)));
  }
  const next = syntax.sections[1];
  if (next) return insertion(next.block.start, [...lines, '', ''].join(eol));
  return placeLines(document, contentEnd(document), contentEnd(document) > top(text) ? ['', ...lines] : lines);
}

/** Puts a block of lines behind a section, with one blank line before it and one before what follows. */
export function placeAfter(document: TomlDocument, section: Section, block: string): Edit {
  const { text, syntax } = document;
  if (section === syntax.sections.at(-1)) return placeAtEnd(document, block);
  const { end } = section.block;
  const crowded = text.slice(end, lineEnd(text, end)).trim() !== '';
  const lines = block.split('\n');
  return placeLines(document, end, [...(end > top(text) ? [''] : []), ...lines, ...(crowded ? [''] : [])]);
}

/** Puts a block of lines before a section and the comments above it, with one blank line before it and one behind. */
export function placeBefore(document: TomlDocument, section: Section, block: string): Edit {
  const { text, eol } = document;
  const { start } = section.block;
  const crowded = start > top(text) && text.slice(lineStart(text, start - 1), start).trim() !== '';
  return insertion(start, withLineEnding(`${crowded ? '\n' : ''}${block}\n\n`, eol));
}

/** Puts a block of lines at the end of the document, behind one blank line. */
export function placeAtEnd(document: TomlDocument, block: string): Edit {
  const end = contentEnd(document);
  return placeLines(document, end, [...(end > top(document.text) ? [''] : []), ...block.split('\n')]);
}

/** The section behind which a new table belongs: the last of those that share most of its path; `undefined` for the end of the document. */
export function nearestSection({ syntax }: TomlDocument, path: TomlPath): Section | undefined {
  const scope = path.slice(0, path.findLastIndex((step) => typeof step === 'number') + 1);
  let nearest: Section | undefined;
  let most = 1;
  for (const section of syntax.sections) {
    if (!section.header || !startsWith(section.path, scope)) continue;
    const differs = path.findIndex((step, index) => step !== section.path[index]);
    const shared = differs < 0 ? path.length : differs;
    if (shared < most) continue;
    nearest = section;
    most = shared;
  }
  return nearest;
}

/** Lines at the start of a line, or at the end of a text whose last line is not ended: then neither is the new last line. */
function placeLines({ text, eol }: TomlDocument, offset: number, lines: readonly string[]): Edit {
  const ended = offset === top(text) || text[offset - 1] === '\n';
  return insertion(offset, ended ? lines.map((line) => line + eol).join('') : lines.map((line) => eol + line).join(''));
}

/** Behind the last line that is not blank. */
function contentEnd({ text }: TomlDocument): number {
  const trimmed = text.trimEnd().length;
  return trimmed <= top(text) ? top(text) : lineEnd(text, trimmed);
}

function top(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0;
}
