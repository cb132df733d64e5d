import { planSettings, settingsImport, type NewImport, type RepoPath, type ServiceTarget, type SettingsField, type SettingsPlan, type Task, type WantedSetting } from '#pystd';
import type { Said } from './code/parts.ts';
import type { Options, Shape } from './options.ts';

/** Names of a setting that says which environment this is. */
const ENVIRONMENT = /^(?:(?:APP|PROJECT|FASTAPI|DEPLOY|DEPLOYMENT)_)?(?:ENV|ENVIRONMENT|STAGE)(?:_NAME|_STATE|_MODE|_TYPE)?$/i;
const LEVEL = /^(?:APP_)?LOG(?:GING)?_?(?:LEVEL|LVL)$/i;
const DEVELOPMENT = /^(?:dev|develop|development|local)$/i;
const ENVIRONMENT_LITERAL = /^(?:typing\.)?Literal\[(.*)\]$/s;

/** A question to the settings, and the expression that answers it. */
interface Answered {
  readonly wanted: readonly WantedSetting[];
  /** @param name how the settings spell a wanted field */
  expression(called: string, name: (wanted: WantedSetting) => string): string;
  /** The field that makes it development where nobody sets it. */
  readonly unlessSet?: string | undefined;
}

/** What the logging module reads from the settings. */
export interface LoggingSettings {
  readonly plan: Exclude<SettingsPlan, { kind: 'refused' }>;
  /** Whether the field that says which environment this is is a new one. */
  readonly isNewEnvironment: boolean;
  /** The field by which this is development wherever nobody sets it. */
  readonly developmentUnlessSet: string | undefined;
  /** How the module at a path imports the settings, and what they say there. */
  said(path: RepoPath): { readonly import: NewImport; readonly said: Said } | { readonly problem: string };
}

/** Plans the settings of the logging module; `level` is what was fixed in the code so far. A full sentence where they cannot be had. */
export function loggingSettings(task: Task<Options>, target: ServiceTarget, shape: Shape, level: string | undefined): LoggingSettings | { readonly problem: string } {
  const { options } = task;
  const found = task.backend.settings.settingsFor(target.app.module);
  const fields = found.kind === 'one' ? found.object.fields.filter(({ kind }) => kind === 'field') : [];
  const environment = shape.byEnvironment ? environmentIn(fields, task, options) : undefined;
  if (typeof environment === 'string') return { problem: environment };
  const levels = levelIn(fields, shape, options, level);
  const files: WantedSetting = { name: 'LOG_TO_FILE', annotation: 'bool', value: 'False' };
  const wanted = [...(environment?.wanted ?? []), ...levels.wanted, ...(shape.hasFiles ? [files] : [])];
  const plan = planSettings(task, target, wanted, { config: options.config, packageRoot: options.packageRoot, accessor: options.accessor, plain: 'service_settings.py' }, 'the logging module');
  if (plan.kind === 'refused') return { problem: plan.because };
  const name = (one: WantedSetting): string => plan.settings.find(({ wanted: asked }) => asked === one.name)?.name ?? one.name;
  return {
    plan,
    isNewEnvironment: environment !== undefined && plan.settings.some((one) => one.wanted === environment.wanted[0]?.name && !one.isThere),
    developmentUnlessSet: environment?.unlessSet,
    said(path) {
      const way = settingsImport(task, target, plan, path);
      if ('problem' in way) return way;
      const called = way.called.endsWith('()') ? 'settings' : way.called;
      const said: Said = {
        made: called === way.called ? undefined : way.called,
        level: levels.expression(called, name),
        isDevelopment: environment?.expression(called, name),
        toFiles: shape.hasFiles ? `${called}.${name(files)}` : undefined,
      };
      return { import: way.import, said };
    },
  };
}

