import { codeStyleOf, planSettings, projectOf, serviceRootOf, settingsImport, writeSettings, type AppModel, type ServiceTarget, type SettingsPlan, type Task } from '#pystd';
import { fieldName, type Options } from '../options.ts';
import type { Gate } from './condition.ts';

/** Settings that are made for the one field, for a service that has none. */
export interface NewSettings extends Gate {
  /** The variable that sets the field. */
  readonly variable: string;
}

/** Plans settings for the application that answers for a service. A full sentence where a person has to make them. */
export function newSettings(app: AppModel, task: Task<Options>, because: string): NewSettings | { readonly problem: string } {
  const project = projectOf(task.repo, app.module.path);
  const root = serviceRootOf(task, project);
  // Which settings an application beside the served one is to read is no matter of course.
  if (root.kind === 'unknown' || root.entry !== app.module) return { problem: because };
  if (task.backend.settings.classes.some(({ module }) => projectOf(task.repo, module.path) === project)) return { problem: because };
  const target: ServiceTarget = { project, root, app };
  const { config, packageRoot, accessor } = task.options;
  const plan: SettingsPlan = planSettings(task, target, [{ name: fieldName(task.options), annotation: 'bool', value: 'False' }], { config, packageRoot, accessor, plain: 'config.py' }, 'the app');
  if (plan.kind !== 'new') return { problem: plan.kind === 'refused' ? plan.because : because };
  const found = settingsImport(task, target, plan, app.module.path);
  if ('problem' in found) return found;
  const { names } = app.module;
  const { module, name = plan.name } = found.import;
  if (!names.isFree(name, names.scopeOf(app.node))) return { problem: `${because} The name \`${name}\` is taken in \`${app.module.path}\`.` };
  const seen = `${found.called}.${fieldName(task.options)}`;
  let isWritten = false;
  return {
    seen,
    variable: fieldName(task.options),
    value(edit, at, text) {
      if (!isWritten) writeSettings(edit, task, target, plan, codeStyleOf(task, project));
      isWritten = true;
      edit.addImports(at.module, [{ module, name, isOwn: true }], at.node.start);
      return `${text} if ${seen} else None`;
    },
  };
}
