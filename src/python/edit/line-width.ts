/** The widest line a repository's formatter writes when it says nothing else (Black and Ruff, 88 columns). */
export const DEFAULT_LINE_WIDTH = 88;

/** Width of a line in columns, a tab counting as four. */
export function widthOf(line: string): number {
  let width = 0;
  for (const character of line) width += character === '\t' ? 4 : 1;
  return width;
}
