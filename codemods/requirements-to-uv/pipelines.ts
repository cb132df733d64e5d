import {
  callsPip, commandSitesIn, isPlainInstall, isYamlProblem, nodesIn, parseYaml, pipFacts, pipToUv, requirementsProjectAt, UV_VERSION,
  type Arg, type CommandSite, type Edit, type PipFacts, type RequirementsProject, type SourceFile, type YamlEntry, type YamlMapping,
} from '#pystd';
import type { FileKind } from './files.ts';
import { namesRequirements, oneLine } from './words.ts';

/** Pipelines in which all commands of a job run in one shell: what is activated by one counts for those after it. */
const PIPELINE = /(?:^|\/)(?:[\w-]*\.?gitlab-ci|\.travis|bitbucket-pipelines)\.ya?ml$/;

/** Keys of GitLab that count for every job. */
const SHARED = /^(?:before_script|default|\..+)$/;

/**
 * Pipelines of GitLab, Travis and Bitbucket that install the requirements: pip installs uv, uv installs the lock, and its environment is entered.
 * A file follows as a whole or not at all, since jobs take parts of each other.
 */
export const pipelines: FileKind = {
  concerns: ({ path, text }) => PIPELINE.test(path) && /requirements|pipenv/i.test(text),
  rewrite(rewrite, { projects }) {
    const { file } = rewrite;
    const installs = commandSitesIn(file).filter((site) => callsPip(site.words) && namesRequirements(site));
    const [first] = installs;
    const read = parseYaml(file.text);
    const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
    if (!first || !document || more.length > 0 || document.root.kind !== 'mapping') return;
    const plan = planned(file, document.root, installs, projects);
    if ('because' in plan) {
      if (requirementsProjectAt(projects, file.path)) rewrite.flag(first.span, `\`${oneLine(first)}\` stays: ${plan.because}`);
    } else rewrite.change(first.span, plan.message, plan.edits);
  },
};

type Plan = { readonly because: string } | { readonly message: string; readonly edits: readonly Edit[] };

function planned(file: SourceFile, root: YamlMapping, installs: readonly CommandSite[], projects: readonly RequirementsProject[]): Plan {
  const sites = commandSitesIn(file);
  const jobs = jobsOf(file.path, root);
  const jobOf = (site: CommandSite): YamlEntry | undefined => jobs.find(({ value }) => value.span.start <= site.span.start && site.span.end <= value.span.end);
  const because = obstacle(file, root, sites, installs, jobOf);
  if (because !== undefined) return { because };
  const edits: Edit[] = [];
  const said: string[] = [];
  for (const site of sites) {
    const own = installs.filter((install) => jobOf(install) === jobOf(site));
    const [first] = own;
    if (!first) continue;
    const isBefore = site.span.start < first.span.start;
    const outcome = own.includes(site) ? installed(site, projects, site === first) : followed(site, isBefore, pipFactsOf(projects, file, first));
    if (outcome === undefined) continue;
    if ('because' in outcome) return outcome;
    edits.push(...outcome.edits);
    said.push(outcome.message);
  }
  return { message: ['uv is installed, and its environment is entered for all that comes after it in the job.', ...new Set(said.filter((one) => one !== ''))].join(' '), edits };
}

/** The parts of a file whose commands run one after the other: jobs of GitLab, steps of Bitbucket, all of Travis. */
function jobsOf(path: string, root: YamlMapping): readonly YamlEntry[] {
  if (/gitlab-ci\.ya?ml$/.test(path)) return root.entries;
  if (/\.travis\.ya?ml$/.test(path)) return [];
  return nodesIn(root).flatMap((node) => (node.kind === 'mapping' ? node.entries.filter(({ name }) => name === 'script') : []));
}

