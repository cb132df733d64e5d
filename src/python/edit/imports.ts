import { insertion, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import type { ModuleNames } from '../names/index.ts';
import { STANDARD_LIBRARY } from '../project/stdlib.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { parts } from '../syntax/walk.ts';
import type { Refused } from './arguments.ts';
import { isBareString } from './docstring.ts';
import { importLines, lastRun, type ImportLine } from './import-block.ts';
import { canTakeMore, mergeInto } from './merge-import.ts';
import { preparesImports } from './preparations.ts';
import { endWithLine, startWithComments } from './statement-lines.ts';

/** A name to import: `from module import name [as alias]`. */
export interface FromImport {
  /** Dotted, with leading dots where relative. */
  readonly module: string;
  readonly name: string;
  readonly alias: string | undefined;
}

/** What the place of an import depends on. */
export interface ImportSituation {
  /** The names of the module that is to import, and with them its tree. */
  readonly names: ModuleNames;
  /** Offset of the first use: the import comes before it. */
  readonly usedAt: number;
  readonly width: number;
  /** Whether the import may stand above `load_dotenv()`, which matters to most code. */
  readonly despiteLoads?: boolean;
  /** Whether a dotted name belongs to this repository. */
  readonly isFirstParty: (module: string) => boolean;
}

/**
 * Edits that import a name: into an existing `from` import of the same module, otherwise as a line of its own among its kind
 * (standard library, third party, first party, relative), sorted where its neighbours are. When other statements stand between the imports,
 * it joins those after the last of them; and it comes after every statement that prepares imports (`load_dotenv()`, `sys.path.insert(…)`).
 * What is imported so already is not imported again.
 * `__future__` comes before all other code. Refused: a use on the very line the import would have to follow.
 */
export function addFromImport(situation: ImportSituation, { module, name, alias }: FromImport): readonly Edit[] | Refused {
  const { names, usedAt } = situation;
  const { tree } = names;
  const use = parts(tree.root).find(({ start, end }) => start <= usedAt && usedAt < end)?.start ?? usedAt;
  const lines = importLines(tree, use);
  const word = alias === undefined ? name : `${name} as ${alias}`;
  const same = lines.filter((line) => line.from && line.module === module);
  if (same.some(({ items }) => items.includes(word))) return [];
  const mergeable = same.findLast(({ node }) => canTakeMore(node));
  if (mergeable) return mergeInto(mergeable.node, word, situation.width);
  const statement = `from ${module} import ${word}`;
  if (module === '__future__') return future(tree, statement);
  const edit = lines.length > 0 ? among(situation, lines, use, module, statement) : alone(situation, use, statement);
  return edit.span.start > use ? { refused: 'The import would have to stand on the line of its first use.' } : [edit];
}

/**
 * Edits that import a module: `import logging`, `import numpy as np`, among the other imports of that kind. What is imported so already is not imported
 * again. Refused: a use on the very line the import would have to follow.
 */
export function addModuleImport(situation: ImportSituation, module: string, alias?: string): readonly Edit[] | Refused {
  const { names, usedAt } = situation;
  const { tree } = names;
  const use = parts(tree.root).find(({ start, end }) => start <= usedAt && usedAt < end)?.start ?? usedAt;
  const lines = importLines(tree, use);
  const statement = alias === undefined ? `import ${module}` : `import ${module} as ${alias}`;
  const edit = lines.length > 0 ? among(situation, lines, use, module, statement, false) : alone(situation, use, statement);
  return edit.span.start > use ? { refused: 'The import would have to stand on the line of its first use.' } : [edit];
}

/** Above all statements but the docstring (language reference, "Future statements"). */
function future(tree: PyTree, statement: string): readonly Edit[] | Refused {
  const ending = lineEnding(tree.text);
  const [first, second] = parts(tree.root);
  const docstring = first && isBareString(first) ? first : undefined;
  const next = docstring ? second : first;
  if (!next) return [docstring ? below(tree.text, docstring, statement, ending, true) : atEnd(tree.text, statement)];
  if (docstring && next.start < endWithLine(docstring, [])) return { refused: 'A statement shares its line with the docstring.' };
  return [insertion(startWithComments(next), `${statement}${ending}${next.type === 'future_import_statement' ? '' : ending}`)];
}

function atEnd(text: string, statement: string): Edit {
  const ending = lineEnding(text);
  const joint = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : ending;
  return insertion(text.length, `${joint}${statement}${ending}`);
}

/** The last statement before the use that changes what imports find. */
function lastPreparation({ names, despiteLoads = false }: ImportSituation, use: number): PyNode | undefined {
  return parts(names.tree.root).findLast((statement) => statement.start < use && preparesImports(statement, names, despiteLoads));
}

/** In a module without imports: below what prepares them, else above the first statement, after docstring and leading comments. */
function alone(situation: ImportSituation, use: number, statement: string): Edit {
  const { tree } = situation.names;
  const { text } = tree;
  const ending = lineEnding(text);
  const [first] = parts(tree.root);
  const prepared = lastPreparation(situation, use);
  const above = prepared ?? (first && isBareString(first) && first.end <= use ? first : undefined);
  if (above) return below(text, above, statement, ending, true);
  return first ? insertion(startWithComments(first), `${statement}${ending}${ending}`) : atEnd(text, statement);
}

/** 0 `__future__`, 1 standard library, 2 third party, 3 first party, 4 relative: the sections of PEP 8. */
function section(module: string, isFirstParty: (module: string) => boolean): number {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 4;
  if (STANDARD_LIBRARY.has(module.split('.')[0] ?? '')) return 1;
  return isFirstParty(module) ? 3 : 2;
}

/** Among the imports that are there. */
function among(situation: ImportSituation, all: readonly ImportLine[], use: number, module: string, plain: string, isFrom = true): Edit {
  const { names, isFirstParty } = situation;
  const { tree } = names;
  const { text } = tree;
  const ending = lineEnding(text);
  const wanted = section(module, isFirstParty);
  const run = lastRun(tree, all);
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return alone(situation, use, plain);
  const prepared = lastPreparation(situation, use);
  if (prepared && prepared.start > last.node.start) return below(text, prepared, `${plain}${excuse(text, all)}`, ending, true);
  const statement = `${plain}${excuse(text, run)}`;
  const parted = hasSections(text, run, isFirstParty);
  const peers = run.filter((line) => section(line.module, isFirstParty) === wanted);
  if (peers.length === 0) {
    const before = run.findLast((line) => section(line.module, isFirstParty) < wanted);
    if (before) return below(text, before.node, statement, ending, parted);
    return insertion(startWithComments(first.node), `${statement}${ending}${parted ? ending : ''}`);
  }
  const froms = peers.filter(({ from }) => from === isFrom);
  const [peer] = peers;
  // `import x` stands above `from x import y`.
  if (!isFrom && froms.length === 0 && peer) return insertion(startWithComments(peer.node), `${statement}${ending}`);
  const sorted = froms.every((line, index) => index === 0 || (froms[index - 1]?.module ?? '') <= line.module);
  const next = sorted ? froms.find((line) => line.module > module) : undefined;
  const previous = next ? froms[froms.indexOf(next) - 1] : (froms.at(-1) ?? peers.at(-1));
  if (next && !previous) return insertion(startWithComments(next.node), `${statement}${ending}`);
  return below(text, (previous ?? last).node, statement, ending, false);
}

/** The remark that linters ask for below other code (`E402`), where the imports there carry it already. */
function excuse(text: string, lines: readonly ImportLine[]): string {
  const remarks = lines.flatMap(({ node }) => /#\s*noqa:[^#\n]*\bE402\b/.exec(text.slice(node.end, lineEnd(text, node.end - 1))) ?? []);
  return remarks.length > 0 ? '  # noqa: E402' : '';
}

/** Whether blank lines part the imports into sections; a file whose imports are all of one section has the benefit of the doubt. */
function hasSections(text: string, lines: readonly ImportLine[], isFirstParty: (module: string) => boolean): boolean {
  const pairs = lines.slice(1).map((line, index) => [lines[index] ?? line, line] as const);
  const isOne = pairs.every(([previous, line]) => section(previous.module, isFirstParty) === section(line.module, isFirstParty));
  return isOne || pairs.some(([previous, line]) => /\n[ \t\f]*\r?\n/.test(text.slice(previous.node.end, line.node.start)));
}

/**
 * A new line below a statement, past its trailing comment. `parted` puts an empty line between them, and one below where code follows directly.
 */
function below(text: string, node: PyNode, statement: string, ending: string, parted: boolean): Edit {
  const end = endWithLine(node, parts(node.tree.root));
  const gap = parted ? ending : '';
  if (text[end - 1] !== '\n') return insertion(end, `${ending}${gap}${statement}`);
  const follows = text.slice(end, lineEnd(text, end)).trim() !== '' && !/^(from|import)\b/.test(text.slice(end, end + 7));
  return insertion(end, `${gap}${statement}${ending}${parted && follows ? ending : ''}`);
}
