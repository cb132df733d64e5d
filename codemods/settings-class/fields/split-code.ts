/** Splits a piece of Python at a character that stands in no brackets and in no string: `a, (b, c)` at `,`. Parts are trimmed; empty ones are left out. */
export function splitCode(code: string, at: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of code.matchAll(/"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[\s\S]/g)) {
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    else if (token === at && depth === 0) {
      parts.push(code.slice(start, index));
      start = index + token.length;
    }
  }
  return [...parts, code.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

/** `name(…)` or `name[…]` as its name without modules, and what is between the brackets; `undefined` for anything else. */
export function applied(code: string): { readonly name: string; readonly inside: string } | undefined {
  const [, path = '', rest = ''] = /^([\w.\s]+)([([][\s\S]*[)\]])$/.exec(code) ?? [];
  const name = path.trim().split('.').at(-1) ?? '';
  // The bracket that opens must be the one that closes at the end.
  return name !== '' && closesLast(rest) ? { name, inside: rest.slice(1, -1) } : undefined;
}

function closesLast(bracketed: string): boolean {
  let depth = 0;
  for (const { 0: token, index } of bracketed.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\s\S]/g)) {
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    if (depth === 0) return index === bracketed.length - 1;
  }
  return false;
}
