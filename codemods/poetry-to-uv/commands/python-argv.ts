import { deletion, insertion, replacement, type Arg, type Edit, type PyNode } from '#pystd';

/**
 * Edits that make a list of strings in Python another command line: what stays keeps its place, new words stand before the next that stays,
 * old ones go with the comma before them. `undefined` when that cannot be written.
 * @param given the nodes of the words, whole arguments or elements
 */
export function argvEdits(given: readonly PyNode[], command: readonly Arg[]): readonly Edit[] | undefined {
  const quote = /^[rRuU]?(['"])/.exec(given[0]?.text ?? '')?.[1] ?? '"';
  const separator = separatorOf(given);
  const edits: Edit[] = [];
  let next = 0;
  let pending: string[] = [];
  const settle = (upTo: number): void => {
    const gone = given.slice(next, upTo);
    const paired = gone.slice(0, pending.length);
    paired.forEach((node, index) => edits.push(replacement(node, pending[index] ?? '')));
    const added = pending.slice(paired.length);
    const before = given[upTo - 1];
    if (added.length > 0 && before) edits.push(insertion(before.end, added.map((text) => `${separator}${text}`).join('')));
    gone.slice(pending.length).forEach((node, index) => {
      const previous = given[next + paired.length + index - 1];
      edits.push(deletion({ start: previous?.end ?? node.start, end: node.end }));
    });
    pending = [];
  };
  for (const arg of command) {
    if (typeof arg === 'object') {
      // A part of a string that is put together: `{path}` of `f"--output={path}"`.
      if (formatted(given[arg.from]) === undefined || arg.text.includes(quote)) return undefined;
      pending.push(`f${quote}${arg.text}${quote}`);
      continue;
    }
    if (typeof arg === 'string') {
      if (/["'\\\n]/.test(arg)) return undefined;
      pending.push(`${quote}${arg}${quote}`);
      continue;
    }
    if (arg < next) return undefined;
    settle(arg);
    next = arg + 1;
  }
  settle(given.length);
  return edits;
}

/** What stands between two words: each has a line of its own, or all have one. */
function separatorOf([first, second]: readonly PyNode[]): string {
  const list = first?.parent;
  const between = list && second ? list.text.slice(first.end - list.start, second.start - list.start) : '';
  return /^,[ \t]*\r?\n\s*$/.test(between) ? between : ', ';
}

/** What stands between the quotes of a string that is put together when it runs, `f"--output={path}"`, as long as it is written without escapes. */
export function formatted(node: PyNode | undefined): string | undefined {
  return node?.type === 'string' ? /^[fF](["'])((?:(?!\1)[^\\\n])*)\1$/.exec(node.text)?.[2] : undefined;
}
