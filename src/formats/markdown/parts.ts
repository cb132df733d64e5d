import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';

interface Fence {
  /** What stands before it on its line: white space, list and quote marks. */
  readonly before: string;
  readonly closing: RegExp;
}

const FENCE = /^((?:[ >]|[-*+] |\d{1,9}[.)] )*)(`{3,}(?=[^`]*$)|~{3,})/;
/** HTML that goes on behind blank lines. A comment that ends on its line does not. */
const LONG_HTML = /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*<(?:!--(?!.*-->)|\?|![A-Za-z[]|(?:pre|script|style|textarea)\b)/i;

/**
 * Parts of a Markdown text that can be read by themselves for their code: they begin at a line without indentation behind a blank one, where
 * no block from above goes on. `undefined` where that cannot be told from the lines alone.
 */
export function partsOf(text: string): readonly Span[] | undefined {
  const parts: Span[] = [];
  let fence: Fence | undefined;
  let start = 0;
  let isBlankAbove = true;
  let hasHtml = false;
  for (let at = 0; at < text.length; ) {
    const next = lineEnd(text, at);
    const line = text.slice(at, next).replace(/\r?\n$/, '');
    const isBlank = line.trim() === '';
    if (fence === undefined) {
      if (isBlankAbove && /^[^ \t]/.test(line) && at > start) {
        parts.push({ start, end: at });
        start = at;
      }
      hasHtml = !isBlank && (hasHtml || /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*</.test(line));
      if (LONG_HTML.test(line)) return undefined;
      fence = fenceOf(line);
      // Within HTML it would be none, and one behind a tab is hard to place.
      if (/```|~~~/.test(line) && (fence ? hasHtml : /^[\s>*+.)\d-]*(?:```|~~~)/.test(line))) return undefined;
    } else if (fence.closing.test(line)) fence = undefined;
    else if (fence.before !== '' && !isBlank && !isWithin(line, fence)) return undefined;
    isBlankAbove = isBlank;
    at = next;
  }
  if (start < text.length) parts.push({ start, end: text.length });
  return parts;
}

function fenceOf(line: string): Fence | undefined {
  const [, before = '', marks] = FENCE.exec(line) ?? [];
  if (marks === undefined) return undefined;
  const inner = before === '' ? ' {0,3}' : bodyOf(before).replace(/[>]/g, '\\$&');
  return { before, closing: new RegExp(`^${inner}${marks.charAt(0)}{${marks.length},}[ \\t]*$`) };
}

/** What stands before the other lines of a fence: list marks are white space there. */
function bodyOf(before: string): string {
  return before.replace(/[^>]/g, ' ');
}

function isWithin(line: string, { before }: Fence): boolean {
  return line.startsWith(bodyOf(before));
}

/** Whether there may be code in a part: marks of it, or lines that are indented. */
export function mayHoldCode(text: string): boolean {
  return /`|~~~|\t| {4}/.test(text);
}
