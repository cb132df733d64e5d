import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, type Argument } from '../syntax/views.ts';
import { enclosing, identifiersSpelled } from '../syntax/walk.ts';
import type { ModuleLayout } from './layout.ts';
import type { Module, Named } from './module.ts';
import type { Symbol, Symbols } from './symbols.ts';

/** A call of a known thing. */
export interface Call {
  readonly module: Module;
  readonly node: PyNode;
  readonly callee: PyNode;
  readonly arguments: readonly Argument[];
  /** The function or lambda it stands in, if any: without one it happens when the module is imported. */
  readonly inFunction: PyNode | undefined;
}

/** A class of this repository. */
export interface ClassDefinition {
  readonly module: Module;
  /** The `class_definition` node. */
  readonly node: PyNode;
  readonly name: string;
}

/** A dotted name of another distribution, or something a module of this repository defines. */
export type Target = { readonly external: string } | { readonly defined: Named };

/** Whole-repository searches. Each looks for the text first and parses only files that hold it; aliases are followed. */
export interface Search {
  /** Expressions that mean the target, one for each place it is spelled, under any alias, in import statements as well. */
  mentionsOf(target: Target): readonly { readonly module: Module; readonly node: PyNode }[];
  callsTo(target: Target): readonly Call[];
  /** Classes that derive from one of the targets, directly or through classes of this repository. */
  subclassesOf(external: readonly string[]): readonly ClassDefinition[];
}

/** Builds the searches over a repository's modules. */
export function searchOf(layout: ModuleLayout, symbols: Symbols): Search {
  const means = (symbol: Symbol, target: Target): boolean => {
    if ('external' in target) return symbol.kind === 'external' && symbol.name === target.external;
    return symbol.kind === 'defined' && symbol.attributes.length === 0 && symbol.module === target.defined.module && symbol.name === target.defined.name;
  };

  const mentions = (target: Target): { module: Module; node: PyNode }[] => {
    const found = new Map<PyNode, Module>();
    const first = 'external' in target ? (target.external.split('.').at(-1) ?? '') : target.defined.name;
    const names = [first];
    for (const name of names) {
      for (const module of layout.holding(name)) {
        if (!module.parses) continue;
        for (const identifier of identifiersSpelled(module.tree.root, name)) {
          const alias = aliasGiven(identifier);
          if (alias !== undefined) {
            if (!names.includes(alias)) names.push(alias);
            continue;
          }
          const expression = chainEndingAt(identifier);
          if (!found.has(expression) && means(symbols.symbolOf(module, expression), target)) found.set(expression, module);
        }
      }
    }
    return [...found].map(([node, module]) => ({ module, node }));
  };

  const subclassesOfOne = (target: Target): ClassDefinition[] =>
    mentions(target).flatMap(({ module, node }) => {
      const list = node.parent?.type === 'argument_list' ? node.parent : undefined;
      const owner = list?.parent;
      const name = owner?.type === 'class_definition' ? owner.children.find(({ type }) => type === 'identifier') : undefined;
      return owner && name ? [{ module, node: owner, name: name.text }] : [];
    });

  return {
    mentionsOf: (target) => mentions(target).sort(byPlace),
    callsTo: (target) =>
      mentions(target)
        .flatMap(({ module, node }) => {
          const call = node.parent?.type === 'call' || node.parent?.type === 'list_splat' ? (node.parent.type === 'call' ? node.parent : node.parent.parent) : undefined;
          if (call?.type !== 'call' || calleeOf(call) !== node) return [];
          const list = argumentListOf(call);
          return [{ module, node: call, callee: node, arguments: list ? argumentsOf(list) : [], inFunction: enclosing(call, 'function_definition', 'lambda') }];
        })
        .sort(byPlace),
    subclassesOf(external) {
      const found = new Map<PyNode, ClassDefinition>();
      const waiting: Target[] = external.map((name) => ({ external: name }));
      for (let target = waiting.shift(); target; target = waiting.shift()) {
        for (const definition of subclassesOfOne(target)) {
          if (found.has(definition.node)) continue;
          found.set(definition.node, definition);
          waiting.push({ defined: definition });
        }
      }
      return [...found.values()].sort(byPlace);
    },
  };
}

/** The new name when the identifier is what an import or a plain assignment renames: `X` in `from m import X as Y` or `Y = m.X` gives `Y`. */
function aliasGiven(identifier: PyNode): string | undefined {
  const dotted = identifier.parent?.type === 'dotted_name' ? identifier.parent : undefined;
  const aliased = dotted?.parent?.type === 'aliased_import' ? dotted.parent : undefined;
  if (aliased && aliased.children[0] === dotted) return aliased.children.at(-1)?.text;
  const chain = chainEndingAt(identifier);
  const assignment = chain.parent?.type === 'assignment' ? chain.parent : undefined;
  const target = assignment?.children[0];
  return assignment && assignment.children.at(-1) === chain && target?.type === 'identifier' ? target.text : undefined;
}

/** The attribute chain an identifier is the last name of: `fastapi.FastAPI` for its `FastAPI`. */
function chainEndingAt(identifier: PyNode): PyNode {
  const above = identifier.parent;
  return above?.type === 'attribute' && above.children.at(-1) === identifier ? above : identifier;
}

function byPlace(a: { module: Module; node: PyNode }, b: { module: Module; node: PyNode }): number {
  return a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start;
}
