/**
 * Lossless editing of JSON, also with comments and trailing commas (JSONC): read, ask, make edits. What is not changed keeps every byte, and
 * no edit leaves without proof that the new text means what was intended and has every comment that does not go with what is removed.
 *
 *     const document = parseJson(text);
 *     if (isJsonProblem(document)) return document.problem;
 *     const outcome = setJsonValue(document, ['scripts', 'test'], 'uv run pytest');
 *     return isJsonRefusal(outcome) ? outcome.refused : applyEdits(text, outcome.edits);
 */
export { isJsonProblem, jsonNodeAt, parseJson, type JsonDocument, type JsonProblem } from './parse.ts';
export type { JsonArray, JsonComment, JsonData, JsonEntry, JsonItem, JsonNode, JsonObject, JsonPath, JsonScalar } from './syntax.ts';
export { isJsonRefusal, jsonData, type JsonOutcome, type JsonRefusal } from './change.ts';
export { insertJsonEntry, insertJsonItem, removeJsonValue, renameJsonKey, setJsonValue } from './edit.ts';
export { embeddedString } from './embedded.ts';
