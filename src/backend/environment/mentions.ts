import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { parts, identifiersSpelled } from '../../python/syntax/walk.ts';

/** What of the module `os` an expression means. */
export type Meant = 'environ' | 'getenv' | 'environ.get';

/** One expression that means the environment, or a function that reads it, under whatever name. */
export interface Mention {
  readonly module: Module;
  /** The whole name or chain: `os.environ`, `environ`, `getenv`, `env` for an alias. */
  readonly node: PyNode;
  readonly meant: Meant;
  /** `false` where it is spelled like the environment and cannot be followed: it may be something else. */
  readonly sure: boolean;
}

const MEANT: Readonly<Record<string, Meant>> = {
  'os.environ': 'environ', 'os.getenv': 'getenv', 'os.environ.get': 'environ.get', 'starlette.config.environ': 'environ', 'starlette.config.environ.get': 'environ.get',
};

/** A name to look for, in one module or wherever it stands. */
interface Spelling {
  readonly name: string;
  readonly only: Module | undefined;
}

/** Every mention in the repository, aliases and re-exports followed. Imports and plain renamings are not among them. */
export function mentionsOf(python: Python): readonly Mention[] {
  const found = new Map<PyNode, Mention>();
  const spellings: Spelling[] = [{ name: 'environ', only: undefined }, { name: 'getenv', only: undefined }];
  const add = (spelling: Spelling): void => {
    if (!spellings.some(({ name, only }) => name === spelling.name && (only === undefined || only === spelling.only))) spellings.push(spelling);
  };
  const renamings = new Map<PyNode, Meant>();
  for (const { name, only } of spellings) {
    for (const module of only ? [only] : python.layout.holding(name).filter(({ text }) => holdsWord(text, name))) {
      if (!module.parses) continue;
      for (const identifier of identifiersSpelled(module.tree.root, name)) {
        const alias = importedAlias(identifier);
        if (alias !== undefined) add({ name: alias, only: undefined });
        if (isInImport(identifier)) continue;
        const node = chainEndingAt(identifier);
        if (found.has(node)) continue;
        const mention = meaningOf(module, node, python, renamings);
        if (!mention) continue;
        const renamed = mention.sure ? renaming(mention) : undefined;
        if (renamed) {
          renamings.set(renamed.value, renamed.meant);
          add({ name: renamed.name, only: renamed.isTop ? undefined : module });
        } else found.set(node, mention);
      }
    }
  }
  return [...found.values()];
}

function meaningOf(module: Module, node: PyNode, python: Python, renamings: ReadonlyMap<PyNode, Meant>): Mention | undefined {
  const symbol = python.symbolOf(module, node);
  const meant = symbol.kind === 'external' ? MEANT[symbol.name] : symbol.kind === 'unknown' ? meaningUnderStars(module, node, python) : renamedMeaning(symbol, renamings);
  if (meant) return isBindingPlace(node) ? undefined : { module, node, meant, sure: true };
  const spelled = symbol.kind === 'unknown' ? /^(?:(?:os|__import__\(["']os["']\))\s*\.\s*)?(environ|getenv)$/.exec(node.text)?.[1] : undefined;
  return spelled === 'environ' || spelled === 'getenv' ? { module, node, meant: spelled, sure: false } : undefined;
}

/** What a name means that a star import further down might bind again, when those modules are of this repository and surely do not. */
function meaningUnderStars(module: Module, node: PyNode, python: Python): Meant | undefined {
  const meaning = module.names.resolve(node);
  if (meaning.kind !== 'unknown' || meaning.otherwise?.kind !== 'import' || meaning.otherwise.level > 0) return undefined;
  const first = /^\s*\w+/.exec(node.text)?.[0] ?? '';
  const isKept = meaning.starImports.every((star) => {
    const found = python.imported(module, star.level, star.module);
    if (found.kind !== 'module' || !found.module.parses) return false;
    const { names } = found.module;
    const symbol = names.exported(first) && python.exported(found.module, first);
    return symbol ? symbol.kind === 'external' && symbol.name === first : names.module.starImports.length === 0;
  });
  return isKept ? MEANT[meaning.otherwise.path] : undefined;
}

/** A variable of a function that was given the environment: `env = os.environ`. */
function renamedMeaning(symbol: Symbol, renamings: ReadonlyMap<PyNode, Meant>): Meant | undefined {
  const how = symbol.kind === 'local' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value ? renamings.get(how.value) : undefined;
}

/** For `env = os.environ` and `get = os.environ.get`: the new name, and the value it is another name for. */
function renaming({ node, meant }: Mention): { name: string; value: PyNode; meant: Meant; isTop: boolean } | undefined {
  const method = node.parent?.type === 'attribute' && parts(node.parent)[0] === node ? node.parent : undefined;
  const isGet = meant === 'environ' && method !== undefined && parts(method)[1]?.text === 'get';
  const value = isGet ? method : node;
  const assignment = value.parent?.type === 'assignment' && value.parent.children.at(-1) === value ? value.parent : undefined;
  const target = assignment?.children[0];
  if (!assignment || target?.type !== 'identifier' || assignment.parent?.type !== 'expression_statement') return undefined;
  return { name: target.text, value, meant: isGet ? 'environ.get' : meant, isTop: assignment.parent.parent?.type === 'module' };
}

/** Whether the name is what an assignment or a parameter binds here, rather than something read. */
function isBindingPlace(node: PyNode): boolean {
  const { parent } = node;
  return node.type === 'identifier' && parent?.type === 'assignment' && parent.children[0] === node;
}

/** `e` for the `environ` in `from os import environ as e`. */
function importedAlias(identifier: PyNode): string | undefined {
  const dotted = identifier.parent?.type === 'dotted_name' ? identifier.parent : undefined;
  const aliased = dotted?.parent?.type === 'aliased_import' ? dotted.parent : undefined;
  return aliased && aliased.children[0] === dotted ? aliased.children.at(-1)?.text : undefined;
}

function isInImport({ parent }: PyNode): boolean {
  return parent?.type === 'dotted_name' || parent?.type === 'aliased_import';
}

/** The attribute chain an identifier is the last name of: `os.environ` for its `environ`. */
function chainEndingAt(identifier: PyNode): PyNode {
  const above = identifier.parent;
  return above?.type === 'attribute' && above.children.at(-1) === identifier ? above : identifier;
}

function holdsWord(text: string, name: string): boolean {
  return new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text);
}
