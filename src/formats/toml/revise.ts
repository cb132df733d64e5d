import { isTableData, sameData, type TomlData } from './data.ts';
import type { TomlElement, TomlEntry, TomlNode } from './document.ts';
import type { Writer } from './out-rows.ts';
import type { Piece } from './pieces.ts';
import { isRefusal, type TomlRefusal } from './change.ts';
import { writeKey, writeValue } from './write.ts';

/** Turns an inline table into another key by key, so that those that stay keep what they are written as. Anything else is written anew. */
export function revisedPieces(writer: Writer, node: TomlEntry | TomlElement, data: TomlData): readonly Piece[] | TomlRefusal {
  if (sameData(node.value, data)) return [node.span];
  if (!isTableData(data) || node.kind !== 'inline-table' || ![...node.children.values()].every(isPlain)) return written(writer, data);
  const { padding, equals } = writer.style;
  const parts: (readonly Piece[])[] = [];
  for (const child of node.children.values()) {
    const value = isPlain(child) ? data[String(child.path.at(-1))] : undefined;
    if (value === undefined || !isPlain(child)) continue;
    const revised = revisedPieces(writer, child, value);
    if (isRefusal(revised)) return revised;
    parts.push([{ start: child.keySpan.start, end: child.span.start }, ...revised]);
  }
  for (const key of Object.keys(data).filter((name) => !node.children.has(name))) {
    const fresh = written(writer, data[key] as TomlData);
    if (isRefusal(fresh)) return fresh;
    parts.push([writeKey([key]), equals, ...fresh]);
  }
  if (parts.length === 0) return ['{}'];
  return ['{', padding, ...parts.flatMap((part, index) => (index === 0 ? part : [', ', ...part])), padding, '}'];
}

/** Whether a part of an inline table has a key without dots. */
function isPlain(node: TomlNode): node is TomlEntry {
  return node.role === 'entry' && node.syntax.keys.length === 1;
}

function written({ style }: Writer, data: TomlData): readonly Piece[] | TomlRefusal {
  const fresh = writeValue(data, style);
  return isRefusal(fresh) ? fresh : [fresh.text];
}
