import { dataAt, insertInArray, isArrayData, isRefusal, isTableData, isTomlProblem, NO_REMARKS, parseToml, setValue, verifyToml, type TomlOutcome, type TomlPath } from '../../formats/toml/index.ts';
import { insertion, type Edit } from '../../text/edit.ts';
import { indentationAt } from '../../text/indent.ts';
import type { Problem } from '../../packaging/problem.ts';
import { constraintInStyleOf, inStyleOf, placeAmong } from './place.ts';

/** Edits that put a requirement into `[project] dependencies`. */
export function addToProject(text: string, name: string, specifiers: string): readonly Edit[] | Problem {
  const path = ['project', 'dependencies'];
  const document = parseToml(text);
  if (isTomlProblem(document)) return { problem: `it is not TOML (line ${document.line})` };
  const list = dataAt(document.data, path);
  const neighbours = isArrayData(list) ? list.filter((one) => typeof one === 'string') : [];
  const names = neighbours.map((one) => /^[\w.-]+/.exec(one)?.[0] ?? one);
  return editsOf(insertInArray(document, path, placeAmong(names, name), inStyleOf(neighbours, name, specifiers), NO_REMARKS));
}

/** Edits that put a requirement into a table of Poetry or a Pipfile, as one line among the others. */
export function addToTable(text: string, path: TomlPath, name: string, specifiers: string): readonly Edit[] | Problem {
  const document = parseToml(text);
  if (isTomlProblem(document)) return { problem: `it is not TOML (line ${document.line})` };
  const table = dataAt(document.data, path);
  if (!isTableData(table)) return { problem: 'its table is not there' };
  const keys = Object.keys(table).filter((key) => key.toLowerCase() !== 'python');
  const versions = keys.map((key) => table[key]).map((value) => (isTableData(value) ? value['version'] : value)).filter((value) => typeof value === 'string');
  const constraint = constraintInStyleOf(versions, specifiers);
  const appended = setValue(document, [...path, name], constraint);
  if (isRefusal(appended)) return { problem: appended.refused };
  const at = placeAmong(keys, name);
  const before = keys[at - 1];
  const above = document.get([...path, before ?? 'python']);
  const [only, ...more] = appended.edits;
  if (at >= keys.length || !only || more.length > 0 || above?.role !== 'entry' || above.within || text[above.entrySpan.end - 1] !== '\n') return appended.edits;
  const line = only.text.trim();
  const edit = insertion(above.entrySpan.end, `${indentationAt(text, above.span.start)}${line}${document.eol}`);
  return verifyToml(text, [edit], appended.intended) === undefined ? [edit] : appended.edits;
}

function editsOf(outcome: TomlOutcome): readonly Edit[] | Problem {
  return isRefusal(outcome) ? { problem: outcome.refused } : outcome.edits;
}
