import type { Node } from 'ts-morph';
import type { Problem } from '../engine/problem.ts';

/** A problem with the TypeScript at a node, for the author of a codemod. */
export function problemAt(node: Node, message: string): Problem {
  return { file: node.getSourceFile().getFilePath().slice(1), line: node.getStartLineNumber(), message, hint: undefined };
}
