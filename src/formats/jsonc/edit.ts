import { insertPart, removePart, type Delimited } from '../../text/delimited.ts';
import { replacement, type Edit } from '../../text/edit.ts';
import { indentationAt, startsLine } from '../../text/indent.ts';
import { contains } from '../../text/span.ts';
import { changedAt, checked, isJsonRefusal, jsonData, meaningOf, type JsonOutcome, type JsonRefusal, type Meaning } from './change.ts';
import { jsonNodeAt, parseJson, isJsonProblem, type JsonDocument } from './parse.ts';
import type { JsonArray, JsonComment, JsonData, JsonEntry, JsonItem, JsonNode, JsonObject, JsonPath } from './syntax.ts';

/** Puts another value in the place of the one at `path`. A value that means the same is left as it is written. */
export function setJsonValue(document: JsonDocument, path: JsonPath, data: JsonData): JsonOutcome {
  const node = ownNode(document, path);
  if (isJsonRefusal(node)) return node;
  if (JSON.stringify(jsonData(node)) === JSON.stringify(data)) return { edits: [] };
  if (commentsIn(document, node).length > 0) return { refused: `${pathText(path)} holds comments that a new value would lose.` };
  const intended = changedAt(meaningOf(document.root), path, () => meaningOfData(data));
  return checked(document, [replacement(node.span, written(document, data, indentationAt(document.text, node.span.start)))], intended, []);
}

/** Gives the value at `path` another name in the same object. */
export function renameJsonKey(document: JsonDocument, path: JsonPath, name: string): JsonOutcome {
  const place = placeOf(document, path);
  if (isJsonRefusal(place)) return place;
  const { parent, item } = place;
  if (parent.kind !== 'object' || !('name' in item)) return { refused: `There is no name to change in ${pathText(path)}.` };
  if (item.name === name) return { edits: [] };
  if (parent.entries.some((entry) => entry.name === name)) return { refused: `There is a ${pathText([...parent.path, name])} already.` };
  const intended = changedAt(meaningOf(document.root), parent.path, (at) => ('entries' in at ? { entries: at.entries.map(([old, value]) => [old === item.name ? name : old, value] as const) } : at));
  return checked(document, [replacement(item.nameSpan, JSON.stringify(name))], intended, []);
}

/** Takes away the value at `path` with its name, its comma and its comments. */
export function removeJsonValue(document: JsonDocument, path: JsonPath): JsonOutcome {
  const place = placeOf(document, path);
  if (isJsonRefusal(place)) return place;
  const { parent, item, index } = place;
  const edits = removePart(document.text, listOf(document, parent), index);
  if (!edits) return { refused: `A comment beside ${pathText(path)} would be lost.` };
  const without = (at: Meaning): Meaning => ('items' in at ? { items: at.items.toSpliced(index, 1) } : 'entries' in at ? { entries: at.entries.toSpliced(index, 1) } : at);
  const going = [...item.above, ...(item.trailing ? [item.trailing] : []), ...document.comments.filter(({ span }) => contains(item.span, span))];
  return checked(document, edits, changedAt(meaningOf(document.root), parent.path, without), going);
}

/** Puts a named value into the object at `path`: before the value named so, or at the end. */
export function insertJsonEntry(document: JsonDocument, path: JsonPath, name: string, data: JsonData, before: string | undefined): JsonOutcome {
  const parent = ownNode(document, path);
  if (isJsonRefusal(parent)) return parent;
  if (parent.kind !== 'object') return { refused: `${pathText(path)} is not an object.` };
  if (parent.entries.some((entry) => entry.name === name)) return { refused: `There is a ${pathText([...path, name])} already.` };
  const index = before === undefined ? parent.entries.length : parent.entries.findIndex((entry) => entry.name === before);
  if (index < 0) return { refused: `There is no ${pathText([...path, before ?? ''])}.` };
  const intended = (at: Meaning): Meaning => ('entries' in at ? { entries: at.entries.toSpliced(index, 0, [name, meaningOfData(data)]) } : at);
  return insertAt(document, parent, index, `${JSON.stringify(name)}: `, data, intended);
}

