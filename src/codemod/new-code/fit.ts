const STEP = '    ';

/** A bracket with its contents: on one line, else with all of them on the next, else one on each line, as Black and Ruff write it. */
export function fitted(head: string, items: readonly string[], tail: string, width: number, indent = ''): string {
  const line = `${indent}${head}${items.join(', ')}${tail}`;
  if (line.length <= width) return line;
  const inner = `${indent}${STEP}${items.join(', ')}`;
  // A single parameter that is on a line of its own has its comma.
  const isSingle = items.length === 1 && /\bdef \w+\($/.test(head);
  if (inner.length <= width && !isSingle) return `${indent}${head}\n${inner}\n${indent}${tail}`;
  return listed(head, items, tail, indent);
}

/** A bracket with one thing on each line and a comma behind the last. */
export function listed(head: string, items: readonly string[], tail: string, indent = ''): string {
  return `${indent}${head}\n${items.map((item) => `${indent}${STEP}${item},\n`).join('')}${indent}${tail}`;
}

/** Strings in the quotes that the repository uses; docstrings keep theirs. */
export function quoted(code: string, quote: '"' | "'"): string {
  if (quote === '"') return code;
  return code.replace(/"""[\s\S]*?"""|"([^"'\\\n]*)"/g, (whole, inner: string | undefined) => (inner === undefined ? whole : `'${inner}'`));
}
