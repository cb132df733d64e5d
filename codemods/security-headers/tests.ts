import { moduleName, newFileText, refuse, testPlace, type CodeStyle, type Editor, type NewImport, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import type { Added } from './code/middleware.ts';
import { testsText } from './code/tests.ts';
import type { Options } from './options.ts';

/** Writes tests of the middleware beside those that the service has. @throws Refusal where nothing shows how its modules are imported */
export function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, middleware: RepoPath, added: Added, style: CodeStyle): void {
  const place = testPlace(task, target, 'test_security_headers.py', 'the headers');
  if ('problem' in place) {
    task.note(place.problem);
    return;
  }
  const spelled = moduleName(task, { path: middleware, isPackage: false }, place.path, place.like);
  const module = 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
  const { variable = '', factory } = target.app;
  const app: NewImport | undefined = factory === undefined && place.app !== undefined ? { module: place.app, name: variable, section: 'own', ...(variable === 'app' ? {} : { alias: 'app' }) } : undefined;
  editor.create(place.path, newFileText(testsText({ width: style.width(place.path), added, app, middleware: module }), style));
}
