import { ensureDependency, lineEnding, withLineEnding, type Editor, type Task } from '#pystd';
import type { FieldShape } from '../fields/index.ts';
import { extendClass } from './extend.ts';
import type { Home } from './home.ts';
import { classCode, importsFor, moduleText } from './text.ts';

/**
 * Makes the settings class, or gives it more fields, and sees to it that the project has pydantic-settings.
 * @throws Refusal where a person has to do it
 */
export function writeHome<O>(editor: Editor, task: Task<O>, home: Exclude<Home, { kind: 'refused' }>, fields: readonly FieldShape[]): void {
  const isRecent = fields.some(({ since }) => since === '2.7');
  if (isRecent || home.kind !== 'existing') ensureDependency(editor, task, home.project, isRecent ? 'pydantic-settings>=2.7' : 'pydantic-settings>=2.0');
  const width = task.backend.projects.lineWidth(home.path);
  if (home.kind === 'existing') extendClass(editor, home, fields);
  else if (home.kind === 'new') {
    for (const init of home.inits) editor.create(init, '');
    editor.create(home.path, withLineEnding(moduleText(home, fields, width), usualEnding(task)));
  } else {
    const { module, before } = home;
    editor.addImports(module, importsFor(home, fields), before ?? module.text.length);
    const statement = module.tree.root.children.find(({ start }) => start === before);
    const code = classCode(home, fields, width);
    if (statement) editor.statement(module, statement).insertBefore(code);
    else editor.body(module, module.tree.root).append(code);
  }
}

/** The line ending that most modules have. */
function usualEnding<O>({ python }: Task<O>): '\n' | '\r\n' {
  const { modules } = python.layout;
  return modules.filter(({ text }) => lineEnding(text) === '\r\n').length * 2 > modules.length ? '\r\n' : '\n';
}
