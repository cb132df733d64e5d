import { embedded } from '../../text/embedded.ts';
import { codeLines } from './code-lines.ts';
import { addressesOutside, byPlace, type CodeBlock, type InlineCode, type Prose } from './prose.ts';

interface Line {
  readonly start: number;
  readonly end: number;
  /** Without the line ending. */
  readonly text: string;
  readonly indent: number;
}

const DIRECTIVE = /^([ \t]*(?:[-*+] |\d+\. )*)\.\. (?:code-block|code|sourcecode|prompt|parsed-literal)::[ \t]*(.*)$/;

/**
 * Reads reStructuredText for its code and its addresses: `code-block` and its relatives, `prompt`, literal blocks behind `::`, and inline
 * literals. Other markup is prose.
 */
export function readRst(text: string): Prose {
  const lines = linesOf(text);
  const blocks: CodeBlock[] = [];
  const inline: InlineCode[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const directive = DIRECTIVE.exec(line.text);
    const isLiteral = !directive && /(?:^|[^:])::[ \t]*$/.test(line.text) && !/^[ \t]*\.\. /.test(line.text);
    inline.push(...inlineLiterals(line));
    if (!directive && !isLiteral) continue;
    const body = bodyBelow(lines, at, directive !== null, (directive?.[1] ?? '').length || line.indent);
    if (!body) continue;
    const info = directive?.[2]?.trim() ?? '';
    const block = codeBlock(text, line, body, info);
    if (block) blocks.push(block);
    at = lines.indexOf(body.at(-1) ?? line);
  }
  const links = addressesOutside(text, [...blocks, ...inline].map(({ span }) => span));
  return { text, blocks, inline: inline.sort(byPlace), links };
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at + 1;
    const line = text.slice(start, end).replace(/\r?\n$/, '');
    lines.push({ start, end, text: line, indent: line.length - line.trimStart().length });
    start = end;
  }
  return lines;
}

/**
 * The lines of code below a directive or a `::`: indented further, behind a blank line. A directive may have options on the lines directly
 * below it.
 */
function bodyBelow(lines: readonly Line[], at: number, isDirective: boolean, indent: number): readonly Line[] | undefined {
  let first = at + 1;
  while (isDirective && /^[ \t]+:[\w-]+:/.test(lines[first]?.text ?? '')) first++;
  if (!isDirective && !isBlank(lines[first])) return undefined;
  while (first < lines.length && isBlank(lines[first])) first++;
  let next = first;
  while (next < lines.length && (isBlank(lines[next]) || (lines[next]?.indent ?? 0) > indent)) next++;
  while (next > first && isBlank(lines[next - 1])) next--;
  return next > first ? lines.slice(first, next) : undefined;
}

function isBlank(line: Line | undefined): boolean {
  return line === undefined || line.text.trim() === '';
}

function codeBlock(text: string, head: Line, body: readonly Line[], info: string): CodeBlock | undefined {
  const indent = Math.min(...body.filter((line) => !isBlank(line)).map((line) => line.indent));
  const read = codeLines(text, body[0]?.start ?? head.end, body.map((line) => line.text.slice(isBlank(line) ? line.text.length : indent)), () => false);
  if (!read) return undefined;
  const [word = ''] = info.split(/[\s,]/, 1);
  return { language: word.toLowerCase(), info, span: { start: head.start, end: read.lines.end }, ...read };
}

function inlineLiterals({ text, start }: Line): InlineCode[] {
  return [...text.matchAll(/(?<![\w`\\])``(?=[^\s`])((?:[^`]|`(?!`))*?[^\s`]|[^\s`])``(?![\w`])/g)].map((match) => {
    const at = start + match.index;
    const inner = match[1] ?? '';
    const code = embedded([{ text: inner, span: { start: at + 2, end: at + 2 + inner.length } }], (written) => (/[`\n]|^\s|\s$/.test(written) ? undefined : written));
    return { span: { start: at, end: at + match[0].length }, code };
  });
}
