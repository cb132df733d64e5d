import { deepDescendants, type PyNode } from '#pystd';
import type { Render } from './handler.ts';

/** Writes expressions with the application spelled `name`, whatever it is called where they stand now. */
export function renderWith(isApp: (node: PyNode) => boolean, name: string): Render {
  return (node) => {
    let text = '';
    let at = node.start;
    for (const inner of deepDescendants(node, (one) => !isApp(one))) {
      if (!isApp(inner) || inner.start < at) continue;
      text += `${node.tree.text.slice(at, inner.start)}${name}`;
      at = inner.end;
    }
    return onOneLine(`${text}${node.tree.text.slice(at, node.end)}`);
  };
}

/** Code over several lines, as one. */
function onOneLine(text: string): string {
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ').replace(/([([{]) /g, '$1').replace(/,? ([)\]}])/g, '$1') : text;
}
