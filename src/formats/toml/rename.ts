import { replacement, type Edit } from '../../text/edit.ts';
import { checked, type TomlOutcome } from './change.ts';
import { dataAt, pathText, startsWith, withData, withoutData, type TomlPath } from './data.ts';
import type { TomlDocument } from './document.ts';
import { placesIn, pruned } from './remove.ts';
import type { KeyPart } from './syntax.ts';
import { writeKey } from './write.ts';

/**
 * Gives the table at `from` another name: in its header, in those of its sub-tables and of its arrays of tables, and in dotted keys where
 * they can say it. Nothing moves. Indexes in the two paths must be the same.
 */
export function renameTable(document: TomlDocument, from: TomlPath, to: TomlPath): TomlOutcome {
  const node = document.get(from);
  if (node?.role !== 'table' && node?.role !== 'tables') return { refused: `There is no table ${pathText(from)} to rename.` };
  return rename(document, from, to);
}

/** Gives the key at `path`, of a value or of a table, another name in the same table. */
export function renameKey(document: TomlDocument, path: TomlPath, key: string): TomlOutcome {
  return document.get(path) ? rename(document, path, [...path.slice(0, -1), key]) : { refused: `There is no ${pathText(path)} to rename.` };
}

function rename(document: TomlDocument, from: TomlPath, to: TomlPath): TomlOutcome {
  const refusal = objection(document, from, to);
  if (refusal !== undefined) return { refused: refusal };
  const value = dataAt(document.data, from);
  const intended = value === undefined ? undefined : withData(pruned(document, withoutData(document.data, from), from), to, value);
  if (!intended) return { refused: `${pathText(to)} cannot be a table: a part of its name is a value.` };
  const edits: Edit[] = [];
  for (const { keys, path } of keysOf(document, from)) {
    if (!startsWith(to, path) || to.length === path.length) return { refused: `A key written in ${pathText(path)} cannot be called ${pathText(to)}.` };
    const edit = newKeys(keys, from.slice(path.length), to.slice(path.length));
    if (edit) edits.push(edit);
  }
  return checked(document, edits, intended);
}

function objection(document: TomlDocument, from: TomlPath, to: TomlPath): string | undefined {
  if (from.length === 0 || typeof from.at(-1) === 'number') return `There is no name to change in ${pathText(from)}.`;
  if (to.length === 0 || typeof to.at(-1) === 'number') return `A name cannot be ${pathText(to)}.`;
  const indexed = (path: TomlPath): TomlPath => path.slice(0, path.findLastIndex((step) => typeof step === 'number') + 1);
  if (pathText(indexed(from)) !== pathText(indexed(to))) return `The names ${pathText(from)} and ${pathText(to)} are in different elements.`;
  if (document.get(to)) return `There is a ${pathText(to)} already.`;
  return undefined;
}

/** All keys that spell out what is at `from`, each with the path of the table it is written in (of the document, for a header). */
function keysOf(document: TomlDocument, from: TomlPath): readonly { readonly keys: readonly KeyPart[]; readonly path: TomlPath }[] {
  const node = document.get(from);
  const inline = node ? placesIn(node).filter(({ path }) => !startsWith(path, from)) : [];
  const listed = inline.map(({ list, index, path }) => ({ keys: list.items[index]?.keys ?? [], path }));
  const lines = document.syntax.sections.flatMap(({ header, path, entries }) => {
    if (header && startsWith(path, from)) return [{ keys: header.keys, path: [] }];
    return entries.filter((entry) => startsWith(entry.path, from)).map(({ keys }) => ({ keys, path }));
  });
  return [...listed, ...lines];
}

/** Rewrites as few parts of a key as it takes. Indexes are not written, so they do not count. */
function newKeys(keys: readonly KeyPart[], from: TomlPath, to: TomlPath): Edit | undefined {
  const before = from.filter((step) => typeof step === 'string');
  const after = to.filter((step) => typeof step === 'string');
  let same = 0;
  while (same < Math.min(before.length, after.length) - 1 && before[same] === after[same]) same++;
  const first = keys[same];
  const last = keys[before.length - 1];
  return first && last && replacement({ start: first.span.start, end: last.span.end }, writeKey(after.slice(same)));
}
