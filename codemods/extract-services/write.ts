import {
  applyEdits, codeStyleOf, docstringOf, fitted, importBlock, lineEnd, lineStart, moduleName, newInits, reindent, refuse, replacement, unusedAfter, withLineEnding,
  type CodeStyle, type Edit, type Editor, type NewImport, type PyNode, type ServiceTarget, type Task,
} from '#pystd';
import { isLogger } from './carrier.ts';
import type { Extraction, Parameter } from './model.ts';
import { companions, type PlannedService } from './plan.ts';
import { plural, snake } from './resource.ts';

const METHOD = '    ';
const BODY = '        ';

/** Makes the module of a service and turns the handlers to it. Refuses where the code cannot be written as it stands. */
export function writeService(service: PlannedService, target: ServiceTarget, edit: Editor, task: Task<unknown>): void {
  const { module, path, name, extractions } = service;
  const style = codeStyleOf(task, target.project);
  for (const init of newInits(task, path, target.root.folder)) edit.create(init, '');
  edit.create(path, withLineEnding(moduleText(service, style), style.ending));

  const along = companions(service).filter((statement) => !isLogger(statement));
  const calls = extractions.map((extraction) => callOf(extraction, name, style.width(module.path)));
  const edits = extractions.map(({ span }, index) => replacement(span, withLineEnding(calls[index] ?? '', style.ending)));
  const gone = [...extractions.map(({ span }) => span), ...along];
  const spelled = moduleName(task, { path, isPackage: false }, module.path, module);
  if ('refused' in spelled) refuse(spelled.refused);
  const isStillRead = (bound: string): boolean => module.names.references().some((one) => one.name === bound && !gone.some(({ start, end }) => start <= one.node.start && one.node.start < end));
  const back = along.flatMap(boundNames).filter(isStillRead);
  const imported = new Set(extractions.flatMap(({ imports }) => imports.map((one) => one.alias ?? one.name ?? one.module.split('.')[0] ?? '')));
  edit.rework(module, {
    edits,
    removes: along,
    spares: unusedAfter(task, module, gone, calls, (one) => imported.has(one)),
    imports: [name, ...back].map((one) => ({ module: spelled.dotted, name: one, section: 'own' })),
  });
}

/** The names that a definition binds. */
function boundNames(statement: PyNode): readonly string[] {
  const definition = statement.type === 'decorated_definition' ? statement.children.at(-1) : statement;
  const target = definition?.type === 'expression_statement' ? definition.children[0]?.children[0] : definition?.children.find(({ type }) => type === 'identifier');
  return target?.type === 'identifier' ? [target.text] : [];
}

/** What stands in the handler instead. */
function callOf({ definition, flow, session, parameters, name, span, statements }: Extraction, service: string, width: number): string {
  const { text } = definition.tree;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, span.start)))?.[0] ?? '';
  const reachesEnd = statements.at(-1) === lastOf(definition);
  const isReturned = reachesEnd && flow.returns.some(({ children }) => children.some(({ named }) => named));
  const head = isReturned ? 'return ' : flow.outputs.length > 0 ? `${flow.outputs.join(', ')} = ` : '';
  const given = session ? session.name : '';
  const awaited = flow.awaits.length > 0 ? 'await ' : '';
  return fitted(`${head}${awaited}${service}(${given}).${name}(`, parameters.map((one) => one.name), ')', width, indent).slice(indent.length);
}

function lastOf(definition: PyNode): PyNode | undefined {
  return definition.children.find(({ type }) => type === 'block')?.children.filter(({ named, type }) => named && type !== 'comment').at(-1);
}

function moduleText(service: PlannedService, style: CodeStyle): string {
  const { extractions, path, resource, carrier } = service;
  const width = style.width(path);
  const session = extractions[0]?.session;
  const repositories = repositoriesOf(service);
  const sessionType = session?.type;
  const dot = sessionType?.lastIndexOf('.') ?? -1;
  const sessionImport: readonly NewImport[] = sessionType === undefined ? [] : [{ module: sessionType.slice(0, dot), name: sessionType.slice(dot + 1), section: 'outer' }];
  const imports = [...extractions.flatMap((one) => one.imports), ...carrier.gathered.imports, ...sessionImport];
  const along = companions(service).map((statement) => statement.text.replace(/\r\n/g, '\n'));
  const words = plural(resource).replaceAll('_', ' ');
  const parts = [
    `"""Business logic of ${words}."""\n\n${importBlock(imports, width)}`,
    ...along.map((text) => `${text}\n`),
    classText(service, repositories, sessionType?.slice(dot + 1), words, width),
  ];
  return parts.join('\n\n').replace(/\n{4,}/g, '\n\n\n');
}

