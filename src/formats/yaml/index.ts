/**
 * Lossless editing of YAML 1.2: read, ask, make edits. What is not changed keeps every byte.
 *
 *     const file = parseYaml(text);
 *     if (isYamlProblem(file)) return file.problem;
 *     for (const document of file.documents) nodeAt(document, ['jobs', 'test', 'steps', 0, 'run']);
 */
export { isYamlProblem, parseYaml, type YamlDocument, type YamlFile, type YamlProblem } from './parse.ts';
export type { YamlAlias, YamlComment, YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPart, YamlPath, YamlScalar, YamlScalarValue, YamlSequence, YamlStyle } from './syntax.ts';
export { entriesNamed, mergedInto, nodeAt, nodesIn, partAt, resolved } from './lookup.ts';
export { embeddedScalar } from './embedded.ts';
