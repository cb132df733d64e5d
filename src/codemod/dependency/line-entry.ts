import { isIniProblem, isIniRefusal, insertIniItem, optionAt, parseIni } from '../../formats/ini/index.ts';
import { readRequirementsFile } from '../../packaging/pip/index.ts';
import type { Problem } from '../../packaging/problem.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { parts } from '../../python/syntax/walk.ts';
import { plainString } from '../../python/syntax/views.ts';
import { insertion, type Edit } from '../../text/edit.ts';
import { startsLine, indentationAt } from '../../text/indent.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import { inStyleOf, placeAmong } from './place.ts';

/** Edits that put a line into a requirements file: in its block of lines, where empty lines and comments part it. Hashes are nothing a hand writes. */
export function addToRequirements(text: string, name: string, specifiers: string): readonly Edit[] | Problem {
  const lines = readRequirementsFile(text);
  const requirements = lines.flatMap((line) => (line.entry.kind === 'requirement' ? [{ line, requirement: line.entry.requirement, hashes: line.entry.hashes }] : []));
  if (requirements.some(({ hashes }) => hashes.length > 0) || lines.some(({ entry }) => entry.kind === 'option' && entry.name === '--require-hashes')) return { problem: 'it holds hashes' };
  const ending = lineEnding(text);
  const written = inStyleOf(requirements.map(({ line }) => line.content.replace(/\s*;.*$/, '')), name, specifiers);
  const at = placeAmong(requirements.map(({ requirement }) => requirement.name), name);
  const before = requirements[at - 1];
  const next = requirements[at];
  if (before) {
    const end = before.line.span.end;
    const behind = lineEnd(text, end);
    return [text[behind - 1] === '\n' && behind > end ? insertion(behind, written + ending) : insertion(text.length, ending + written)];
  }
  if (next) return [insertion(next.line.span.start, written + ending)];
  return [insertion(text.length, text === '' || text.endsWith('\n') ? written + ending : ending + written)];
}

/** Edits that put a line into the `install_requires` of a `setup.cfg`. */
export function addToSetupCfg(text: string, name: string, specifiers: string): readonly Edit[] | Problem {
  const file = parseIni(text);
  if (isIniProblem(file)) return file;
  const items = optionAt(file, 'options', 'install_requires')?.lines.map((line) => line.text).filter((line) => line !== '') ?? [];
  const at = placeAmong(items.map((item) => /^[\w.-]+/.exec(item)?.[0] ?? item), name);
  const outcome = insertIniItem(file, 'options', 'install_requires', at, inStyleOf(items, name, specifiers));
  return isIniRefusal(outcome) ? { problem: outcome.refused } : outcome.edits;
}

/** Edits that put a text into a list of plain strings in Python, with the quotes of the others. */
export function addToStrings(list: PyNode, name: string, specifiers: string): readonly Edit[] | Problem {
  const { text } = list.tree;
  const items = parts(list);
  const texts = items.map((item) => plainString(item) ?? '');
  const written = inStyleOf(texts, name, specifiers);
  const quote = items[0]?.text.startsWith("'") ? "'" : '"';
  const code = `${quote}${written}${quote}`;
  const at = placeAmong(texts.map((one) => /^[\w.-]+/.exec(one)?.[0] ?? one), name);
  const [before, next] = [items[at - 1], items[at]];
  if (next && startsLine(text, next.start)) return [insertion(next.start, `${code},${lineEnding(text)}${indentationAt(text, next.start)}`)];
  if (next) return [insertion(next.start, `${code}, `)];
  if (!before) return [insertion(list.start + 1, code)];
  return [insertion(before.end, startsLine(text, before.start) ? `,${lineEnding(text)}${indentationAt(text, before.start)}${code}` : `, ${code}`)];
}