/** Puts a value before the one at `index` of the array at `path`; behind the last for an index past the end. */
export function insertJsonItem(document: JsonDocument, path: JsonPath, index: number, data: JsonData): JsonOutcome {
  const parent = ownNode(document, path);
  if (isJsonRefusal(parent)) return parent;
  if (parent.kind !== 'array') return { refused: `${pathText(path)} is not an array.` };
  const at = Math.min(Math.max(0, index), parent.items.length);
  const intended = (list: Meaning): Meaning => ('items' in list ? { items: list.items.toSpliced(at, 0, meaningOfData(data)) } : list);
  return insertAt(document, parent, at, '', data, intended);
}

function insertAt(document: JsonDocument, parent: JsonObject | JsonArray, index: number, name: string, data: JsonData, intended: (at: Meaning) => Meaning): JsonOutcome {
  const { text } = document;
  const list = listOf(document, parent);
  const unit = unitOf(document);
  const first = list.parts[0];
  const indentation = first && startsLine(text, first.span.start) ? indentationAt(text, first.span.start) : indentationAt(text, parent.span.start) + unit;
  const empty = { unit: parent.kind === 'object' || text.includes('\n') ? unit : undefined, padding: '' };
  const edits: readonly Edit[] | undefined = insertPart(text, list, index, name + written(document, data, indentation), empty);
  if (!edits) return { refused: `A comment in ${pathText(parent.path)} is in the way.` };
  return checked(document, edits, changedAt(meaningOf(document.root), parent.path, intended), []);
}

function listOf(document: JsonDocument, node: JsonObject | JsonArray): Delimited {
  const parts = node.kind === 'object' ? node.entries : node.items;
  return {
    span: node.span,
    parts: parts.map(({ span, comma, above, trailing }) => ({ span, comma, above: above.map((comment) => comment.span), trailing: trailing?.span })),
    comments: commentsIn(document, node).map(({ span }) => span),
  };
}

function commentsIn({ comments }: JsonDocument, { span }: JsonNode): readonly JsonComment[] {
  return comments.filter((comment) => contains(span, comment.span));
}

/** The node that is written at a path, where no name on the way is given twice. */
function ownNode(document: JsonDocument, path: JsonPath): JsonNode | JsonRefusal {
  for (let length = 0; length < path.length; length++) {
    const parent = jsonNodeAt(document, path.slice(0, length));
    if (parent?.kind === 'object' && parent.entries.filter(({ name }) => name === path[length]).length > 1) return { refused: `${pathText(path.slice(0, length + 1))} is given twice.` };
  }
  return jsonNodeAt(document, path) ?? { refused: `There is no ${pathText(path)}.` };
}

function placeOf(document: JsonDocument, path: JsonPath): { readonly parent: JsonObject | JsonArray; readonly item: JsonItem | JsonEntry; readonly index: number } | JsonRefusal {
  const node = ownNode(document, path);
  if (isJsonRefusal(node)) return node;
  const parent = jsonNodeAt(document, path.slice(0, -1));
  if (path.length === 0 || !parent || parent.kind === 'scalar') return { refused: `${pathText(path)} is in nothing.` };
  const items: readonly (JsonItem | JsonEntry)[] = parent.kind === 'object' ? parent.entries : parent.items;
  const index = items.findIndex(({ value }) => value === node);
  const item = items[index];
  return item ? { parent, item, index } : { refused: `There is no ${pathText(path)}.` };
}

/** A value as text, over several lines with the document's indentation where it holds more values. */
function written(document: JsonDocument, data: JsonData, indentation: string): string {
  const unit = document.text.includes('\n') ? unitOf(document) : undefined;
  return JSON.stringify(data, undefined, unit).replaceAll('\n', `${document.eol}${indentation}`);
}

/** What one level is indented by in this document. */
function unitOf({ text, root }: JsonDocument): string {
  const first = root.kind === 'object' ? root.entries[0] : root.kind === 'array' ? root.items[0] : undefined;
  const unit = first && startsLine(text, first.span.start) ? indentationAt(text, first.span.start) : '';
  return unit === '' ? '  ' : unit;
}

function meaningOfData(data: JsonData): Meaning {
  const read = parseJson(JSON.stringify(data));
  return isJsonProblem(read) ? { value: null } : meaningOf(read.root);
}

/** A path as a person writes it, in backticks. */
function pathText(path: JsonPath): string {
  if (path.length === 0) return 'the top level';
  return `\`${path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`)).join('')}\``;
}
