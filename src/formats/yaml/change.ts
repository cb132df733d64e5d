import { applyEdits } from '../../text/apply.ts';
import type { Edit } from '../../text/edit.ts';
import { sameMeanings, type Meaning } from './meaning.ts';
import { isYamlProblem, parseYaml, type YamlDocument } from './parse.ts';
import type { YamlComment, YamlPath } from './syntax.ts';

/** A full sentence on why an edit cannot be made. */
export interface YamlRefusal {
  readonly refused: string;
}

/** What every edit maker gives. */
export type YamlOutcome = { readonly edits: readonly Edit[] } | YamlRefusal;

/** Whether an edit maker refused. */
export function isYamlRefusal<T extends object>(outcome: T | YamlRefusal): outcome is YamlRefusal {
  return 'refused' in outcome;
}

/**
 * Every edit maker's last step. The edited text must be YAML in which this document means exactly what was intended, anchors, tags and the
 * order of names included, all others what they meant before, and all comments are there but those that go.
 */
export function checked(document: YamlDocument, edits: readonly Edit[], intended: Meaning, going: readonly YamlComment[], coming: readonly string[]): YamlOutcome {
  const { file, index } = document;
  const after = parseYaml(applyEdits(file.text, edits));
  if (isYamlProblem(after)) return { refused: `The edited text would not be YAML: line ${after.line}: ${after.problem}` };
  if (!sameMeanings(after, file, index, intended)) return { refused: 'The edited text would not mean what was intended.' };
  const kept = [...file.comments.filter((comment) => !going.includes(comment)).map(({ text }) => text), ...coming];
  const isKept = kept.sort().join('\n') === after.comments.map(({ text }) => text).sort().join('\n');
  return isKept ? { edits } : { refused: 'A comment would be lost or made.' };
}

/** A path as a person writes it, in backticks: `jobs.test.steps[0]`. */
export function pathText(path: YamlPath): string {
  if (path.length === 0) return 'the top level';
  return `\`${path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`)).join('')}\``;
}
