import { constantOf, defineCodemod, roleOf, type App, type Argument, type SettingsObject, type Task } from '#pystd';

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
    for (const app of task.backend.apps) {
      if (app.role !== 'service') continue;
      const open = openPages(app, task.options);
      if (open.length === 0) continue;
      const obstacle = obstacleIn(app);
      const settings = task.backend.settings.settingsFor(app.module);
      const at = app.module.at(app.node);
      if (obstacle !== undefined) task.flag(at, `The API docs are open: ${listed(open)}. ${obstacle}`);
      else if (settings.kind === 'none') task.flag(at, `The API docs are open: ${listed(open)}. ${settings.because}`);
      else if (settings.kind === 'several') {
        const names = settings.objects.map(({ name }) => `\`${name}\``).join(', ');
        task.flag(at, `The API docs are open: ${listed(open)}. Several settings objects could decide it: ${names}.`);
      } else gate(app, open, settings.object, task);
    }
  },
});

/** The pages that are served whatever the settings say. Without the OpenAPI document there are no pages either. */
function openPages(app: App, { gateSchema }: Options): Page[] {
  const schema = app.argument('openapi_url');
  if (schema && constantOf(schema) !== undefined ? constantOf(schema) === null || constantOf(schema) === '' : schema?.value.type === 'conditional_expression') return [];
  const pages: Page[] = gateSchema ? ['docs_url', 'redoc_url', 'openapi_url'] : ['docs_url', 'redoc_url'];
  return pages.filter((page) => isOpen(app.argument(page)));
}

/** A constant path, or the default; anything else is somebody's own decision: leave it. */
function isOpen(argument: Argument | undefined): boolean {
  return argument === undefined || typeof constantOf(argument) === 'string';
}

function listed(pages: readonly Page[]): string {
  return pages.map((page) => `\`${page}\``).join(', ');
}

/** Why a person has to do it, if so. */
function obstacleIn(app: App): string | undefined {
  if (app.unpacks) return 'Unpacked arguments may already decide where the docs are served.';
  if (app.subclass !== undefined) return `The class \`${app.subclass}\` may already decide where the docs are served.`;
  if (app.conditional !== undefined) return 'The app is constructed in several ways, one of which is chosen at run time.';
  return undefined;
}

function gate(app: App, open: readonly Page[], settings: SettingsObject, task: Task<Options>): void {
  const { field } = task.options;
  const message = `The API docs are open: ${listed(open)}. They follow the setting \`${field}\` now, which is off by default.`;
  task.change(app.module.at(app.node), message, (edit) => {
    const name = edit.ensureField(settings, { name: field, annotation: 'bool', value: 'False' });
    const injected = parameterHolding(settings, app, task);
    const holder = injected ?? edit.nameOf(settings, app.module, app.node);
    const flag = `${holder}${settings.access === 'function' && injected === undefined ? '()' : ''}.${name}`;
    const keywords = open.map((page) => ({ name: page, value: `${app.argument(page)?.value.text ?? JSON.stringify(PAGES[page])} if ${flag} else None` }));
    edit.setKeywords(app, keywords);
  });
  task.note(`The docs are gone wherever \`${field}\` is not switched on: set \`${field}=true\` for local development.`);
  if (testsReadDocs(task)) task.note('Tests of this repository mention the docs pages or the OpenAPI address: check that they switch the setting on.');
}

/** The factory's own parameter of the settings' type, when it has one: `def create_app(settings: Settings)`. */
function parameterHolding(settings: SettingsObject, app: App, { python }: Task<Options>): string | undefined {
  for (const { type, children } of app.factory?.children.find(({ type }) => type === 'parameters')?.children ?? []) {
    if (type !== 'typed_parameter' && type !== 'typed_default_parameter') continue;
    const name = children.find((child) => child.type === 'identifier');
    const annotation = children.find((child) => child.type === 'type')?.children[0];
    if (!name || !annotation || (annotation.type !== 'identifier' && annotation.type !== 'attribute')) continue;
    const symbol = python.symbolOf(app.module, annotation);
    if (symbol.kind === 'defined' && symbol.module === settings.definition.module && symbol.name === settings.definition.name) return name.text;
  }
  return undefined;
}

function testsReadDocs({ repo }: Task<Options>): boolean {
  return [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && roleOf(path) === 'test' && /["'][^"'\n]*\/(docs|redoc|openapi\.json)\b/.test(text));
}
