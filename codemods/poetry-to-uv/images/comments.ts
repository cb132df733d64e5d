import { deletion, lineEnd, lineStart, replacement, type Edit, type Span } from '#pystd';
import type { ImageFile, ImagePlan } from './file.ts';

/** What else is said of an installation without being about anything else. */
const DETAIL = String.raw`\s|[-–:.,&()'"]|\$?\{?POETRY_\w+\}?|v?\d[\w.]*|version|respects|(?:environment )?variables?|itself|globally|and|(?:with|via|using|through|from|by) (?:pipx?|curl|(?:the )?(?:official )?(?:installer|script))|(?:in|into|to) (?:the )?(?:image|system|container)|(?:dependency|package) manager|cli|config(?:uration)?|settings?`;

const VERB = '(?:re)?install(?:s|ing)?|set(?:s|ting)?[ -]?up|setup|download(?:s|ing)?|get(?:s|ting)?|configur(?:e|es|ing)|add(?:s|ing)?|upgrad(?:e|es|ing)|updat(?:e|es|ing)';

/** `# Install Poetry`, `# poetry`: nothing but how Poetry comes in. */
const SETTING_UP = new RegExp(String.raw`^#[#\s=*-]*(?:\d+[.)]\s*)?(?:(?:${VERB})\s+(?:the\s+)?(?:latest\s+)?)?poetry(?:${DETAIL})*[#\s=*-]*$`, 'i');

/** `# RUN poetry config …`: an instruction that was taken out of use, and that would be taken away. */
const COMMENTED_OUT = new RegExp(
  [
    String.raw`^#+\s*RUN\s+(?:\S*/)?poetry\s+(?:config|self|--version)\b[^\\]*$`,
    String.raw`^#+\s*RUN\s+(?:python3?\s+-m\s+)?pipx?3?\s+install\s+(?:-\S+\s+)*["']?poetry(?:[=<>~!][^\s\\]*|["'])?\s*$`,
    String.raw`^#+\s*RUN\s+curl\b.*(?:install\.python-poetry\.org|get-poetry\.py)[^\\]*$`,
    String.raw`^#+\s*(?:ENV|ARG)\s+POETRY_\w+(?:[ =][^\\]*)?$`,
  ].join('|'),
);

/** Comments about nothing but what goes, and the name of the lock in others. */
export function planComments(image: ImageFile, plan: ImagePlan, isTaken: (edit: Edit) => boolean): void {
  const { text } = image;
  if (plan.changes.length === 0) return;
  for (const line of commentsOf(image)) {
    const comment = text.slice(line.start, line.end).trim();
    if (isOver(comment) && !isComment(text, lineEnd(text, line.end))) {
      const edit = deletion(withBlank(text, line));
      if (!isTaken(edit)) plan.change(line, 'A comment about nothing but Poetry goes.', [edit]);
      continue;
    }
    const edits = [...text.slice(line.start, line.end).matchAll(/(?<![\w-])poetry\.lock(?![\w-])/g)].map(({ index }) => replacement({ start: line.start + index, end: line.start + index + 'poetry.lock'.length }, 'uv.lock'));
    if (!edits.some(isTaken)) plan.change(line, 'The lock file that is copied is the one of uv.', edits);
  }
}

function isOver(comment: string): boolean {
  return SETTING_UP.test(comment) || COMMENTED_OUT.test(comment);
}

/** The lines that are comments to Docker: not those of here-documents. */
function commentsOf({ text, docker }: ImageFile): readonly Span[] {
  const heredocs = docker.instructions.flatMap((one) => one.heredocs);
  return [...text.matchAll(/^[ \t]*#[^\r\n]*/gm)].map((match) => ({ start: match.index, end: match.index + match[0].length })).filter(({ start }) => !heredocs.some(({ span }) => span.start <= start && start < span.end));
}

/** Whether a line goes on with what the comment above it says. */
function isComment(text: string, at: number): boolean {
  const next = text.slice(at, lineEnd(text, at)).trim();
  return next.startsWith('#') && !isOver(next);
}

/** A line, and the blank one below it where there is one above it as well. */
function withBlank(text: string, { start, end }: Span): Span {
  const below = lineEnd(text, end);
  const isBlank = (from: number): boolean => text.slice(from, lineEnd(text, from)).trim() === '';
  if (below === text.length && text[below - 1] !== '\n') return { start: Math.max(0, text[start - 2] === '\r' ? start - 2 : start - 1), end: below };
  const isBlankAbove = start === 0 || isBlank(lineStart(text, start - 1));
  return { start, end: isBlankAbove && below < text.length && isBlank(below) ? lineEnd(text, below) : below };
}
