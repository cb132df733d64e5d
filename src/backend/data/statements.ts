import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { calleeOf } from '../../python/syntax/views.ts';
import { deepDescendants } from '../../python/syntax/walk.ts';
import { classBehind, isMapped } from './classes.ts';
import type { OwnType } from './known-type.ts';

const BUILDERS = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.(select|update|delete|insert|union|union_all|text|exists|values|lambda_stmt|intersect|except_)$/;

/** What a call builds a statement with: `select`, `update`, `text`; `undefined` for anything else. */
export function builderOf(python: Python, module: Module, call: PyNode): string | undefined {
  const callee = call.type === 'call' ? calleeOf(call) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  return symbol?.kind === 'external' ? BUILDERS.exec(symbol.name)?.[1] : undefined;
}

/** The mapped classes that an expression names, each once, in document order. */
export function modelsIn(python: Python, module: Module, expression: PyNode): readonly OwnType[] {
  const models = new Map<PyNode, OwnType>();
  for (const node of deepDescendants(expression, () => true)) {
    if (node.type !== 'identifier' || (node.parent?.type === 'keyword_argument' && node.parent.children[0] === node)) continue;
    if (!/^_*[A-Z]/.test(node.text) && node.parent?.type !== 'argument_list') continue;
    const own = classBehind(python.symbolOf(module, node));
    if (own && !models.has(own.node) && isMapped(python, own)) models.set(own.node, { kind: 'own', ...own });
  }
  return [...models.values()];
}
