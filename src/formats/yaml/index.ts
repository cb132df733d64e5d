/**
 * Lossless editing of YAML 1.2: read, ask, make edits. What is not changed keeps every byte, and no edit leaves without proof that the new
 * text means what was intended and has every comment that does not go with what is removed.
 *
 *     const file = parseYaml(text);
 *     if (isYamlProblem(file)) return file.problem;
 *     const outcomes = file.documents.map((document) => setScalar(document, ['jobs', 'test', 'steps', 0, 'run'], 'uv sync'));
 *
 * Paths are those of one document. Reading goes through aliases and merge keys, editing does not.
 */
export { isYamlProblem, parseYaml, type YamlDocument, type YamlFile, type YamlProblem } from './parse.ts';
export type { YamlAlias, YamlComment, YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPart, YamlPath, YamlScalar, YamlScalarValue, YamlSequence, YamlStyle } from './syntax.ts';
export { entriesNamed, mergedInto, namesGivenTwice, nodeAt, nodesIn, partAt, resolved } from './lookup.ts';
export { embeddedScalar } from './embedded.ts';
export { isYamlRefusal, type YamlOutcome, type YamlRefusal } from './change.ts';
export { renameKey, setScalar } from './set-scalar.ts';
export { removeAt, type EmptiedCollection } from './remove.ts';
export { insertText, replaceText, type YamlPlace } from './insert.ts';
export { quotesOf, writeScalar, type ScalarStyle } from './write-scalar.ts';
