import { removeKeywords } from '../python/edit/remove-argument.ts';
import { importRemoval } from '../python/edit/remove-import.ts';
import { removeStatements } from '../python/edit/remove-statements.ts';
import type { Module } from '../python/project/module.ts';
import type { Call } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Edit } from '../text/edit.ts';
import { orRefuse } from './refusal.ts';

/**
 * What one change takes away. It is gathered and done at the end, all of it together, since what is left of a body, a call or an import depends
 * on everything that goes: the last statement leaves a `pass`, neighbours share the empty lines between them.
 */
export class Removals {
  readonly #statements = new Map<Module, Set<PyNode>>();
  readonly #imports = new Map<Module, Set<string>>();
  readonly #keywords = new Map<PyNode, { readonly path: RepoPath; readonly names: Set<string> }>();
  readonly #set = new Set<PyNode>();

  statement(module: Module, statement: PyNode): void {
    gathered(this.#statements, module).add(statement);
  }

  importedName(module: Module, name: string): void {
    gathered(this.#imports, module).add(name);
  }

  keyword({ module, node }: Call, name: string): void {
    const entry = this.#keywords.get(node) ?? { path: module.path, names: new Set<string>() };
    entry.names.add(name);
    this.#keywords.set(node, entry);
  }

  /** Remembers that keyword arguments of a call are set. @throws Error the second time: the commas of one call are put in one go. */
  noteSet({ node }: Call): void {
    if (this.#set.has(node)) throw new Error('A codemod sets arguments of one call twice in one change: give them all at once.');
    this.#set.add(node);
  }

  /**
   * Makes the edits.
   * @throws Refusal when something cannot be taken away safely; Error when a change both sets and removes arguments of one call, whose commas then
   * depend on each other: a codemod does one after the other.
   */
  perform(addEdits: (path: RepoPath, edits: readonly Edit[]) => void): void {
    for (const [call, { path, names }] of this.#keywords) {
      if (this.#set.has(call)) throw new Error('A codemod sets and removes arguments of one call in one change.');
      addEdits(path, removeKeywords(call, [...names]));
    }
    for (const module of new Set([...this.#statements.keys(), ...this.#imports.keys()])) {
      const { edits, statements } = orRefuse(importRemoval(module.tree, [...(this.#imports.get(module) ?? [])]));
      addEdits(module.path, [...edits, ...orRefuse(removeStatements([...(this.#statements.get(module) ?? []), ...statements], new Set(statements)))]);
    }
  }
}

function gathered<T>(all: Map<Module, Set<T>>, module: Module): Set<T> {
  const known = all.get(module) ?? new Set<T>();
  all.set(module, known);
  return known;
}
