import { lineEnd, lineStart } from '../../text/lines.ts';
import { deletion, type Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/**
 * Edits that take away spans and tidy up behind them: lines left without anything go as a whole, and of two runs of blank lines that
 * would meet only the longer one stays. A text without a final newline is left without one.
 */
export function tidyDeletions(text: string, spans: readonly Span[]): Edit[] {
  const whole: Span[] = [];
  const within: Span[] = [];
  for (const run of runsOf(text, spans)) {
    const widened = widen(text, run);
    if (widened.whole) whole.push(widened.span);
    else within.push(widened.span);
  }
  return [...within, ...regionsOf(text, whole).map((region) => closeGap(text, region))].sort((a, b) => a.start - b.start).map(deletion);
}

/** The spans in order, without line endings at their ends, joined where only spaces stand between them. */
function runsOf(text: string, spans: readonly Span[]): Span[] {
  const runs: Span[] = [];
  const tight = spans.map(({ start, end }) => ({ start, end: text.slice(0, end).endsWith('\n') && end > start ? end - (text[end - 2] === '\r' ? 2 : 1) : end }));
  for (const span of tight.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = runs.at(-1);
    if (last && /^[ \t]*$/.test(text.slice(last.end, span.start))) runs[runs.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else runs.push(span);
  }
  return runs;
}

/** A run with the spaces that make no sense without it, or with its whole lines when nothing else is on them. */
function widen(text: string, { start, end }: Span): { readonly span: Span; readonly whole: boolean } {
  let before = start;
  let after = end;
  while (/[ \t]/.test(text[before - 1] ?? '')) before--;
  while (/[ \t]/.test(text[after] ?? '')) after++;
  const head = before === top(text) || text[before - 1] === '\n';
  const tail = after === text.length || /^\r?\n/.test(text.slice(after, after + 2));
  if (head && tail) return { span: { start: before, end: lineEnd(text, after) }, whole: true };
  const span =
    tail ? { start: before, end }
    : head || /[[{]/.test(text[start - 1] ?? '') ? { start, end: after }
    : /[\]}]/.test(text[end] ?? '') ? { start: before, end }
    : before < start && after > end ? { start, end: after }
    : { start, end };
  return { span, whole: false };
}

/** Whole lines, joined where only blank lines stand between them. */
function regionsOf(text: string, lines: readonly Span[]): Span[] {
  const regions: Span[] = [];
  for (const span of lines) {
    const last = regions.at(-1);
    if (last && text.slice(last.end, span.start).trim() === '') regions[regions.length - 1] = { start: last.start, end: span.end };
    else regions.push(span);
  }
  return regions;
}

/** A region of whole lines with the blank lines that would be too many without it. */
function closeGap(text: string, { start, end }: Span): Span {
  let above = start;
  let below = end;
  while (above > top(text) && text.slice(lineStart(text, above - 1), above).trim() === '') above = Math.max(top(text), lineStart(text, above - 1));
  while (below < text.length && text.slice(below, lineEnd(text, below)).trim() === '') below = lineEnd(text, below);
  if (below === text.length) {
    const cut = above === top(text) || text.endsWith('\n') ? above : above - (text[above - 2] === '\r' ? 2 : 1);
    return { start: cut, end: below };
  }
  if (above === top(text) || text.slice(0, above).trimEnd().endsWith('[')) return { start, end: below };
  if (/^[ \t]*\]/.test(text.slice(below, lineEnd(text, below)))) return { start: above, end };
  if (above === start || below === end) return { start, end };
  return start - above < below - end ? { start: above, end } : { start, end: below };
}

function top(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0;
}
