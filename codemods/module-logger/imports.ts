import { parts, type LogCall, type Module, type PyNode } from '#pystd';

/** The names imported from `logging` (`from logging import info`) that nothing needs any more once these calls are turned. */
export function spareImports(module: Module, calls: readonly LogCall[]): readonly string[] {
  const turned = new Set(calls.map(({ callee }) => callee));
  const plain = [...new Set(calls.flatMap(({ callee }) => (callee.type === 'identifier' ? [callee.text] : [])))];
  const others = new Set(plain.length === 0 ? [] : module.names.references().flatMap(({ node, name }) => (turned.has(node) ? [] : [name])));
  const exported = module.names.exportedNames();
  return plain.filter((name) => !others.has(name) && !(exported.kind === 'explicit' && exported.names.some((one) => one.name === name)));
}

/** The statements `import logging` in functions that nothing needs any more once these calls are turned. */
export function spareStatements({ names }: Module, calls: readonly LogCall[]): readonly PyNode[] {
  const importOf = (node: PyNode): PyNode | undefined => {
    const seen = names.lookup(node.text, names.scopeOf(node));
    const [binding, other] = seen.kind === 'bound' && seen.scope !== names.module ? seen.bindings : [];
    return binding?.how.kind === 'import' && !other ? binding.how.statement : undefined;
  };
  const turned = new Set(calls.flatMap(({ callee }) => (callee.type === 'attribute' ? parts(callee).slice(0, 1) : [])));
  const spare = new Set([...turned].flatMap((node) => importOf(node) ?? []));
  if (spare.size === 0) return [];
  for (const { node } of names.references()) {
    const needed = turned.has(node) ? undefined : importOf(node);
    if (needed) spare.delete(needed);
  }
  return [...spare].filter(({ text }) => /^import\s+\w+(?:\s+as\s+\w+)?$/.test(text));
}
