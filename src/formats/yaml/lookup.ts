import { positionAt } from '../../text/lines.ts';
import type { YamlDocument, YamlFile } from './parse.ts';
import type { YamlAlias, YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPath } from './syntax.ts';

/** How far aliases and merge keys are followed: further than anybody writes, and an end for those that lead in circles. */
const MOST_HOPS = 32;

/**
 * The node at a path, through aliases and merge keys. Its own `path` says where it is written: when that is not the one asked for, an
 * edit would reach more than was asked. Of a name given twice the last counts, as for most readers.
 */
export function nodeAt(document: YamlDocument, path: YamlPath): YamlNode | undefined {
  let node: YamlNode | undefined = document.root;
  for (const step of path) {
    node = node && childOf(document, resolved(document, node), step, MOST_HOPS);
    if (!node) return undefined;
  }
  return node;
}

/** What an alias stands for; any other node is itself. `undefined` for an alias to nothing. */
export function resolved(document: YamlDocument, node: YamlNode): YamlNode | undefined {
  let at: YamlNode | undefined = node;
  for (let hops = 0; at?.kind === 'alias'; hops++) {
    if (hops > MOST_HOPS) return undefined;
    at = anchored(document, at);
  }
  return at;
}

/** The anchor above an alias with its name; the nearest, when there are several. */
export function anchored(document: YamlDocument, { name, span }: YamlAlias): YamlNode | undefined {
  let found: YamlNode | undefined;
  for (const node of nodesIn(document.root)) if (node.anchor === name && node.span.start < span.start) found = node;
  return found;
}

/** A node and all below it as they are written, keys that are nodes included, in document order. */
export function nodesIn(node: YamlNode): readonly YamlNode[] {
  const found: YamlNode[] = [];
  const look = (one: YamlNode): void => {
    found.push(one);
    if (one.kind === 'mapping') for (const { key, value } of one.entries) [key, value].forEach(look);
    else if (one.kind === 'sequence') for (const { value } of one.items) look(value);
  };
  look(node);
  return found;
}

/** The entry or item that is written at a path, with the collection it is in. Aliases and merge keys are not followed. */
export function partAt(document: YamlDocument, path: YamlPath): { readonly parent: YamlNode; readonly part: YamlEntry | YamlItem } | undefined {
  let parent: YamlNode | undefined;
  let part: YamlEntry | YamlItem | undefined;
  let node: YamlNode | undefined = document.root;
  for (const step of path) {
    parent = node;
    part = node && writtenPart(node, step);
    node = part?.value;
  }
  return parent && part && { parent, part };
}

/** Entries of a mapping with one name: more than one where it is given twice. */
export function entriesNamed(node: YamlMapping, name: string): readonly YamlEntry[] {
  return node.entries.filter((entry) => entry.name === name);
}

/** Names that a mapping gives a second time, which many readers refuse; merge keys may be given again. Lines from 1. */
export function namesGivenTwice({ text, documents }: YamlFile): readonly { readonly name: string; readonly line: number }[] {
  return documents.flatMap(({ root }) => nodesIn(root)).flatMap((node) => {
    const seen = new Set<string>();
    return (node.kind === 'mapping' ? node.entries : []).flatMap((entry) => {
      const isNew = !seen.has(entry.name) || isMerge(entry);
      seen.add(entry.name);
      return isNew ? [] : [{ name: entry.name, line: positionAt(text, entry.span.start).line }];
    });
  });
}

function writtenPart(node: YamlNode, step: string | number): YamlEntry | YamlItem | undefined {
  if (node.kind === 'sequence') return typeof step === 'number' ? node.items[step] : undefined;
  return node.kind === 'mapping' && typeof step === 'string' ? entriesNamed(node, step).at(-1) : undefined;
}

function childOf(document: YamlDocument, node: YamlNode | undefined, step: string | number, hops: number): YamlNode | undefined {
  const own = node && writtenPart(node, step)?.value;
  if (own || node?.kind !== 'mapping' || hops === 0) return own;
  for (const source of mergedInto(document, node)) {
    const found = childOf(document, source, step, hops - 1);
    if (found) return found;
  }
  return undefined;
}

/** What a mapping takes in with merge keys (`<<: *base`, `<<: [*a, *b]`), the first winning. */
export function mergedInto(document: YamlDocument, node: YamlMapping): readonly YamlNode[] {
  return node.entries.filter(isMerge).flatMap(({ value }) => {
    const source = resolved(document, value);
    const all = source?.kind === 'sequence' ? source.items.map((item) => resolved(document, item.value)) : [source];
    return all.filter((one) => one !== undefined);
  });
}

function isMerge({ key, name }: YamlEntry): boolean {
  return name === '<<' && key.kind === 'scalar' && key.style === 'plain';
}
