import { isYamlRefusal, pathText, type YamlRefusal } from './change.ts';
import { entriesNamed, nodeAt, partAt } from './lookup.ts';
import type { YamlDocument } from './parse.ts';
import type { YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPath, YamlSequence } from './syntax.ts';

/** An entry or item in its collection. */
export interface Place {
  readonly parent: YamlMapping | YamlSequence;
  readonly part: YamlEntry | YamlItem;
  readonly index: number;
}

/** The node that is written at a path. Refused is what is only there by an alias or a merge key, and what is given twice. */
export function ownNode(document: YamlDocument, path: YamlPath): YamlNode | YamlRefusal {
  if (path.length === 0) return document.root;
  const place = placeOf(document, path);
  return isYamlRefusal(place) ? place : place.part.value;
}

/** The entry or item that is written at a path, with the same refusals. */
export function placeOf(document: YamlDocument, path: YamlPath): Place | YamlRefusal {
  const found = partAt(document, path);
  if (!found) return { refused: nodeAt(document, path) ? `${pathText(path)} comes from an anchor and is written elsewhere.` : `There is no ${pathText(path)}.` };
  for (let length = 0; length < path.length; length++) {
    const at = length === 0 ? document.root : partAt(document, path.slice(0, length))?.part.value;
    const name = path[length];
    if (at?.kind === 'mapping' && typeof name === 'string' && entriesNamed(at, name).length > 1) return { refused: `${pathText(path.slice(0, length + 1))} is given twice.` };
  }
  const { parent, part } = found;
  if (parent.kind !== 'mapping' && parent.kind !== 'sequence') return { refused: `There is no ${pathText(path)}.` };
  return { parent, part, index: partsOf(parent).indexOf(part) };
}

/** The entries or items of a collection. */
export function partsOf(node: YamlMapping | YamlSequence): readonly (YamlEntry | YamlItem)[] {
  return node.kind === 'mapping' ? node.entries : node.items;
}
