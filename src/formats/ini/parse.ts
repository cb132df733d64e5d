import { lineEnd, lineEnding, lineStart, positionAt } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { IniComment, IniFile, IniLine, IniOption, IniProblem, IniSection } from './syntax.ts';

/** An option while its lines are being read. */
interface Open {
  readonly option: Omit<IniOption, 'value' | 'lines' | 'span'>;
  readonly start: number;
  readonly lines: IniLine[];
}

/** A section while its options are being read. */
interface OpenSection {
  readonly name: string;
  readonly header: Span;
  readonly options: Open[];
}

/**
 * Reads `setup.cfg`, `tox.ini`, `alembic.ini` and the like by the rules of Python's `configparser`: a line indented further than its option
 * goes on with the value, blank lines and comments within it included; `#` and `;` begin a comment only at the start of a line; what is
 * given twice is a mistake.
 */
export function parseIni(text: string): IniFile | IniProblem {
  const comments: IniComment[] = [];
  const sections: OpenSection[] = [];
  let open: Open | undefined;
  let indent = 0;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at = lineEnd(text, at)) {
    const written = text.slice(at, lineEnd(text, at));
    const content = written.trim();
    const column = written.length - written.trimStart().length;
    const span = { start: at + column, end: at + column + content.length };
    const section = sections.at(-1);
    if (/^[#;]/.test(content)) comments.push({ text: content, span });
    else if (content === '') open?.lines.push({ text: '', span: { start: at, end: at } });
    else if (open && column > indent) open.lines.push({ text: content, span });
    else {
      indent = column;
      const name = /^\[(.+)\]/.exec(content)?.[1];
      if (name !== undefined) {
        if (sections.some((one) => one.name === name)) return problemAt(text, at, `The section \`${name}\` is there already.`);
        sections.push({ name, header: { start: at, end: lineEnd(text, at) }, options: [] });
        open = undefined;
        continue;
      }
      if (!section) return problemAt(text, at, 'Something stands above the first section.');
      open = openOption(text, content, span, comments);
      if (!open) return problemAt(text, at, 'A line is neither a section nor an option.');
      const taken = open.option.name;
      if (section.options.some(({ option }) => option.name === taken)) return problemAt(text, at, `The option \`${taken}\` is there already.`);
      section.options.push(open);
    }
  }
  return { text, comments, eol: lineEnding(text), sections: sections.map(({ options, ...section }): IniSection => ({ ...section, options: options.map((one) => closed(text, one)) })) };
}

/** Whether a text could not be read. */
export function isIniProblem(read: IniFile | IniProblem): read is IniProblem {
  return 'problem' in read;
}

/** The option of a name, in any case, in a section. What only stands in `DEFAULT` is not looked for. */
export function optionAt(file: IniFile, section: string, name: string): IniOption | undefined {
  return file.sections.find((one) => one.name === section)?.options.find((option) => option.name === name.toLowerCase());
}

function openOption(text: string, content: string, span: Span, comments: readonly IniComment[]): Open | undefined {
  const match = /^([^=:]*?)(\s*[=:]\s*)(.*)$/s.exec(content);
  const [, key = '', delimiter = '', value = ''] = match ?? [];
  if (!match || key === '') return undefined;
  const start = span.end - value.length;
  const option = { name: key.toLowerCase(), key, keySpan: { start: span.start, end: span.start + key.length }, delimiter, above: commentsAbove(text, span.start, comments) };
  return { option, start: lineStart(text, span.start), lines: [{ text: value, span: { start, end: span.end } }] };
}

function closed(text: string, { option, start, lines }: Open): IniOption {
  const last = Math.max(0, lines.findLastIndex((line) => line.text !== ''));
  const kept = lines.slice(0, last + 1);
  return { ...option, value: kept.map((line) => line.text).join('\n'), lines: kept, span: { start, end: lineEnd(text, kept.at(-1)?.span.end ?? start) } };
}

/** Comments directly above, indented alike: those indented further stand in the value before. */
function commentsAbove(text: string, start: number, comments: readonly IniComment[]): readonly IniComment[] {
  let line = lineStart(text, start);
  const column = start - line;
  const found: IniComment[] = [];
  for (const comment of [...comments].reverse()) {
    if (lineEnd(text, comment.span.end) !== line || comment.span.start - lineStart(text, comment.span.start) !== column) break;
    found.unshift(comment);
    line = lineStart(text, comment.span.start);
  }
  return found;
}

function problemAt(text: string, offset: number, problem: string): IniProblem {
  return { problem, line: positionAt(text, offset).line };
}
