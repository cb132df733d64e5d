import { pythonFloor, type App, type Editor, type Module, type RepositoryView } from '#pystd';
import type { LifespanPlace } from './place.ts';
import type { Registration } from './registration.ts';

/** The lifespan that is to be: the statements of its two halves. */
export interface LifespanCode {
  readonly name: string;
  /** What its parameter is called. */
  readonly parameter: string;
  readonly startup: readonly string[];
  readonly shutdown: readonly string[];
}

/** Defines the lifespan, gives it to the application, and takes the registrations away. */
export function writeLifespan(app: App, place: LifespanPlace, code: LifespanCode, registrations: readonly Registration[], project: string, view: RepositoryView, edit: Editor): void {
  const { module } = app;
  const iterator = { module: iteratorHome(module, project, view), name: 'AsyncIterator' };
  edit.addImports(module, [iterator, { module: 'contextlib', name: 'asynccontextmanager' }], place.above.start);
  edit.statement(module, place.above).insertBefore(textOf(code, app.callee.text));
  for (const { how, module: home, node, handler } of registrations.flatMap((one) => (one.within ? [one, one.within] : [one]))) {
    if (how === 'decorator') edit.decorators(home, handler).remove(node);
    else if (how === 'statement') edit.statement(home, node).remove();
  }
  const [first, second] = (['on_startup', 'on_shutdown'] as const).flatMap((name) => app.argument(name) ?? []);
  if (!first) edit.setKeywords(app, [{ name: 'lifespan', value: code.name }]);
  else edit.edit(module.path, [{ span: first.node, text: `lifespan=${code.name}` }]);
  if (second?.name !== undefined) edit.removeKeyword(app, second.name);
}

function textOf({ name, parameter, startup, shutdown }: LifespanCode, application: string): string {
  return ['@asynccontextmanager', `async def ${name}(${parameter}: ${application}) -> AsyncIterator[None]:`, ...yieldBetween(startup, shutdown).map((line) => `    ${line}`)].join('\n');
}

/**
 * The body of a lifespan. The framework calls the shutdown handlers however the application ends, and not at all where a startup handler failed: hence
 * the `finally`, and what starts stands before it.
 */
export function yieldBetween(startup: readonly string[], shutdown: readonly string[]): readonly string[] {
  return [...startup, ...(shutdown.length === 0 ? ['yield'] : ['try:', '    yield', 'finally:', ...shutdown.map((line) => `    ${line}`)])];
}

/** Where `AsyncIterator` comes from: where the module has it from already; Python 3.8 cannot subscript that of `collections.abc`. */
export function iteratorHome(module: Module, project: string, view: RepositoryView): string {
  const [known] = module.names.module.bindings.get('AsyncIterator') ?? [];
  if (known?.how.kind === 'import' && known.how.name === 'AsyncIterator') return known.how.module;
  const minor = pythonFloor(view, project);
  return minor !== undefined && minor < 9 ? 'typing' : 'collections.abc';
}
