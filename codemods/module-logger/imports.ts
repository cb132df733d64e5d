import type { LogCall, Module } from '#pystd';

/** The names imported from `logging` (`from logging import info`) that nothing needs any more once these calls are turned. */
export function spareImports(module: Module, calls: readonly LogCall[]): readonly string[] {
  const turned = new Set(calls.map(({ callee }) => callee));
  const plain = [...new Set(calls.flatMap(({ callee }) => (callee.type === 'identifier' ? [callee.text] : [])))];
  const others = new Set(plain.length === 0 ? [] : module.names.references().flatMap(({ node, name }) => (turned.has(node) ? [] : [name])));
  const exported = module.names.exportedNames();
  return plain.filter((name) => !others.has(name) && !(exported.kind === 'explicit' && exported.names.some((one) => one.name === name)));
}
