import { codeStyleOf, insertion, lineEnd, moduleName, newInits, refuse, replacement, unusedAfter, withLineEnding, type Editor, type NewImport, type PyNode, type ServiceTarget, type Task } from '#pystd';
import { isLogger } from './carrier.ts';
import type { ServiceHome } from './home.ts';
import { callText, methodText } from './method-text.ts';
import { moduleText } from './module-text.ts';
import { companions, type PlannedService } from './plan.ts';

/** Puts the methods of a service where they belong and turns the handlers to them. Refuses where the code cannot be written as it stands. */
export function writeService(service: PlannedService, target: ServiceTarget, edit: Editor, task: Task<unknown>): void {
  const { module, home, extractions } = service;
  const style = codeStyleOf(task, target.project);
  const along = companions(service).map((statement) => edit.statement(module, statement).lines());
  if (home.kind === 'new') {
    for (const init of newInits(task, home.path, target.root.folder)) edit.create(init, '');
    edit.create(home.path, withLineEnding(moduleText(service, along, style.width(home.path)), style.ending));
  } else continueClass(service, home, along, edit, task);

  const gone = companions(service).filter((statement) => !isLogger(statement));
  const calls = extractions.map((extraction) => callText(extraction, home.name, style.width(module.path)));
  const left = [...extractions.map(({ span }) => span), ...gone];
  const spelled = moduleName(task, { path: home.path, isPackage: false }, module.path, module);
  if ('refused' in spelled) refuse(spelled.refused);
  const isStillRead = (bound: string): boolean => module.names.references().some((one) => one.name === bound && !left.some(({ start, end }) => start <= one.node.start && one.node.start < end));
  const imported = new Set(extractions.flatMap(({ imports }) => imports.map(boundBy)));
  edit.rework(module, {
    edits: extractions.map(({ span }, index) => replacement(span, withLineEnding(calls[index] ?? '', style.ending))),
    removes: gone,
    spares: unusedAfter(task, module, left, calls, (name) => imported.has(name)),
    imports: [home.name, ...gone.flatMap(boundNames).filter(isStillRead)].map((name) => ({ module: spelled.dotted, name, section: 'own' })),
  });
}

/** Adds the methods to a class that is there. */
function continueClass({ extractions }: PlannedService, home: Extract<ServiceHome, { kind: 'class' }>, along: readonly string[], edit: Editor, task: Task<unknown>): void {
  const { module, definition, session } = home;
  const { text } = module;
  const width = task.backend.projects.lineWidth(module.path);
  const methods = extractions.map((one) => methodText(one, { session, repositories: new Map() }, width));
  const end = lineEnd(text, definition.end - 1);
  const lead = text[end - 1] === '\n' ? '\n' : '\n\n';
  edit.rework(module, {
    edits: [
      ...(along.length > 0 ? [insertion(definition.start, `${along.join('\n\n\n')}\n\n\n`)] : []),
      insertion(end, `${lead}${methods.join('\n\n')}\n`),
    ],
    imports: extractions.flatMap(({ imports }) => imports),
  });
}

function boundBy({ module, name, alias }: NewImport): string {
  return alias ?? name ?? module.split('.')[0] ?? '';
}

/** The names that a definition binds. */
function boundNames(statement: PyNode): readonly string[] {
  const definition = statement.type === 'decorated_definition' ? statement.children.at(-1) : statement;
  const target = definition?.type === 'expression_statement' ? definition.children[0]?.children[0] : definition?.children.find(({ type }) => type === 'identifier');
  return target?.type === 'identifier' ? [target.text] : [];
}
