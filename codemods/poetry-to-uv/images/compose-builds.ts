import { folderOf, isYamlProblem, nameOf, parseYaml, type RepositoryView, type Snapshot, type SourceFile, type YamlMapping, type YamlNode } from '#pystd';
import { beside } from '../projects/manifests.ts';

/** An image that a compose file builds. */
export interface ComposeBuild {
  /** The compose file. */
  readonly file: string;
  /** The name of the service. */
  readonly service: string;
  /** What the image is called, for services that use it without building it. */
  readonly image: string | undefined;
  readonly dockerfile: string;
  readonly context: string;
  /** The folders of the image that a folder of the checkout is mounted over, less what a volume shields. */
  readonly mounts: readonly string[];
}

const cache = new WeakMap<Snapshot, readonly ComposeBuild[]>();

/** How compose files build a Dockerfile and what they mount into it. */
export function buildsOf(view: RepositoryView, dockerfile: string): readonly ComposeBuild[] {
  return allBuilds(view).filter((build) => build.dockerfile === dockerfile);
}

/** Every image that a compose file builds. */
export function allBuilds(view: RepositoryView): readonly ComposeBuild[] {
  const known = cache.get(view.repo) ?? readBuilds(view);
  cache.set(view.repo, known);
  return known;
}

function readBuilds({ repo }: RepositoryView): readonly ComposeBuild[] {
  return [...repo.files.values()].filter(isCompose).flatMap(({ path, text }) => {
    const read = parseYaml(text);
    if (isYamlProblem(read)) return [];
    return read.documents.flatMap(({ root }) => mappingOf(childOf(root, 'services'))?.entries.flatMap(({ name, value }) => buildOf(path, name, value)) ?? []);
  });
}

/** Whether a file is one of Docker Compose: by its name, or as an override file of any name by what is in it. */
export function isCompose({ path, text }: SourceFile): boolean {
  return /compose[^/]*\.ya?ml$/.test(nameOf(path)) || (/\.ya?ml$/.test(path) && !/(?:^|\/)\./.test(path) && /^services:[ \t]*$/m.test(text));
}

function buildOf(file: string, name: string | undefined, service: YamlNode): ComposeBuild[] {
  const build = childOf(service, 'build');
  const said = textOf(build) ?? textOf(childOf(build, 'context'));
  // A service of an override file may only mount: it means the Dockerfile beside it.
  const context = beside(folderOf(file), said ?? '.');
  if (build === undefined || context === undefined) return [];
  const dockerfile = beside(context, textOf(childOf(build, 'dockerfile')) ?? 'Dockerfile');
  return dockerfile === undefined ? [] : [{ file, service: name ?? '', image: textOf(childOf(service, 'image')), dockerfile, context, mounts: mountsOf(service) }];
}

/** Where folders of the checkout are mounted, unless a volume of its own keeps the environment in them. */
function mountsOf(service: YamlNode): string[] {
  const volumes = childOf(service, 'volumes');
  const items = volumes?.kind === 'sequence' ? volumes.items.map(({ value }) => value) : [];
  const mounts = items.map((item) => {
    const short = textOf(item);
    if (short === undefined) return { source: textOf(childOf(item, 'type')) === 'bind' ? './' : '', target: textOf(childOf(item, 'target')) ?? '' };
    const parts = /^(?:((?:\$\{[^}]*\}|[^:])*):)?(\/[^:]*)(?::[\w,]+)?$/.exec(short);
    return { source: parts?.[1] ?? '', target: parts?.[2] ?? '' };
  });
  const watched = watchedIn(service);
  const shielded = mounts.filter(({ source, target }) => !/^[.~/$]/.test(source) && /\/\.venv\/?$/.test(target)).map(({ target }) => target);
  const folders = [...mounts.filter(({ source, target }) => /^[.~/$]/.test(source) && target !== '').map(({ target }) => target), ...watched];
  return folders.map((target) => target.replace(/(?<=.)\/+$/, '')).filter((target) => !shielded.some((one) => one.startsWith(`${target}/`)));
}

/** `develop.watch` copies what changes into the image. */
function watchedIn(service: YamlNode): string[] {
  const watch = childOf(childOf(service, 'develop'), 'watch');
  if (watch?.kind !== 'sequence') return [];
  return watch.items.flatMap(({ value }) => (textOf(childOf(value, 'path')) === '.' ? (textOf(childOf(value, 'target')) ?? []) : []));
}

function childOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return mappingOf(node)?.entries.find((entry) => entry.name === name)?.value;
}

function mappingOf(node: YamlNode | undefined): YamlMapping | undefined {
  return node?.kind === 'mapping' ? node : undefined;
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
