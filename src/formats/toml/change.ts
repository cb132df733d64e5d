import { applyEdits } from '../../text/apply.ts';
import { insertion, sortEdits, type Edit } from '../../text/edit.ts';
import { firstDifference, pathText, type TomlTableData } from './data.ts';
import type { TomlDocument } from './document.ts';
import { isTomlProblem, parseToml } from './parse.ts';

/** Edits of a TOML text, and what the text must mean after them. */
export interface TomlChange {
  readonly edits: readonly Edit[];
  readonly intended: TomlTableData;
}

/** A full sentence on why an edit cannot be made. */
export interface TomlRefusal {
  readonly refused: string;
}

/** What every edit maker gives. */
export type TomlOutcome = TomlChange | TomlRefusal;

/** Whether an edit maker refused. */
export function isRefusal<T extends object>(outcome: T | TomlRefusal): outcome is TomlRefusal {
  return 'refused' in outcome;
}

/** The oracle: `undefined` when the edited text is TOML 1.0 that means exactly `intended`, otherwise a sentence on what is wrong. */
export function verifyToml(before: string, edits: readonly Edit[], intended: TomlTableData): string | undefined {
  const after = parseToml(applyEdits(before, edits));
  if (isTomlProblem(after)) return `The edited text would not be TOML: line ${after.line}: ${after.message}`;
  const path = firstDifference(after.data, intended);
  return path && `The edited text would not mean what was intended at ${pathText(path)}.`;
}

/** Every edit maker's last step: nothing that the oracle objects to leaves this folder. */
export function checked(document: TomlDocument, edits: readonly Edit[], intended: TomlTableData): TomlOutcome {
  const tidy = oneInsertionEach(edits);
  const objection = verifyToml(document.text, tidy, intended);
  return objection === undefined ? { edits: tidy, intended } : { refused: objection };
}

/** The edits in order, with all that goes in at one offset in one edit, so that each says something of its own. */
function oneInsertionEach(edits: readonly Edit[]): Edit[] {
  const tidy: Edit[] = [];
  for (const edit of sortEdits(edits)) {
    const last = tidy.at(-1);
    const isInsertion = edit.span.start === edit.span.end;
    if (isInsertion && last && last.span.start === last.span.end && last.span.end === edit.span.start) tidy[tidy.length - 1] = insertion(edit.span.start, last.text + edit.text);
    else if (!isInsertion || edit.text !== '') tidy.push(edit);
  }
  return tidy;
}
