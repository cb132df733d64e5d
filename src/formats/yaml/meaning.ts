import type { YamlFile } from './parse.ts';
import type { YamlEntry, YamlNode, YamlPath, YamlScalarValue } from './syntax.ts';

/** What a node means, as it is written: aliases are not followed, so that an anchor that moves or goes is seen. */
export type Meaning = Properties & (
  | { readonly scalar: string }
  | { readonly alias: string }
  | { readonly items: readonly Meaning[] }
  | { readonly entries: readonly MeaningEntry[] }
);

/** A name with what it means; `key` tells `1` from `"1"`. */
export interface MeaningEntry {
  readonly name: string;
  readonly key: string;
  readonly value: Meaning;
}

interface Properties {
  readonly tag: string;
  readonly anchor: string;
}

const known = new WeakMap<YamlNode, Meaning>();

/** What a node means; of a whole document it is made once. */
export function meaningOf(node: YamlNode): Meaning {
  if (node.path.length > 0) return read(node);
  const meaning = known.get(node) ?? read(node);
  known.set(node, meaning);
  return meaning;
}

function read(node: YamlNode): Meaning {
  const own = { tag: node.tag ?? '', anchor: node.anchor ?? '' };
  switch (node.kind) {
    case 'scalar': return { ...own, scalar: scalarMeaning(node.value) };
    case 'alias': return { ...own, alias: node.name };
    case 'sequence': return { ...own, items: node.items.map(({ value }) => meaningOf(value)) };
    case 'mapping': return { ...own, entries: node.entries.map(entryMeaning) };
  }
}

function entryMeaning({ key, name, value }: YamlEntry): MeaningEntry {
  return { name, key: JSON.stringify(meaningOf(key)), value: meaningOf(value) };
}

/** What a scalar of this value means. `1` and `"1"` differ. */
export function scalarMeaning(value: YamlScalarValue): string {
  return `${value === null ? 'null' : typeof value}:${Object.is(value, -0) ? '-0' : String(value)}`;
}

/** The meaning with that of the node at a path changed. */
export function changedAt(meaning: Meaning, path: YamlPath, change: (at: Meaning) => Meaning): Meaning {
  const [step, ...rest] = path;
  if (step === undefined) return change(meaning);
  if ('items' in meaning) return { ...meaning, items: meaning.items.map((item, index) => (index === step ? changedAt(item, rest, change) : item)) };
  if ('entries' in meaning) return { ...meaning, entries: meaning.entries.map((entry) => (entry.name === step ? { ...entry, value: changedAt(entry.value, rest, change) } : entry)) };
  return meaning;
}

/** The meaning of a collection with parts taken out at an index, and those of another one put in. */
export function spliced(at: Meaning, index: number, count: number, fresh: Meaning | undefined): Meaning {
  if ('items' in at) return { ...at, items: at.items.toSpliced(index, count, ...(fresh && 'items' in fresh ? fresh.items : [])) };
  if ('entries' in at) return { ...at, entries: at.entries.toSpliced(index, count, ...(fresh && 'entries' in fresh ? fresh.entries : [])) };
  return fresh ? { ...fresh, tag: at.tag, anchor: at.anchor } : at;
}

/** Whether an edited file means what it did, but for one document. */
export function sameMeanings(after: YamlFile, before: YamlFile, index: number, intended: Meaning): boolean {
  return after.documents.length === before.documents.length && after.documents.every(({ root }, at) => {
    const was = before.documents[at];
    return was !== undefined && sameMeaning(meaningOf(root), at === index ? intended : meaningOf(was.root));
  });
}

/** Whether two nodes mean the same; the order of names counts. */
function sameMeaning(a: Meaning, b: Meaning): boolean {
  if (a === b) return true;
  if (a.tag !== b.tag || a.anchor !== b.anchor) return false;
  if ('scalar' in a) return 'scalar' in b && a.scalar === b.scalar;
  if ('alias' in a) return 'alias' in b && a.alias === b.alias;
  if ('items' in a) return 'items' in b && a.items.length === b.items.length && a.items.every((item, index) => sameOrNone(item, b.items[index]));
  return 'entries' in b && a.entries.length === b.entries.length && a.entries.every(({ name, key, value }, index) => {
    const other = b.entries[index];
    return name === other?.name && key === other.key && sameMeaning(value, other.value);
  });
}

function sameOrNone(a: Meaning, b: Meaning | undefined): boolean {
  return b !== undefined && sameMeaning(a, b);
}
