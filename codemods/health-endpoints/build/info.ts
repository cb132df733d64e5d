import { constantOf, planSettings, type PlannedSetting, type RepositoryView, type ServiceTarget, type SettingsPlan, type WantedSetting } from '#pystd';
import type { BuildField, Options } from '../options.ts';

const NAMES: Readonly<Record<BuildField, { readonly name: string; readonly others: readonly string[] }>> = {
  version: { name: 'APP_VERSION', others: ['VERSION', 'PROJECT_VERSION', 'SERVICE_VERSION'] },
  build_timestamp: { name: 'BUILD_TIMESTAMP', others: ['BUILD_TIME', 'BUILD_DATE'] },
  commit: { name: 'GIT_COMMIT', others: ['GIT_SHA', 'COMMIT_SHA', 'GIT_HASH', 'COMMIT_HASH'] },
};

/** Finds the settings that say which build runs, or the place for them; `undefined` where nothing has to be said. */
export function buildInfo(view: RepositoryView, target: ServiceTarget, fields: readonly BuildField[], options: Options): SettingsPlan | undefined {
  if (fields.length === 0) return undefined;
  const wanted = fields.map((field): WantedSetting => ({ name: NAMES[field].name, others: namesOf(view, target, field), annotation: 'str', value: defaultOf(field, target) }));
  return planSettings(view, target, wanted, { ...options, plain: 'health_settings.py' }, 'the endpoints');
}

/** The planned setting that says a field of the build. */
export function settingFor(plan: SettingsPlan, field: BuildField): PlannedSetting | undefined {
  return plan.kind === 'refused' ? undefined : plan.settings.find(({ wanted }) => wanted === NAMES[field].name);
}

/** The names a field goes by: the one the app's own argument shows comes first. */
function namesOf(view: RepositoryView, { app }: ServiceTarget, field: BuildField): readonly string[] {
  const { others } = NAMES[field];
  const version = field === 'version' ? app.argument('version')?.value.text : undefined;
  const found = view.backend.settings.settingsFor(app.module);
  const given = version === undefined ? undefined : /\.(\w+)$/.exec(version)?.[1];
  if (given === undefined || found.kind !== 'one') return others;
  const { name, access } = found.object;
  return version === `${name}${access === 'function' ? '()' : ''}.${given}` ? [given, ...others] : others;
}

/** The version the app is made with; nothing else is known before it is built. */
function defaultOf(field: BuildField, { app }: ServiceTarget): string {
  const argument = field === 'version' ? app.argument('version') : undefined;
  const said = argument && constantOf(argument);
  return JSON.stringify(typeof said === 'string' && said !== '' ? said : 'unknown');
}
