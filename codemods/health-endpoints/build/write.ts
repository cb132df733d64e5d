import { blockOf, ensureDependency, statementsOf, type Editor, type Task } from '#pystd';
import { fileText, type Style } from '../code/style.ts';
import type { Target } from '../endpoints/target.ts';
import { importBlock } from '../files/imports.ts';
import type { Options } from '../options.ts';
import type { BuildInfo } from './info.ts';

/** Gives the settings the fields on the build that they lack, or makes the settings. */
export function writeBuildInfo(editor: Editor, task: Task<Options>, { project }: Target, info: BuildInfo, style: Style): void {
  if (info.kind === 'settings') {
    const missing = info.settings.filter(({ isThere }) => !isThere);
    const { module, node } = info.object.definition;
    const body = blockOf(node);
    const [only, second] = body ? statementsOf(body) : [];
    // A body without fields takes them all at once.
    if (missing.length > 0 && only && !second && (only.type === 'pass_statement' || only.text === '...')) editor.body(module, node).append(missing.map(({ name, value }) => `${name}: str = ${value}`).join('\n'));
    else for (const { name, value } of missing) editor.ensureField(info.object, { name, annotation: 'str', value });
  }
  if (info.kind !== 'new') return;
  ensureDependency(editor, task, project, 'pydantic-settings>=2.0');
  for (const init of info.inits) editor.create(init, '');
  editor.create(info.path, fileText(settingsText(info, style), style));
}

function settingsText({ path, settings, access, name }: Extract<BuildInfo, { kind: 'new' }>, style: Style): string {
  const isGetter = access === 'function';
  const imports = importBlock([
    ...(isGetter ? [{ module: 'functools', name: 'lru_cache', section: 'standard' } as const] : []),
    { module: 'pydantic_settings', name: 'BaseSettings', section: 'outer' },
    { module: 'pydantic_settings', name: 'SettingsConfigDict', section: 'outer' },
  ], style.width(path));
  const accessor = isGetter ? `@lru_cache\ndef ${name}() -> Settings:\n    """The settings, made once."""\n    return Settings()` : `${name} = Settings()`;
  const fields = settings.map((one) => `    ${one.name}: str = ${one.value}\n`).join('');
  return `"""Configuration of the service."""\n\n${imports}\n\nclass Settings(BaseSettings):\n    """What the environment says about the service."""\n\n    model_config = SettingsConfigDict(case_sensitive=True, extra="ignore")\n\n${fields}\n\n${accessor}\n`;
}
