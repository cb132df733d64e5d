import { constantOf, defineCodemod, environmentVariable, isText, nameInSight, placeInWords, roleOf, settingsInSight, spelledField, type App, type Module, type SettingsObject, type Task } from '#pystd';

/** What a standard or a repository may set for this codemod. */
interface Options {
  /** Boolean field of the settings object that says whether the API docs are served. */
  field: string;
  /** Gate the OpenAPI document itself as well, not only the two pages built on it. */
  gateSchema: boolean;
}

const PAGES = { docs_url: '/docs', redoc_url: '/redoc', openapi_url: '/openapi.json' } as const;
type Page = keyof typeof PAGES;

export default defineCodemod<Options>({
  id: 'docs-gating',
  title: 'Serve the API docs only where the settings allow it',
  why: `Interactive docs that are served everywhere are also served where nobody meant to.
One boolean setting, off by default, decides whether Swagger UI and ReDoc are there.
Hiding the docs is no access control: the endpoints themselves stay as open as they were.`,
  links: ['https://fastapi.tiangolo.com/how-to/conditional-openapi/'],
  rules: ['framework/docs-url-gated'],
  safety: 'review',
  after: ['settings-class', 'poetry-to-uv'],
  options: { field: 'DEBUG', gateSchema: false },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run(task) {
    flagOwnPages(task);
    for (const app of task.backend.apps) {
      if (app.role !== 'service') continue;
      flagConstants(app, task);
      flagLateAssignments(app, task);
      const open = openPages(app, task);
      if (open.length === 0) continue;
      const obstacle = obstacleIn(app);
      const settings = task.backend.settings.settingsFor(app.module);
      const at = app.module.at(app.node);
      if (obstacle !== undefined) task.flag(at, `${isOpen(open, app.unpacks || app.subclass !== undefined ? 'may be' : 'are')} ${obstacle}`);
      else if (settings.kind === 'none') task.flag(at, `${isOpen(open, 'are')} ${settings.because}`);
      else if (settings.kind === 'several') {
        const names = new Set(settings.objects.map(({ name, module }) => `\`${name}\` of \`${module.path}\``));
        task.flag(at, `${isOpen(open, 'are')} Several settings objects could decide it: ${[...names].join(', ')}.`);
      } else {
        const missing = newRequirements(app, settings.object, task);
        if (missing.length > 0) task.flag(at, `${isOpen(open, 'are')} Nothing the app imports makes the settings so far, which need ${missing.map((name) => `\`${name}\``).join(', ')} to be set: the app might not start any more.`);
        else gate(app, open, settings.object, task);
      }
    }
  },
});

/** Nothing; some text, whatever the settings say; a name for such a text; or an expression in which somebody has decided already. */
type Address = 'absent' | 'off' | 'text' | 'constant' | 'decided';

function addressOf(app: App, page: Page, { python }: Task<Options>): Address {
  const argument = app.argument(page);
  if (!argument) return 'absent';
  const constant = constantOf(argument);
  if (constant === null || constant === '') return 'off';
  if (isText(argument.value)) return 'text';
  const symbol = python.symbolOf(app.module, argument.value);
  const how = (symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  return how?.kind === 'assignment' && how.value && isText(how.value) ? 'constant' : 'decided';
}

/** The pages that are served whatever the settings say. Without the OpenAPI document there are no pages either. */
function openPages(app: App, task: Task<Options>): Page[] {
  const pages: Page[] = task.options.gateSchema ? ['docs_url', 'redoc_url', 'openapi_url'] : ['docs_url', 'redoc_url'];
  return mayBeServed(app, task) ? pages.filter((page) => ['absent', 'text'].includes(addressOf(app, page, task))) : [];
}

function mayBeServed(app: App, task: Task<Options>): boolean {
  const schema = addressOf(app, 'openapi_url', task);
  return schema !== 'off' && schema !== 'decided';
}

function isOpen(pages: readonly Page[], certainty: 'are' | 'may be'): string {
  return `The API docs ${certainty} open: ${pages.map((page) => `\`${page}\``).join(', ')}.`;
}

/** Why a person has to do it, if so. */
function obstacleIn(app: App): string | undefined {
  if (app.unpacks) return 'Unpacked arguments may already decide where the docs are served.';
  if (app.subclass !== undefined) return `The class \`${app.subclass}\` may already decide where the docs are served.`;
  if (app.conditional === 'expression') return 'The app is one side of an expression that chooses between apps.';
  return app.conditional && `The app is made inside \`${app.conditional}\`, and another branch may make a different one.`;
}

function gate(app: App, open: readonly Page[], settings: SettingsObject, task: Task<Options>): void {
  const held = settingsInSight(settings, app.module, app.node, task.python);
  const call = settings.access === 'function' ? '()' : '';
  const seen = held ?? (nameInSight(task, settings, app.module, app.node) ?? settings.name) + call;
  const name = ownFlag(app, settings, seen, task) ?? spelledField(settings, task.options.field);
  task.change(app.module.at(app.node), `${isOpen(open, 'are')} Let them follow \`${seen}.${name}\`${standing(settings, name)}.`, (edit) => {
    edit.ensureField(settings, { name, annotation: 'bool', value: 'False' });
    const holder = held ?? edit.nameOf(settings, app.module, app.node) + call;
    edit.setKeywords(app, open.map((page) => ({ name: page, value: `${app.argument(page)?.value.text ?? JSON.stringify(PAGES[page])} if ${holder}.${name} else None` })));
    task.note(consequence(settings, name, `${seen}.${name}`));
    for (const place of pointersTo(open.map((page) => addressIn(app, page)), app, task)) task.note(`${place} names an address that is not there while the setting is off.`);
    if (testsReadDocs(task)) task.note('Tests of this repository mention the docs pages or the OpenAPI address: check that they switch the setting on.');
  });
}

/** The setting the app takes its own `debug` from, where the class has no field of the wanted name: `FastAPI(debug=settings.app_debug)`. */
function ownFlag(app: App, { fields }: SettingsObject, seen: string, { options }: Task<Options>): string | undefined {
  if (fields.some((field) => field.name.toLowerCase() === options.field.toLowerCase())) return undefined;
  const debug = app.argument('debug')?.value.text ?? '';
  return fields.findLast(({ name, annotation }) => annotation === 'bool' && debug === `${seen}.${name}`)?.name;
}

/** Settings without a default that the app would need from now on to start, because nothing made the settings by then. */
function newRequirements(app: App, settings: SettingsObject, task: Task<Options>): string[] {
  const inSight = settingsInSight(settings, app.module, app.node, task.python) !== undefined;
  if (inSight || app.module === settings.module || areMade(app, settings, task)) return [];
  return settings.fields.filter(({ required }) => required).map(({ name }) => name);
}

/** Whether the settings are made before the app: on import of their variable's module, or by a getter called on import or beside the app. */
function areMade(app: App, { module: home, access, getters }: SettingsObject, { python }: Task<Options>): boolean {
  if (access === 'variable') return python.reaches(app.module, home);
  const calls = getters.flatMap((getter) => python.callsTo({ defined: getter }));
  return calls.some(({ module, inFunction }) => {
    if (inFunction) return module === app.module && inFunction === app.inFunction;
    return module === app.module || python.reaches(app.module, module);
  });
}

/** What the reviewer should know about the setting. */
function consequence(settings: SettingsObject, name: string, spelled: string): string {
  const variable = environmentVariable(settings, name);
  const by = (value: boolean): string => (variable === undefined ? '' : ` with \`${variable}=${value}\``);
  const field = settings.fields.findLast((other) => other.name === name);
  if (field?.byDefault) return `The docs stay where they are wherever \`${spelled}\` is not set: switch it off in production${by(false)}.`;
  return `The docs are gone wherever \`${spelled}\` is off: switch it on for local development${by(true)}.`;
}

/** What the field says when nobody sets it. */
function standing({ fields }: SettingsObject, name: string): string {
  const field = fields.findLast((other) => other.name === name);
  if (!field || field.byDefault === false) return ', which is off by default';
  return field.byDefault ? ', which is on by default' : '';
}

/** A name for a constant looks like a decision and is none. */
function flagConstants(app: App, task: Task<Options>): void {
  if (!mayBeServed(app, task)) return;
  for (const page of ['docs_url', 'redoc_url'] as const) {
    const value = app.argument(page)?.value;
    if (!value || addressOf(app, page, task) !== 'constant') continue;
    task.flag(app.module.at(value), `\`${page}\` is \`${value.text}\`, which is always the same text: the page is served whatever the settings say.`);
  }
}

/** Pages made by hand are served whatever the app's own addresses say. */
function flagOwnPages({ python, flag }: Task<Options>): void {
  for (const page of ['get_swagger_ui_html', 'get_redoc_html']) {
    for (const { module, node } of python.callsTo({ external: `fastapi.openapi.docs.${page}` })) {
      if (roleOf(module.path) === 'service') flag(module.at(node), `\`${page}\` serves the API docs by hand: see to it that the settings decide that, too.`);
    }
  }
}

/** FastAPI reads the addresses when the app is made. */
function flagLateAssignments(app: App, task: Task<Options>): void {
  for (const page of ['docs_url', 'redoc_url', 'openapi_url'] as const) {
    for (const { module, node } of app.assignments(page)) {
      const effect = page === 'openapi_url' ? ': the document stays where it is, and the pages look for it elsewhere' : ', which has no effect';
      task.flag(module.at(node), `\`${page}\` is set after the app was made${effect}. Give it to the constructor.`);
    }
  }
}

/** The address of a page as far as it is a plain text. */
function addressIn(app: App, page: Page): string {
  const argument = app.argument(page);
  return (argument && constantOf(argument)) || PAGES[page];
}

const spelledAddresses = new WeakMap<object, Map<string, readonly { readonly module: Module; readonly offsets: readonly number[] }[]>>();

/** Where service code spells an address as a text of its own. Asked for each app, answered once for the repository. */
function spellingsOf(address: string, { repo, python }: Task<Options>): readonly { readonly module: Module; readonly offsets: readonly number[] }[] {
  const known = spelledAddresses.get(repo) ?? new Map();
  spelledAddresses.set(repo, known);
  const found = known.get(address) ?? python.layout.modules.flatMap((module) => {
    if (!module.text.includes(address) || roleOf(module.path) !== 'service') return [];
    const offsets = [`"${address}"`, `'${address}'`].flatMap((spelled) => [...module.text.matchAll(new RegExp(spelled.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(({ index }) => index));
    return offsets.length > 0 ? [{ module, offsets }] : [];
  });
  known.set(address, found);
  return found;
}

/** Code the app runs that leads to one of the addresses: a redirect, a welcome message. */
function pointersTo(addresses: readonly string[], app: App, task: Task<Options>): string[] {
  const isOwn = (module: Module, offset: number): boolean => module === app.module && app.node.start <= offset && offset < app.node.end;
  const places = addresses.flatMap((address) =>
    spellingsOf(address, task).flatMap(({ module, offsets }) => {
      const at = offsets.find((offset) => !isOwn(module, offset));
      if (at === undefined || (module !== app.module && !task.python.reaches(app.module, module))) return [];
      return [placeInWords(module, { start: at, end: at })];
    }),
  );
  return [...new Set(places)];
}

const readDocs = new WeakMap<object, boolean>();

/** Asked for each app, answered once for the repository. */
function testsReadDocs({ repo, options }: Task<Options>): boolean {
  const known = readDocs.get(repo);
  if (known !== undefined) return known;
  const addresses = options.gateSchema ? /["'][^"'\n]*\/(docs|redoc|openapi\.json)\b/ : /["'][^"'\n]*\/(docs|redoc)\b/;
  const read = [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && roleOf(path) === 'test' && addresses.test(text));
  readDocs.set(repo, read);
  return read;
}