/** Whether this is development: by the environment that the settings name, by their `DEBUG`, or by a new `ENVIRONMENT`. A sentence where the settings say it in a way that is not understood. */
function environmentIn(fields: readonly SettingsField[], task: Task<Options>, { tiers }: Options): Answered | string {
  const candidates = fields.filter(({ name }) => ENVIRONMENT.test(name)).map((field) => ({ field, word: developmentOf(field, task, tiers[0] ?? '') }));
  const { field: there, word } = candidates.find((one) => one.word !== undefined) ?? candidates[0] ?? {};
  if (there && word !== undefined) return { wanted: [same(there)], expression: (called) => `${called}.${there.name} == "${word}"`, unlessSet: DEVELOPMENT.test(plainDefault(there)) ? there.name : undefined };
  const debug = fields.findLast(({ name, annotation }) => name.toLowerCase() === 'debug' && annotation === 'bool');
  if (debug) return { wanted: [same(debug)], expression: (called) => `${called}.${debug.name}`, unlessSet: debug.byDefault ? debug.name : undefined };
  if (there) return `Which values of \`${there.owner.name}.${there.name}\` mean development cannot be told.`;
  const added: WantedSetting = { name: 'ENVIRONMENT', annotation: 'str', value: JSON.stringify(tiers.at(-1)) };
  return { wanted: [added], expression: (called, name) => `${called}.${name(added)} == "${tiers[0] ?? ''}"` };
}

/** The text a field has where nobody sets it, or the name of the member of an enumeration. */
function plainDefault({ value = '' }: SettingsField): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? /\.(\w+)$/.exec(value)?.[1] ?? '';
}

function same({ name, annotation = '', value = '' }: SettingsField): WantedSetting {
  return { name, annotation, value };
}

/** The word for development: one of the literal's or the enumeration's members, the default, what the program compares with, the standard's. */
function developmentOf({ name, annotation: written = '', value = '' }: SettingsField, { python }: Task<Options>, standard: string): string | undefined {
  const annotation = /^(?:typing\.)?Optional\[(.*)\]$/s.exec(written)?.[1] ?? written.replace(/\s*\|\s*None$/, '');
  const words = (text: string): readonly string[] => [...text.matchAll(/(["'])([^"']*)\1/g)].map(([, , word = '']) => word);
  const development = (text: string): string | undefined => words(text).find((word) => DEVELOPMENT.test(word));
  const literal = ENVIRONMENT_LITERAL.exec(annotation)?.[1];
  if (literal !== undefined) return development(literal);
  if (annotation !== 'str') {
    const header = new RegExp(`^class ${annotation.replace(/\W/g, '\\$&')}\\((?:str, *(?:enum\\.)?Enum|(?:enum\\.)?StrEnum)\\):\\r?\\n((?:[ \\t][^\\n]*\\n|\\r?\\n)*)`, 'm');
    const bodies = python.layout.holding('Enum').flatMap(({ text }) => header.exec(text)?.[1] ?? []);
    return bodies.length === 1 ? development(bodies[0] ?? '') : undefined;
  }
  const compared = new RegExp(`\\.${name}(?:\\.lower\\(\\))? *(?:==|!=|in|not in) *([^:\\n]*)`, 'g');
  const uses = python.layout.holding(name).flatMap(({ text }) => [...text.matchAll(compared)].map(([, right = '']) => right));
  return development(value) ?? uses.map(development).find((word) => word !== undefined) ?? standard;
}

/** The level: the setting that is there, or a new one that is empty where it goes by the environment. */
function levelIn(fields: readonly SettingsField[], { hasLevels }: Shape, { development, production, level }: Options, fixed: string | undefined): Answered {
  const there = fields.findLast(({ name, annotation }) => LEVEL.test(name) && (annotation === 'str' || ENVIRONMENT_LITERAL.test(annotation ?? '')));
  if (there && !/^(?:""|'')$/.test(there.value ?? '')) return { wanted: [same(there)], expression: (called) => `${called}.${there.name}.upper()` };
  const wanted: WantedSetting = there ? same(there) : { name: 'LOG_LEVEL', annotation: 'str', value: hasLevels ? '""' : JSON.stringify(fixed ?? level) };
  if (!hasLevels) return { wanted: [wanted], expression: (called, name) => (there ? `${called}.${name(wanted)}.upper() or "${level}"` : `${called}.${name(wanted)}.upper()`) };
  return { wanted: [wanted], expression: (called, name) => `${called}.${name(wanted)}.upper() or ("${development}" if is_development else "${production}")` };
}

/** Whether a field of settings is one for the level. */
export function isLevelField({ name, annotation }: SettingsField): boolean {
  return LEVEL.test(name) && (annotation === 'str' || ENVIRONMENT_LITERAL.test(annotation ?? ''));
}
