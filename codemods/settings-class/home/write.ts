import { ensureDependency, lineEnding, statementsOf, withLineEnding, type Editor, type Task } from '#pystd';
import type { FieldShape } from '../fields/index.ts';
import { extendClass } from './extend.ts';
import type { Home, NewHome } from './home.ts';
import { classCode, importsFor, moduleText } from './text.ts';

/**
 * Makes the settings class, or gives it more fields, and sees to it that the project has pydantic-settings.
 * @throws Refusal where a person has to do it
 */
export function writeHome<O>(editor: Editor, task: Task<O>, home: Exclude<Home, { kind: 'refused' }>, fields: readonly FieldShape[]): void {
  const isRecent = fields.some(({ since }) => since === '2.7');
  if (isRecent || home.kind !== 'existing') ensureDependency(editor, task, home.project, isRecent ? 'pydantic-settings>=2.7' : 'pydantic-settings>=2.0');
  if (home.kind === 'existing') extendClass(editor, home, fields, task.backend.projects.lineWidth(home.path));
  else if (home.kind === 'new') {
    for (const init of home.inits) editor.create(init, '');
    editor.create(home.path, withLineEnding(moduleText(home, fields, task.backend.projects.lineWidth(home.path)), usualEnding(task)));
  } else intoModule(editor, task, home, fields);
}

/** Above the first read of a module; at the end of one without. */
function intoModule<O>(editor: Editor, task: Task<O>, home: Extract<NewHome, { kind: 'module' }>, fields: readonly FieldShape[]): void {
  const { module, before } = home;
  const statements = statementsOf(module.tree.root);
  const at = statements.findIndex(({ start }) => start === before);
  // These imports need nothing that `load_dotenv()` prepares.
  const loads = task.backend.environment.loads.filter((load) => load.module === module && load.when === 'import').map(({ node }) => node.start);
  const load = statements.find(({ start, end }) => loads.some((offset) => start <= offset && offset < end));
  editor.addImports(module, importsFor(home, fields), Math.min(load?.start ?? Infinity, before ?? module.text.length));
  const code = classCode(home, fields, task.backend.projects.lineWidth(home.path));
  const [above, below] = [statements[at - 1], statements[at]];
  if (above && below) editor.statement(module, above).insertAfter(code);
  else if (below) editor.statement(module, below).insertBefore(code);
  else editor.body(module, module.tree.root).append(code);
}

/** The line ending that most modules have. */
function usualEnding<O>({ python }: Task<O>): '\n' | '\r\n' {
  const { modules } = python.layout;
  return modules.filter(({ text }) => lineEnding(text) === '\r\n').length * 2 > modules.length ? '\r\n' : '\n';
}
