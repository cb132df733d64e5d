import { nameOf, type FileRewrite, type SourceFile } from '#pystd';
import type { Surroundings } from './surroundings.ts';

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What is left when everybody else has looked: each line of an executable or configuring file that still names Poetry, and one finding for
 * a text for people. Nothing is edited.
 */
export function flagMentions(rewrite: FileRewrite, { projects }: Surroundings): void {
  const { file } = rewrite;
  if (projects.every(({ state }) => state === 'kept')) return;
  const left = linesOf(file.text).filter(({ start, end, text }) => isMention(file, text) && !rewrite.isSpokenOf({ start, end }));
  if (isProse(file.path)) {
    const [first] = left;
    if (!first) return;
    const more = left.length > 1 ? ` and ${left.length - 1} more ${left.length > 2 ? 'lines' : 'line'}` : '';
    return rewrite.flag(first, `\`${file.path}\` still mentions Poetry in this line${more}: prose is for a person to reword.`);
  }
  for (const line of left) rewrite.flag(trimmed(line), `\`${file.path}\` still mentions Poetry: \`${shortened(line.text.trim())}\`.`);
}

/** Whether a line is about the tool and not about verse. */
function isMention({ path }: SourceFile, line: string): boolean {
  if (!/poetry/i.test(line)) return false;
  const aboutTool = /poetry\.(lock|toml)|tool[."'[\]\s]+poetry|poetry[-_](core|plugin|dynamic|version|home)|python-poetry|POETRY_|\bpoetry["']?,?\s+["']?(install|run|add|remove|lock|update|export|build|publish|shell|env|config|version|show|check|self|sync|init|new|cache|source)\b|install[\w\s.=<>"'-]*\bpoetry\b/i;
  if (aboutTool.test(line)) return true;
  // A word of its own counts where programs are called and configured. In code and data it may be a name of anything.
  return !/\.(py|pyi|json|json5|csv|txt|in)$/.test(path) && /(^|[^\w/.-])poetry([^\w/.-]|[.,:;]?$|[.,:;]\s)/i.test(line);
}

function isProse(path: string): boolean {
  return /\.(md|rst)$/.test(path) || /^(readme|contributing|license|authors)(\.txt)?$/i.test(nameOf(path));
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length, text: line });
    start += line.length + 1;
  }
  return lines;
}

/** A line without the white space around it. */
function trimmed({ start, text }: Line): { start: number; end: number } {
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
