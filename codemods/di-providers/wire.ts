import {
  codeStyleOf, importBlock, insertion, lineEnding, lineStart, moduleName, newFileText, newInits, refuse, replacedInTests, replacement, series, serviceTargets, unusedAfter, withLineEnding,
  type Edit, type Editor, type Module, type NewImport, type PyNode, type RepoPath, type ServiceTarget, type Task,
} from '#pystd';
import { SERVICE, spelledService } from './find.ts';
import type { Options } from './options.ts';
import { missingIn, planWiring, type Wired } from './plan.ts';
import { annotatedImport, type Provider, type SharedPlace } from './provider.ts';
import { askedBy, parameterEdit } from './signature.ts';

/** Gives handlers the services that they make themselves. */
export function wireServices(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const { place, wired, kept } = planWiring(task, target, task.options);
    const shared = wired.filter(({ isBeside }) => !isBeside);
    for (const module of new Set(wired.map(({ inline }) => inline.handler.module))) {
      const own = wired.filter(({ inline }) => inline.handler.module === module);
      const [first] = own;
      if (first) task.change(module.at(first.inline.handler.node), inWords(own, module, place), (edit) => {
        // Each change brings all of the shared providers: so all of them say the same of that module, and none waits for another.
        if (place && own.some(({ isBeside }) => !isBeside)) writeShared(place, shared, target, edit, task);
        rewire(module, own, place, target, edit, task);
      });
    }
    for (const { handler, because } of kept) task.flag(handler.module.at(handler.node), `\`${handler.name}\` goes on making its service itself. ${because}`);
  }
}

function inWords(wired: readonly Wired[], module: Module, place: SharedPlace | undefined): string {
  const handlers = wired.map(({ inline }) => `\`${inline.handler.name}\``);
  const homes = [place?.path, module.path].flatMap((path, index) => {
    const providers = [...new Set(wired.filter(({ isBeside }) => isBeside === (index === 1)).map(({ provider }) => `\`${provider.name}\``))];
    return providers.length > 0 ? [`${series(providers)} in \`${path ?? ''}\``] : [];
  });
  return `${series(handlers)} ${handlers.length === 1 ? 'is given its service' : 'are given their services'} by ${homes.join(', and by ')}.`;
}

function writeShared({ path, there }: SharedPlace, wired: readonly Wired[], target: ServiceTarget, edit: Editor, task: Task<Options>): void {
  const style = codeStyleOf(task, target.project);
  const providers = newProviders(wired);
  if (providers.length === 0) return;
  const imports = onceEach(providers.flatMap((one) => one.imports), path);
  const code = providers.map(({ text }) => text).join('\n\n\n');
  if (there) {
    const end = /(?:\r?\n)*$/.exec(there.text)?.[0].split('\n').length ?? 1;
    const gap = there.text.trim() === '' ? '' : '\n'.repeat(Math.max(0, 4 - end));
    edit.rework(there, { edits: [insertion(there.text.length, withLineEnding(`${gap}${code}\n`, lineEnding(there.text)))], imports: missingIn(task, there, imports) });
  } else {
    for (const init of newInits(task, path, target.root.folder)) edit.create(init, '');
    edit.create(path, newFileText(`"""What routes depend on."""\n\n${importBlock(imports, style.width(path))}\n\n${code}\n`, style));
  }
}

/** The providers that are still to be written, in the order of the handlers that need them. */
function newProviders(wired: readonly Wired[]): readonly Provider[] {
  return [...new Set(wired.map(({ provider }) => provider))].filter(({ text }) => text !== undefined);
}

/** Turns the handlers of one module: the parameter asks for the service, and the code uses it. */
function rewire(module: Module, wired: readonly Wired[], place: SharedPlace | undefined, target: ServiceTarget, edit: Editor, task: Task<Options>): void {
  const { floor } = codeStyleOf(task, target.project);
  const imports: NewImport[] = [];
  const edits: Edit[] = [];
  for (const provider of newProviders(wired.filter(({ isBeside }) => isBeside))) {
    const first = wired.find((one) => one.provider === provider)?.inline.handler.node ?? refuse(`\`${provider.name}\` has no place.`);
    const statement = first.parent?.type === 'decorated_definition' ? first.parent : first;
    edits.push(insertedAbove(module, statement, provider.text ?? ''));
    imports.push(...provider.imports);
  }
  for (const { inline, provider, isBeside } of wired) {
    const { parameter, sites, keepsSession } = inline;
    const { text, needs } = askedBy(parameter, provider, spelledService(inline));
    edits.push(parameterEdit(parameter, text, keepsSession, task.backend.projects.lineWidth(module.path)), ...sites.map((site) => replacement(site, SERVICE)));
    if (!isBeside && place) imports.push({ module: spelledPlace(task, module, place), name: needs, section: 'own' });
    if (needs !== provider.alias) imports.push({ module: 'fastapi', name: 'Depends', section: 'outer' });
    if (text.includes('Annotated[')) imports.push(annotatedImport(floor));
  }
  const gone = wired.flatMap(({ inline }) => [...(inline.keepsSession ? [] : [inline.parameter]), ...inline.sites]);
  const spares = unusedAfter(task, module, gone, edits.map(({ text }) => text), () => true).filter((name) => !replacedInTests(task, module, name));
  edit.rework(module, { edits, spares, imports: missingIn(task, module, imports) });
}

/** A definition above a statement and the comment that speaks of it, with two empty lines on either side. */
function insertedAbove({ text }: Module, statement: PyNode, code: string): Edit {
  let at = lineStart(text, statement.start);
  while (at > 0 && text.startsWith('#', lineStart(text, at - 1))) at = lineStart(text, at - 1);
  const blank = /(?:\r?\n)*$/.exec(text.slice(0, at))?.[0].split('\n').length ?? 1;
  return insertion(at, withLineEnding(`${'\n'.repeat(Math.max(0, 4 - blank))}${code}\n\n\n`, lineEnding(text)));
}

function spelledPlace(task: Task<Options>, module: Module, { path }: SharedPlace): string {
  const spelled = moduleName(task, { path, isPackage: false }, module.path, module);
  return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
}

/** Modules of routes may import one thing in two ways, relative and absolute: the first way serves. */
function onceEach(imports: readonly NewImport[], path: RepoPath): readonly NewImport[] {
  const kept: NewImport[] = [];
  for (const one of imports) {
    const isThere = kept.some((other) => (other.alias ?? other.name) === (one.alias ?? one.name) && other.name === one.name && areSame(other.module, one.module, path));
    if (!isThere) kept.push(one);
  }
  return kept;
}

/** Whether two dotted names, as a module at `path` writes them, may be the same module. */
function areSame(a: string, b: string, path: RepoPath): boolean {
  const [one, other] = [a, b].map((dotted) => {
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(dotted) ?? [];
    const folders = path.split('/').slice(0, -dots.length || undefined);
    return dots === '' ? rest : [...folders, ...(rest === '' ? [] : [rest])].join('.');
  }) as [string, string];
  return one === other || (a.startsWith('.') !== b.startsWith('.') && (one.endsWith(`.${other}`) || other.endsWith(`.${one}`)));
}
