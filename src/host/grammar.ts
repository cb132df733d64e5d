import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createPythonParser, type PythonParser } from '../python/syntax/parser.ts';

const locate = createRequire(import.meta.url).resolve;

/**
 * A Python parser from the two WebAssembly modules it needs: tree-sitter itself and its grammar of Python. Each lies beside the
 * built program, or in an installed package when running from source; the grammar's package is there for development only.
 */
export async function loadPythonParser(): Promise<PythonParser> {
  const runtime = moduleFile('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm');
  const grammar = moduleFile('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm');
  return createPythonParser(readFileSync(runtime), readFileSync(grammar));
}

function moduleFile(name: string, installed: string): string {
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(beside) ? beside : locate(installed);
}
