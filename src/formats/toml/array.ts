import { checked, isRefusal, type TomlOutcome } from './change.ts';
import { isArrayData, pathText, withData, type TomlPath } from './data.ts';
import type { TomlDocument } from './document.ts';
import { changeList, type TomlRemarks } from './list.ts';
import { styleNear } from './style.ts';
import type { List } from './syntax.ts';
import { writeValue, type TomlInput } from './write.ts';

/** Puts a value at the end of the array at `path`, with its comments. */
export function appendToArray(document: TomlDocument, path: TomlPath, input: TomlInput, remarks: TomlRemarks): TomlOutcome {
  return insertInArray(document, path, Infinity, input, remarks);
}

/** Puts a value before the element at `index` of the array at `path`; behind the last one for an index past the end. */
export function insertInArray(document: TomlDocument, path: TomlPath, index: number, input: TomlInput, remarks: TomlRemarks): TomlOutcome {
  const array = arrayAt(document, path);
  if (isRefusal(array)) return array;
  if ([...remarks.above, remarks.trailing ?? ''].some((remark) => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(remark))) {
    return { refused: 'A comment is one line without control characters.' };
  }
  const { list, values } = array;
  const written = writeValue(input, styleNear(document, [list]));
  if (isRefusal(written)) return written;
  const at = Math.min(Math.max(0, index), values.length);
  const edits = changeList(document, list, { removed: new Set(), added: new Map([[at, [{ text: written.text, remarks }]]]) });
  return checked(document, edits, withData(document.data, path, values.toSpliced(at, 0, written.data)) ?? document.data);
}

/** Takes the element at `index` out of the array at `path`, with its comma and its comments. */
export function removeFromArray(document: TomlDocument, path: TomlPath, index: number): TomlOutcome {
  const array = arrayAt(document, path);
  if (isRefusal(array)) return array;
  const { list, values } = array;
  if (!(index in values)) return { refused: `${pathText(path)} has no element ${index}.` };
  const edits = changeList(document, list, { removed: new Set([index]), added: new Map() });
  return checked(document, edits, withData(document.data, path, values.toSpliced(index, 1)) ?? document.data);
}

function arrayAt(document: TomlDocument, path: TomlPath) {
  const node = document.get(path);
  if (!node) return { refused: `There is no ${pathText(path)}.` };
  if ((node.role !== 'entry' && node.role !== 'element') || node.kind !== 'array' || !isArrayData(node.value)) {
    return { refused: `${pathText(path)} is not an array.` };
  }
  return { list: node.syntax.value as List, values: node.value };
}
