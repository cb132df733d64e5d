import {
  applyEdits, carriedName, circleThrough, fitted, freeNamesOf, importOf, parts, replacement, snakeCase,
  type Edit, type Module, type NewImport, type PyNode, type RepoPath, type RepositoryView,
} from '#pystd';
import type { InlineService } from './find.ts';
import { meaningIn } from './meaning.ts';
import type { ServiceClass } from './service-class.ts';

/** A function that makes a service for whoever depends on it. */
export interface Provider {
  readonly name: string;
  /** The alias that stands for depending on it, where the code has one for its session as well: `BookServiceDep`. */
  readonly alias: string | undefined;
  /** Its code; `undefined` where it is there already. */
  readonly text: string | undefined;
  /** What its module has to import. */
  readonly imports: readonly NewImport[];
  /** The modules of the repository that these imports run. */
  readonly runs: readonly Module[];
  readonly service: ServiceClass;
  /** What it depends on for the session. */
  readonly asked: string;
}

/** Where the providers of a service go that need nothing from beside the routes. */
export interface SharedPlace {
  readonly path: RepoPath;
  /** The module, where there is one already. */
  readonly there: Module | undefined;
}

/** The name of the provider of a service: `get_book_service`. */
export function providerName(service: string): string {
  return `get_${snakeCase(service)}`;
}

/** The name of the alias that stands for depending on a service, after that of the session's; `undefined` where the session has none. */
export function aliasName({ session, parameter, service }: InlineService): string | undefined {
  const alias = parameter.type === 'typed_parameter' && session.annotation && /^[\w.]+$/.test(session.annotation.text) ? session.annotation.text.split('.').at(-1) : undefined;
  if (alias === undefined) return undefined;
  if (/^[a-z_]/.test(alias)) return `${snakeCase(service.name)}_${/_([a-z]+)$/.exec(alias)?.[1]?.match(/^(?:dep|depends|dependency)$/)?.[0] ?? 'dependency'}`;
  return `${service.name}${/(?:Depends|Dependency)$/.exec(alias)?.[0] ?? 'Dep'}`;
}

/** The provider of the service that a handler makes, for the shared module: it takes the session as the handler did. A full sentence where it cannot be written there. */
export function sharedProvider(view: RepositoryView, inline: InlineService, { path, there }: SharedPlace, floor: number | undefined, width: number): Provider | { readonly problem: string; readonly isBeside: boolean } {
  const { handler: { module }, service, parameter } = inline;
  const imports: NewImport[] = [];
  const runs: Module[] = [];
  const respelled: Edit[] = [];
  const needed = freeNamesOf(module, [parameter]).map((free) => ({ free, carried: carriedName(view, module, free, path) }));
  for (const { free, carried } of [...needed, { free: undefined, carried: importOf(view, service, service.name, path, module) }]) {
    if (carried.kind === 'problem') return { problem: carried.because, isBeside: false };
    if (carried.kind === 'own') return { problem: 'What it depends on is defined beside the routes.', isBeside: true };
    if (carried.kind !== 'import') continue;
    // What the module itself defines has its own name there, and needs no import.
    if (there && free && carried.runs === there) {
      const edits = free.uses.map((use) => ownName(view, module, there, use));
      if (edits.includes(undefined)) return { problem: `What \`${free.name}\` is in \`${path}\` cannot be told.`, isBeside: true };
      respelled.push(...edits.filter((edit): edit is Edit => edit !== undefined));
      continue;
    }
    if (there && carried.runs === there) continue;
    imports.push(carried.import);
    if (carried.runs) runs.push(carried.runs);
  }
  // A service that stands beside its routes cannot be imported by what they import.
  if (service.module === module) return { problem: `\`${service.name}\` is defined beside the routes.`, isBeside: true };
  const circle = circleThrough(view, runs, there ?? module, there ? undefined : path);
  if (circle !== undefined) return { problem: circle, isBeside: true };
  if (there && view.python.reaches(there, module)) return { problem: `\`${there.path}\` imports the routes itself.`, isBeside: true };
  const provider = providerText(inline, service.name, floor, width, applyEdits(parameter.text, respelled.map(({ span, text }) => ({ span: { start: span.start - parameter.start, end: span.end - parameter.start }, text }))));
  const all = [...imports, ...provider.imports];
  const taken = there && all.find((one) => meaningIn(view, there, one) === 'other');
  if (taken) return { problem: `\`${taken.alias ?? taken.name ?? taken.module}\` means something else in \`${path}\`.`, isBeside: true };
  return { ...provider, imports: all, runs };
}

/** A use of something of a module, as that module itself spells it: `get_db` for `deps.get_db`, and for an alias of it. */
function ownName({ python }: RepositoryView, module: Module, there: Module, use: PyNode): Edit | undefined {
  const whole = use.parent?.type === 'attribute' && use.parent.children[0] === use ? use.parent : use;
  const symbol = python.symbolOf(module, use);
  const name = symbol.kind === 'module' && symbol.module === there && whole !== use ? parts(whole)[1]?.text : module.names.module.bindings.get(use.text)?.map(({ how }) => (how.kind === 'import' ? how.name : undefined))[0];
  if (name === undefined || !there.names.module.bindings.has(name)) return undefined;
  return replacement(symbol.kind === 'module' && symbol.module === there ? whole : use, name);
}

/** The provider, for a module that has the service under the name `spelled`, and what the parameter of the handler needs. */
export function providerText(inline: InlineService, spelled: string, floor: number | undefined, width: number, parameter = inline.parameter.text): Provider {
  const { service, session, dependency } = inline;
  const name = providerName(service.name);
  // A session of asyncio stays with its loop: a plain function would be run in a thread.
  const head = fitted(`${session.isAsync ? 'async ' : ''}def ${name}(`, [flat(parameter)], `) -> ${spelled}:`, width);
  const alias = aliasName(inline);
  const outer: readonly NewImport[] = alias === undefined ? [] : [annotatedImport(floor), { module: 'fastapi', name: 'Depends', section: 'outer' }];
  const aliasText = alias === undefined ? '' : `\n\n\n${fitted(`${alias} = Annotated[`, [spelled, `Depends(${name})`], ']', width)}`;
  return { name, alias, imports: outer, runs: [], service, asked: dependency.key, text: `${head}\n    """Give the service a session of the request."""\n    return ${spelled}(${session.name})${aliasText}` };
}

/** `Annotated`, from where the oldest Python of the service has it. */
export function annotatedImport(floor: number | undefined): NewImport {
  return floor !== undefined && floor < 9 ? { module: 'typing_extensions', name: 'Annotated', section: 'outer' } : { module: 'typing', name: 'Annotated', section: 'standard' };
}

/** A parameter on one line. */
function flat(parameter: string): string {
  return parameter.replace(/([[(])\s*\n\s*/g, '$1').replace(/,?\s*\n\s*([\])])/g, '$1').replace(/\s*\n\s*/g, ' ');
}
