import { splitLines } from './lines.ts';

/** How much of the longer text two texts share, in whole per cent of bytes, counted by lines in any order; 100 only for equal texts. */
export function similarity(before: string, after: string): number {
  if (before === after) return 100;
  const available = new Map<string, number>();
  for (const line of splitLines(before)) available.set(line, (available.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of splitLines(after)) {
    const left = available.get(line) ?? 0;
    if (left === 0) continue;
    available.set(line, left - 1);
    shared += byteLength(line);
  }
  return Math.min(99, Math.floor((shared * 100) / Math.max(byteLength(before), byteLength(after))));
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
