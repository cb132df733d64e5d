import { deepDescendants, placeInWords, roleOf, type App, type PyNode, type RepositoryView } from '#pystd';
import type { Refused } from './callable.ts';
import type { Flow } from './flow.ts';
import { statementOf, type Registration } from './registration.ts';

/**
 * The handlers of an application in the order in which the framework calls them, which is that of their registration: on shutdown as on startup.
 * Refused where a handler may be registered or not, or where the order hangs on who imports what first.
 */
export function inOrder(app: App, flow: Flow, given: readonly Registration[], view: RepositoryView): readonly Registration[] | Refused {
  for (const one of flow.registrations) {
    const because = uncertainty(one, app, flow, view);
    if (because !== undefined) return { because };
  }
  for (const event of ['startup', 'shutdown'] as const) {
    const modules = new Set([...given, ...flow.registrations].filter((one) => one.event === event).map(({ module }) => module));
    if (modules.size > 1) return { because: `Its ${event} handlers stand in ${[...modules].map(({ path }) => `\`${path}\``).join(' and ')}: their order hangs on what is imported first.` };
  }
  const rank = ({ inFunction }: Registration): number => (inFunction ? 0 : 1);
  return [...given, ...[...flow.registrations].sort((a, b) => rank(a) - rank(b) || a.node.start - b.node.start)];
}

/** Why it is not certain that a registration happens once, for this application, before it starts. */
function uncertainty(one: Registration, app: App, { makers, makersInTests }: Flow, { python }: RepositoryView): string | undefined {
  const where = placeInWords(one.module, one.node);
  if (roleOf(one.module.path) === 'test') return `A test registers a handler (${where}).`;
  const statement = statementOf(one);
  if (one.inFunction) {
    if (one.inFunction !== app.factory) return `A handler is registered inside a function (${where}), not where the application is made.`;
    if (statement.parent?.parent !== app.factory) return `Whether a handler is registered depends on something (${where}).`;
    return returnsBefore(app.factory, statement) ? `The factory may return before a handler is registered (${where}).` : undefined;
  }
  if (statement.parent?.type !== 'module') return `Whether a handler is registered depends on something (${where}).`;
  if (one.module !== app.module && !python.reaches(app.module, one.module)) return `A handler is registered only where \`${one.module.path}\` is imported, and nothing shows that \`${app.module.path}\` imports it.`;
  if (!app.factory) return undefined;
  const [maker, ...others] = makers;
  if (!maker || others.length > 0 || makersInTests.length > 0) return `A handler is added to what the factory returned (${where}), and the factory is called elsewhere as well: a lifespan would run for those applications, too.`;
  return maker.inFunction ? `A handler is added to what the factory returned (${where}), inside another function.` : undefined;
}

/** Whether a function may end before it comes to a statement. */
export function returnsBefore(factory: PyNode, statement: PyNode): boolean {
  for (const node of deepDescendants(factory, (one) => one === factory || (one.type !== 'function_definition' && one.type !== 'lambda'))) {
    if (node.type === 'return_statement' && node.start < statement.start) return true;
  }
  return false;
}
