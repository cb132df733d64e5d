import { wholeLines } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { dataAt, type TomlData, type TomlPath, type TomlTableData } from './data.ts';
import type { ListPlace, TomlElement, TomlEntry, TomlNode, TomlTable, TomlTableArray } from './document.ts';
import type { Item, KeyPart, Line, List, Scalar, Section, TomlComments } from './syntax.ts';

const NO_COMMENTS: TomlComments = { above: [], trailing: undefined, inside: [] };

/** A table or array of tables while its parts are still coming in. */
interface Growing {
  form: TomlTable['form'] | 'array';
  section: Section | undefined;
  readonly children: Map<string | number, Growing | TomlEntry>;
}

/** Gives every value and table of a document its node. */
export function readNodes(text: string, data: TomlTableData, sections: readonly Section[]): TomlTable {
  const at = (path: TomlPath): TomlData => dataAt(data, path) ?? lost(path);
  const root = growing('root');
  for (const section of sections) {
    const table = descend(root, section.path, section.header ? 'implicit' : 'root');
    table.section = section;
    if (section.header) table.form = 'header';
    for (const entry of section.entries) {
      const rest = entry.path.slice(section.path.length, -1);
      const parent = descend(table, rest, 'dotted');
      parent.children.set(entry.path.at(-1) ?? '', entryNode(at, entry.path, entry, undefined));
    }
  }
  return settle(text, at, root, []);
}

function growing(form: Growing['form']): Growing {
  return { form, section: undefined, children: new Map() };
}

function descend(from: Growing, path: TomlPath, form: Growing['form']): Growing {
  let table = from;
  path.forEach((step, index) => {
    let next = table.children.get(step);
    if (!next || 'role' in next) {
      next = growing(typeof path[index + 1] === 'number' ? 'array' : form);
      table.children.set(step, next);
    }
    table = next;
  });
  return table;
}

function settle(text: string, at: (path: TomlPath) => TomlData, table: Growing, path: TomlPath): TomlTable {
  const children = new Map<string | number, TomlNode>();
  for (const [key, child] of table.children) {
    const childPath = [...path, key];
    if ('role' in child) children.set(key, child);
    else if (child.form === 'array') children.set(key, tableArray(text, at, child, childPath));
    else children.set(key, settle(text, at, child, childPath));
  }
  const { section, form } = table;
  const common = { role: 'table', kind: 'table', path, value: at(path), form: form === 'array' ? 'implicit' : form, children } as const;
  if (!section) {
    const span = around([...children.values()]);
    return { ...common, span, entrySpan: wholeLines(text, span), comments: NO_COMMENTS, keySpan: undefined, section };
  }
  const { header, entries, inside, block } = section;
  const first = header ?? entries[0];
  const span = { start: first?.span.start ?? block.start, end: entries.at(-1)?.span.end ?? header?.span.end ?? block.end };
  return {
    ...common,
    section,
    span,
    entrySpan: { start: first?.lines.start ?? block.start, end: block.end },
    comments: { above: header?.above ?? [], trailing: header?.trailing, inside },
    keySpan: header ? keySpan(header.keys) : undefined,
  };
}

function tableArray(text: string, at: (path: TomlPath) => TomlData, array: Growing, path: TomlPath): TomlTableArray {
  const children = new Map<string | number, TomlNode>();
  for (const [index, child] of array.children) if (!('role' in child)) children.set(index, settle(text, at, child, [...path, index]));
  const span = around([...children.values()]);
  return { role: 'tables', kind: 'array-of-tables', path, value: at(path), span, entrySpan: wholeLines(text, span), comments: NO_COMMENTS, children };
}

function entryNode(at: (path: TomlPath) => TomlData, path: TomlPath, syntax: Line | Item, within: ListPlace | undefined): TomlEntry {
  const { value, above, trailing } = syntax;
  return {
    role: 'entry', kind: value.kind, path, value: at(path), span: value.span, keySpan: keySpan(syntax.keys), syntax, within,
    entrySpan: 'lines' in syntax ? syntax.lines : syntax.span,
    comments: { above, trailing, inside: 'inside' in value ? value.inside : [] },
    children: childrenOf(at, value, path),
  };
}

function childrenOf(at: (path: TomlPath) => TomlData, list: Scalar | List, path: TomlPath): ReadonlyMap<string | number, TomlNode> {
  const children = new Map<string | number, TomlNode>();
  if (!('items' in list)) return children;
  if (list.kind === 'array') {
    list.items.forEach((syntax, index) => children.set(index, elementNode(at, [...path, index], syntax, { list, index, path })));
    return children;
  }
  const top = growing('dotted');
  list.items.forEach((syntax, index) => {
    const keys = syntax.keys.map(({ name }) => name);
    descend(top, keys.slice(0, -1), 'dotted').children.set(keys.at(-1) ?? '', entryNode(at, [...path, ...keys], syntax, { list, index, path }));
  });
  return settle('', at, top, path).children;
}

function elementNode(at: (path: TomlPath) => TomlData, path: TomlPath, syntax: Item, within: ListPlace): TomlElement {
  const { value, span, comma, above, trailing } = syntax;
  return {
    role: 'element', kind: value.kind, path, value: at(path), span, syntax, within,
    entrySpan: { start: span.start, end: comma?.end ?? span.end },
    comments: { above, trailing, inside: 'inside' in value ? value.inside : [] },
    children: childrenOf(at, value, path),
  };
}

function keySpan(keys: readonly KeyPart[]): Span {
  return { start: keys[0]?.span.start ?? 0, end: keys.at(-1)?.span.end ?? 0 };
}

function around(nodes: readonly TomlNode[]): Span {
  const spans = nodes.map((node) => (node.role === 'entry' ? { start: node.keySpan.start, end: node.span.end } : node.span));
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

function lost(path: TomlPath): never {
  throw new Error(`The two TOML parsers disagree about ${JSON.stringify(path)}.`);
}
