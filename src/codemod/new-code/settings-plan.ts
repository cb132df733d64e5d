import { pydanticMajorOf } from '../../backend/requirements/pydantic-major.ts';
import { spelledField, type SettingsObject } from '../../backend/settings.ts';
import { environmentVariable } from '../../backend/settings-variable.ts';
import type { RepoPath } from '../../repo/path.ts';
import { planDependency } from '../dependency/index.ts';
import type { RepositoryView } from '../view.ts';
import { newInits } from './inits.ts';
import { newModulePlace, placeInService } from './module-place.ts';
import { otherConfiguration } from './other-configuration.ts';
import type { ServiceTarget } from './service-target.ts';

/** The distribution that a new settings class needs. */
export const SETTINGS_REQUIREMENT = 'pydantic-settings>=2.0';

/** A field of the settings that new code reads. */
export interface WantedSetting {
  readonly name: string;
  /** Other names under which settings may have it, in any case. */
  readonly others?: readonly string[];
  readonly annotation: string;
  /** Its default, as code. */
  readonly value: string;
}

/** A wanted field as the settings spell it. */
export interface PlannedSetting extends WantedSetting {
  /** The name it was wanted by. */
  readonly wanted: string;
  readonly isThere: boolean;
}

/** Where new code reads its settings. */
export type SettingsPlan =
  | { readonly kind: 'settings'; readonly object: SettingsObject; readonly settings: readonly PlannedSetting[] }
  | { readonly kind: 'new'; readonly path: RepoPath; readonly inits: readonly RepoPath[]; readonly name: string; readonly access: 'variable' | 'function'; readonly settings: readonly PlannedSetting[] }
  /** A full sentence. */
  | { readonly kind: 'refused'; readonly because: string };

/** What the standard says of settings, for a project that has none. */
export interface SettingsPlaces {
  /** The module of the settings: `src/core/config.py`. */
  readonly config: string;
  readonly packageRoot: string;
  /** How the program gets at them: `module-singleton` (`settings`) or `lru_cache-getter` (`get_settings()`). */
  readonly accessor: string;
  /** Its name at the top of the service, where the place would hide a module. */
  readonly plain: string;
}

/**
 * Finds the settings that have the wanted fields, can be given them, or the place for new ones. Settings that the new code could not import, or that could
 * not be made when it does, are refused.
 *
 * @param who will import them, as a sentence says it: `the endpoints`
 */
export function planSettings(view: RepositoryView, target: ServiceTarget, wanted: readonly WantedSetting[], places: SettingsPlaces, who: string): SettingsPlan {
  const { app } = target;
  const found = view.backend.settings.settingsFor(app.module);
  if (found.kind === 'several') return refused(`Several settings objects could say it: ${[...new Set(found.objects.map(({ name, module }) => `\`${name}\` of \`${module.path}\``))].join(', ')}.`);
  if (found.kind === 'none') return view.backend.settings.classes.some(({ module }) => module.path.startsWith(target.root.folder) || view.python.reaches(app.module, module)) ? refused(found.because) : newSettings(view, target, wanted, places);
  const { object } = found;
  const obstacle = obstacleTo(object, target, view, who);
  if (obstacle !== undefined) return refused(obstacle);
  const settings = wanted.map((one) => planned(object, one));
  const other = settings.find(({ name, isThere }) => !isThere && object.fields.some((there) => there.name === name));
  return other ? refused(`\`${object.definition.name}.${other.name}\` is there and is not declared \`${other.annotation}\`.`) : { kind: 'settings', object, settings };
}

/** The variable that sets a planned field; `undefined` where it cannot be told. */
export function variableOf(plan: SettingsPlan, { name }: PlannedSetting): string | undefined {
  if (plan.kind === 'settings') return environmentVariable(plan.object, name);
  return plan.kind === 'new' ? name : undefined;
}

function refused(because: string): SettingsPlan {
  return { kind: 'refused', because };
}

/** Why the new code cannot import the settings. */
function obstacleTo(object: SettingsObject, { app }: ServiceTarget, { python }: RepositoryView, who: string): string | undefined {
  const { module } = object;
  if (module === app.module) return `The settings are in \`${module.path}\` beside the app, which ${who} cannot import.`;
  if (python.reaches(module, app.module)) return `\`${module.path}\` imports the app, so that ${who} cannot import the settings from it.`;
  if (python.reaches(app.module, module)) return undefined;
  const required = object.fields.filter((field) => field.required).map(({ name }) => `\`${name}\``);
  return required.length > 0 ? `Nothing the app imports makes the settings so far, which need ${required.join(', ')} to be set.` : undefined;
}

/** The field that is there under one of the names, with the wanted type; else the one to be added. */
function planned(object: SettingsObject, one: WantedSetting): PlannedSetting {
  const names = [one.name, ...(one.others ?? [])];
  const there = names.map((name) => object.fields.findLast((own) => own.name.toLowerCase() === name.toLowerCase())).find((own) => own && own.annotation === one.annotation);
  return { ...one, wanted: one.name, name: there?.name ?? spelledField(object, one.name), isThere: there !== undefined };
}

/** A project without settings gets a class of its own for them: variables read at their place would be what `settings-class` moves. */
function newSettings(view: RepositoryView, target: ServiceTarget, wanted: readonly WantedSetting[], { config, packageRoot, accessor, plain }: SettingsPlaces): SettingsPlan {
  const { project } = target;
  const missing = 'There is no settings class that could say it';
  const place = placeInService(target.root.folder, { place: config, file: 'config.py', packageRoot });
  if (view.repo.files.has(place)) return refused(`${missing}, and \`${place}\` is something else: run settings-class first.`);
  const other = otherConfiguration(view, project);
  if (other !== undefined) return refused(`${missing}, and \`${other}\` configures the service in another way.`);
  const { major, because } = pydanticMajorOf(view.repo, view.python, project);
  if (major === 1) return refused(`${missing}, and this is a project of pydantic 1: ${because}.`);
  if (major === undefined) return refused(`${missing}, and whether this is a project of pydantic 2 cannot be told: ${because}.`);
  const dependency = planDependency(view, project, SETTINGS_REQUIREMENT);
  if (dependency.kind === 'person') return refused(`${missing}. ${dependency.because}`);
  const path = newModulePlace(view, target, { place: config, file: 'config.py', packageRoot, plain });
  if (typeof path === 'object') return refused(`${missing}. ${path.problem}`);
  const access = accessor === 'lru_cache-getter' ? 'function' : 'variable';
  const settings = wanted.map((one): PlannedSetting => ({ ...one, wanted: one.name, isThere: false }));
  return { kind: 'new', path, inits: newInits(view, path, target.root.folder), name: access === 'function' ? 'get_settings' : 'settings', access, settings };
}
