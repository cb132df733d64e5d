import { carriedName, circleThrough, fitted, freeNamesOf, importOf, type Module, type NewImport, type RepoPath, type RepositoryView } from '#pystd';
import type { InlineService } from './find.ts';

/** A function that makes a service for whoever depends on it. */
export interface Provider {
  readonly name: string;
  /** The alias that stands for depending on it, where the code has one for its session as well: `BookServiceDep`. */
  readonly alias: string | undefined;
  readonly text: string;
  /** What its module has to import. */
  readonly imports: readonly NewImport[];
}

/** The name of the provider of a service: `get_book_service`. */
export function providerName(service: string): string {
  return `get_${service.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}`;
}

/**
 * The provider of the service that a handler makes, for the module at `path`: it takes the session as the handler did. A full sentence where it cannot be written there.
 *
 * @param there the module, where there is one already
 */
export function providerFor(view: RepositoryView, { handler: { module }, service, parameter, session }: InlineService, path: RepoPath, there: Module | undefined, width: number): Provider | { readonly problem: string } {
  const imports: NewImport[] = [];
  const runs: Module[] = [];
  const needed = freeNamesOf(module, [parameter]).map((free) => carriedName(view, module, free, path));
  const own = importOf(view, service, service.name, path, module);
  for (const carried of [...needed, own]) {
    if (carried.kind === 'problem') return { problem: carried.because };
    if (carried.kind === 'own') return { problem: `What it depends on is defined beside the routes, in \`${module.path}\`, which the module of dependencies cannot import.` };
    if (carried.kind !== 'import') continue;
    // What the module itself defines needs no import there.
    if (there && carried.runs === there) continue;
    imports.push(carried.import);
    if (carried.runs) runs.push(carried.runs);
  }
  const circle = there ? circleThrough(view, runs, there) : circleThrough(view, runs, module);
  if (circle !== undefined) return { problem: circle };
  if (there && view.python.reaches(there, module)) return { problem: `\`${there.path}\` imports the routes itself.` };
  const name = providerName(service.name);
  // A session of asyncio stays with its loop: a plain function would be run in a thread.
  const head = fitted(`${session.isAsync ? 'async ' : ''}def ${name}(`, [parameter.text.replace(/\s*\n\s*/g, ' ')], `) -> ${service.name}:`, width);
  const alias = /\bDepends\(/.test(parameter.text) ? undefined : `${service.name}Dep`;
  const outer: readonly NewImport[] = alias === undefined ? [] : [{ module: 'typing', name: 'Annotated', section: 'standard' }, { module: 'fastapi', name: 'Depends', section: 'outer' }];
  const aliasText = alias === undefined ? '' : `\n\n\n${fitted(`${alias} = Annotated[`, [service.name, `Depends(${name})`], ']', width)}`;
  return { name, alias, imports: [...imports, ...outer], text: `${head}\n    """Give the service a session of the request."""\n    return ${service.name}(${session.name})${aliasText}` };
}
