import { lineStart } from './lines.ts';

/** The white space a line begins with. */
export function indentationAt(text: string, offset: number): string {
  const space = /[ \t\f]*/y;
  space.lastIndex = lineStart(text, offset);
  return space.exec(text)?.[0] ?? '';
}

/** Whether nothing but white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
