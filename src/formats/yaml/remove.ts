import { removePart } from '../../text/delimited.ts';
import { deletion, insertion, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd } from '../../text/lines.ts';
import { contains, type Span } from '../../text/span.ts';
import { checked, isYamlRefusal, pathText, type YamlOutcome, type YamlRefusal } from './change.ts';
import { delimited } from './flow.ts';
import { bottomOf, topOf, withBlankLines } from './lines.ts';
import { changedAt, meaningOf, spliced, type Meaning } from './meaning.ts';
import type { YamlDocument } from './parse.ts';
import { partsOf, placeOf, type Place } from './place.ts';
import type { YamlPath } from './syntax.ts';

/** What becomes of a collection whose last part goes: the edit is refused, it stays as `[]` or `{}`, or it goes as well, and so on upwards. */
export type EmptiedCollection = 'refuse' | 'keep empty' | 'drop';

/** Takes away the entry or item at `path` with its comments above, behind and within it, and blank lines that would be too many. */
export function removeAt(document: YamlDocument, path: YamlPath, emptied: EmptiedCollection): YamlOutcome {
  const place = placeOf(document, path);
  if (isYamlRefusal(place)) return place;
  const { parent, index } = place;
  const isLast = partsOf(parent).length === 1;
  if (isLast && emptied === 'refuse') return { refused: `Nothing would be left in ${pathText(parent.path)}.` };
  if (isLast && emptied === 'drop' && parent.path.length > 0) return removeAt(document, parent.path, emptied);
  const edits = parent.isFlow ? (removePart(document.file.text, delimited(document, parent), index) ?? { refused: `A comment beside ${pathText(path)} would be lost.` }) : blockEdits(document, place, isLast);
  if (isYamlRefusal(edits)) return edits;
  const going = document.file.comments.filter(({ span }) => edits.some((edit) => contains(edit.span, span)));
  const intended = changedAt(meaningOf(document.root), parent.path, (at): Meaning => spliced(at, index, 1, undefined));
  return checked(document, edits, intended, going, []);
}

function blockEdits(document: YamlDocument, { parent, part, index }: Place, isLast: boolean): readonly Edit[] | YamlRefusal {
  const { text } = document.file;
  const next = partsOf(parent)[index + 1];
  const lines: Span = { start: topOf(text, part), end: bottomOf(document, part) };
  if (isLast) return emptiedEdits(document, { parent, part, index }, lines);
  if (!startsLine(text, part.span.start)) {
    // `- name: x` gives its place behind the dash to the next entry.
    if (!next) return { refused: `${pathText(part.value.path)} shares its line with others.` };
    const end = next.span.start;
    return document.file.comments.some(({ span }) => lines.end <= span.start && span.start < end) ? { refused: `A comment below ${pathText(part.value.path)} would be lost.` } : [deletion({ start: lines.start, end })];
  }
  return [deletion(withBlankLines(text, lines, index === 0))];
}

/** Brackets in the place of the only part: behind the key or dash of the collection, or where the part began. */
function emptiedEdits(document: YamlDocument, { parent, part }: Place, lines: Span): readonly Edit[] {
  const { text, eol } = document.file;
  const brackets = parent.kind === 'mapping' ? '{}' : '[]';
  const before = text.slice(0, topOf(text, part)).trimEnd();
  if (!startsLine(text, part.span.start)) return [deletion({ start: part.span.start, end: lines.end }), insertion(part.span.start, brackets + (text.slice(0, lines.end).endsWith('\n') ? eol : ''))];
  const owner = placeOf(document, parent.path);
  if (parent.path.length === 0 || isYamlRefusal(owner)) return [deletion(lines), insertion(lines.start, brackets + (lines.end > lines.start && text[lines.end - 1] === '\n' ? eol : ''))];
  const headEnd = owner.part.trailing ? text.slice(0, owner.part.trailing.span.start).trimEnd().length : Math.min(before.length, lineEnd(text, owner.part.span.start));
  return [insertion(headEnd, ` ${brackets}`), deletion(text.endsWith('\n') || lines.end < text.length ? lines : { start: before.length, end: lines.end })];
}
