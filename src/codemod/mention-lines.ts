import { linesOf, type Line } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { FileRewrite } from './file-rewrite.ts';

/** The lines of a file that say something and of which no rewriter has spoken. */
export function unspokenLines(rewrite: FileRewrite, says: (text: string) => boolean): readonly Line[] {
  return linesOf(rewrite.file.text).filter((line) => says(line.text) && !rewrite.isSpokenOf(line));
}

/** A line without the white space around it. */
export function trimmedLine({ start, text }: Line): Span {
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

/** A line as a finding quotes it: without the white space around it, and not too long. */
export function quotedLine({ text }: Line): string {
  const said = text.trim();
  return said.length > 80 ? `${said.slice(0, 77)}…` : said;
}
