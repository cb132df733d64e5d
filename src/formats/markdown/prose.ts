import type { Embedded } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';

/** A text for people, read for what is not prose in it. Everything is in the order of the text. */
export interface Prose {
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  readonly inline: readonly InlineCode[];
  readonly links: readonly Link[];
}

/** Lines of code. */
export interface CodeBlock {
  /** In lower case, as the author calls it: `bash`, `console`, `toml`; `''` where nobody says. */
  readonly language: string;
  /** All that is said beside the fence or the directive. */
  readonly info: string;
  /** With its fences or its directive. */
  readonly span: Span;
  /** The whole lines of code. */
  readonly lines: Span;
  /** The code without what is around it: quote marks, indentation of lists. The last line is not ended. */
  readonly code: Embedded;
}

/** Code within a sentence. */
export interface InlineCode {
  /** With its marks. */
  readonly span: Span;
  readonly code: Embedded;
}

/** An address, whether somebody put a link around it or not. */
export interface Link {
  readonly url: string;
  /** Of the address alone. */
  readonly span: Span;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`|\\^{}]+/g;

/** The addresses in a text that are not in one of the given spans, which do not overlap: for markup that knows links and for what it leaves to its readers. */
export function addressesOutside(text: string, taken: readonly Span[]): Link[] {
  const links: Link[] = [];
  const sorted = [...taken].sort((a, b) => a.start - b.start);
  let next = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = withoutPunctuation(match[0]);
    const span = { start: match.index, end: match.index + url.length };
    while ((sorted[next]?.end ?? Infinity) <= span.start) next++;
    if ((sorted[next]?.start ?? Infinity) > span.start) links.push({ url, span });
  }
  return links;
}

/** An address in a sentence does not end with the sentence's signs, nor with a parenthesis that was opened before it. */
function withoutPunctuation(url: string): string {
  const bare = url.replace(/[.,;:!?*_~\]]+$/, '');
  const isUnmatched = bare.endsWith(')') && bare.split(')').length > bare.split('(').length;
  return isUnmatched ? withoutPunctuation(bare.slice(0, -1)) : bare;
}

/** Whether an offset is in prose: neither in code nor in an address. */
export function isProse({ blocks, inline, links }: Prose, offset: number): boolean {
  return ![...blocks, ...inline, ...links].some(({ span }) => span.start <= offset && offset < span.end);
}

/** Document order. */
export function byPlace(a: { readonly span: Span }, b: { readonly span: Span }): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
