import {
  codeStyleOf, folderOf, joinPath, moduleName, newInits, newModulePlace, planSettings, settingsImport,
  type CodeStyle, type ExceptionHierarchy, type Module, type OwnException, type PyNode, type RepoPath, type ServiceTarget, type Task,
} from '#pystd';
import { standardClasses, type StandardClass } from './code/classes.ts';
import type { HandlerKind, HandlerParts } from './code/handlers.ts';
import { reshapingOf, type Options } from './options.ts';
import { importsOfHeaders, type PlainAnswer } from './plain-answer.ts';
import type { Standing } from './standing.ts';

/** What is written for one application. */
export interface Plan {
  readonly style: CodeStyle;
  /** The new module of exceptions; `undefined` where the service has some. */
  readonly exceptions: { readonly path: RepoPath; readonly classes: readonly StandardClass[] } | undefined;
  /** Where the handlers go: a new module, or the function of one that was written so before. */
  readonly home: { readonly path: RepoPath; readonly within?: OwnRegistration };
  readonly inits: readonly RepoPath[];
  readonly parts: HandlerParts;
  /** The handler that the fallback takes the place of. */
  readonly replaced: PlainAnswer | undefined;
}

/** A function that registers handlers in the format of this codemod. */
export interface OwnRegistration {
  readonly module: Module;
  readonly function: PyNode;
  /** What it calls the application. */
  readonly app: string;
}

/** Plans what is lacking; a full sentence where it has no place. */
export function planFor(task: Task<Options>, target: ServiceTarget, standing: Standing, kinds: readonly HandlerKind[], within: OwnRegistration | undefined): Plan | { readonly problem: string } {
  const { options } = task;
  const { hierarchy } = standing;
  const style = codeStyleOf(task, target.project);
  const exceptions = kinds.includes('base') && !hierarchy ? newExceptions(task, target, standing) : undefined;
  if (exceptions && 'problem' in exceptions) return exceptions;
  const folder = folderOf(options.module);
  const path = within?.module.path ?? newModulePlace(task, target, { place: joinPath(folder, 'error_handlers.py'), packageRoot: options.packageRoot, others: ['exception_handlers.py'], plain: 'error_handlers.py' });
  if (typeof path === 'object') return path;
  const base = kinds.includes('base') ? baseFor(task, target, exceptions?.path ?? hierarchy?.base, path) : undefined;
  if (base && 'problem' in base) return base;
  const inits = new Set([path, ...(exceptions ? [exceptions.path] : [])].flatMap((one) => newInits(task, one, target.root.folder)));
  const debug = kinds.includes('fallback') && task.wants('errors/dev-diagnostics') ? debugSetting(task, target, path) : undefined;
  const replaced = kinds.includes('fallback') ? standing.plain : undefined;
  const imports = replaced && importsOfHeaders(replaced, task, path);
  if (imports && 'problem' in imports) return imports;
  const headers = replaced && imports ? { value: replaced.headers.text, imports } : undefined;
  const parts: HandlerParts = { path, style, options, reshaping: reshapingOf(options), kinds, base, debug, headers };
  return { style, exceptions, home: { path, ...(within ? { within } : {}) }, inits: [...inits].sort(), parts, replaced };
}

function newExceptions(task: Task<Options>, target: ServiceTarget, { loose, modules }: Standing): Plan['exceptions'] | { readonly problem: string } {
  const { module: place, packageRoot, base } = task.options;
  const classes = standardClasses(task.options.classes);
  if ('problem' in classes) return classes;
  const taken = loose.find(({ name }) => name === base || classes.some((one) => one.name === name)) ?? clash(modules, [base, ...classes.map(({ name }) => name)]);
  if (taken) return { problem: `\`${taken.name}\` of \`${taken.module.path}\` has the name of one that the standard asks for: have it derive from a base class \`${base}\`, with a \`status_code\`, a \`code\` and a \`message\`.` };
  const path = newModulePlace(task, target, { place, packageRoot, plain: 'exceptions.py' });
  return typeof path === 'object' ? { problem: `${path.problem} A base class \`${base}\` belongs there, with a \`status_code\`, a \`code\` and a \`message\`.` } : { path, classes };
}

/** A class of the service that has one of the names. */
function clash(modules: readonly Module[], names: readonly string[]): { readonly name: string; readonly module: Module } | undefined {
  for (const module of modules) for (const name of names) if (new RegExp(`^class ${name}\\b`, 'm').test(module.text)) return { name, module };
  return undefined;
}

/** How the handlers import the base class, and what it carries. */
function baseFor(task: Task<Options>, target: ServiceTarget, from: RepoPath | OwnException | undefined, path: RepoPath): HandlerParts['base'] | { readonly problem: string } {
  if (from === undefined) return undefined;
  const isNew = typeof from === 'string';
  const home = isNew ? { path: from, isPackage: false } : from.module;
  const spelled = moduleName(task, home, path, target.app.module);
  if ('refused' in spelled) return { problem: spelled.refused };
  const name = isNew ? task.options.base : from.name;
  const carries = (word: RegExp): boolean => isNew || word.test(from.node.text);
  return { import: { module: spelled.dotted, name, section: 'own' }, name, hasDetails: carries(/\bdetails\b/), hasHeaders: carries(/\bheaders\b/) };
}

/** Whether the base class of an own hierarchy carries what the handler answers with. */
export function isComplete({ base }: ExceptionHierarchy): boolean {
  return ['status_code', 'code', 'message'].every((word) => new RegExp(`(?:^\\s+|\\bself\\.)${word}\\s*[:=]`, 'm').test(base.node.text));
}

/** A flag of the settings that is off unless somebody sets it, where the handlers can import it. */
function debugSetting(task: Task<Options>, target: ServiceTarget, path: RepoPath): HandlerParts['debug'] {
  const plan = planSettings(task, target, [{ name: 'DEBUG', others: ['DEBUG_MODE', 'IS_DEBUG'], annotation: 'bool', value: 'False' }], { config: '', packageRoot: '', accessor: '', plain: '' }, 'the handlers');
  const [setting] = plan.kind === 'settings' ? plan.settings : [];
  if (plan.kind !== 'settings' || !setting?.isThere || plan.object.fields.findLast(({ name }) => name === setting.name)?.byDefault !== false) return undefined;
  const imported = settingsImport(task, target, plan, path);
  return 'problem' in imported ? undefined : { import: imported.import, value: `${imported.called}.${setting.name}` };
}
