import { embedded, type Embedded } from '../../text/embedded.ts';
import { indentationAt } from '../../text/indent.ts';
import type { IniFile, IniLine, IniOption } from './syntax.ts';

/** One line of a value as a text of its own, into which only one line goes. */
export function embeddedLine({ text: host }: IniFile, { span, text }: IniLine): Embedded {
  const isOnItsOwn = /\n[ \t]*$/.test(host.slice(0, span.start));
  return embedded([{ text, span }], (written) => (/[\r\n]/.test(written) || (isOnItsOwn && /^[#;]/.test(written)) ? undefined : written));
}

/** A whole value as a text of its own, comments between its lines left out. */
export function embeddedValue({ text: host, eol }: IniFile, { lines, span }: IniOption): Embedded {
  const below = lines.find((line, index) => index > 0 && line.text !== '');
  const indentation = below ? indentationAt(host, below.span.start) : `${indentationAt(host, span.start)}    `;
  const pieces = lines.flatMap((line, index) => {
    const at = lines[index - 1]?.span.end ?? line.span.start;
    return [...(index > 0 ? [{ text: '\n', span: { start: at, end: Math.max(at, host.indexOf('\n', at) + 1) } }] : []), { text: line.text, span: line.span }];
  });
  return embedded(pieces, (text) => (/(?:^|\n)[#;]|\r/.test(text) ? undefined : text.replace(/\n(?!\n)/g, `\n${indentation}`).replaceAll('\n', eol)));
}
