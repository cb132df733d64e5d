import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createPythonParser, type PythonParser } from '../../src/python/syntax/parser.ts';

const locate = createRequire(import.meta.url).resolve;
const made: { parser?: Promise<PythonParser> } = {};

/** The one Python parser the tests of a file share, made from the WebAssembly modules of the installed packages. */
export function pythonParser(): Promise<PythonParser> {
  return (made.parser ??= createPythonParser(
    readFileSync(locate('web-tree-sitter/web-tree-sitter.wasm')),
    readFileSync(locate('tree-sitter-python/tree-sitter-python.wasm')),
  ));
}
