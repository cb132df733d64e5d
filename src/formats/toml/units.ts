import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { TomlDocument } from './document.ts';
import type { Section } from './syntax.ts';

/** A section, or comments between sections that belong to none: what blank lines stand between. */
export interface Unit {
  readonly section: Section | undefined;
  readonly span: Span;
}

/** Sections and loose comments, in order. */
export function unitsOf({ text, syntax }: TomlDocument): readonly Unit[] {
  const units: Unit[] = syntax.sections.filter(({ block }) => block.start < block.end).map((section) => ({ section, span: section.block }));
  const loose: Span[] = [];
  for (const { span } of syntax.loose) {
    const start = Math.max(text.startsWith('\ufeff') ? 1 : 0, lineStart(text, span.start));
    const last = loose.at(-1);
    if (last && last.end === start) loose[loose.length - 1] = { start: last.start, end: lineEnd(text, span.end) };
    else loose.push({ start, end: lineEnd(text, span.end) });
  }
  return [...units, ...loose.map((span) => ({ section: undefined, span }))].sort((a, b) => a.span.start - b.span.start);
}
