import { environmentVariable, placeInWords, roleOf, type AppModel, type Module, type SettingsObject, type Task } from '#pystd';
import { addressesOf, type Asker } from '../asked/index.ts';
import type { Options } from '../options.ts';
import { addressOf, type OpenPage } from './write.ts';

/** What the reviewer should know about the setting. */
export function consequence(settings: SettingsObject, name: string, spelled: string): string {
  const variable = environmentVariable(settings, name);
  const by = (value: boolean): string => (variable === undefined ? '' : ` with \`${variable}=${value}\``);
  const field = settings.fields.findLast((other) => other.name === name);
  if (field?.byDefault) return `The docs stay where they are wherever \`${spelled}\` is not set: switch it off in production${by(false)}.`;
  return `The docs are gone wherever \`${spelled}\` is off: switch it on for local development${by(true)}.`;
}

/** What the field says when nobody sets it. */
export function byDefault({ fields }: SettingsObject, name: string): string {
  const field = fields.findLast((other) => other.name === name);
  if (!field || field.byDefault === false) return ', which is off by default';
  return field.byDefault ? ', which is on by default' : '';
}

/** Tells of everything that leads to a page which is not there while the setting is off. */
export function noteDependents(app: AppModel, pages: readonly OpenPage[], askers: readonly Asker[], task: Task<Options>): void {
  const own = listed(pointersTo([...pages.flatMap((page) => addressOf(page, task) ?? []), ...addressesOf(app, pages, task)], app, task));
  if (own !== undefined) task.note(`The program itself names addresses that are not there while the setting is off (${own}).`);
  const tests = placesOf(askers, 'test');
  if (tests !== undefined) task.note(`Tests ask for the docs pages or the OpenAPI address (${tests}): let them switch the setting on, or compare \`app.openapi()\`, which needs no address.`);
  const texts = placesOf(askers, 'text');
  if (texts !== undefined) task.note(`Other files send people or requests to the docs (${texts}): they lead nowhere while the setting is off.`);
  const redirect = app.argument('swagger_ui_oauth2_redirect_url');
  if (redirect && pages.some(({ page }) => page !== 'redoc_url')) task.note(`The address ${redirect.value.text} to which Swagger UI has people sent back after signing in goes and comes with the page.`);
}

function placesOf(askers: readonly Asker[], kind: Asker['kind']): string | undefined {
  return listed(askers.filter((one) => one.kind === kind).map(({ place }) => place));
}

function listed(all: readonly string[]): string | undefined {
  const places = [...new Set(all)];
  if (places.length === 0) return undefined;
  return places.length > 3 ? `${places.slice(0, 3).join(', ')} and ${places.length - 3} more` : places.join(', ');
}

type Spelling = { readonly module: Module; readonly offsets: readonly number[] };
const spelledAddresses = new WeakMap<object, Map<string, readonly Spelling[]>>();

/** Where service code spells an address as a text of its own. Asked for each app, answered once for the repository. */
function spellingsOf(address: string, { repo, python }: Task<Options>): readonly Spelling[] {
  const known = spelledAddresses.get(repo) ?? new Map<string, readonly Spelling[]>();
  spelledAddresses.set(repo, known);
  const found = known.get(address) ?? python.layout.modules.flatMap((module) => {
    if (!module.text.includes(address) || roleOf(module.path) !== 'service') return [];
    const pattern = new RegExp(`(["'])${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1`, 'g');
    const offsets = [...module.text.matchAll(pattern)].map(({ index }) => index);
    return offsets.length > 0 ? [{ module, offsets }] : [];
  });
  known.set(address, found);
  return found;
}

/** Code the app runs that leads to one of the addresses: a redirect, a welcome message. */
function pointersTo(addresses: readonly string[], app: AppModel, task: Task<Options>): readonly string[] {
  const apps = task.backend.apps;
  const isOwn = (module: Module, offset: number): boolean => apps.some(({ module: made, node }) => module === made && node.start <= offset && offset < node.end);
  const places = addresses.flatMap((address) =>
    spellingsOf(address, task).flatMap(({ module, offsets }) => {
      const at = offsets.find((offset) => !isOwn(module, offset));
      if (at === undefined || (module !== app.module && !task.python.reaches(app.module, module))) return [];
      return [placeInWords(module, { start: at, end: at })];
    }),
  );
  return [...new Set(places)];
}
