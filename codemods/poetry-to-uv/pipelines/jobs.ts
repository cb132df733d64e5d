import { commandSitesIn, isYamlProblem, nameOf, nodeAt, nodesIn, parseYaml, resolved, type CommandSite, type SourceFile, type YamlDocument, type YamlNode, type YamlPath } from '#pystd';

/** The commands of a job, in the order they run: those it takes over from elsewhere in the file come first. */
export type Job = readonly CommandSite[];

const known = new WeakMap<SourceFile, readonly Job[]>();

/** The jobs of a pipeline; a command that several share is in each of them. A script, and a pipeline of whose jobs nothing is known, is one. */
export function jobsIn(file: SourceFile): readonly Job[] {
  const found = known.get(file) ?? readJobs(file);
  known.set(file, found);
  return found;
}

function readJobs(file: SourceFile): readonly Job[] {
  const sites = commandSitesIn(file);
  const read = /\.ya?ml$/.test(file.path) ? parseYaml(file.text) : undefined;
  const [document, ...more] = read && !isYamlProblem(read) ? read.documents : [];
  if (!document || more.length > 0) return [sites];
  const nodes = nodesOfJobs(file, document);
  return nodes.length === 0 ? [sites] : nodes.map((parts) => parts.flatMap((node) => sitesIn(sites, node)));
}

function sitesIn(sites: readonly CommandSite[], { span }: YamlNode): readonly CommandSite[] {
  return sites.filter((site) => span.start <= site.span.start && site.span.end <= span.end);
}

function nodesOfJobs(file: SourceFile, document: YamlDocument): readonly (readonly YamlNode[])[] {
  if (/gitlab/i.test(file.path)) return ofGitLab(document);
  if (/(?:^|\/)\.circleci\//.test(file.path)) return ofCircle(document);
  if (/azure|(?:^|\/)\.?pipelines\//i.test(file.path)) return nodesIn(document.root).filter(({ kind, path }) => kind === 'sequence' && path.at(-1) === 'steps').map((node) => [node]);
  if (/^bitbucket-pipelines\./.test(nameOf(file.path))) return nodesIn(document.root).filter(({ kind, path }) => kind === 'mapping' && path.at(-1) === 'step').map((node) => [node]);
  return [];
}

/** GitLab's own keywords at the top of a pipeline. */
const KEYWORDS = /^(?:default|variables|stages|include|workflow|image|services|cache|before_script|after_script|spec|pages:deploy)$/;

/** Jobs take keys over from `extends`, from merge keys and from `default`. */
function ofGitLab(document: YamlDocument): readonly (readonly YamlNode[])[] {
  const { root } = document;
  if (root.kind !== 'mapping') return [];
  const names = root.entries.map(({ name }) => name).filter((name) => !KEYWORDS.test(name) && name !== '<<');
  return names.map((name) => ['before_script', 'script', 'after_script'].flatMap((key) => {
    const node = inherited(document, name, key) ?? (key === 'script' ? undefined : (nodeAt(document, ['default', key]) ?? nodeAt(document, [key])));
    return node ? partsOf(document, node) : [];
  }));
}

function inherited(document: YamlDocument, job: string, key: string, seen: readonly string[] = []): YamlNode | undefined {
  const own = nodeAt(document, [job, key]);
  if (own || seen.includes(job)) return own;
  const said = nodeAt(document, [job, 'extends']);
  const names = said?.kind === 'sequence' ? said.items.map(({ value }) => value) : said ? [said] : [];
  // The last one wins.
  return [...names].reverse().map((one) => (one.kind === 'scalar' ? inherited(document, one.text, key, [...seen, job]) : undefined)).find((one) => one !== undefined);
}

/** A script as it is written, with what stands at the aliases and references among its lines. */
function partsOf(document: YamlDocument, node: YamlNode): readonly YamlNode[] {
  const at = resolved(document, node);
  if (at?.kind !== 'sequence') return at ? [at] : [];
  if (at.tag === '!reference') {
    const path: YamlPath = at.items.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : []));
    const target = nodeAt(document, path);
    return target && target !== at ? partsOf(document, target) : [];
  }
  return at.items.flatMap(({ value }) => (value.kind === 'scalar' ? [value] : partsOf(document, value)));
}

/** Steps of jobs; a command that a job calls by its name comes before what stands behind the call. */
function ofCircle(document: YamlDocument): readonly (readonly YamlNode[])[] {
  const jobs = nodeAt(document, ['jobs']);
  if (jobs?.kind !== 'mapping') return [];
  const steps = (path: YamlPath, seen: readonly string[]): readonly YamlNode[] => {
    const list = nodeAt(document, [...path, 'steps']);
    return list?.kind !== 'sequence' ? [] : list.items.flatMap(({ value }) => {
      const step = resolved(document, value);
      const name = step?.kind === 'scalar' ? step.text : step?.kind === 'mapping' ? step.entries[0]?.name : undefined;
      const isCommand = name !== undefined && !seen.includes(name) && nodeAt(document, ['commands', name]) !== undefined;
      return isCommand ? steps(['commands', name], [...seen, name]) : step ? [step] : [];
    });
  };
  return jobs.entries.map(({ name }) => steps(['jobs', name], []));
}
