import { addRoutes, moduleName, newFileText, refuse, settingsImport, testPlace, writeSettings, type Editor, type NewImport, type RepoPath, type ServiceTarget, type Task, type TestPlace } from '#pystd';
import { settingFor } from './build/info.ts';
import { routerText } from './code/router.ts';
import { checkedName, schemasText, type BuildValues } from './code/schemas.ts';
import { serviceText } from './code/service.ts';
import { testsText } from './code/tests.ts';
import type { BuildField, Options, Shape } from './options.ts';
import type { Plan } from './plan.ts';

/** Writes the modules, the settings and the tests, and includes the router. @throws Refusal where a person has to do it */
export function writeEndpoints(editor: Editor, task: Task<Options>, target: ServiceTarget, plan: Plan, shape: Shape): void {
  const { places, style, endpoints } = plan;
  const { router, schemas, service } = places;
  const paths = pathsOf(endpoints, task.options);
  const known = plan.build !== undefined && plan.build.kind !== 'refused';
  const plain = endpoints.includes('liveness') ? (known ? shape.buildFields : []) : undefined;
  const checked = endpoints.every((one) => one === 'liveness') ? undefined : known ? shape.checkedFields : [];
  for (const init of places.inits) editor.create(init, '');
  if (plan.build) writeSettings(editor, task, target, plan.build, style, places.inits);
  editor.create(schemas, newFileText(schemasText(schemas, { plain, checked }, shape, style), style));
  const models = named(plan, schemas, router);
  const asked = service === undefined ? undefined : named(plan, service, router);
  const values = (path: RepoPath, fields: readonly BuildField[]): Said => said(task, target, plan, path, fields);
  const plainly = values(router, plain ?? []);
  const withChecks = values(router, service === undefined ? (checked ?? []) : []);
  editor.create(router, newFileText(routerText({ path: router, shape, style, options: task.options, endpoints, build: plainly.build, checkedBuild: withChecks.build, imports: [...plainly.imports, ...withChecks.imports], schemas: models, service: asked }), style));
  if (service !== undefined) {
    const answer = checkedName(shape);
    const about = values(service, checked ?? []);
    const imports: readonly NewImport[] = [...plan.probed, ...about.imports, ...['CheckStatus', 'OverallStatus', answer].map((name): NewImport => ({ module: named(plan, schemas, service), name, section: 'own' }))];
    editor.create(service, newFileText(serviceText({ path: service, shape, style, answer, imports, probes: plan.probes, critical: plan.critical, timeout: task.options.timeout, build: about.build }), style));
  }
  includeRouter(editor, target, plan, paths);
  writeTests(editor, task, target, plan, shape, plain ?? []);
}

/** The paths of the endpoints. */
export function pathsOf(endpoints: Plan['endpoints'], { path, readyPath }: Options): readonly string[] {
  return endpoints.map((one) => (one === 'readiness' ? readyPath : path));
}

function named({ name }: Plan, target: RepoPath, from: RepoPath): string {
  const spelled = name(target, from);
  return typeof spelled === 'object' ? refuse(spelled.problem) : spelled;
}

/** How the settings say each field of the build, and what has to be imported for it. */
interface Said {
  readonly build: BuildValues;
  readonly imports: readonly NewImport[];
}

/** How the settings say each of the fields, where they do. */
function said(task: Task<Options>, target: ServiceTarget, { build }: Plan, path: RepoPath, fields: readonly BuildField[]): Said {
  if (!build || build.kind === 'refused' || fields.length === 0) return { build: [], imports: [] };
  const found = settingsImport(task, target, build, path);
  if ('problem' in found) return refuse(found.problem);
  const value = (field: BuildField): string => `${found.called}.${settingFor(build, field)?.name ?? ''}`;
  return { build: fields.map((field) => ({ field, value: value(field) })), imports: [found.import] };
}

function includeRouter(editor: Editor, { app }: ServiceTarget, plan: Plan, paths: readonly string[]): void {
  const { module, node, variable = '' } = app;
  const from = named(plan, plan.places.router, module.path);
  const names = module.names;
  const alias = ['health_router', 'health_endpoints_router'].find((one) => names.isFree(one, names.scopeOf(node))) ?? refuse(`The names \`health_router\` and \`health_endpoints_router\` are taken in \`${module.path}\`.`);
  editor.addImports(module, [{ module: from, name: 'router', alias, isOwn: true }], node.start);
  addRoutes(editor, app, `${variable}.include_router(${alias})`, paths);
}

function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, plan: Plan, shape: Shape, fields: readonly string[]): void {
  const place = testPlace(task, target, 'test_health.py', 'the endpoints');
  if ('problem' in place) {
    task.note(place.problem);
    return;
  }
  const { app } = target;
  const name = (path: RepoPath): string => testName(task, path, place);
  const isModule = app.factory === undefined && place.app !== undefined;
  const imported = isModule ? { import: { module: place.app ?? '', name: app.variable ?? '', section: 'own', ...(app.variable === 'app' ? {} : { alias: 'app' }) } as const, made: undefined } : { import: { module: name(plan.places.router), name: 'router', section: 'own' } as const, made: 'app = FastAPI()\napp.include_router(router)' };
  const service = plan.places.service === undefined ? undefined : name(plan.places.service);
  editor.create(place.path, newFileText(testsText({ path: place.path, shape, style: plan.style, options: task.options, endpoints: plan.endpoints, fields, app: imported, service }), plan.style));
}

function testName(task: Task<Options>, path: RepoPath, { like, path: from }: TestPlace): string {
  const spelled = moduleName(task, { path, isPackage: false }, from, like);
  return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
}
