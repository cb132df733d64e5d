import type { RepoPath } from '../repo/path.ts';
import type { SourceFile } from '../repo/source-file.ts';
import { lineStart, positionAt } from '../text/lines.ts';
import type { Span } from '../text/span.ts';

/**
 * A remark in a file that a finding is meant to be there: `# pystd: ignore[<rule or codemod>, …] reason`.
 * After code it covers its own line, alone on a line the next one; `ignore-file` covers the file.
 */
export interface Suppression {
  readonly path: RepoPath;
  readonly span: Span;
  readonly names: readonly string[];
  readonly reason: string;
  /** The line it covers, from 1; `undefined` for the whole file. */
  readonly line: number | undefined;
}

const REMARK = /(?:#|\/\/|<!--)\s*pystd:\s*ignore(-file)?\[([^\]\n]*)\][ \t]*([^\n]*)/g;

/** The suppressions of a file, in document order. A file without the word `pystd:` costs one text search. */
export function suppressionsIn(file: SourceFile): Suppression[] {
  if (!file.text.includes('pystd:')) return [];
  return [...file.text.matchAll(REMARK)].map((match) => {
    const start = match.index;
    const { line } = positionAt(file.text, start);
    const alone = file.text.slice(lineStart(file.text, start), start).trim() === '';
    return {
      path: file.path,
      span: { start, end: start + match[0].trimEnd().length },
      names: (match[2] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''),
      reason: (match[3] ?? '').replace(/-->\s*$/, '').replace(/^[\s:–—-]+/, '').trim(),
      line: match[1] ? undefined : alone ? nextCodeLine(file.text, start, line) : line,
    };
  });
}

/** The first line after the remark that is neither blank nor another remark. */
function nextCodeLine(text: string, offset: number, line: number): number {
  const rest = text.slice(offset).split('\n').slice(1);
  const skip = rest.findIndex((candidate) => candidate.trim() !== '' && !/^\s*(#|\/\/|<!--)/.test(candidate));
  return line + 1 + Math.max(skip, 0);
}

/** Whether a suppression speaks of this rule or codemod and covers one of these lines. */
export function covers(suppression: Suppression, finding: { codemod: string; rule: string; firstLine: number; lastLine: number }): boolean {
  if (!suppression.names.some((name) => name === finding.rule || name === finding.codemod)) return false;
  const { line } = suppression;
  return line === undefined || (finding.firstLine <= line && line <= finding.lastLine);
}
