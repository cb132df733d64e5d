import { replacement, type Edit } from '../../text/edit.ts';
import { alignArrays } from './array-alignment.ts';
import { checked, isRefusal, type TomlOutcome, type TomlRefusal } from './change.ts';
import { isArrayData, pathText, sameData, withData } from './data.ts';
import type { TomlDocument, TomlElement, TomlEntry, TomlNode } from './document.ts';
import { changeList, NO_REMARKS, type NewItem } from './list.ts';
import { styleNear } from './style.ts';
import { isInputArray, isRaw, writeAll, writeValue, type TomlInput, type Written } from './write.ts';

/** Puts another value in the place of one that is there. A value that means the same already is left as it is written. */
export function replaceValue(document: TomlDocument, node: TomlNode, input: TomlInput): TomlOutcome {
  if (node.role === 'table' || node.role === 'tables') return { refused: `${pathText(node.path)} is a table: set its keys one by one.` };
  const edits = replacementsOf(document, node, input);
  if (isRefusal(edits)) return edits;
  const written = writeValue(input, styleNear(document, [node.syntax.value]));
  if (isRefusal(written)) return written;
  return checked(document, edits, withData(document.data, node.path, written.data) ?? document.data);
}

function replacementsOf(document: TomlDocument, node: TomlEntry | TomlElement, input: TomlInput): readonly Edit[] | TomlRefusal {
  const { syntax: { value }, span } = node;
  const written = writeValue(input, styleNear(document, [value]));
  if (isRefusal(written)) return written;
  if (isRaw(input) ? written.text === document.text.slice(span.start, span.end) : sameData(written.data, node.value)) return [];
  if (isInputArray(input) && isArrayData(node.value) && node.value.length > 0 && input.length > 0) return elementChanges(document, node, input);
  if (holdsComments(node)) return { refused: `${pathText(node.path)} holds comments that a new value would lose.` };
  return [replacement(span, written.text)];
}

/** Turns an array into another element by element, so that those that stay keep their lines and comments. */
function elementChanges(document: TomlDocument, node: TomlEntry | TomlElement, inputs: readonly TomlInput[]): readonly Edit[] | TomlRefusal {
  const { syntax: { value } } = node;
  if (!('items' in value) || !isArrayData(node.value)) return { refused: `${pathText(node.path)} is not an array.` };
  const written = writeAll(inputs, styleNear(document, [value]));
  if (isRefusal(written)) return written;
  const { replaced, removed, added } = alignArrays(node.value, written.map(({ data }) => data));
  const edits: Edit[] = [];
  for (const pair of replaced) {
    const element = node.children.get(pair.old);
    const input = inputs[pair.new];
    if (element?.role !== 'element' || input === undefined) continue;
    const inner = replacementsOf(document, element, input);
    if (isRefusal(inner)) return inner;
    edits.push(...inner);
  }
  const items = (indexes: readonly number[]): NewItem[] => indexes.flatMap((index) => newItem(written[index]));
  return [...edits, ...changeList(document, value, { removed, added: new Map([...added].map(([before, indexes]) => [before, items(indexes)])) })];
}

function newItem(written: Written | undefined): NewItem[] {
  return written ? [{ text: written.text, remarks: NO_REMARKS }] : [];
}

function holdsComments({ syntax: { value } }: TomlEntry | TomlElement): boolean {
  const inList = (part: typeof value): boolean =>
    'items' in part && (part.inside.length > 0 || part.items.some((item) => item.above.length > 0 || item.trailing !== undefined || inList(item.value)));
  return inList(value);
}
