import { assignmentOf, blockOf, insertion, lineEnd, lineEnding, refuse, startsLine, statementsOf, withLineEnding, type Editor, type Module, type PyNode } from '#pystd';
import { HELPERS, helpersIn, type FieldShape } from '../fields/index.ts';
import { fieldLines } from './groups.ts';
import { importsOfFields } from './text.ts';
import type { ExistingHome } from './home.ts';

/** What fields are indented by in most classes, in columns. */
const STEP = 4;

/** Gives a class that is there more fields, below those it has, with the helper functions they need above it. */
export function extendClass(editor: Editor, home: ExistingHome, fields: readonly FieldShape[], width: number): void {
  const { module, node } = home.object.definition;
  const statement = node.parent?.type === 'decorated_definition' ? node.parent : node;
  editor.addImports(module, importsOfFields(fields), statement.start);
  const code = newHelpers(module, fields).map((helper) => helper.trimEnd()).join('\n\n\n');
  if (code !== '') editor.statement(module, node).insertBefore(code);
  addFields(editor, module, node, fieldLines(fields, width - STEP));
}

/** The definitions of helpers that a module does not have yet. */
export function newHelpers({ names, path, text }: Module, fields: readonly FieldShape[]): readonly string[] {
  return helpersIn(fields).flatMap((name) => {
    const bindings = names.module.bindings.get(name) ?? [];
    if (bindings.length === 0) return [HELPERS[name].code];
    const isSame = bindings.length === 1 && text.replace(/\r\n/g, '\n').includes(HELPERS[name].code.trimEnd());
    return isSame ? [] : refuse(`\`${name}\` of \`${path}\` is something else than the function of that name that the settings need.`);
  });
}

function addFields(editor: Editor, module: Module, definition: PyNode, lines: readonly string[]): void {
  const { text } = module;
  const body = blockOf(definition);
  const statements = body ? statementsOf(body) : [];
  const last = statements.findLast(isField);
  // A string below a field documents it.
  const next = last && statements[statements.indexOf(last) + 1];
  const above = next && isString(next) ? next : last;
  if (!above) {
    placeFirst(editor, module, definition, statements, lines.join('\n'));
    return;
  }
  const end = lineEnd(text, above.end - 1);
  const isAlone = startsLine(text, above.start) && !statements.some(({ start }) => start >= above.end && start < end);
  if (!isAlone) refuse(`The fields of \`${module.path}\` share their lines.`);
  const indent = /[ \t]*$/.exec(text.slice(0, above.start))?.[0] ?? '';
  const ending = lineEnding(text);
  const parted = lines[0]?.startsWith('#') && lines.includes('') ? ['', ...lines] : lines;
  const added = withLineEnding(parted.map((line) => (line === '' ? '' : indent + line)).join('\n'), ending);
  editor.edit(module.path, [text[end - 1] === '\n' ? insertion(end, added + ending) : insertion(end, ending + added)]);
}

/** Into a class without fields: below its docstring and configuration, above its methods. */
function placeFirst(editor: Editor, module: Module, definition: PyNode, statements: readonly PyNode[], code: string): void {
  const leading = statements.findLast((statement, index) => isConfiguration(statement) || (index === 0 && isString(statement)));
  const isEmpty = statements.every((statement, index) => statement.type === 'pass_statement' || statement.text === '...' || (index === 0 && isString(statement)));
  if (isEmpty) editor.body(module, definition).append(code);
  else if (leading) editor.statement(module, leading).insertAfter(code);
  else editor.body(module, definition).prepend(code);
}

function isField(statement: PyNode): boolean {
  return assignmentOf(statement)?.target.type === 'identifier' && !isConfiguration(statement);
}

function isConfiguration(statement: PyNode): boolean {
  return assignmentOf(statement)?.target.text === 'model_config' || (statement.type === 'class_definition' && /^class\s+Config\b/.test(statement.text));
}

function isString(statement: PyNode): boolean {
  return statement.type === 'expression_statement' && statement.children[0]?.type === 'string';
}
