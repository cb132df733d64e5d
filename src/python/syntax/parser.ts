import { Language, Parser, type Tree } from 'web-tree-sitter';
import { LazyTree, type PyTree } from './node.ts';

/** Parses Python 3 source. One parser serves a whole run. */
export interface PythonParser {
  /** A fresh syntax tree of the text. */
  parse(text: string): PyTree;
}

/** Characters of source whose WebAssembly trees are kept at the same time; older trees are let go and made again on demand. */
const KEPT_CHARACTERS = 8_000_000;

/**
 * @param runtime the bytes of tree-sitter's own WebAssembly module
 * @param grammar the bytes of tree-sitter-python's WebAssembly grammar
 */
export async function createPythonParser(runtime: Uint8Array, grammar: Uint8Array): Promise<PythonParser> {
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const kept: LazyTree[] = [];
  let characters = 0;

  const parseRaw = (tree: LazyTree): Tree => {
    const raw = parser.parse(tree.text);
    if (!raw) throw new Error('tree-sitter gave no tree.');
    kept.push(tree);
    characters += tree.text.length;
    while (characters > KEPT_CHARACTERS && kept.length > 1) {
      const oldest = kept.shift();
      oldest?.release();
      characters -= oldest?.text.length ?? 0;
    }
    return raw;
  };

  return { parse: (text) => new LazyTree(text, parseRaw) };
}
