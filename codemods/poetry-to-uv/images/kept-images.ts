import { callsPoetry, commandSitesIn, folderOf, isYamlProblem, nameOf, nodesIn, parseYaml, readDockerfile, type CommandSite, type SourceFile, type YamlNode } from '#pystd';
import { allBuilds, isCompose } from './compose-builds.ts';
import { fateOfImage } from './fate.ts';
import { isDockerfile } from './context.ts';
import { beside } from '../projects/manifests.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';

/** Programs and variables that run others in containers. */
const CONTAINERS = /^(?:.*\/)?(?:docker|docker-compose|podman|podman-compose|nerdctl|kubectl|oc)$|^\$[({]?(?:(?:DOCKER_)?COMPOSE\w*|DC)[)}]?$/i;

const cache = new WeakMap<Surroundings, readonly SourceFile[]>();

/** Why a command runs where Poetry stays: in the image of a Dockerfile that does not move. `undefined` when nothing tells so. */
export function whyInKeptImage(site: CommandSite, surroundings: Surroundings): string | undefined {
  const kept = keptImages(surroundings);
  const file = kept.length === 0 ? undefined : surroundings.task.repo.files.get(site.path);
  if (!file || isDockerfile(file)) return undefined;
  const said = imagesOf(site, file, surroundings);
  const image = said === 'unknown' ? kept.find((one) => isOfProjectOf(one, file, surroundings)) : kept.find(({ path }) => said.includes(path));
  if (!image) return undefined;
  return said === 'unknown' ? `It may run in the image of \`${image.path}\`, which stays with Poetry.` : `It runs in the image of \`${image.path}\`, which stays with Poetry.`;
}