function classText({ name, extractions }: PlannedService, repositories: ReadonlyMap<string, string>, sessionType: string | undefined, words: string, width: number): string {
  const usesSession = extractions.some(({ session, repositories: used }) => session?.uses.some((use) => !used.some(({ sites }) => sites.some(({ start, end }) => start <= use.start && use.end <= end))));
  const init = sessionType === undefined ? [] : [
    [
      `${METHOD}def __init__(self, session: ${sessionType}) -> None:`,
      ...(usesSession ? [`${BODY}self.session = session`] : []),
      ...[...repositories].map(([type, attribute]) => `${BODY}self.${attribute} = ${type}(session)`),
    ].join('\n'),
  ];
  return `class ${name}:\n${METHOD}"""What the service does about ${words}."""\n\n${[...init, ...extractions.map((one) => methodText(one, repositories, width))].join('\n\n')}\n`;
}

function repositoriesOf({ extractions }: PlannedService): ReadonlyMap<string, string> {
  const names = [...new Set(extractions.flatMap(({ repositories }) => repositories.map(({ name }) => name)))].sort();
  return new Map(names.map((name) => [name, plural(snake(name.replace(/_?(?:Repository|Repo|DAO|Dao)$/, '')) || 'repository')]));
}

function methodText(extraction: Extraction, repositories: ReadonlyMap<string, string>, width: number): string {
  const { definition, flow, name, parameters, returns, statements } = extraction;
  const head = `${flow.awaits.length > 0 ? 'async ' : ''}def ${name}(`;
  const tail = `)${returns === undefined ? '' : ` -> ${returns}`}:`;
  const signature = fitted(head, ['self', ...parameters.map(spelled)], tail, width, METHOD);
  const outputs = flow.outputs.length > 0 && statements.at(-1) !== lastOf(definition) ? `\n${BODY}return ${flow.outputs.join(', ')}` : '';
  return `${signature}\n${BODY}"""${summaryOf(definition, name)}"""\n${bodyText(extraction, repositories)}${outputs}`;
}

function spelled({ name, annotation }: Parameter): string {
  return annotation === undefined ? name : `${name}: ${annotation}`;
}

/** The first line of the handler's own docstring, else its name as words. */
function summaryOf(definition: PyNode, name: string): string {
  const own = docstringOf(definition)?.text.replace(/^[rRuU]?("""|'''|"|')|("""|'''|"|')$/g, '').trim().split('\n')[0]?.trim();
  if (own !== undefined && own !== '' && !/["\\]/.test(own) && own.length < 70) return /[.!?]$/.test(own) ? own : `${own}.`;
  const words = name.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The moved statements, indented for a method, with the session and the repositories of the service. */
function bodyText({ definition, span, session, repositories: used }: Extraction, repositories: ReadonlyMap<string, string>): string {
  const { tree } = definition;
  const lines = { start: lineStart(tree.text, span.start), end: lineEnd(tree.text, span.end - 1) };
  const indent = /^[ \t]*/.exec(tree.text.slice(lines.start))?.[0] ?? '';
  const moved = reindent(tree, lines, indent, BODY);
  if ('refused' in moved) refuse(moved.refused);
  const sites = used.flatMap(({ name, sites: all }) => all.map((site) => ({ site, text: `self.${repositories.get(name) ?? name}` })));
  const isInSite = (use: PyNode): boolean => sites.some(({ site }) => site.start <= use.start && use.end <= site.end);
  const renamed = (session?.uses ?? []).filter((use) => !isInSite(use)).map((use): Edit => replacement(use, 'self.session'));
  const edits = [...moved, ...renamed, ...sites.map(({ site, text }) => replacement(site, text))].map(({ span: at, text }): Edit => ({ span: { start: at.start - lines.start, end: at.end - lines.start }, text }));
  return applyEdits(tree.text.slice(lines.start, lines.end), edits).replace(/\r\n/g, '\n').trimEnd();
}
