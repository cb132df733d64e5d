import { indentationAt, startsLine } from '../../text/indent.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { blockOf, statementsOf, undecorated } from '../syntax/views.ts';

/** One step of indentation as the file writes it, read off its first indented block; four spaces without any (PEP 8). */
export function indentUnit({ root, text }: PyTree): string {
  for (const statement of root.children) {
    const owner = undecorated(statement);
    const first = firstOfBlock(owner);
    if (first && startsLine(text, first.start)) {
      const inner = indentationAt(text, first.start);
      if (inner !== '') return inner.startsWith('\t') ? '\t' : inner;
    }
  }
  return '    ';
}

function firstOfBlock(owner: PyNode): PyNode | undefined {
  const block = owner.named ? blockOf(owner) : undefined;
  return block && statementsOf(block)[0];
}
