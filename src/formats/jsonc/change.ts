import { applyEdits } from '../../text/apply.ts';
import type { Edit } from '../../text/edit.ts';
import { isJsonProblem, parseJson, type JsonDocument } from './parse.ts';
import type { JsonComment, JsonData, JsonNode, JsonPath } from './syntax.ts';

/** A full sentence on why an edit cannot be made. */
export interface JsonRefusal {
  readonly refused: string;
}

/** What every edit maker gives. */
export type JsonOutcome = { readonly edits: readonly Edit[] } | JsonRefusal;

/** What a text means, with the order of names: what the proof compares. */
export type Meaning = { readonly value: string | number | boolean | null } | { readonly items: readonly Meaning[] } | { readonly entries: readonly (readonly [name: string, value: Meaning])[] };

/** Whether an edit maker refused. */
export function isJsonRefusal<T extends object>(outcome: T | JsonRefusal): outcome is JsonRefusal {
  return 'refused' in outcome;
}

/** The plain data of a node. Of a name given twice the last counts. */
export function jsonData(node: JsonNode): JsonData {
  if (node.kind === 'array') return node.items.map(({ value }) => jsonData(value));
  if (node.kind === 'object') return Object.fromEntries(node.entries.map(({ name, value }) => [name, jsonData(value)]));
  return node.value;
}

/** What a node means. */
export function meaningOf(node: JsonNode): Meaning {
  if (node.kind === 'array') return { items: node.items.map(({ value }) => meaningOf(value)) };
  return node.kind === 'object' ? { entries: node.entries.map(({ name, value }) => [name, meaningOf(value)]) } : { value: node.value };
}

/** The meaning with that of the collection at a path changed. */
export function changedAt(meaning: Meaning, path: JsonPath, change: (at: Meaning) => Meaning): Meaning {
  const [step, ...rest] = path;
  if (step === undefined) return change(meaning);
  if ('items' in meaning) return { items: meaning.items.map((item, index) => (index === step ? changedAt(item, rest, change) : item)) };
  if ('entries' in meaning) return { entries: meaning.entries.map(([name, value]) => [name, name === step ? changedAt(value, rest, change) : value] as const) };
  return meaning;
}

/** Every edit maker's last step: the edited text must mean exactly what was intended and have all comments but those that go. */
export function checked(document: JsonDocument, edits: readonly Edit[], intended: Meaning, going: readonly JsonComment[]): JsonOutcome {
  const after = parseJson(applyEdits(document.text, edits));
  if (isJsonProblem(after)) return { refused: `The edited text would not be JSON: ${after.problem}` };
  if (JSON.stringify(meaningOf(after.root)) !== JSON.stringify(intended)) return { refused: 'The edited text would not mean what was intended.' };
  const kept = document.comments.filter((comment) => !going.includes(comment)).map(({ text }) => text);
  return kept.join('\n') === after.comments.map(({ text }) => text).join('\n') ? { edits } : { refused: 'A comment would be lost.' };
}
