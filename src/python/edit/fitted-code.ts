import { lineEnd, lineEnding, withLineEnding } from '../../text/lines.ts';
import type { PyTree } from '../syntax/node.ts';
import { statementsOf } from '../syntax/views.ts';
import { isBareString } from './docstring.ts';
import { indentUnit } from './indentation.ts';
import { insideStrings, statementLines } from './reindent.ts';

/**
 * The text of code written at the margin as it reads in another file: every line behind `indent`, further in by the steps that file takes,
 * with its line ending. Lines inside strings keep their white space, unless the code is nothing but a string: as a docstring it is indented with
 * what it documents, which its readers take off again (PEP 257). No line break at the end.
 */
export function fittedCode(code: PyTree, indent: string, target: PyTree): string {
  const { text } = code;
  const all = { start: 0, end: text.length };
  const [only, second] = statementsOf(code.root);
  const isDocstring = only !== undefined && second === undefined && isBareString(only);
  const inString = isDocstring ? () => false : insideStrings(code, all);
  const step = isDocstring ? (line: string) => line : stepsOf(code, indentUnit(target));
  let result = '';
  for (let start = 0; start < text.length; start = lineEnd(text, start)) {
    const line = text.slice(start, lineEnd(text, start));
    // A form feed would make Python count the columns anew behind it.
    result += inString(start) || line.trim() === '' ? line : indent + step(line.replace(/^[ \t\f]*\f/, ''));
  }
  return withLineEnding(result.replace(/\n+$/, ''), lineEnding(target.text));
}

/**
 * Rewrites the white space at the start of a line of `code` to steps of `unit`. Code whose own steps are uneven stays as it is, since its
 * blocks could fall together.
 */
function stepsOf(code: PyTree, unit: string): (line: string) => string {
  const own = indentUnit(code);
  const starts = [...statementLines(code, { start: 0, end: code.text.length })];
  const isEven = starts.every((start) => (/^[ \t]*/.exec(code.text.slice(start))?.[0].split(own).join('') ?? '') === '');
  if (own === unit || !isEven) return (line) => line;
  return (line) => {
    let depth = 0;
    while (line.startsWith(own, depth * own.length)) depth++;
    return unit.repeat(depth) + line.slice(depth * own.length);
  };
}
