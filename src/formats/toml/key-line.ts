import { parseTOML, type AST } from 'toml-eslint-parser';
import type { TomlPath } from './data.ts';

/**
 * The line, from 1, on which the value at `path` is said in a valid TOML document: for messages about what it says. When there is no
 * such value, the line of the longest part of the path that is there; 1 when there is none.
 */
export function keyLine(text: string, path: TomlPath): number {
  let found = { depth: 0, line: 1 };
  const see = (here: TomlPath, node: AST.TOMLNode): void => {
    const differs = here.findIndex((part, index) => part !== path[index]);
    const depth = differs < 0 ? here.length : differs;
    if (depth > found.depth) found = { depth, line: node.loc.start.line };
  };
  const walk = (node: AST.TOMLTable | AST.TOMLKeyValue | AST.TOMLContentNode, above: TomlPath): void => {
    if (node.type === 'TOMLTable') {
      see(node.resolvedKey, node);
      for (const entry of node.body) walk(entry, node.resolvedKey);
    } else if (node.type === 'TOMLKeyValue') {
      const here = [...above, ...node.key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))];
      see(here, node);
      walk(node.value, here);
    } else if (node.type === 'TOMLInlineTable') {
      for (const entry of node.body) walk(entry, above);
    } else if (node.type === 'TOMLArray') {
      node.elements.forEach((element, index) => {
        see([...above, index], element);
        walk(element, [...above, index]);
      });
    }
  };
  for (const entry of parseTOML(text.replace(/^\uFEFF/, '')).body[0].body) walk(entry, []);
  return found.line;
}
