import { assignmentOf, blockOf, deepDescendants, docstringOf, ensureDependency, insertion, lineEnd, lineEnding, lineStart, parts, refuse, replacement, startsLine, statementsOf, unusedAfter, withLineEnding, type Editor, type PyNode, type Task } from '#pystd';
import type { FieldShape, NeededImport } from '../fields/index.ts';
import { configCode, fieldLines, importsOfFields, newHelpers, type EnvFile } from '../home/index.ts';
import type { Holder } from './find.ts';
import type { Turned, TurnedClass } from './turned.ts';

/** What the class is to be, beside its members. */
export interface Form {
  readonly project: string;
  readonly envFile: EnvFile;
  readonly caseSensitive: boolean;
}

/** Makes a class of pydantic's settings of a plain one, at its place. @throws Refusal where a person has to do it */
export function writeTurned<O>(editor: Editor, task: Task<O>, holder: Holder, { members, added }: TurnedClass, { project, envFile, caseSensitive }: Form): void {
  const { module, node, decorator, bases, isFrozen } = holder;
  const shapes = [...members.flatMap((one) => (one.kind === 'field' ? [one.shape] : [])), ...added];
  const isRecent = shapes.some(({ since }) => since === '2.7');
  ensureDependency(editor, task, project, isRecent ? 'pydantic-settings>=2.7' : 'pydantic-settings>=2.0');
  const statement = node.parent?.type === 'decorated_definition' ? node.parent : node;
  const code = members.map((one) => (one.kind === 'field' ? `${one.shape.annotation} ${one.shape.value ?? ''}` : 'annotation' in one ? one.annotation : ''));
  const load = task.backend.environment.loads.filter((one) => one.module === module && one.when === 'import').map((one) => one.node.start);
  editor.addImports(module, importsFor(envFile, shapes, code), Math.min(statement.start, ...load.map((start) => topStatement(module.tree.root, start))));
  const helpers = newHelpers(module, shapes).map((helper) => helper.trimEnd()).join('\n\n\n');
  if (helpers !== '') editor.statement(module, node).insertBefore(helpers);
  if (decorator) editor.decorators(module, node).remove(decorator);
  const name = parts(node).find(({ type }) => type === 'identifier');
  if (bases) editor.edit(module.path, [replacement(bases, '(BaseSettings)')]);
  else if (name) editor.edit(module.path, [insertion(name.end, '(BaseSettings)')]);
  const width = task.backend.projects.lineWidth(module.path) - 4;
  const config = configCode(envFile, caseSensitive, width, isFrozen ? ['frozen=True'] : []);
  const fields = [...members.flatMap((one) => (one.kind === 'field' && one.member.kind === 'method' ? [one.shape] : [])), ...added];
  const lines = fieldLines(fields, width).join('\n');
  const last = members.findLast((one) => one.kind === 'constant' || (one.kind === 'field' && one.member.kind === 'attribute'));
  placeFirst(editor, holder, last || lines === '' ? config : `${config}\n\n${lines}`);
  if (last && lines !== '') editor.statement(module, last.member.statement).insertAfter(lines);
  for (const one of members) writeMember(editor, holder, one);
  const properties = members.flatMap((one) => (one.kind === 'property' ? [propertyCode(editor, holder, one)] : []));
  if (properties.length > 0) editor.body(module, node).append(properties.join('\n\n'));
  const gone = members.flatMap((one) => (one.kind === 'kept' || (one.kind === 'constant' && valueIn(one.member.statement) === one.member.value) ? [] : [one.member.statement]));
  const sites = [...gone, ...(decorator ? [decorator] : [])].map((one) => ({ module, node: one, was: 'import' as const, replacement: () => '' }));
  const texts = [...code, ...members.flatMap((one) => (one.kind === 'constant' ? [one.member.value.text] : [])), ...shapes.map(({ value }) => value ?? ''), ...properties, helpers, config];
  for (const unused of unusedAfter(task, module, sites.map(({ node }) => node), texts)) editor.removeImport(module, unused);
}

