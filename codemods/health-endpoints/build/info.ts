import { constantOf, environmentVariable, newInits, planDependency, pydanticMajorOf, spelledField, type RepoPath, type RepositoryView, type SettingsObject } from '#pystd';
import { expand, placeFor } from '../files/places.ts';
import type { Target } from '../endpoints/target.ts';
import type { BuildField, Options } from '../options.ts';

/** A field of the settings that says something of the build. */
export interface BuildSetting {
  readonly field: BuildField;
  readonly name: string;
  /** Its default, as code. */
  readonly value: string;
  readonly isThere: boolean;
}

/** Where the endpoints learn which build they are of. */
export type BuildInfo =
  | { readonly kind: 'none' }
  | { readonly kind: 'settings'; readonly object: SettingsObject; readonly settings: readonly BuildSetting[] }
  | { readonly kind: 'new'; readonly path: RepoPath; readonly inits: readonly RepoPath[]; readonly name: string; readonly access: 'variable' | 'function'; readonly settings: readonly BuildSetting[] }
  /** A full sentence. */
  | { readonly kind: 'refused'; readonly because: string };

const NAMES: Readonly<Record<BuildField, { readonly name: string; readonly others: readonly string[] }>> = {
  version: { name: 'APP_VERSION', others: ['VERSION', 'PROJECT_VERSION', 'SERVICE_VERSION'] },
  build_timestamp: { name: 'BUILD_TIMESTAMP', others: ['BUILD_TIME', 'BUILD_DATE'] },
  commit: { name: 'GIT_COMMIT', others: ['GIT_SHA', 'COMMIT_SHA', 'GIT_HASH', 'COMMIT_HASH'] },
};

/** Finds the settings that say so, or the place for them. Settings that could not be imported or made are refused. */
export function buildInfo(view: RepositoryView, target: Target, fields: readonly BuildField[], options: Options): BuildInfo {
  if (fields.length === 0) return { kind: 'none' };
  const { app } = target;
  const found = view.backend.settings.settingsFor(app.module);
  if (found.kind === 'several') return refused(`Several settings objects could say it: ${[...new Set(found.objects.map(({ name, module }) => `\`${name}\` of \`${module.path}\``))].join(', ')}.`);
  if (found.kind === 'none') return view.backend.settings.classes.some(({ module }) => module.path.startsWith(target.root.folder)) ? refused(found.because) : newSettings(view, target, fields, options);
  const { object } = found;
  const obstacle = obstacleTo(object, target, view);
  if (obstacle !== undefined) return refused(obstacle);
  const settings = fields.map((field) => settingFor(object, field, target));
  const other = settings.find(({ name, isThere }) => isThere && !isText(object, name)) ?? settings.find(({ name, isThere }) => !isThere && object.fields.some((there) => there.name === name));
  return other ? refused(`\`${object.definition.name}.${other.name}\` is there and is not declared \`str\`.`) : { kind: 'settings', object, settings };
}

function refused(because: string): BuildInfo {
  return { kind: 'refused', because };
}

function isText({ fields }: SettingsObject, name: string): boolean {
  return fields.findLast((field) => field.name === name)?.annotation === 'str';
}

/** Why the endpoints cannot import the settings. */
function obstacleTo(object: SettingsObject, { app }: Target, { python }: RepositoryView): string | undefined {
  const { module } = object;
  if (module === app.module) return `The settings are in \`${module.path}\` beside the app, which the endpoints cannot import.`;
  if (python.reaches(module, app.module)) return `\`${module.path}\` imports the app, so that the endpoints cannot import the settings from it.`;
  if (python.reaches(app.module, module)) return undefined;
  const required = object.fields.filter((field) => field.required).map(({ name }) => `\`${name}\``);
  return required.length > 0 ? `Nothing the app imports makes the settings so far, which need ${required.join(', ')} to be set.` : undefined;
}

/** The field that says it already, by the app's own argument or by its name; else the one to be added. */
function settingFor(object: SettingsObject, field: BuildField, { app }: Target): BuildSetting {
  const { name, others } = NAMES[field];
  const version = field === 'version' ? app.argument('version') : undefined;
  const given = version && /\.(\w+)$/.exec(version.value.text)?.[1];
  const shown = object.fields.find((one) => one.name === given && version?.value.text === `${object.name}${object.access === 'function' ? '()' : ''}.${given}`);
  if (shown && isText(object, shown.name)) return { field, name: shown.name, value: '', isThere: true };
  const there = [name, ...others].map((one) => object.fields.findLast((own) => own.name.toLowerCase() === one.toLowerCase())).find((own) => own && own.annotation === 'str');
  if (there) return { field, name: there.name, value: '', isThere: true };
  return { field, name: spelledField(object, name), value: defaultOf(field, app.argument('version')), isThere: false };
}

/** The version the app is made with; nothing else is known before it is built. */
function defaultOf(field: BuildField, version: ReturnType<Target['app']['argument']>): string {
  const said = field === 'version' && version ? constantOf(version) : undefined;
  return JSON.stringify(typeof said === 'string' && said !== '' ? said : 'unknown');
}

/** A project without settings gets a class of its own for them: variables read at their place would be what `settings-class` moves. */
function newSettings(view: RepositoryView, target: Target, fields: readonly BuildField[], options: Options): BuildInfo {
  const { project, app } = target;
  const { major, because } = pydanticMajorOf(view.repo, view.python, project);
  if (major === 1) return refused(`There is no settings class that could say it, and this is a project of pydantic 1: ${because}.`);
  if (major === undefined) return refused(`There is no settings class that could say it, and whether this is a project of pydantic 2 cannot be told: ${because}.`);
  const dependency = planDependency(view, project, 'pydantic-settings>=2.0');
  if (dependency.kind === 'person') return refused(`There is no settings class that could say it. ${dependency.because}`);
  const wanted = expand(options.config, 'config.py', target, options);
  if (view.repo.files.has(wanted)) return refused(`There is no settings class that could say it, and \`${wanted}\` is something else: run settings-class first.`);
  const path = placeFor(view, target, wanted, 'health_settings.py');
  if (typeof path === 'object') return refused(`There is no settings class that could say it. ${path.problem}`);
  const access = options.accessor === 'lru_cache-getter' ? 'function' : 'variable';
  const settings = fields.map((field): BuildSetting => ({ field, name: NAMES[field].name, value: defaultOf(field, app.argument('version')), isThere: false }));
  return { kind: 'new', path, inits: newInits(view, path, target.root.folder), name: access === 'function' ? 'get_settings' : 'settings', access, settings };
}

/** The variable that sets a field of the settings; `undefined` where it cannot be told. */
export function variableOf(info: BuildInfo, { name }: BuildSetting): string | undefined {
  if (info.kind === 'settings') return environmentVariable(info.object, name);
  return info.kind === 'new' ? name : undefined;
}
