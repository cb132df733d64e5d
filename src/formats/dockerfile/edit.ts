import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding, lineStart, withLineEnding } from '../../text/lines.ts';
import type { Dockerfile, DockerInstruction, DockerWord } from './document.ts';

/** What becomes of the comment lines directly above an instruction that goes: they stay, or go when a function says so of their text. */
export type CommentFate = 'kept' | ((comment: string) => boolean);

/** Puts instructions on lines of their own before one, above its comments. `lines` is written with `\n`. */
export function insertBefore({ text }: Dockerfile, instruction: DockerInstruction, lines: string): Edit[] {
  return [insertion(commentsStart(text, instruction), withLineEnding(`${lines}\n`, lineEnding(text)))];
}

/** Puts instructions on lines of their own behind one. */
export function insertAfter({ text }: Dockerfile, instruction: DockerInstruction, lines: string): Edit[] {
  const eol = lineEnding(text);
  const at = lineEnd(text, instruction.span.end);
  const fragment = withLineEnding(lines, eol);
  return [text[at - 1] === '\n' ? insertion(at, fragment + eol) : insertion(at, eol + fragment)];
}

/** Takes an instruction's lines away. Where that would leave two blank lines together, one goes too. */
export function removeInstruction({ text }: Dockerfile, instruction: DockerInstruction, comments: CommentFate = 'kept'): Edit[] {
  const above = commentsStart(text, instruction);
  const own = lineStart(text, instruction.span.start);
  const start = comments !== 'kept' && above < own && comments(text.slice(above, own)) ? above : own;
  const end = lineEnd(text, instruction.span.end);
  if (end === text.length && text[end - 1] !== '\n' && start > 0) return [deletion({ start: text[start - 2] === '\r' ? start - 2 : start - 1, end })];
  const isBlank = (at: number): boolean => text.slice(at, lineEnd(text, at)).trim() === '';
  const isBlankAbove = start === 0 || isBlank(lineStart(text, start - 1));
  return [deletion({ start, end: isBlankAbove && end < text.length && isBlank(end) ? lineEnd(text, end) : end })];
}

/** Another value for a word of an instruction, in the quotes it had; in the JSON form as a JSON string. */
export function replaceWord({ strings }: DockerInstruction, word: DockerWord, value: string): Edit[] {
  if (word.value === value) return [];
  if (strings?.includes(word)) return [replacement(word.span, JSON.stringify(value))];
  const isQuoted = /^".*"$/.test(word.raw) || /[\s"'\\]/.test(value);
  return [replacement(word.span, isQuoted ? `"${value.replace(/["\\]/g, '\\$&')}"` : value)];
}

/** Where the comment lines directly above an instruction begin; directives (`# syntax=`, `# escape=`) at the top are none. */
function commentsStart(text: string, { span }: DockerInstruction): number {
  let start = lineStart(text, span.start);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    if (!/^[ \t]*#/.test(line) || /^#\s*(?:syntax|escape|check)\s*=/i.test(line)) break;
    start = above;
  }
  return start;
}
