import { boundBy, codeStyleOf, insertion, isTakenElsewhere, lineEnd, lineEnding, moduleName, newInits, refuse, replacement, unusedAfter, withLineEnding, type CodeStyle, type Editor, type PyNode, type ServiceTarget, type Task } from '#pystd';
import { boundNames, isLogger } from './companion.ts';
import { askForFormatter } from './formatter.ts';
import type { ServiceHome } from './home.ts';
import { callText, methodText } from './method-text.ts';
import { gapBefore, moduleText } from './module-text.ts';
import { companions, type PlannedService } from './plan.ts';

/** Puts the methods of a service where they belong and turns the handlers to them. Refuses where the code cannot be written as it stands. */
export function writeService(service: PlannedService, target: ServiceTarget, edit: Editor, task: Task<unknown>): void {
  const { module, home, extractions } = service;
  const style = codeStyleOf(task, target.project);
  const all = companions(service);
  const along = all.map((statement) => withoutTabs(edit.statement(module, statement).lines()));
  if (home.kind === 'new') {
    for (const init of newInits(task, home.path, target.root.folder)) edit.create(init, '');
    const text = moduleText(service, along, style.width(home.path), style.quote);
    edit.create(home.path, withLineEnding(text, style.ending));
    askForFormatter(task, target, home.path, text, style.width(home.path));
  } else askForFormatter(task, target, home.path, continueClass(service, home, all, along, style, edit), style.width(home.path));

  const calls = extractions.map((extraction) => callText(extraction, home.name, style.width(module.path)));
  const moved = [...extractions.map(({ span }) => span), ...all];
  const isReadBesides = (bound: string): boolean => module.names.references().some((one) => one.name === bound && !moved.some(({ start, end }) => start <= one.node.start && one.node.start < end));
  // A logger stays as well, if somebody still writes to it.
  const gone = all.filter((statement) => !isLogger(statement) || !boundNames(statement).some((name) => isReadBesides(name) || isTakenElsewhere(task, module, name)));
  const left = [...extractions.map(({ span }) => span), ...gone];
  const spelled = moduleName(task, { path: home.path, isPackage: false }, module.path, module);
  if ('refused' in spelled) refuse(spelled.refused);
  const imported = new Set(extractions.flatMap(({ imports }) => imports.map(boundBy)));
  edit.rework(module, {
    edits: extractions.map(({ span }, index) => replacement(span, inLine(calls[index] ?? '', module.text))),
    removes: gone,
    spares: unusedAfter(task, module, left, calls, (name) => imported.has(name)),
    imports: [home.name, ...gone.flatMap(boundNames).filter(isReadBesides)].map((name) => ({ module: spelled.dotted, name, section: 'own' })),
  });
}

/** Adds the methods to a class that is there, and the definitions that come along above it. Gives the methods. */
function continueClass({ extractions }: PlannedService, home: Extract<ServiceHome, { kind: 'class' }>, all: readonly PyNode[], along: readonly string[], style: CodeStyle, edit: Editor): string {
  const { module, definition, session } = home;
  const { text } = module;
  const methods = extractions.map((one) => methodText(one, { session, repositories: new Map(), forTypes: new Set() }, style.width(module.path), style.quote));
  const end = lineEnd(text, definition.end - 1);
  const lead = text[end - 1] === '\n' ? '\n' : '\n\n';
  const bound = module.names.module.bindings;
  const fresh = along.filter((_, index) => !boundNames(all[index] ?? definition).some((name) => bound.has(name)));
  const above = fresh.map((one, index) => `${index === 0 ? '' : gapBefore(one, fresh[index - 1])}${one}`).join('');
  const top = definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
  edit.rework(module, {
    edits: [...(fresh.length > 0 ? [insertion(top.start, inLine(`${above}\n\n\n`, text))] : []), insertion(end, inLine(`${lead}${methods.join('\n\n')}\n`, text))],
    imports: extractions.flatMap(({ imports }) => imports),
  });
  return methods.join('\n\n');
}

/** Code that is indented with tabs, as the class of the service is indented; strings over several lines are left alone, and with them the rest. */
function withoutTabs(code: string): string {
  return /"""|'''/.test(code) ? code : code.replace(/^\t+/gm, (tabs) => '    '.repeat(tabs.length));
}

/** Code with the line endings of the text it comes into. */
function inLine(code: string, text: string): string {
  return withLineEnding(code, lineEnding(text));
}
