import type { PyNode } from '../../../python/syntax/node.ts';
import { calleeOf } from '../../../python/syntax/views.ts';
import { parts } from '../../../python/syntax/walk.ts';
import { givenOf, type Arguments } from './arguments.ts';
import { call } from './call.ts';
import { evaluate, shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { forced, optionsOf, routersIn, type Value } from './value.ts';

/** Applies the decorators of a definition, the lowest first. Whatever they return, the name is taken to mean what is defined. */
export function decorated(statement: PyNode, value: Value, frame: Frame): void {
  const expressions = parts(statement).flatMap((part) => (part.type === 'decorator' ? (parts(part)[0] ?? []) : []));
  // Python evaluates the decorators from the top, and applies them from the bottom.
  const decorators = expressions.map((node) => ({ node, value: evaluate(node, frame) }));
  for (const { node, value: decorator } of decorators.reverse()) apply(node, decorator, value, frame);
}

function apply(node: PyNode, decorator: Value, value: Value, frame: Frame): void {
  if (decorator.kind === 'lazy') return;
  for (const option of optionsOf(decorator)) {
    if (option.kind === 'registrar') option.register(value, { module: frame.module, node });
    else if (option.kind === 'function') applyOwn(node, option, value, frame);
    else if (option.kind === 'unknown') unplaced(node, option, frame);
  }
}

/** A decorator of the repository is called with what it decorates. */
function applyOwn(node: PyNode, decorator: Value, value: Value, frame: Frame): void {
  const given: Arguments = { module: frame.module, node, positional: [givenOf(value, node, frame)], named: new Map(), open: false };
  call(forced(decorator), given, frame);
}

/** `@something.get("/path")` on something that cannot be told. */
function unplaced(node: PyNode, decorator: Value, frame: Frame): void {
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  if (!callee || !/\.(?:get|post|put|delete|patch|options|head|trace|api_route|websocket)$/.test(callee.text)) return;
  const unclear = { module: frame.module, node, about: 'routes', because: `It cannot be told which application or router \`@${shortened(node)}\` adds to.` } as const;
  for (const router of routersIn(decorator)) router.unclear.push(unclear);
  if (routersIn(decorator).length === 0 && !frame.machine.done.has(node)) frame.machine.unplaced.push({ root: frame.machine.root, unclear });
  frame.machine.done.add(node);
}
