import { blockOf, statementsOf } from '../../python/syntax/views.ts';
import type { RepoPath } from '../../repo/path.ts';
import { ensureDependency } from '../dependency/index.ts';
import type { Editor } from '../editor.ts';
import { moduleName } from '../name-for.ts';
import type { Task } from '../task.ts';
import type { RepositoryView } from '../view.ts';
import { importBlock, type NewImport } from './imports.ts';
import type { ServiceTarget } from './service-target.ts';
import { SETTINGS_REQUIREMENT, type SettingsPlan } from './settings-plan.ts';
import { newFileText, type CodeStyle } from './style.ts';

/**
 * Gives the settings the fields that they lack, or makes the settings.
 *
 * @param inits files that the same change creates anyway
 */
export function writeSettings<O>(editor: Editor, task: Task<O>, { project }: ServiceTarget, plan: SettingsPlan, style: CodeStyle, inits: readonly RepoPath[] = []): void {
  if (plan.kind === 'settings') {
    const missing = plan.settings.filter(({ isThere }) => !isThere);
    const { module, node } = plan.object.definition;
    const body = blockOf(node);
    const [only, second] = body ? statementsOf(body) : [];
    // A body without fields takes them all at once.
    if (missing.length > 0 && only && !second && (only.type === 'pass_statement' || only.text === '...')) editor.body(module, node).append(missing.map(({ name, annotation, value }) => `${name}: ${annotation} = ${value}`).join('\n'));
    else for (const { name, annotation, value } of missing) editor.ensureField(plan.object, { name, annotation, value });
  }
  if (plan.kind !== 'new') return;
  ensureDependency(editor, task, project, SETTINGS_REQUIREMENT);
  for (const init of plan.inits) if (!inits.includes(init)) editor.create(init, '');
  editor.create(plan.path, newFileText(settingsText(plan, style), style));
}

/** How the module at `from` imports planned settings, and what it calls them: `settings` or `get_settings()`. A problem where it cannot name them, or where there are none. */
export function settingsImport(view: RepositoryView, { app }: ServiceTarget, plan: SettingsPlan, from: RepoPath): { readonly import: NewImport; readonly called: string } | { readonly problem: string } {
  if (plan.kind === 'refused') return { problem: plan.because };
  const [path, isPackage, name, access] = plan.kind === 'new' ? [plan.path, false, plan.name, plan.access] : [plan.object.module.path, plan.object.module.path.endsWith('/__init__.py'), plan.object.name, plan.object.access];
  const spelled = moduleName(view, { path, isPackage }, from, app.module);
  if ('refused' in spelled) return { problem: spelled.refused };
  return { import: { module: spelled.dotted, name, section: 'own' }, called: access === 'function' ? `${name}()` : name };
}

function settingsText({ path, settings, access, name }: Extract<SettingsPlan, { kind: 'new' }>, style: CodeStyle): string {
  const isGetter = access === 'function';
  const imports = importBlock([
    ...(isGetter ? [{ module: 'functools', name: 'lru_cache', section: 'standard' } as const] : []),
    { module: 'pydantic_settings', name: 'BaseSettings', section: 'outer' },
    { module: 'pydantic_settings', name: 'SettingsConfigDict', section: 'outer' },
  ], style.width(path));
  const accessor = isGetter ? `@lru_cache\ndef ${name}() -> Settings:\n    """The settings, made once."""\n    return Settings()` : `${name} = Settings()`;
  const fields = settings.map((one) => `    ${one.name}: ${one.annotation} = ${one.value}\n`).join('');
  return `"""Configuration of the service."""\n\n${imports}\n\nclass Settings(BaseSettings):\n    """What the environment says about the service."""\n\n    model_config = SettingsConfigDict(case_sensitive=True, extra="ignore")\n\n${fields}\n\n${accessor}\n`;
}
