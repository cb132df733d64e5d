import type { Edit } from '../text/edit.ts';

/** Edits of one file where deletions leave alone what is inserted into the empty lines around them. */
export interface Beside {
  readonly deletions: readonly Edit[];
  readonly insertions: readonly Edit[];
}

/**
 * A statement that goes takes the empty lines around it along; where something is put in among these, they stay, and the new lines take the place of the
 * old ones: no empty line is left above them that was not there.
 */
export function besideInsertions(text: string, deletions: readonly Edit[], insertions: readonly Edit[]): Beside {
  let kept = insertions;
  const cut = deletions.map((removal) => {
    const { start, end } = removal.span;
    const within = kept.filter(({ span }) => span.start === span.end && start < span.start && span.start < end);
    const [first] = within;
    if (removal.text !== '' || !first) return removal;
    const at = first.span.start;
    if (isBlank(text.slice(start, at))) return { ...removal, span: { start: at, end } };
    if (!isBlank(text.slice(at, end)) || within.some(({ span }) => span.start !== at)) return removal;
    const isParted = start === 0 || /(?:^|\n)\uFEFF?[ \t]*\r?\n$|^\uFEFF$/.test(text.slice(0, start));
    if (isParted) kept = kept.map((edit) => (edit === first ? { ...edit, text: edit.text.replace(/^(?:[ \t]*\r?\n)+/, '') } : edit));
    return { ...removal, span: { start, end: at } };
  });
  return { deletions: cut, insertions: kept };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
