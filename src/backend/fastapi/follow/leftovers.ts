import type { Module } from '../../../python/project/module.ts';
import { parametersOf } from '../../../python/names/parameters.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { calleeOf } from '../../../python/syntax/views.ts';
import { childOfType, enclosing, nodeAt, parts } from '../../../python/syntax/walk.ts';
import type { Unclear } from '../model.ts';
import { shortened } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { routersIn } from './value.ts';

const CALLS = /\.(?:include_router|add_api_route|add_api_websocket_route)\s*\(|@\s*[\w.]+\.(?:get|post|put|delete|patch|options|head|trace|api_route|websocket)\s*\(/g;

/**
 * What stands in functions that nothing called while the program was followed, and would add routes if something did: said of the applications and
 * routers it is about, or with the module where that cannot be told. Functions that nothing names are never called.
 */
export function leftovers(machine: Machine): readonly { readonly module: Module; readonly unclear: Unclear }[] {
  const unplaced: { module: Module; unclear: Unclear }[] = [];
  for (const [module, frame] of machine.modules) {
    if (!module.parses) continue;
    for (const match of module.text.matchAll(CALLS)) {
      const end = match.index + match[0].length;
      const call = enclosing(nodeAt(module.tree.root, { start: end - 1, end }), 'call');
      const definition = call && ownerOf(call);
      if (!call || !definition || machine.done.has(call) || machine.ran.has(definition)) continue;
      const name = childOfType(definition, 'identifier')?.text ?? '';
      const receiver = receiverOf(call);
      const global = receiver !== undefined && !isLocal(definition, receiver) ? frame.names.get(receiver) : undefined;
      const routers = global ? routersIn(global) : [];
      const because = `\`${shortened(call)}\` stands in \`${name}\`, and nothing that could be followed calls it.`;
      for (const router of routers) router.unclear.push({ module, node: call, about: 'routes', because });
      if (global === undefined && routers.length === 0 && isNamedElsewhere(machine, module, name)) unplaced.push({ module, unclear: { module, node: call, about: 'routes', because } });
    }
  }
  return unplaced;
}

/** The function around a call; the decorators of a function are outside of it. */
function ownerOf(call: PyNode): PyNode | undefined {
  const decorated = call.parent?.type === 'decorator' ? call.parent.parent : undefined;
  return enclosing(decorated ?? call, 'function_definition');
}

/** The name a chain begins with: `app` of `app.router.mount(…)`. */
function receiverOf(call: PyNode): string | undefined {
  let node = calleeOf(call);
  while (node && node.type === 'attribute') node = parts(node)[0];
  return node?.type === 'identifier' ? node.text : undefined;
}

function isLocal(definition: PyNode, name: string): boolean {
  if (parametersOf(definition).some((parameter) => parameter.name.text === name)) return true;
  return new RegExp(`(?:^|\\n)[ \\t]+${name}[ \\t]*(?::[^=\\n]*)?=(?!=)`).test(definition.text);
}

/** Whether a name stands anywhere but where it is defined. */
function isNamedElsewhere({ python }: Machine, module: Module, name: string): boolean {
  if (name.startsWith('__')) return true;
  const word = new RegExp(`\\b${name}\\b`, 'g');
  return python.layout.holding(name).some((other) => [...other.text.matchAll(word)].length > (other === module ? 1 : 0));
}