/** Below the docstring, set off by blank lines. */
function placeFirst(editor: Editor, { module, node, name }: Holder, code: string): void {
  const { text, path } = module;
  const ending = lineEnding(text);
  const body = blockOf(node);
  const docstring = docstringOf(node);
  const first = body && statementsOf(body)[0];
  const above = docstring ?? node.children.find(({ type }) => type === ':');
  if (!first || !above) return refuse(`\`${name}\` has no body.`);
  const at = lineEnd(text, above.end - 1);
  const isAlone = startsLine(text, first.start) && (!docstring || !statementsOf(body).some(({ start }) => start >= docstring.end && start < at));
  if (!isAlone || text[at - 1] !== '\n') return refuse(`The body of \`${name}\` shares its lines.`);
  const indent = text.slice(lineStart(text, first.start), first.start);
  const lines = code.split('\n').map((line) => (line === '' ? '' : indent + line)).join(ending) + ending;
  const isApart = /^[ \t]*\r?\n/.test(text.slice(at));
  editor.edit(path, [insertion(at, `${docstring ? ending : ''}${lines}${isApart ? '' : ending}`)]);
}

function topStatement(root: PyNode, offset: number): number {
  return root.children.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
}

function importsFor(envFile: EnvFile, shapes: readonly FieldShape[], code: readonly string[]): readonly NeededImport[] {
  const isUsed = ({ name }: NeededImport): boolean => code.some((text) => new RegExp(`\\b${name}\\b`).test(text)) || shapes.some(({ annotation, value }) => new RegExp(`\\b${name}\\b`).test(`${annotation} ${value ?? ''}`));
  const helpers = importsOfFields(shapes.map((shape) => ({ ...shape, imports: [] })));
  const variables: NeededImport[] = code.some((text) => /^ClassVar\b/.test(text)) ? [{ module: 'typing', name: 'ClassVar' }] : [];
  const own: NeededImport[] = [{ module: 'pydantic_settings', name: 'BaseSettings' }, { module: 'pydantic_settings', name: 'SettingsConfigDict' }];
  const all = [...envFile.imports, ...own, ...helpers, ...variables, ...shapes.flatMap(({ imports }) => imports).filter(isUsed)];
  return [...new Map(all.map((one) => [`${one.module}.${one.name}`, one])).values()];
}

function writeMember(editor: Editor, { module }: Holder, made: Turned): void {
  if (made.kind === 'kept') return;
  const { member } = made;
  if (made.kind === 'property' || member.kind === 'method') {
    editor.statement(module, member.statement).remove();
    return;
  }
  if (made.kind === 'constant') {
    const { annotation, target, value, statement } = member;
    editor.edit(module.path, [annotation ? replacement(annotation, made.annotation) : insertion(target.end, `: ${made.annotation}`)]);
    const written = valueIn(statement);
    if (written && written !== value) editor.edit(module.path, [replacement(written, value.text)]);
    return;
  }
  const { start, end } = member.statement;
  const above = lineStart(module.text, start);
  const indent = module.text.slice(above, start);
  const comments = commentsIn(member.statement).map((comment) => `${indent}${comment}\n`);
  if (comments.length > 0 && indent.trim() === '') editor.edit(module.path, [insertion(above, withLineEnding(comments.join(''), lineEnding(module.text)))]);
  const { shape } = made;
  editor.edit(module.path, [replacement({ start, end }, `${shape.name}: ${shape.annotation}${shape.value === undefined ? '' : ` = ${shape.value}`}`)]);
}

function valueIn(statement: PyNode): PyNode | undefined {
  return assignmentOf(statement)?.value;
}

/** What a statement that goes has to say. */
function commentsIn(statement: PyNode): readonly string[] {
  return [...deepDescendants(statement, () => true)].flatMap(({ type, text }) => (type === 'comment' ? [text] : []));
}

/** The property in the place of a value, with the comments of that. */
function propertyCode(editor: Editor, { module }: Holder, { member, type, code }: Extract<Turned, { kind: 'property' }>): string {
  const lines = editor.statement(module, member.statement).lines().split('\n');
  const comments = [...lines.filter((line) => line.startsWith('#')), ...commentsIn(member.statement)];
  const value = code.includes('\n') && !/^[([{]/.test(code) ? `(${code})` : code;
  return [...comments, '@property', `def ${member.name}(self) -> ${type}:`, `    return ${value.replace(/\r\n/g, '\n')}`].join('\n');
}

