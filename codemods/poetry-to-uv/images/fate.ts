import { callsPoetry, commandSitesIn, readDockerfile, type DockerInstruction, type ShellCommand, type ShellScript, type SourceFile, type Span } from '#pystd';
import { buildsOf } from './compose-builds.ts';
import { imageFileOf, isDockerfile } from './context.ts';
import { imagePlan, type ImageFile, type ImagePlan } from './file.ts';
import { leftoverIn } from './leftovers.ts';
import { planImage } from './plan.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';
import { expanded, folderAt, resolvedIn, variablesAt } from './variables.ts';
import { templateHook } from '../workflows/stays.ts';

/** What becomes of a Dockerfile: all its changes, or why it stays; `undefined` when its project stays with Poetry. */
export type ImageFate =
  | { readonly kind: 'moves'; readonly changes: ImagePlan['changes'] }
  | { readonly kind: 'stays'; readonly at: Span; readonly message: string };

const cache = new WeakMap<Surroundings, Map<SourceFile, ImageFate | undefined>>();

/** Decides about an image as a whole, since half of it would not build. */
export function fateOfImage(file: SourceFile, surroundings: Surroundings): ImageFate | undefined {
  const known = cache.get(surroundings) ?? new Map<SourceFile, ImageFate | undefined>();
  cache.set(surroundings, known);
  if (!known.has(file)) known.set(file, decide(file, surroundings));
  return known.get(file);
}

function decide(file: SourceFile, surroundings: Surroundings): ImageFate | undefined {
  const image = imageFileOf(file, surroundings);
  if (image === undefined) return undefined;
  if ('problem' in image) return { kind: 'stays', at: firstMention(file.text), message: `This image stays with Poetry, as its project is not known: ${image.problem}` };
  const hook = image.sites.some(({ words }) => callsPoetry(words)) ? undefined : templateHook(surroundings.task);
  if (hook) return { kind: 'stays', at: firstMention(file.text), message: `This image stays with Poetry: it calls none of it by itself, and \`${hook.path}\` calls it in what is made from the template.` };
  const plan = imagePlan();
  objections(image, plan);
  const child = childOf(image, file, surroundings);
  if (child !== undefined) plan.refuse(firstMention(file.text), `\`${child}\` builds on it and calls Poetry, so that both have to change together.`);
  if (!plan.refusal) planImage(image, plan);
  const left = plan.refusal ? undefined : leftoverIn(file, plan.changes.flatMap(({ edits }) => edits));
  if (left !== undefined) plan.refuse(firstMention(file.text, left), `What \`${left}\` would be with uv is not known.`);
  if (!plan.refusal) return { kind: 'moves', changes: plan.changes };
  const { at, because } = plan.refusal;
  const message = `This image stays with Poetry until a person changes it, as half of it would not build: ${because}`;
  return { kind: 'stays', at, message: readsManifest(image) ? `${message} Until then it does not build, since the manifest has no tables of Poetry any more.` : message };
}

/** Whether Poetry is given the project, and not only installed and set up. */
function readsManifest({ sites }: ImageFile): boolean {
  return sites.some(({ words }) => callsPoetry(words) && words.some(({ value }) => /^(?:install|sync|export|build|update|lock|add)$/.test(value ?? '')));
}

/** Another Dockerfile that continues a stage of this one, by its name or by that of the image that compose makes of it, and calls Poetry, which comes from here. */
function childOf({ docker }: ImageFile, file: SourceFile, { task }: Surroundings): string | undefined {
  const images = buildsOf(task, file.path).flatMap(({ image }) => image ?? []);
  const names = [...docker.stages.flatMap(({ name }) => name ?? []), ...images.map(withoutTag)];
  if (names.length === 0) return undefined;
  return [...task.repo.files.values()].find((other) => {
    if (other === file || !isDockerfile(other) || !namesPoetry(other.text)) return false;
    const bases = readDockerfile(other.text).stages.filter(({ parent }) => parent === undefined).map(({ base }) => base?.value ?? '');
    const given = buildsOf(task, other.path).flatMap(({ args }) => bases.flatMap((base) => args.get(/^\$\{?(\w+)\}?$/.exec(base)?.[1] ?? '') ?? []));
    return [...bases, ...given].some((base) => names.includes(withoutTag(base))) && commandSitesIn(other).some(({ words }) => callsPoetry(words));
  })?.path;
}

function withoutTag(image: string): string {
  return image.replace(/:[^/]*$/, '').toLowerCase();
}

/** What no plan is made for. */
function objections(image: ImageFile, plan: ImagePlan): void {
  const { docker, text, scripts } = image;
  const isPoetrys = ({ span }: DockerInstruction): boolean => namesPoetry(text.slice(span.start, span.end));
  for (const one of docker.instructions.filter(isPoetrys)) {
    if (one.onBuild) plan.refuse(one.span, 'What other images run on top of this one is not seen here.');
    else if (one.heredocs.length > 1) plan.refuse(one.span, 'It holds several here-documents.');
    else if (docker.escape !== '\\' && one.keyword === 'RUN') plan.refuse(one.span, 'It is no image with a POSIX shell.');
    const script = scripts.get(one);
    if (script?.trouble !== undefined) plan.refuse(one.span, script.trouble);
    const moved = script && script.commands.find((command) => worksInProject(command) && leavesFolder(image, one, script, command));
    if (moved) plan.refuse(moved.span, 'It works in another folder than the image by then, so that it is not followed which lock, code and environment are meant.');
  }
}

/** Whether a command is Poetry's and asks for the project. */
function worksInProject({ words }: ShellCommand): boolean {
  return callsPoetry(words) && !words.slice(1).some(({ value }) => /^(?:config|self|env|about|cache|--version|-V)$/.test(value ?? ''));
}

/** `cd` to somewhere else than the working folder of the image, before a command of the same script. */
function leavesFolder({ docker }: ImageFile, instruction: DockerInstruction, { commands }: ShellScript, { span }: ShellCommand): boolean {
  const [last] = commands.filter((one) => one.span.start < span.start && /^(?:cd|pushd)$/.test(one.words[0]?.value ?? '')).slice(-1);
  const folder = folderAt(docker, instruction);
  const target = last && (expanded(variablesAt(docker, instruction), last.words[1]?.raw ?? '') ?? '$');
  return target !== undefined && (resolvedIn(folder, target) ?? '$') !== folder;
}

/** The first line that names Poetry, or the one given. */
function firstMention(text: string, line?: string): { start: number; end: number } {
  const start = Math.max(0, line === undefined ? text.search(/poetry/i) : text.indexOf(line));
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}

