import type { PyNode } from '../../../python/syntax/node.ts';
import { parts } from '../../../python/syntax/walk.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { forced, optionsOf, type Certainty, type Text, type Value } from './value.ts';

/** A text that is known. */
export function textOf(text: string): Text {
  return { kind: 'text', text, certainty: 'known' };
}

/** What cannot be told, as it is shown in a path. */
export function unknownText(node: PyNode): Text {
  return { kind: 'text', text: `‹${node.text.replace(/\s+/g, ' ')}›`, certainty: 'unknown' };
}

/** One text after another. */
export function joined(...texts: readonly Text[]): Text {
  return { kind: 'text', text: texts.map(({ text }) => text).join(''), certainty: leastOf(texts.map(({ certainty }) => certainty)) };
}

/** The least certain of several. */
export function leastOf(certainties: readonly Certainty[]): Certainty {
  return certainties.includes('unknown') ? 'unknown' : certainties.includes('assumed') ? 'assumed' : 'known';
}

/** A value as the text it becomes in an f-string or a path; `None` in a path is no text. */
export function asText(value: Value, node: PyNode): Text {
  const [only, ...others] = optionsOf(value);
  if (others.length > 0 || !only) return unknownText(node);
  if (only.kind === 'text') return only;
  if (only.kind === 'constant' && typeof only.value === 'number') return { kind: 'text', text: String(only.value), certainty: only.certainty };
  return unknownText(node);
}

/** The value of a string literal; bytes and what has a conversion or format of its own are not told. */
export function literalText(node: PyNode, frame: Frame): Text {
  if (node.type === 'concatenated_string') return joined(...parts(node).map((part) => literalText(part, frame)));
  const start = node.children[0]?.text.toLowerCase() ?? '';
  if (start.includes('b')) return unknownText(node);
  const raw = start.includes('r');
  const pieces = node.children.slice(1, -1).map((child): Text => {
    if (child.type === 'interpolation') return interpolated(child, frame);
    return contentOf(child, raw);
  });
  return joined(...pieces);
}

function interpolated(node: PyNode, frame: Frame): Text {
  const [expression, ...format] = parts(node);
  if (!expression || format.length > 0) return unknownText(node);
  return asText(forced(evaluate(expression, frame)), expression);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '' };

/** The grammar hides plain characters between escapes, so they are taken from the text. */
function contentOf(content: PyNode, raw: boolean): Text {
  let text = '';
  let at = content.start;
  let certainty: Certainty = 'known';
  const source = content.tree.text;
  for (const child of content.children) {
    text += source.slice(at, child.start);
    at = child.end;
    if (child.type === 'escape_interpolation') text += child.text.slice(0, 1);
    else if (raw) text += child.text;
    else {
      const plain = ESCAPES[child.text.slice(1)];
      if (plain === undefined) certainty = 'unknown';
      text += plain ?? child.text;
    }
  }
  return { kind: 'text', text: text + source.slice(at, content.end), certainty };
}
