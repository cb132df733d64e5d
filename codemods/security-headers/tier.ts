import { modulesOf, nameInSight, settingsInSight, type Editor, type ServiceTarget, type SettingsField, type SettingsObject, type Task } from '#pystd';
import type { Options } from './options.ts';

/** How the settings say that the service runs in production. */
export interface Production {
  readonly object: SettingsObject;
  /** Behind the name of the settings: `.ENVIRONMENT == "production"`, `.is_production`. */
  readonly test: string;
}

const TIER = /^(?:APP_|SERVER_|FASTAPI_|DEPLOY(?:MENT)?_)?(?:ENV(?:IRONMENT)?|STAGE|TIER)$/i;
const WORD = /^(?:prod|production|live)$/i;

/** What of the settings tells production from other places; `undefined` where none does for sure, or the application does not have the settings so far. */
export function productionOf(task: Task<Options>, { app, project }: ServiceTarget): Production | undefined {
  const found = task.backend.settings.settingsFor(app.module);
  if (found.kind !== 'one' || found.object.module === app.module) return undefined;
  const { object } = found;
  if (!task.python.reaches(app.module, object.module) || task.python.reaches(object.module, app.module)) return undefined;
  const said = object.fields.findLast(({ name, kind, annotation }) => kind === 'property' && /^is_prod(?:uction)?$/i.test(name) && annotation !== 'str');
  if (said) return { object, test: `.${said.name}` };
  const tiers = object.fields.filter(({ name, kind }) => kind === 'field' && TIER.test(name));
  const [tier, other] = tiers;
  const word = tier && !other ? wordOf(tier, task, project) : undefined;
  return tier && word !== undefined ? { object, test: `.${tier.name} == "${word}"` } : undefined;
}

/** The word that stands for production: among those the field can be, else the one it is compared with, else its default. */
function wordOf({ name, annotation = '', value = '' }: SettingsField, { python, repo }: Task<Options>, project: string): string | undefined {
  const literal = /^(?:typing\.)?Literal\[(.*)\]$/s.exec(annotation)?.[1];
  if (literal !== undefined) return only(textsIn(literal).filter((text) => WORD.test(text)));
  if (annotation !== 'str') return undefined;
  const comparison = new RegExp(`\\b${name}\\b(?:\\.(?:lower|casefold)\\(\\))?\\s*(?:==|!=)\\s*(?:["'])(\\w+)["']`, 'g');
  const modules = modulesOf({ repo, python }, project, 'service');
  const compared = modules.flatMap(({ text }) => [...text.matchAll(comparison)].map(([, word = '']) => word)).filter((word) => WORD.test(word));
  return only(compared) ?? only(textsIn(value).filter((text) => WORD.test(text)));
}

function textsIn(code: string): readonly string[] {
  return [...code.matchAll(/["'](\w+)["']/g)].map(([, text = '']) => text);
}

function only(words: readonly string[]): string | undefined {
  const [word, ...others] = new Set(words);
  return others.length === 0 ? word : undefined;
}

/** The test as an expression where the application is made. @throws Refusal where the settings cannot be named there */
export function productionTest(editor: Editor, task: Task<Options>, { app }: ServiceTarget, { object, test }: Production): string {
  const held = settingsInSight(object, app.module, app.node, task.python);
  if (held !== undefined) return held + test;
  const seen = nameInSight(task, object, app.module, app.node);
  return (seen ?? editor.nameOf(object, app.module, app.node)) + (object.access === 'function' ? '()' : '') + test;
}
