import { environmentVariable, nameInSight, settingsInSight, spelledField, type Editor, type PyNode, type SettingsObject, type Task } from '#pystd';
import { isServed, knownFrontend, originsField, speaksOf } from './frontend.ts';
import type { Options } from './index.ts';
import type { Origins } from './origins.ts';
import type { CorsSite } from './sites.ts';
import { danger, NAME_THEM } from './words.ts';

type Literal = Extract<Origins, { kind: 'literal' }>;

/** Origins that stand in the code: explicit ones become a setting of the same value, a star goes where the code says which sites are meant. */
export function considerLiteral(site: CorsSite, origins: Literal, others: readonly Origins[], task: Task<Options>): void {
  const { items } = origins;
  const at = site.module.at(site.call);
  const hasStar = items.includes('*');
  if (!hasStar && items.length === 0) return;
  const said = hasStar ? danger('`allow_origins` holds `*`', site.arguments) : 'The sites that may call this API from a browser stand in the code.';
  const settings = task.backend.settings.settingsFor(site.module);
  if (settings.kind !== 'one') {
    const because = settings.kind === 'none' ? settings.because : 'Several settings objects could say which sites are meant.';
    task.flag(at, `${said} ${hasStar ? NAME_THEM : because}`);
    return;
  }
  const obstacle = obstacleTo(site, origins, settings.object, task);
  if (hasStar) closeStar(site, origins, settings.object, said, obstacle, task);
  else if (obstacle !== undefined) task.flag(at, `${said} ${obstacle}`);
  else if (others.some((other) => other.kind === 'literal' && other.items.join() !== items.join())) task.flag(at, `${said} Another application lets other sites in: each needs a setting of its own.`);
  else moveExplicit(site, origins, items, settings.object, said, task);
}

/** Why nothing in this place can be changed. */
function obstacleTo(site: CorsSite, { module, node, name }: Literal, settings: SettingsObject, task: Task<Options>): string | undefined {
  if (node.text.includes('#')) return 'The list holds comments, which would be lost.';
  if (name && task.python.mentionsOf({ defined: name }).filter((one) => !isBinding(one.node, node)).length > 1) return `\`${name.name}\` is used elsewhere as well.`;
  if (module === settings.definition.module) return `They stand beside the settings, in \`${module.path}\`.`;
  const isHeld = settingsInSight(settings, module, node, task.python) !== undefined || nameInSight(task, settings, module, node) !== undefined;
  const required = settings.fields.filter((field) => field.required).map((field) => `\`${field.name}\``);
  if (!isHeld && required.length > 0 && (settings.access === 'function' || !task.python.reaches(site.module, settings.module))) {
    return `Nothing here makes the settings so far, which need ${required.join(', ')} to be set: the application might not start any more.`;
  }
  return undefined;
}

function isBinding(mention: PyNode, value: PyNode): boolean {
  return mention.parent?.type === 'assignment' && mention.parent === value.parent && mention !== value;
}

/** The same origins, from the settings. */
function moveExplicit(site: CorsSite, origins: Literal, items: readonly string[], settings: SettingsObject, said: string, task: Task<Options>): void {
  const at = site.module.at(site.call);
  const there = originsField(settings);
  const isSame = there?.annotation === annotationIn(settings) && there.value === listOf(items);
  if (there && !isSame) {
    task.flag(at, `${said} The settings have \`${there.name}\` for them, which is something else.`);
    return;
  }
  const name = there?.name ?? spelledField(settings, task.options.field);
  const known = there ? undefined : speaksOf(task, environmentVariable(settings, name) ?? name);
  if (known !== undefined) {
    task.flag(at, `${said} \`${known}\` sets \`${name}\` already, maybe in another form than the settings read.`);
    return;
  }
  task.change(at, `${said} Let them come from the settings, with the same sites by default.`, (edit) => {
    replaceWithField(origins, settings, { name, value: listOf(items) }, task, edit);
    task.note(howToSet(settings, name));
  });
}

/** The star goes where the settings, or the list it stands in, say which sites are meant. */
function closeStar(site: CorsSite, origins: Literal, settings: SettingsObject, said: string, obstacle: string | undefined, task: Task<Options>): void {
  const at = site.module.at(site.call);
  const sendsCookies = site.arguments.find(({ name }) => name === 'allow_credentials')?.value.text === 'True';
  const known = sendsCookies ? knownFrontend(settings) : undefined;
  const explicit = [...new Set(origins.items.filter((item) => item !== '*'))];
  const name = spelledField(settings, task.options.field);
  const areNamed = sendsCookies && explicit.some(isServed) && !originsField(settings) && speaksOf(task, environmentVariable(settings, name) ?? name) === undefined;
  if (!known && !areNamed) task.flag(at, `${said} ${NAME_THEM}`);
  else if (obstacle !== undefined) task.flag(at, `${said} ${obstacle}`);
  else if (known) {
    const field = known.field.name;
    task.change(at, `${said} Let in only what \`${field}\` of the settings names.`, (edit) => {
      const holder = holderOf(origins, settings, task, edit);
      edit.edit(origins.module.path, [{ span: origins.node, text: known.isOne ? `[${holder}.${field}]` : `${holder}.${field}` }]);
      const variable = environmentVariable(settings, field);
      task.note(`From now on browsers may call the API from no other site than those in \`${field}\`${byDefault(known.field.value)}: set ${variable === undefined ? 'it' : `\`${variable}\``} wherever the frontend is served from elsewhere, or its calls fail. An origin has no path and no final slash.`);
    });
  } else {
    task.change(at, `${said} Let in only the sites that are named beside the star.`, (edit) => {
      replaceWithField(origins, settings, { name, value: listOf(explicit) }, task, edit);
      task.note(`From now on browsers may call the API from no other site than ${explicit.map((one) => `\`${one}\``).join(', ')}: the calls of any other frontend fail until it is listed.`);
      task.note(howToSet(settings, name));
    });
  }
}

function replaceWithField(origins: Literal, settings: SettingsObject, { name, value }: { readonly name: string; readonly value: string }, task: Task<Options>, edit: Editor): void {
  const field = edit.ensureField(settings, { name, annotation: annotationIn(settings), value });
  edit.edit(origins.module.path, [{ span: origins.node, text: `${holderOf(origins, settings, task, edit)}.${field}` }]);
}

/** A list of texts as the class spells it: `List` where its module has that. */
function annotationIn({ definition }: SettingsObject): string {
  const [binding] = definition.module.names.module.bindings.get('List') ?? [];
  return binding?.how.kind === 'import' && binding.how.module === 'typing' && binding.how.name === 'List' ? 'List[str]' : 'list[str]';
}

/** How the settings are called where the origins stand. */
function holderOf({ module, node }: Literal, settings: SettingsObject, task: Task<Options>, edit: Editor): string {
  return settingsInSight(settings, module, node, task.python) ?? edit.nameOf(settings, module, node) + (settings.access === 'function' ? '()' : '');
}

/** The origins a field has where nobody sets it. */
function byDefault(value: string | undefined): string {
  const origins = [...(value ?? '').matchAll(/["'](https?:[^"']*)["']/g)].map(([, origin = '']) => `\`${origin}\``);
  return origins.length === 0 ? '' : `, by default ${origins.join(', ')}`;
}

function listOf(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

function howToSet(settings: SettingsObject, name: string): string {
  const variable = environmentVariable(settings, name);
  return variable === undefined ? `The sites are set by the field \`${name}\` of the settings.` : `The sites are set by the variable \`${variable}\`, as JSON: \`${variable}=["https://shop.example.com"]\`.`;
}
