/**
 * Lossless editing of TOML 1.0: read, ask, make edits. What is not changed keeps every byte, and no edit leaves without proof that the
 * new text means what was intended.
 *
 *     const document = parseToml(text);
 *     if (isTomlProblem(document)) return document.message;
 *     const change = setValue(document, ['project', 'requires-python'], '>=3.11');
 *     return isRefusal(change) ? change.refused : applyEdits(text, change.edits);
 */
export { TomlDate } from 'smol-toml';
export { isTomlProblem, parseToml } from './parse.ts';
export type { TomlDocument, TomlElement, TomlEntry, TomlNode, TomlProblem, TomlTable, TomlTableArray } from './document.ts';
export type { TomlComment, TomlComments } from './syntax.ts';
export { dataAt, isArrayData, isTableData, pathText, sameData, startsWith, type TomlData, type TomlPath, type TomlTableData } from './data.ts';
export { isRefusal, verifyToml, type TomlChange, type TomlOutcome, type TomlRefusal } from './change.ts';
export { raw, type TomlInput, type TomlRaw } from './write.ts';
export { setValue } from './set-value.ts';
export { removeEntry, removeTable, type EmptiedTable } from './remove.ts';
export { renameKey, renameTable } from './rename.ts';
export { appendToArray, insertInArray, removeFromArray } from './array.ts';
export { NO_REMARKS, type TomlRemarks } from './list.ts';
export { insertText, type BlockPlace } from './insert-text.ts';
export { inSequence, type TomlStep } from './sequence.ts';
export { restructure } from './restructure.ts';
export type { TargetArray, TargetEntry, TargetItem, TargetTable, TomlTarget } from './target.ts';
