import { applyEdits } from '../../text/apply.ts';
import type { Edit } from '../../text/edit.ts';
import { isIniProblem, parseIni } from './parse.ts';
import type { IniComment, IniFile } from './syntax.ts';

/** A full sentence on why an edit cannot be made. */
export interface IniRefusal {
  readonly refused: string;
}

/** What every edit maker gives. */
export type IniOutcome = { readonly edits: readonly Edit[] } | IniRefusal;

/** Sections with their options in order: what the proof compares. */
export type IniMeaning = readonly { readonly name: string; readonly options: readonly (readonly [name: string, value: string])[] }[];

/** Whether an edit maker refused. */
export function isIniRefusal<T extends object>(outcome: T | IniRefusal): outcome is IniRefusal {
  return 'refused' in outcome;
}

/** What a file means. */
export function meaningOf({ sections }: IniFile): IniMeaning {
  return sections.map(({ name, options }) => ({ name, options: options.map((option) => [option.name, option.value] as const) }));
}

/** The meaning with the options of one section changed. */
export function withOptions(file: IniFile, section: string, change: (options: IniMeaning[number]['options']) => IniMeaning[number]['options']): IniMeaning {
  return meaningOf(file).map((one) => (one.name === section ? { ...one, options: change(one.options) } : one));
}

/** Every edit maker's last step: the edited text must mean exactly what was intended and have all comments but those that go. */
export function checked(file: IniFile, edits: readonly Edit[], intended: IniMeaning, going: readonly IniComment[]): IniOutcome {
  const after = parseIni(applyEdits(file.text, edits));
  if (isIniProblem(after)) return { refused: `The edited text could not be read: line ${after.line}: ${after.problem}` };
  if (JSON.stringify(meaningOf(after)) !== JSON.stringify(intended)) return { refused: 'The edited text would not mean what was intended.' };
  const kept = file.comments.filter((comment) => !going.includes(comment)).map(({ text }) => text);
  return kept.join('\n') === after.comments.map(({ text }) => text).join('\n') ? { edits } : { refused: 'A comment would be lost or made.' };
}