/** What keeps a file from being changed, as a sentence. */
function obstacle(file: SourceFile, root: YamlMapping, sites: readonly CommandSite[], installs: readonly CommandSite[], jobOf: (site: CommandSite) => YamlEntry | undefined): string | undefined {
  if (sites.some(({ words }) => /^(?:uvx?|poetry|conda|mamba)$/.test(words[0]?.value ?? ''))) return 'another manager of environments is at work here.';
  if (/^\s*-?\s*(?:cd|pushd)\s/m.test(file.text)) return 'the commands work in several folders.';
  const shared = installs.find((site) => SHARED.test(jobOf(site)?.name ?? ''));
  const other = shared && sites.find((site) => callsPip(site.words) && jobOf(site) !== jobOf(shared));
  if (other) return `\`${oneLine(other)}\` may or may not work on the same environment.`;
  const late = nodesIn(root).find((node) => node.kind === 'mapping' && node.entries.some(({ name }) => name === 'after_script'));
  if (late) return 'what `after_script` runs is in a shell of its own, which would not know the environment.';
  const handed = nodesIn(root).some((node) => node.kind === 'mapping' && node.entries.some(({ name, value }) => name === 'artifacts' && /\bvenv\b|site-packages/.test(file.text.slice(value.span.start, value.span.end))));
  return handed ? 'the environment is handed from job to job.' : undefined;
}

function pipFactsOf(projects: readonly RequirementsProject[], { path }: SourceFile, site: CommandSite): PipFacts | undefined {
  return projects.flatMap((project) => pipFacts(project, path, site.folder) ?? [])[0];
}

type Outcome = { readonly because: string } | { readonly edits: readonly Edit[]; readonly message: string };

/** `pip install -r …`: uv, the lock, the environment. */
function installed(site: CommandSite, projects: readonly RequirementsProject[], isFirst: boolean): Outcome {
  const facts = projects.flatMap((project) => pipFacts(project, site.path, site.folder) ?? [])[0];
  if (!facts) return { because: 'it works in another folder than the project, or in one that is not known.' };
  const translation = pipToUv(site.words, facts, 'ci');
  if (translation.kind !== 'commands') return { because: translation.kind === 'unknown' ? translation.because : 'nothing takes its place.' };
  if (!isFirst && translation.commands.some((command) => command.includes('--no-default-groups'))) return { because: 'several commands install requirements here, one after the other.' };
  const commands: readonly (readonly Arg[])[] = isFirst ? [['pip', 'install', `uv==${UV_VERSION}`], ...translation.commands, ['.', '.venv/bin/activate']] : translation.commands;
  const edits = site.replace(commands);
  if ('problem' in edits) return { because: edits.problem };
  const now = translation.commands.map((command) => command.map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (site.words[arg]?.raw ?? '') : arg.text)).join(' ')).join(' && ');
  return { edits, message: [`\`${oneLine(site)}\` becomes \`${now}\`.`, ...translation.remarks].join(' ') };
}

/** What else is done to environments in a job that installs requirements. */
function followed(site: CommandSite, isBefore: boolean, facts: PipFacts | undefined): Outcome | undefined {
  const values = site.words.map(({ value }) => value ?? '');
  const isEnvironment = /^(?:virtualenv|python3?(?:\.\d+)? -m (?:venv|virtualenv)) \S+$/.test(values.join(' ')) || /^(?:source|\.) \S*\/bin\/activate$/.test(values.join(' '));
  if (!isEnvironment && !callsPip(site.words)) return undefined;
  const isNeedless = isEnvironment || (facts && pipToUv(site.words, facts, 'ci').kind === 'removed');
  if (isNeedless === true) {
    const edits = site.remove();
    return 'problem' in edits ? { because: edits.problem } : { edits, message: '' };
  }
  if (isBefore || !isPlainInstall(site)) return { because: `\`${oneLine(site)}\` works on the same Python.` };
  const edits = site.replace([['uv', 'pip', 'install', ...site.words.map((_, index): Arg => index).slice(values.indexOf('install') + 1)]]);
  return 'problem' in edits ? { because: edits.problem } : { edits, message: `\`${oneLine(site)}\` works on the environment of uv.` };
}