/** The Dockerfiles that go on using Poetry. */
function keptImages(surroundings: Surroundings): readonly SourceFile[] {
  const known = cache.get(surroundings) ?? [...surroundings.task.repo.files.values()].filter((file) => {
    if (!isDockerfile(file) || !namesPoetry(file.text) || surroundings.task.ownershipOf(file.path) !== 'own') return false;
    return fateOfImage(file, surroundings)?.kind !== 'moves' && commandSitesIn(file).some(({ words }) => callsPoetry(words) || words.some(({ value }) => /^poetry(?:$|[=[<>~])/.test(value ?? '')));
  });
  cache.set(surroundings, known);
  return known;
}

/** The Dockerfiles whose images a command runs in; `unknown` when it runs in one that cannot be told. */
function imagesOf(site: CommandSite, file: SourceFile, surroundings: Surroundings): readonly string[] | 'unknown' {
  const container = containerOf(site, file);
  if (container) return ofServices(container, file.path, surroundings);
  if (isCompose(file) && site.setting !== 'ci') return ofCompose(site, file, surroundings);
  if (/^(?:heroku\.ya?ml|Procfile)/.test(nameOf(file.path))) return ofHeroku(file, surroundings);
  if (/^\.?devcontainer\.json$/.test(nameOf(file.path))) return ofDevcontainer(file, surroundings);
  const starters = startersOf(file, surroundings);
  return starters.length > 0 || site.setting !== 'image' ? starters : 'unknown';
}

/** What takes a command, or the shell around it, into a container: `docker compose run shop`. */
function containerOf(site: CommandSite, file: SourceFile): readonly string[] | undefined {
  const around = commandSitesIn(file).filter(({ span }) => span.start <= site.span.start && site.span.end <= span.end);
  return around.map(({ prefix, words }) => [...prefix, ...words].map(({ value, raw }) => value ?? raw)).find((said) => {
    const at = said.findIndex((word) => CONTAINERS.test(word));
    return at >= 0 && said.slice(at + 1).some((word) => word === 'run' || word === 'exec') && !said.slice(0, at).includes('poetry');
  });
}

/** The images of the services that are named: as they are built in the same file, beside it, or anywhere. */
function ofServices(names: readonly string[], path: string, { task }: Surroundings, image?: string): readonly string[] | 'unknown' {
  const found = allBuilds(task).filter((build) => names.includes(build.service) || (build.image !== undefined && (build.image === image || names.includes(build.image))));
  const nearest = [found.filter(({ file }) => file === path), found.filter(({ file }) => folderOf(file) === folderOf(path)), found].find(({ length }) => length > 0);
  return nearest?.map(({ dockerfile }) => dockerfile) ?? 'unknown';
}

function ofCompose({ span }: CommandSite, { path: file, text }: SourceFile, surroundings: Surroundings): readonly string[] | 'unknown' {
  const scalars = scalarsOf(text);
  const [top, service] = scalars.find((node) => node.span.start <= span.start && span.start < node.span.end)?.path ?? [];
  if (top !== 'services' || typeof service !== 'string') return 'unknown';
  const image = scalars.find(({ path }) => path.length === 3 && path[1] === service && path[2] === 'image')?.text;
  return ofServices([service], file, surroundings, image);
}

/** `build: docker: web: Dockerfile` decides for the processes of a Procfile too. */
function ofHeroku(file: SourceFile, { task }: Surroundings): readonly string[] {
  const folder = folderOf(file.path);
  const text = ['heroku.yml', 'heroku.yaml'].map((name) => [...task.repo.files.values()].find(({ path }) => path === beside(folder, name))?.text).find((one) => one !== undefined);
  return scalarsOf(text ?? '').flatMap(({ path, text: said }) => (path[0] === 'build' && path[1] === 'docker' ? (beside(folder, said) ?? []) : []));
}

function ofDevcontainer(file: SourceFile, surroundings: Surroundings): readonly string[] | 'unknown' {
  const said = (name: string): string | undefined => new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(file.text)?.[1];
  const dockerfile = said('dockerfile') ?? said('dockerFile');
  const path = dockerfile === undefined ? undefined : beside(folderOf(file.path), dockerfile);
  if (path !== undefined) return [path];
  const service = said('service');
  return service === undefined ? [] : ofServices([service], file.path, surroundings);
}

/** The Dockerfiles that name a script, those whose services start it, and those of the scripts that call it. */
function startersOf(file: SourceFile, surroundings: Surroundings, seen: readonly string[] = []): readonly string[] {
  const { task } = surroundings;
  const name = nameOf(file.path);
  if (!/\.(?:ba|z)?sh$|^[\w-]+$/.test(name) || /^(?:makefile|justfile)$/i.test(name)) return [];
  // Without an ending, the name alone may be any word.
  const called = new RegExp(`${name.includes('.') ? '(?<![\\w.-])' : '(?<=/)'}${name.replaceAll('.', '\\.')}(?![\\w.-])`);
  return [...task.repo.files.values()].flatMap((other): readonly string[] => {
    if (other === file || seen.includes(other.path) || !called.test(other.text)) return [];
    if (isDockerfile(other)) return starts(other, called) ? [other.path] : [];
    if (/\.(?:ba|z)?sh$/.test(other.path)) return startersOf(other, surroundings, [...seen, file.path]);
    if (!isCompose(other)) return [];
    const services = scalarsOf(other.text).flatMap(({ path, text }) => (path[0] === 'services' && /^(?:command|entrypoint)$/.test(String(path[2])) && called.test(text) ? [String(path[1])] : []));
    const images = services.length === 0 ? [] : ofServices(services, other.path, surroundings);
    return images === 'unknown' ? [] : images;
  });
}

/** Whether an image runs what is called so while it is built or when it starts, or gets it under another name. */
function starts({ text }: SourceFile, called: RegExp): boolean {
  return readDockerfile(text).instructions.some(({ keyword, span }) => /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK|COPY|ADD)$/.test(keyword) && called.test(text.slice(span.start, span.end)));
}

function isOfProjectOf(image: SourceFile, file: SourceFile, { projectOf }: Surroundings): boolean {
  const [own, other] = [projectOf(file.path), projectOf(image.path)];
  return own === other || 'problem' in own || 'problem' in other;
}

function scalarsOf(text: string): readonly Extract<YamlNode, { kind: 'scalar' }>[] {
  const read = parseYaml(text);
  return isYamlProblem(read) ? [] : read.documents.flatMap(({ root }) => nodesIn(root).filter((node) => node.kind === 'scalar'));
}
