import { embedded, type Embedded } from '../../text/embedded.ts';
import { contains } from '../../text/span.ts';
import type { YamlDocument } from './parse.ts';
import { piecesOf } from './pieces.ts';
import type { YamlNode, YamlScalar } from './syntax.ts';

/**
 * The text of a scalar with the way back, `undefined` for one that is written in a way that cannot be followed. `encode` is careful, since it
 * does not know where its text will go: what would change how the scalar is read at any place is not written. `editScalar` can do more.
 */
export function embeddedScalar(document: YamlDocument, node: YamlScalar): Embedded | undefined {
  const host = document.file.text;
  const pieces = piecesOf(host, node);
  if (!pieces) return undefined;
  // A scalar of one empty piece still has a place.
  const whole = pieces.length === 0 ? [{ text: '', span: { start: node.span.end, end: node.span.end } }] : pieces;
  return embedded(whole, encoderOf(document, node));
}

function encoderOf(document: YamlDocument, node: YamlScalar): Embedded['encode'] {
  const { text: host, eol } = document.file;
  switch (node.style) {
    case 'plain': return isInFlow(document, node) ? (text) => (/[,[\]{}]/.test(text) ? undefined : plain(text)) : plain;
    case 'single': return (text) => (isPrintable(text) && !/[\n]/.test(text) ? text.replaceAll("'", "''") : undefined);
    case 'double': return escapeDouble;
    case 'literal': {
      const indentation = blockIndentation(host, node);
      return (text) => (isPrintable(text) && indentation !== undefined ? text.replace(/\n(?!\n)/g, `\n${indentation}`).replaceAll('\n', eol) : undefined);
    }
    case 'folded': return (text) => (isPrintable(text) && !/\n|^\s|\s$/.test(text) ? text : undefined);
  }
}

function plain(text: string): string | undefined {
  const breaks = /\n|:(?:\s|$)|\s#|^[#&*!|>'"%@`,[\]{}]|^[-?:](?:\s|$)/.test(text);
  return breaks || !isPrintable(text) ? undefined : text;
}

/** Text as it stands between double quotes. */
export function escapeDouble(text: string): string {
  const escape = (sign: string): string => SHORT[sign] ?? (sign.length === 1 ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign);
  return text.replace(/["\\]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu, escape);
}

const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** Whether YAML lets the text stand as it is: no control characters but tabs and `\n`, no halves of surrogate pairs, no mark in its middle. */
export function isPrintable(text: string): boolean {
  return !/[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
}

/** The white space before the lines of a block scalar; `undefined` without a line that shows it. */
export function blockIndentation(host: string, node: YamlScalar): string | undefined {
  const line = piecesOf(host, node)?.find(({ text }) => text.trim() !== '');
  return line && host.slice(line.span.start - columnOf(host, line.span.start), line.span.start);
}

function columnOf(host: string, offset: number): number {
  return offset - (host.lastIndexOf('\n', offset - 1) + 1);
}

/** Whether a node is between brackets or braces. */
export function isInFlow(document: YamlDocument, node: YamlNode): boolean {
  let at: YamlNode | undefined = document.root;
  while (at && at !== node) {
    if ((at.kind === 'mapping' || at.kind === 'sequence') && at.isFlow) return true;
    at = childrenOf(at).find(({ span }) => contains(span, node.span));
  }
  return false;
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'mapping') return node.entries.flatMap(({ key, value }) => [key, value]);
  return node.kind === 'sequence' ? node.items.map(({ value }) => value) : [];
}
