import { moduleName, newFileText, refuse, testPlace, type CodeStyle, type Editor, type NewImport, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import { testsText } from './code/tests.ts';
import type { Label, Options } from './options.ts';

/** What the tests are of. */
export interface Tested {
  readonly metrics: RepoPath;
  readonly middleware: RepoPath;
  readonly labels: readonly Label[];
  readonly style: CodeStyle;
}

/** Writes tests of the metrics beside those that the service has. @throws Refusal where nothing shows how its modules are imported */
export function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, { metrics, middleware, labels, style }: Tested): void {
  const place = testPlace(task, target, 'test_metrics.py', 'the metrics');
  if ('problem' in place) {
    task.note(place.problem);
    return;
  }
  const named = (path: RepoPath): string => {
    const spelled = moduleName(task, { path, isPackage: false }, place.path, place.like);
    return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
  };
  const { variable = '', factory } = target.app;
  const app: NewImport | undefined = factory === undefined && place.app !== undefined ? { module: place.app, name: variable, section: 'own', ...(variable === 'app' ? {} : { alias: 'app' }) } : undefined;
  const text = testsText({ width: style.width(place.path), path: task.options.path, labels, app, metrics: named(metrics), middleware: named(middleware) });
  editor.create(place.path, newFileText(text, style));
}
