import { guardOf, samePath, serviceTargets, variableOf, type Edit, type ServiceTarget, type Task } from '#pystd';
import { buildInfo } from '../build/info.ts';
import { healthRoutes } from '../endpoints/known.ts';
import { replacementOf } from '../endpoints/replaced.ts';
import { shapeOf, type Options } from '../options.ts';
import { composeChecks } from './compose.ts';
import { buildEdits, checkEdits, servingImages, type ServingImage } from './images.ts';

const RULE = 'containers/healthcheck';

/** Middleware that answers what a container asks at 127.0.0.1 over plain HTTP in its own way. */
const IN_THE_WAY = /(?:^|\.)(?:TrustedHostMiddleware|HTTPSRedirectMiddleware)$/;

/** Lets images and compose files ask the liveness endpoint, once there is one. */
export function askFromContainers(task: Task<Options>): void {
  if (!task.options.containers) return;
  for (const target of serviceTargets(task)) {
    const path = replacementOf(target) === undefined ? askablePath(task, target) : undefined;
    if (path === undefined) continue;
    const images = servingImages(task, target.project, target.app);
    const inTheWay = target.app.middleware.find(({ name }) => IN_THE_WAY.test(name));
    if (inTheWay) {
      for (const image of images.filter(({ isChecked }) => !isChecked)) task.flag(atStart(image), `The image has no HEALTHCHECK, and \`${inTheWay.name.split('.').at(-1) ?? ''}\` may refuse what a container asks itself: write one by hand.`, { rule: RULE });
      continue;
    }
    for (const image of images) tellImage(task, target, image, path);
    for (const { path: file, at, what, service, edits } of composeChecks(task, target.project, target.app, images, path, task.options)) {
      const message = what === 'ask' ? `Nothing asks the service \`${service}\` whether it is well.` : `\`${service}\` runs something that does not answer \`${path}\`, which its image asks for.`;
      task.change({ path: file, span: at }, message, (edit) => edit.edit(file, edits), { rule: RULE });
    }
  }
}

/** The path of an endpoint that answers whoever asks. */
function askablePath(task: Task<Options>, target: ServiceTarget): string | undefined {
  const known = healthRoutes(target.app, task.backend.apps).filter(({ kind, route, path }) => kind === 'liveness' && route.certainty === 'known' && path !== '/' && !path.includes('{'));
  const route = known.find(({ path }) => samePath(path, task.options.path)) ?? known[0];
  const isOpen = route && route.route.dependencies.length === 0 && route.route.conditions.length === 0 && guardOf(target, [route.path], task, 'a health endpoint') === undefined;
  return isOpen ? route.path : undefined;
}

function tellImage(task: Task<Options>, target: ServiceTarget, image: ServingImage, path: string): void {
  const { hasPython, isChecked, server, file } = image;
  const variables = buildVariables(task, target).filter((name) => !new RegExp(`\\b${name}\\b`).test(file.text));
  const asks = !isChecked && hasPython && server.port !== undefined;
  if (!isChecked && !asks) task.flag(atStart(image), `The image has no HEALTHCHECK: ${hasPython ? 'its port is known only when it runs' : 'it may have no `python` to ask with'}, so write one by hand.`, { rule: RULE });
  if (!asks && variables.length === 0) return;
  const edits: readonly Edit[] = [...(variables.length > 0 ? buildEdits(image, variables) : []), ...(asks ? checkEdits(image, path, task.options) : [])];
  const spelled = variables.map((name) => `\`${name}\``).join(', ');
  const message = [...(asks ? ['The image has no HEALTHCHECK.'] : []), ...(variables.length > 0 ? [`Nothing tells the image ${spelled} when it is built.`] : [])].join(' ');
  task.change(atStart(image), message, (edit) => {
    edit.edit(image.path, edits);
    if (variables.length > 0) task.note(`Build the image with ${variables.map((name) => `\`--build-arg ${name}=…\``).join(', ')}, or the endpoints say \`unknown\`.`);
  }, { rule: asks ? RULE : 'observability/health-version-build' });
}

/** Variables that say something of the build, of fields that are `unknown` unless somebody sets them. */
function buildVariables(task: Task<Options>, target: ServiceTarget): readonly string[] {
  const shape = shapeOf(task.options, task.wants);
  const build = buildInfo(task, target, shape.buildFields, task.options);
  if (build?.kind !== 'settings') return [];
  return build.settings.flatMap((setting) => {
    const field = build.object.fields.findLast(({ name }) => name === setting.name);
    const variable = setting.isThere && /^["']unknown["']$/.test(field?.value ?? '') ? variableOf(build, setting) : undefined;
    return variable === undefined ? [] : [variable];
  });
}

function atStart({ path, starts }: ServingImage): { readonly path: ServingImage['path']; readonly span: ServingImage['starts']['span'] } {
  return { path, span: starts.span };
}
