import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { viewOf } from '../../src/codemod/view.ts';
import type { Symbol } from '../../src/python/project/symbols.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../src/python/syntax/views.ts';
import { deepDescendants, identifiersSpelled } from '../../src/python/syntax/walk.ts';
import { foldDeltas } from '../../src/patch/fold.ts';
import { checkPrepared, fixPrepared, prepare, recording, type Prepared } from './engine.ts';

/**
 * One piece of work in a process of its own, so that pieces neither warm nor crowd each other. What it has to say goes to the file
 * named last, as JSON.
 */
const WORK: Readonly<Record<string, (root: string, file: string, result: string) => unknown>> = {
  /** Reads every file of the list. */
  read: (root, list) => readAll(root, list).length,

  /** Parses the texts of a JSON file with tree-sitter alone, and frees each tree at once. Gives the seconds. */
  async parse(_root, file) {
    const texts = JSON.parse(readFileSync(file, 'utf8')) as string[];
    const parser = await plainParser();
    const start = process.hrtime.bigint();
    for (const text of texts) parser.parse(text)?.delete();
    return Number(process.hrtime.bigint() - start) / 1e9;
  },

  /** The texts that `check` parses, the files there are, and the lines in them. */
  'parsed-by-check': async (root) => {
    const prepared = await recording(await prepare(root, []));
    checkPrepared(prepared);
    const files = [...prepared.snapshot.files.values()];
    const python = files.filter(({ path }) => path.endsWith('.py'));
    return { texts: prepared.texts, files: files.map(({ path }) => path), lines: python.reduce((lines, { text }) => lines + text.split('\n').length - 1, 0) };
  },

  /** The texts that `fix` parses, new ones included. */
  'parsed-by-fix': async (root) => {
    const prepared = await recording(await prepare(root, []));
    fixPrepared(prepared);
    return { texts: prepared.texts };
  },

  /** The new texts that docs-gating makes, by path. */
  gated: async (root) => gatedTexts(root, () => []),

  /** The same after parsing every file and looking in each for the names that docs-gating begins with. */
  'all-parsed': async (root) => gatedTexts(root, namesIn),

  /** The same after parsing every file and resolving the callee of every call and the bases of every class, as LibCST is made to do. */
  'all-resolved': async (root) => gatedTexts(root, callsAndBasesIn),
};

async function gatedTexts(root: string, lookedUp: (tree: PyNode) => Iterable<PyNode>): Promise<object> {
  const prepared = await prepare(root, ['docs-gating']);
  const found = lookUpEverywhere(prepared, lookedUp);
  const { patchSet } = fixPrepared(prepared);
  const texts = foldDeltas(patchSet.patches).flatMap((delta) => (delta.kind === 'edit' ? [[delta.path, delta.after.text]] : []));
  return { found, texts: Object.fromEntries(texts) };
}

/** How many of the expressions looked up in all files mean something that docs-gating looks for. */
function lookUpEverywhere({ snapshot, surroundings }: Prepared, lookedUp: (tree: PyNode) => Iterable<PyNode>): number {
  const { python } = viewOf(snapshot, surroundings.reader);
  const isSought = (symbol: Symbol): boolean => symbol.kind === 'external' && (symbol.name === 'fastapi.FastAPI' || symbol.name.endsWith('.BaseSettings'));
  let found = 0;
  for (const module of python.layout.modules) {
    for (const expression of lookedUp(module.tree.root)) if (isSought(python.symbolOf(module, expression))) found++;
  }
  return found;
}

function* namesIn(tree: PyNode): Generator<PyNode> {
  for (const name of ['FastAPI', 'BaseSettings']) yield* identifiersSpelled(tree, name);
}

function* callsAndBasesIn(tree: PyNode): Generator<PyNode> {
  for (const node of deepDescendants(tree, ({ named }) => named)) {
    const callee = node.type === 'call' ? calleeOf(node) : undefined;
    if (callee) yield callee;
    const bases = node.type === 'class_definition' ? argumentListOf(node) : undefined;
    if (bases) yield* argumentsOf(bases).map(({ value }) => value);
  }
}

function readAll(root: string, list: string): string[] {
  return (JSON.parse(readFileSync(list, 'utf8')) as string[]).map((path) => readFileSync(join(root, path), 'utf8'));
}

async function plainParser(): Promise<Parser> {
  const { resolve } = createRequire(import.meta.url);
  await Parser.init({ wasmBinary: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(resolve('tree-sitter-python/tree-sitter-python.wasm'))));
  return parser;
}

const [kind = '', root = '', file = '', result = ''] = process.argv.slice(2);
const work = WORK[kind];
if (!work) throw new Error(`There is no work named ${kind}.`);
writeFileSync(result, JSON.stringify(await work(root, file, result)));
