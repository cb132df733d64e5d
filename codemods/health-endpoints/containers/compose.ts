import { entriesNamed, folderOf, insertText, isYamlProblem, isYamlRefusal, nameOf, nodeAt, parseYaml, projectOf, resolved, type AppModel, type Edit, type RepoPath, type RepositoryView, type YamlDocument, type YamlMapping, type YamlNode } from '#pystd';
import type { Options } from '../options.ts';
import type { ServingImage } from './images.ts';
import { question, serverOf } from './server.ts';

/** What a service of a compose file needs to be told about its health. */
export interface ComposeCheck {
  readonly path: RepoPath;
  readonly service: string;
  readonly at: { readonly start: number; readonly end: number };
  /** `off`: it runs something else in an image that asks the endpoint. */
  readonly what: 'ask' | 'off';
  readonly edits: readonly Edit[];
}

/** The services that run the application and nobody asks, and those that would be asked and run something else. */
export function composeChecks(view: RepositoryView, project: string, app: AppModel, images: readonly ServingImage[], path: string, options: Options): readonly ComposeCheck[] {
  return [...view.repo.files.values()].flatMap(({ path: at, text }) => {
    if (!/^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/.test(nameOf(at)) || (projectOf(view.repo, at) !== project && folderOf(at) !== '')) return [];
    const file = parseYaml(text);
    const document = isYamlProblem(file) || file.documents.length !== 1 ? undefined : file.documents[0];
    const services = document && nodeAt(document, ['services']);
    if (!document || services?.kind !== 'mapping') return [];
    return services.entries.flatMap((entry): ComposeCheck[] => {
      const service = entry.value?.kind === 'mapping' ? entry.value : undefined;
      const name = entry.name;
      if (!service || typeof name !== 'string' || entriesNamed(service, 'healthcheck').length > 0) return [];
      const fact = factOf(document, service, at, app, images);
      if (!fact) return [];
      const block = fact === 'other' ? 'healthcheck:\n  disable: true\n' : checkText(fact.port, path, options);
      const outcome = insertText(document, { inside: ['services', name] }, block);
      return isYamlRefusal(outcome) ? [] : [{ path: at, service: name, at: entry.span, what: fact === 'other' ? 'off' : 'ask', edits: outcome.edits }];
    });
  });
}

/** The server a service runs, or that it runs something else in an image that asks the endpoint; `undefined` for services of no concern. */
function factOf(document: YamlDocument, service: YamlMapping, at: RepoPath, app: AppModel, images: readonly ServingImage[]): { readonly port: number } | 'other' | undefined {
  const image = imageOf(document, service, at, images);
  const command = [...wordsAt(document, service, 'entrypoint'), ...wordsAt(document, service, 'command')];
  // The image asks by itself, at its own port.
  if (command.length === 0) return undefined;
  const server = serverOf(command, app);
  // What compose itself puts in for a variable is known only there.
  if (server) return image?.hasPython && typeof server.port === 'number' && server.port !== image.server.port ? { port: server.port } : undefined;
  // What the command of the image is given as well may be a server all the same.
  const isOther = /(?:^|[\s/])(?:celery|arq|rq|dramatiq|taskiq|alembic|flower|huey|faststream)(?=\s|$)/.test(command.join(' '));
  return image?.isChecked && isOther ? 'other' : undefined;
}

/** The image a service is built from: `build: .`, or a context with a Dockerfile. */
function imageOf(document: YamlDocument, service: YamlMapping, at: RepoPath, images: readonly ServingImage[]): ServingImage | undefined {
  const build = valueAt(document, service, 'build');
  if (!build) return undefined;
  const context = build.kind === 'scalar' ? build.text : build.kind === 'mapping' ? textAt(document, build, 'context') ?? '.' : undefined;
  if (context === undefined || /[$:]/.test(context)) return undefined;
  const file = (build.kind === 'mapping' ? textAt(document, build, 'dockerfile') : undefined) ?? 'Dockerfile';
  const folder = within(folderOf(at), context);
  return folder === undefined ? undefined : images.find(({ path }) => path === within(folder, file));
}

function within(folder: string, relative: string): string | undefined {
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of relative.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function wordsAt(document: YamlDocument, service: YamlMapping, key: string): readonly string[] {
  const value = valueAt(document, service, key);
  if (value?.kind === 'scalar') return value.text.split(/\s+/);
  return value?.kind === 'sequence' ? value.items.flatMap((item) => (item.value?.kind === 'scalar' ? [item.value.text] : [])) : [];
}

function valueAt(document: YamlDocument, mapping: YamlMapping, key: string): YamlNode | undefined {
  const value = nodeAt(document, [...mapping.path, key]);
  return value && resolved(document, value);
}

function textAt(document: YamlDocument, mapping: YamlMapping, key: string): string | undefined {
  const value = valueAt(document, mapping, key);
  return value?.kind === 'scalar' ? value.text : undefined;
}

function checkText(port: number, path: string, { interval, wait, retries }: Options): string {
  return `healthcheck:\n  test: ["CMD", "python", "-c", "${question(port, path, wait)}"]\n  interval: ${interval}\n  timeout: ${wait}\n  retries: ${retries}\n  start_period: 10s\n`;
}

