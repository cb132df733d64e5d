const STEP = '    ';

/** A field of a class as it is written. */
export interface FieldText {
  readonly name: string;
  readonly annotation: string;
  /** The code after `=`; `undefined` for nothing at all. */
  readonly value: string | undefined;
}

/**
 * The lines of a field at the margin, broken as Black breaks them where one line is longer than `width`: the brackets of the value, where the line is short
 * enough up to these, else those of the annotation. What neither makes shorter stays one line.
 */
export function wrappedField({ name, annotation, value }: FieldText, width: number): readonly string[] {
  const line = `${name}: ${annotation}${value === undefined ? '' : ` = ${value}`}`;
  if (line.length <= width || line.includes('\n')) return [line];
  const broken = value === undefined ? undefined : bracketsOf(value);
  if (broken) {
    const lines = laidOut(`${name}: ${annotation} = ${broken.head}`, broken, '', width);
    if (lines) return lines;
  }
  const outer = bracketsOf(annotation);
  return (outer && laidOut(`${name}: ${outer.head}`, outer, value === undefined ? '' : ` = ${value}`, width)) ?? [line];
}

/** `head` ends with the opening bracket, `tail` is the closing one. */
interface Brackets {
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
}

/** Code that is one pair of brackets with or without a name before it: `Field(None, …)`, `Annotated[str, …]`, `["a", "b"]`. */
function bracketsOf(code: string): Brackets | undefined {
  const head = /^[\w.]*[([{]/.exec(code)?.[0];
  if (head === undefined) return undefined;
  const inside = code.slice(head.length, -1);
  const items = itemsOf(inside);
  return items && items.length > 0 ? { head, items, tail: code.slice(-1) } : undefined;
}

/** The parts between commas that stand in no brackets and no text; `undefined` where brackets close that were not opened. */
function itemsOf(code: string): readonly string[] | undefined {
  const items = [''];
  let depth = 0;
  for (const [token] of code.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\s\S]/g)) {
    if (/^[([{]$/.test(token)) depth += 1;
    else if (/^[)\]}]$/.test(token)) depth -= 1;
    if (depth < 0) return undefined;
    if (token === ',' && depth === 0) items.push('');
    else items.push((items.pop() ?? '') + token);
  }
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function laidOut(first: string, { head, items, tail }: Brackets, after: string, width: number): readonly string[] | undefined {
  const last = `${tail}${after}`;
  if (first.length > width || last.length > width) return undefined;
  const inside = `${STEP}${items.join(', ')}`;
  // Arguments may share a line; the elements of a list or a tuple each have their own.
  const isOneLine = inside.length <= width && /\w/.test(head);
  return [first, ...(isOneLine ? [inside] : items.map((item) => `${STEP}${item},`)), last];
}
