import { replacement, type Edit } from '../../text/edit.ts';
import { checked, isYamlRefusal, pathText, type YamlOutcome } from './change.ts';
import { blockIndentation, embeddedScalar, isInFlow, isPrintable } from './embedded.ts';
import { changedAt, meaningOf, scalarMeaning } from './meaning.ts';
import type { YamlDocument } from './parse.ts';
import { ownNode, placeOf } from './place.ts';
import type { YamlPath, YamlScalar, YamlScalarValue } from './syntax.ts';
import { quotesOf, writeScalar } from './write-scalar.ts';

/**
 * Gives the scalar at `path` another value. Quotes and block style stay where they can hold it, and of a text over several lines only the
 * difference is written. A value that means the same is left as it is. What uses the scalar's anchor changes with it.
 */
export function setScalar(document: YamlDocument, path: YamlPath, value: YamlScalarValue): YamlOutcome {
  const node = ownNode(document, path);
  if (isYamlRefusal(node)) return node;
  if (node.kind !== 'scalar') return { refused: `${pathText(path)} is ${node.kind === 'alias' ? 'an alias' : `a ${node.kind}`}, not a scalar.` };
  if (Object.is(node.value, value)) return { edits: [] };
  if (node.tag !== undefined && node.tag !== '!!str') return { refused: `${pathText(path)} has the tag \`${node.tag}\`, of which only its reader knows what it takes.` };
  const intended = changedAt(meaningOf(document.root), path, (at) => ({ tag: at.tag, anchor: at.anchor, scalar: scalarMeaning(value) }));
  let refusal: YamlOutcome = { refused: `${pathText(path)} cannot be written in its style.` };
  for (const edits of candidates(document, node, value)) {
    const outcome = checked(document, edits, intended, [], []);
    if (!isYamlRefusal(outcome)) return outcome;
    refusal = outcome;
  }
  return refusal;
}

/** Gives the entry at `path` another name in the same mapping, in the quotes it has. */
export function renameKey(document: YamlDocument, path: YamlPath, name: string): YamlOutcome {
  const place = placeOf(document, path);
  if (isYamlRefusal(place)) return place;
  const { parent, part } = place;
  if (parent.kind !== 'mapping' || !('key' in part)) return { refused: `There is no name to change in ${pathText(path)}.` };
  const { key } = part;
  if (key.kind !== 'scalar' || key.tag !== undefined || key.anchor !== undefined || key.style === 'literal' || key.style === 'folded') return { refused: `The name of ${pathText(path)} is not written plainly.` };
  if (part.name === name) return { edits: [] };
  if (parent.entries.some((entry) => entry.name === name)) return { refused: `There is a ${pathText([...parent.path, name])} already.` };
  const fresh = JSON.stringify({ tag: '', anchor: '', scalar: scalarMeaning(name) });
  const intended = changedAt(meaningOf(document.root), parent.path, (at) => ('entries' in at ? { ...at, entries: at.entries.map((entry) => (entry.name === part.name ? { ...entry, name, key: fresh } : entry)) } : at));
  const written = writeScalar(name, { style: key.style, isFlow: isInFlow(document, key), quotes: quotesOf(document) });
  return checked(document, [replacement(key.span, written)], intended, [], []);
}

/** Ways of writing the new value, the least change first. */
function* candidates(document: YamlDocument, node: YamlScalar, value: YamlScalarValue): Generator<readonly Edit[]> {
  const host = document.file.text;
  const isBlock = node.style === 'literal' || node.style === 'folded';
  if (typeof value === 'string' && (isBlock || host.slice(node.span.start, node.span.end).includes('\n'))) {
    const edit = difference(document, node, value);
    if (edit) yield [edit];
    if (isBlock) {
      const block = asLiteral(document, node, value);
      if (block) yield [block];
      return;
    }
  }
  if (isBlock) return;
  const style = typeof node.value === 'string' || node.text === '' ? node.style : 'plain';
  const written = writeScalar(value, { style, isFlow: isInFlow(document, node), quotes: quotesOf(document) });
  const gap = node.span.start === node.span.end && /\S/.test(host[node.span.start - 1] ?? ' ') ? ' ' : '';
  yield [replacement(node.span, gap + written)];
}

/** Only what differs, in the style that is there. A last line break is never touched: what follows it belongs to the next thing. */
function difference(document: YamlDocument, node: YamlScalar, value: string): Edit | undefined {
  const inner = embeddedScalar(document, node);
  if (!inner || node.text.endsWith('\n') !== value.endsWith('\n')) return undefined;
  const [before, after] = [node.text, value].map((text) => text.replace(/\n$/, ''));
  if (before === undefined || after === undefined) return undefined;
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let same = 0;
  while (same < Math.min(before.length, after.length) - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  const span = inner.spanOf({ start, end: before.length - same });
  const text = after.slice(start, after.length - same);
  const written = text === '' ? '' : inner.encode(text);
  return span && written !== undefined ? replacement(span, written) : undefined;
}

/** The whole scalar anew as a literal block, with the line break at its end that the text asks for. */
function asLiteral(document: YamlDocument, node: YamlScalar, value: string): Edit | undefined {
  const { text: host, eol } = document.file;
  const indentation = blockIndentation(host, node);
  const header = /^[|>]([-+\d]*)/.exec(host.slice(node.span.start, node.span.end));
  const rest = host.slice(node.span.start + (header?.[0].length ?? 0), host.indexOf('\n', node.span.start)).trimEnd();
  const body = value.replace(/\n$/, '');
  if (indentation === undefined || !header || /[\d+]/.test(header[1] ?? '') || !isPrintable(value) || /^\s|\n$|^$/.test(body)) return undefined;
  const lines = body.split('\n').map((line) => (line === '' ? '' : indentation + line));
  return replacement(node.span, [`|${value.endsWith('\n') ? '' : '-'}${rest}`, ...lines].join(eol));
}
