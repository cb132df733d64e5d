import type { PyNode } from '../../python/syntax/node.ts';
import { blockOf, statementsOf } from '../../python/syntax/views.ts';
import { isBareString } from '../../python/edit/docstring.ts';

/** A statement of a class body with what people wrote around it. */
export interface Commented {
  readonly statement: PyNode;
  /** The heading above it, or above a statement further up. */
  readonly heading: string | undefined;
  /** What the comments above and behind it say; a string after it goes first. */
  readonly doc: string | undefined;
}

/** Words to tools, and code that was taken out: nothing a reader of the variable wants to know. */
const FOR_TOOLS = /^(?:type:|noqa\b|pragma\b|pylint\b|nosec\b|ruff:|mypy:|pyright:|fmt:|isort:|pystd:|region\b|endregion\b|TODO\b|FIXME\b|XXX\b|HACK\b)/i;
const IS_CODE = /^(?:\w+\s*(?::\s*[\w.[\], |]+)?\s*=(?!=)|\w+\s*:\s*(?:str|int|bool|float|list|dict|Optional|List|Dict)\b|[A-Z][A-Z_\d]*\s*:\s*[A-Z]\w+(?:\[.*\])?$|@\w|def |class |return |import |from \w+ import|model_config\b|\w+\(.*\)$)/;
const DECORATION = /^[\s#=\-*~_+]+|[\s#=\-*~_+]+$/g;

/** What each statement of a class body is commented with. Comments above single fields are about them; those above runs of fields are headings. */
export function commentsIn(definition: PyNode): readonly Commented[] {
  const body = blockOf(definition);
  if (!body) return [];
  const statements = statementsOf(body);
  const gaps = gapsBetween(definition, statements);
  const above = statements.map((statement, index) => ({ statement, ...blocksOf(gaps[index] ?? '') }));
  const titled = areHeadings(above.map(({ comment, blank }) => ({ comment, blank })));
  let heading: string | undefined;
  return above.map(({ statement, comment, headings }, index) => {
    const title = comment === undefined ? undefined : titleOf(comment, titled.has(index));
    heading = title ?? headings.at(-1) ?? heading;
    const next = statements[index + 1];
    const text = next && isBareString(next) ? cleanDocstring(next) : undefined;
    const behind = words(/^[^\r\n]*/.exec(gaps[index + 1] ?? '')?.[0] ?? '');
    const own = title === undefined && comment !== undefined ? words(comment.join('\n')) : undefined;
    return { statement, heading, doc: text ?? (own !== undefined && behind !== undefined ? `${own}\n${behind}` : (own ?? behind)) };
  });
}

/** The texts in front of each statement and behind the last: comments and white space only. */
function gapsBetween(definition: PyNode, statements: readonly PyNode[]): readonly string[] {
  const { text } = definition.tree;
  const colon = definition.children.find(({ type }) => type === ':');
  const starts = [colon?.end ?? definition.start, ...statements.map(({ end }) => end)];
  return starts.map((start, index) => text.slice(start, statements[index]?.start ?? endOfLine(text, start)));
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The comment block that touches a statement, and the headings in blocks further up. */
function blocksOf(gap: string): { readonly comment: readonly string[] | undefined; readonly blank: boolean; readonly headings: readonly string[] } {
  const rows = gap.split('\n').slice(1).map((row) => row.trim());
  rows.pop();
  const blocks: string[][] = [[]];
  for (const row of rows) {
    if (row === '') blocks.push([]);
    else blocks.at(-1)?.push(row);
  }
  const { drawn, rest } = drawnAtTop(blocks.pop() ?? []);
  const headings = [...blocks.flatMap((block) => (block.length > 0 ? (titleOf(block, true) ?? []) : [])), ...(drawn === undefined ? [] : [drawn])];
  return { comment: rest.length > 0 ? rest : undefined, blank: blocks.length > 0, headings };
}

/** The heading that is drawn over a comment: `# --- Mail ---`, or a line between two lines of signs. */
function drawnAtTop(rows: readonly string[]): { readonly drawn: string | undefined; readonly rest: readonly string[] } {
  for (const length of [3, 1]) {
    const head = rows.slice(0, length);
    const isFramed = length === 1 || [head[0], head[2]].every((row) => row !== undefined && row.replace(DECORATION, '') === '');
    const title = head.length === length && isFramed ? titleOf(head, false) : undefined;
    if (title !== undefined) return { drawn: title, rest: rows.slice(length) };
  }
  return { drawn: undefined, rest: rows };
}

/** Which comments stand above a run of fields without comments of their own, where that is how most comments of the class stand. */
function areHeadings(above: readonly { readonly comment: readonly string[] | undefined; readonly blank: boolean }[]): ReadonlySet<number> {
  const commented = above.flatMap(({ comment }, index) => (comment && titleOf(comment, true) !== undefined ? [index] : []));
  const runs = commented.filter((index) => above[index + 1] !== undefined && above[index + 1]?.comment === undefined);
  const setApart = commented.filter((index) => index === 0 || above[index]?.blank);
  return new Set(runs.length * 2 >= commented.length ? setApart : []);
}

/** The title a comment gives: always when it is drawn as one (`# --- Mail ---`), else when it may be one and is short. */
function titleOf(rows: readonly string[], mayBe: boolean): string | undefined {
  const texts = rows.map((row) => row.replace(DECORATION, '')).filter((text) => text !== '');
  const [only] = texts;
  const isDrawn = rows.some((row) => /^#+\s*[=\-*~_#]{3,}/.test(row));
  if (only === undefined || texts.length > 1 || FOR_TOOLS.test(only) || IS_CODE.test(only) || only.length > 60) return undefined;
  if (isDrawn) return only;
  return mayBe && only.split(/\s+/).length <= 5 && !/[.:;!?]$/.test(only) ? only : undefined;
}

/** The words of comment lines, without what is for tools. */
function words(text: string): string | undefined {
  const rows = text.split('\n').map((row) => row.replace(/^[\s;]*#+:?\s?/, '').replace(/#\s*(?:type:|noqa|pragma|nosec|pylint).*$/, '').trim());
  const kept = rows.filter((row) => row !== '' && !FOR_TOOLS.test(row) && !IS_CODE.test(row) && /\w/.test(row));
  return kept.length > 0 ? kept.join('\n') : undefined;
}

/** A string after a field (PEP 257's attribute docstring): its first paragraph. */
export function cleanDocstring(statement: PyNode): string | undefined {
  const text = statement.text.replace(/^[rRuU]?("""|'''|"|')([^]*?)\1$/, '$2').trim();
  const rows = text.split(/\r?\n/).map((row) => row.trim());
  const end = rows.indexOf('');
  const first = (end < 0 ? rows : rows.slice(0, end)).join('\n');
  return first === '' ? undefined : first;
}
