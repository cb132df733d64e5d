import { folderOf, isYamlProblem, nameOf, nodeAt, parseYaml, resolved, type RepositoryView, type Snapshot, type SourceFile, type YamlDocument, type YamlMapping, type YamlNode } from '#pystd';
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
  /** What the build is given for each `ARG`. */
  readonly args: ReadonlyMap<string, string>;
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
  const files = new Map<string, YamlDocument>();
  for (const file of repo.files.values()) {
    const read = isCompose(file) ? parseYaml(file.text) : undefined;
    const [document] = read && !isYamlProblem(read) ? read.documents : [];
    if (document) files.set(file.path, document);
  }
  return [...files].flatMap(([path, document]) => {
    const services = nodeAt(document, ['services']);
    return services?.kind !== 'mapping' ? [] : services.entries.flatMap(({ name }) => buildOf(files, path, name));
  });
}

/** Whether a file is one of Docker Compose: by its name, or as an override file of any name by what is in it. */
export function isCompose({ path, text }: SourceFile): boolean {
  return /compose[^/]*\.ya?ml$/.test(nameOf(path)) || (/\.ya?ml$/.test(path) && !/(?:^|\/)\./.test(path) && /^services:[ \t]*$/m.test(text));
}

/** The image of a service, be it said by an alias, by a merge key, or by the service that it extends. */
function buildOf(files: ReadonlyMap<string, YamlDocument>, file: string, service: string, seen: readonly string[] = []): ComposeBuild[] {
  const document = files.get(file);
  if (!document || seen.includes(`${file} ${service}`)) return [];
  const at = (...names: readonly string[]): YamlNode | undefined => {
    const node = nodeAt(document, ['services', service, ...names]);
    return node && resolved(document, node);
  };
  const image = textOf(at('image'));
  const mounts = mountsOf(at('volumes'), at('develop'));
  if (at('build') === undefined) {
    const name = textOf(at('extends')) ?? textOf(at('extends', 'service'));
    const other = beside(folderOf(file), textOf(at('extends', 'file')) ?? nameOf(file));
    const base = name === undefined || other === undefined ? [] : buildOf(files, other, name, [...seen, `${file} ${service}`]);
    return base.map((one) => ({ ...one, file, service, image: image ?? one.image, mounts: [...one.mounts, ...mounts] }));
  }
  const said = textOf(at('build')) ?? textOf(at('build', 'context'));
  // A service of an override file may only mount: it means the Dockerfile beside it.
  const context = beside(folderOf(file), said ?? '.');
  const dockerfile = context === undefined ? undefined : beside(context, textOf(at('build', 'dockerfile')) ?? 'Dockerfile');
  return context === undefined || dockerfile === undefined ? [] : [{ file, service, image, dockerfile, context, args: argsOf(at('build', 'args')), mounts }];
}

/** `- NAME=value` and `NAME: value`. */
function argsOf(args: YamlNode | undefined): ReadonlyMap<string, string> {
  const items = args?.kind === 'sequence' ? args.items.map(({ value }) => /^(\w+)=(.*)$/s.exec(textOf(value) ?? '')).map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''] as const) : [];
  return new Map([...items, ...(mappingOf(args)?.entries.map(({ name, value }) => [name, textOf(value) ?? ''] as const) ?? [])].filter(([, value]) => value !== ''));
}

/** Where folders of the checkout are mounted, unless a volume of its own keeps the environment in them. */
function mountsOf(volumes: YamlNode | undefined, develop: YamlNode | undefined): string[] {
  const items = volumes?.kind === 'sequence' ? volumes.items.map(({ value }) => value) : [];
  const mounts = items.map((item) => {
    const short = textOf(item);
    if (short === undefined) return { source: textOf(childOf(item, 'type')) === 'bind' ? './' : '', target: textOf(childOf(item, 'target')) ?? '' };
    const parts = /^(?:((?:\$\{[^}]*\}|[^:])*):)?(\/[^:]*)(?::[\w,]+)?$/.exec(short);
    return { source: parts?.[1] ?? '', target: parts?.[2] ?? '' };
  });
  const watched = watchedIn(develop);
  const shielded = mounts.filter(({ source, target }) => !/^[.~/$]/.test(source) && /\/\.venv\/?$/.test(target)).map(({ target }) => target);
  const folders = [...mounts.filter(({ source, target }) => /^[.~/$]/.test(source) && target !== '').map(({ target }) => target), ...watched];
  return folders.map((target) => target.replace(/(?<=.)\/+$/, '')).filter((target) => !shielded.some((one) => one.startsWith(`${target}/`)));
}

/** `develop.watch` copies what changes into the image. */
function watchedIn(develop: YamlNode | undefined): string[] {
  const watch = childOf(develop, 'watch');
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
