import { calleeOf, parts, plainString, type PyNode } from '#pystd';

/** Names that say nothing by themselves. */
const VAGUE: ReadonlySet<string> = new Set(['id', 'pk', 'value', 'name', 'sub', 'uid']);
const WORD = /^[A-Za-z_]\w*$/;

/** What a parameter for an expression is called: as the expression's last word, as the column it is compared with, or as both its words. */
export function parameterName(node: PyNode): string {
  const words = wordsOf(node);
  const last = words.at(-1) ?? '';
  if (node.type === 'identifier') return /^[A-Z0-9_]+$/.test(last) ? last.toLowerCase() : last;
  const column = columnBeside(node);
  if (column === last && last !== 'id') return last;
  if (column !== undefined && (VAGUE.has(last) || node.type === 'call' && words.length < 2 || last === '')) {
    if (!VAGUE.has(column)) return column;
  }
  if (last !== '' && !VAGUE.has(last)) return last;
  return words.slice(-2).join('_') || column || 'value';
}

function wordsOf(node: PyNode): readonly string[] {
  const [first, second] = parts(node);
  switch (node.type) {
    case 'identifier':
      return [node.text];
    case 'attribute':
      return [...(first ? wordsOf(first) : []), second?.text ?? ''];
    case 'subscript': {
      const key = second && plainString(second);
      return [...(first ? wordsOf(first) : []), ...(key !== undefined && WORD.test(key) ? [key] : [])];
    }
    case 'call': {
      const callee = calleeOf(node);
      const [object, attribute] = callee?.type === 'attribute' ? parts(callee) : [];
      const [key] = second ? parts(second) : [];
      const text = key && plainString(key);
      if (attribute?.text === 'get' && object && text !== undefined && WORD.test(text)) return [...wordsOf(object), text];
      return [];
    }
    default:
      return [];
  }
}

/** The column that an expression is compared with or given to: `Book.email == …`, `filter_by(email=…)`. */
function columnBeside(node: PyNode): string | undefined {
  const { parent } = node;
  if (parent?.type === 'comparison_operator') {
    const other = parts(parent).find((one) => one !== node);
    return other?.type === 'attribute' ? parts(other)[1]?.text : undefined;
  }
  return parent?.type === 'keyword_argument' ? parts(parent)[0]?.text : undefined;
}
