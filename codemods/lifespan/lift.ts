import { enclosing, parts, type PyNode, type RepositoryView } from '#pystd';
import { isRefused } from './callable.ts';
import type { Flow } from './flow.ts';
import { areSimple, kindReturned } from './handler.ts';
import type { Registration } from './registration.ts';

/**
 * Functions that register a handler and return it, as `register_startup_event(app)` of a well-known template does: without the decorator they make
 * the handler, and the lifespan can call what they return. Such a registration is put where the function is called; others stay.
 */
export function liftedFrom(flow: Flow, view: RepositoryView): readonly Registration[] {
  return flow.registrations.map((one) => lifted(one, flow, view) ?? one);
}

function lifted(one: Registration, { registrations, helpers }: Flow, view: RepositoryView): Registration | undefined {
  const { inFunction: helper, module: home } = one;
  const calls = helpers.filter(({ definition }) => definition === helper);
  const [given] = calls;
  const name = helper?.children.find(({ type }) => type === 'identifier');
  if (!helper || !given || !name || calls.length > 1 || one.how !== 'decorator' || registrations.some((other) => other !== one && other.inFunction === helper)) return undefined;
  // Whoever else calls it, calls it to have the handler registered.
  if (helper.parent?.type !== 'module' || view.python.callsTo({ defined: { module: home, name: name.text } }).length > 1) return undefined;
  const statement = given.call.parent;
  const isStatement = statement?.type === 'expression_statement' && parts(statement).length === 1;
  if (!isStatement || !areSimple(given.call) || isRefused(kindReturned(home, helper, view)) || !returns(helper, one.handler)) return undefined;
  return { module: given.module, event: one.event, node: statement, how: 'statement', handler: given.call, inFunction: enclosing(given.call, 'function_definition', 'lambda'), within: one };
}

/** Whether the function a helper returns is the handler that it registers. */
function returns(helper: PyNode, handler: PyNode): boolean {
  const body = parts(helper.children.find(({ type }) => type === 'block') ?? helper);
  return body.some((one) => one === handler || one === handler.parent) && parts(body.at(-1) ?? helper)[0]?.text === handler.children.find(({ type }) => type === 'identifier')?.text;
}
