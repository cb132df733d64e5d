import { enclosing, nameInSight, parts, settingsInSight, spelledField, type AppModel, type Editor, type SettingsObject, type Task } from '#pystd';
import type { Standing } from '../given/index.ts';
import { fieldName, type Options } from '../options.ts';
import { ALL_PAGES, type Written } from '../pages.ts';

/** What the pages are going to follow. */
export interface Gate {
  /** As the finding says it. */
  readonly seen: string;
  /** The expression as it is written at a place; imports what it needs there. `text` is the address. */
  value(edit: Editor, at: Written, text: string): string;
}

/** The test by which another page of the same application is served already. */
export function borrowedGate(app: AppModel, standing: (page: (typeof ALL_PAGES)[number]) => Standing): (Gate & { readonly from: string }) | undefined {
  for (const page of ALL_PAGES) {
    const said = standing(page);
    const condition = said.kind === 'decided' && app.argument(page) ? said.condition : undefined;
    if (!condition) continue;
    const { test, isServed } = condition;
    return { from: page, seen: test.text, value: (_edit, _at, text) => (isServed ? `${text} if ${test.text} else None` : `None if ${test.text} else ${text}`) };
  }
  return undefined;
}

/** Where something is made or registered, with the function or lambda around it. */
export type Where = Pick<AppModel, 'module' | 'node' | 'inFunction'>;

/** The setting, as it is called at a place. `debug` is what the application takes its own `debug` from. */
export function settingsGate({ module, node }: Where, debug: string | undefined, settings: SettingsObject, task: Task<Options>): Gate & { readonly field: string; test(edit: Editor, at: Written): string } {
  const call = settings.access === 'function' ? '()' : '';
  const held = settingsInSight(settings, module, node, task.python);
  const seen = held ?? (nameInSight(task, settings, module, node) ?? settings.name) + call;
  const field = ownFlag(debug, settings, seen, task) ?? spelledField(settings, fieldName(task.options));
  const test = (edit: Editor, at: Written): string => {
    edit.ensureField(settings, { name: field, annotation: 'bool', value: 'False' });
    const holder = selfIn(at, settings) ?? settingsInSight(settings, at.module, at.node, task.python) ?? edit.nameOf(settings, at.module, at.node) + call;
    return `${holder}.${field}`;
  };
  return {
    seen: `${seen}.${field}`,
    field,
    test,
    value: (edit, at, text) => `${text} if ${test(edit, at)} else None`,
  };
}

/** `self` in a method of the settings class itself. */
function selfIn({ module, node }: Written, { definition }: SettingsObject): string | undefined {
  const method = enclosing(node, 'function_definition');
  if (!method || module !== definition.module || enclosing(method, 'class_definition') !== definition.node) return undefined;
  const list = parts(method).find(({ type }) => type === 'parameters');
  return list && parts(list)[0]?.text;
}

/** The setting the app takes its own `debug` from, where the class has no field of the wanted name: `FastAPI(debug=settings.app_debug)`. */
function ownFlag(debug: string | undefined, { fields }: SettingsObject, seen: string, { options }: Task<Options>): string | undefined {
  if (fields.some((field) => field.name.toLowerCase() === fieldName(options).toLowerCase())) return undefined;
  return fields.findLast(({ name, annotation }) => annotation === 'bool' && debug === `${seen}.${name}`)?.name;
}

/** Settings without a default that the program would need from now on to start, because nothing made the settings by then. */
export function newRequirements(app: Where, settings: SettingsObject, task: Task<Options>): readonly string[] {
  const inSight = settingsInSight(settings, app.module, app.node, task.python) !== undefined;
  if (inSight || app.module === settings.module || areMade(app, settings, task)) return [];
  return settings.fields.filter(({ required }) => required).map(({ name }) => name);
}

/** Whether the settings are made before the app: on import of their variable's module, or by a getter called on import or beside the app. */
function areMade(app: Where, { module: home, access, getters }: SettingsObject, { python }: Task<Options>): boolean {
  if (access === 'variable') return python.reaches(app.module, home);
  const calls = getters.flatMap((getter) => python.callsTo({ defined: getter }));
  return calls.some(({ module, inFunction }) => {
    if (inFunction) return module === app.module && inFunction === app.inFunction;
    return module === app.module || python.reaches(app.module, module);
  });
}

