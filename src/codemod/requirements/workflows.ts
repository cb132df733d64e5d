import { commandSitesIn, type CommandSite } from '../../backend/command-sites/index.ts';
import { entriesNamed, insertText, isYamlProblem, parseYaml, removeAt, type YamlDocument, type YamlNode, type YamlOutcome, type YamlScalar, type YamlSequence } from '../../formats/yaml/index.ts';
import { callsPip, pipToUv, type Arg, type Translation } from '../../packaging/commands/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileRewrite } from '../file-rewrite.ts';
import { isPlainInstall, pipFacts } from './commands.ts';
import { requirementsProjectAt, type RequirementsProject } from './projects.ts';

/** The manager that takes pip's place in a workflow. */
export interface WorkflowManager {
  /** The steps that bring it in, and that put its environment on the path of all later ones. `python` is the line that names a Python, if any. */
  readonly setUp: (facts: { readonly folder: string; readonly python: string | undefined; readonly isNamed: boolean }) => readonly string[];
  /** The same in words, as a sentence. */
  readonly brings: string;
  /** Actions that bring it, without versions: their environment is not known to be the one that later steps use. */
  readonly actions: RegExp;
  /** Commands of uv, made from those of pip, in the manager's words; `undefined` where there are none. */
  readonly translate: (site: CommandSite, byUv: Translation, project: RequirementsProject) => Translation | undefined;
  /** The words that install something else into the environment. */
  readonly install: readonly string[];
  /** What is said of a cache of pip that goes, as a sentence. */
  readonly cacheGoes: string;
  /** What has the lock installed beside what is there; `undefined` where nothing is taken away anyhow. */
  readonly keeping: string | undefined;
}

/** What the rewriting of a workflow may ask for besides the file. */
export interface WorkflowSurroundings {
  readonly projects: readonly RequirementsProject[];
  readonly manager: WorkflowManager;
}

/** Whether a file is a workflow that installs requirements. */
export function isWorkflowOfRequirements({ path, text }: SourceFile): boolean {
  return /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path) && /requirements|pipenv/i.test(text);
}

/** A job that follows, or the reason why not, as a sentence. */
export type JobPlan = { readonly site: CommandSite; readonly because: string } | { readonly site: CommandSite; readonly message: string; readonly edits: readonly Edit[] };

/** Jobs of workflows that install the requirements: a manager is set up, its environment is put on the path, and the lock is installed. A job follows as a whole or not at all. */
export function planWorkflow(file: SourceFile, surroundings: WorkflowSurroundings): readonly JobPlan[] {
  const read = parseYaml(file.text);
  const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
  const jobs = document?.root.kind === 'mapping' ? childOf(document.root, 'jobs') : undefined;
  if (!document || more.length > 0 || jobs?.kind !== 'mapping') return [];
  return jobs.entries.flatMap(({ value }) => {
    const steps = childOf(value, 'steps');
    return value.kind === 'mapping' && steps?.kind === 'sequence' ? (planJob(file, document, steps, surroundings) ?? []) : [];
  });
}

/** Makes the changes of a workflow, and says of the rest why it stays. */
export function rewriteWorkflow(rewrite: FileRewrite, surroundings: WorkflowSurroundings): void {
  for (const plan of planWorkflow(rewrite.file, surroundings)) {
    if ('because' in plan) rewrite.flag(plan.site.span, `\`${oneLine(plan.site)}\` stays: ${plan.because}`);
    else rewrite.change(plan.site.span, plan.message, plan.edits);
  }
}

function planJob(file: SourceFile, document: YamlDocument, steps: YamlSequence, { projects, manager }: WorkflowSurroundings): JobPlan | undefined {
  const sites = commandSitesIn(file).filter(({ span, words }) => steps.span.start <= span.start && span.end <= steps.span.end && callsPip(words));
  const installs = sites.filter(({ words }) => words.some(({ raw }) => /requirements?[\w./-]*\.(?:txt|in)/i.test(raw)) || (words[0]?.value === 'pipenv'));
  const [first] = installs;
  if (!first) return undefined;
  const found = projects.flatMap((one) => {
    const facts = pipFacts(one, file.path, first.folder);
    return facts ? [{ project: one, facts }] : [];
  })[0];
  if (!found) {
    return requirementsProjectAt(projects, file.path) && { site: first, because: 'it works in another folder than the project, or in one that is not known.' };
  }
  const edits: Edit[] = [];
  const said: string[] = [];
  let problem: string | undefined;
  const add = (made: readonly Edit[] | { readonly problem: string } | YamlOutcome): void => {
    if ('problem' in made) problem ??= made.problem;
    else if ('refused' in made) problem ??= made.refused;
    else edits.push(...('edits' in made ? made.edits : made));
  };
  const hasEarly = sites.some((site) => site.span.start < first.span.start && isPlainInstall(site) && pipToUv(site.words, found.facts, 'ci').kind !== 'removed');
  for (const site of sites) {
    const byUv = pipToUv(site.words, found.facts, 'ci');
    const translation = byUv.kind === 'removed' ? byUv : manager.translate(site, byUv, found.project);
    if (translation?.kind === 'removed') add(site.remove());
    else if (translation?.kind === 'commands' && installs.includes(site)) {
      add(site.replace(translation.commands.map((command) => (hasEarly && manager.keeping !== undefined && command[1] === 'sync' ? [...command, manager.keeping] : command))));
      add(unguarded(file.text, site));
      if (hasEarly && manager.keeping !== undefined) said.push(`\`${manager.keeping}\` keeps what is installed before it.`);
      said.push(`\`${oneLine(site)}\` becomes \`${translation.commands.map((command) => command.map((arg) => wordOf(site, arg)).join(' ')).join(' && ')}\`.`, ...translation.remarks);
    } else if (!installs.includes(site) && isPlainInstall(site)) {
      const words = site.words.map(({ value }) => value);
      add(site.replace([[...manager.install, ...site.words.map((_, index): Arg => index).slice(words.indexOf('install') + 1)]]));
    } else problem ??= translation?.kind === 'unknown' ? translation.because : `\`${oneLine(site)}\` works on the Python of the runner.`;
  }
  const python = steps.items.map(({ value }) => value).find((step) => actionOf(step) === 'actions/setup-python');
  const before = steps.items.find(({ value }) => value.span.start <= first.span.start && first.span.end <= value.span.end)?.value;
  if (steps.items.some(({ value }) => manager.actions.test(actionOf(value)?.toLowerCase() ?? ''))) problem ??= 'what takes its place is set up here already, and its environment is not known to be the one that later steps use.';
  const version = python && scalarAt(python, ['with', 'python-version']);
  const folder = found.project.folder;
  const quote = version?.style === 'double' ? '"' : version?.style === 'single' ? "'" : '';
  const named = version && !version.text.includes('\n') ? `${quote}${version.text}${quote}` : undefined;
  const lines = manager.setUp({ folder, python: named, isNamed: steps.items.some(({ value }) => scalarAt(value, ['name'])) });
  const at = python ?? before;
  if (!at) return undefined;
  add(insertText(document, python ? { after: python.path } : { before: at.path }, lines.join('\n')));
  if (python) {
    const inputs = childOf(python, 'with');
    if (scalarAt(python, ['with', 'cache'])?.text === 'pip' && inputs?.kind === 'mapping') {
      const names = ['cache', 'cache-dependency-path'].filter((name) => childOf(inputs, name));
      for (const name of names) add(removeAt(document, names.length === inputs.entries.length ? inputs.path : [...inputs.path, name], 'refuse'));
      said.push(manager.cacheGoes);
    }
  }
  for (const { value } of steps.items) {
    if (actionOf(value) === 'actions/cache' && /^\s*~\/\.cache\/pip\s*$/.test(scalarAt(value, ['with', 'path'])?.text ?? '') && !scalarAt(value, ['id'])) {
      add(removeAt(document, value.path, 'refuse'));
      said.push(manager.cacheGoes);
    }
  }
  return problem === undefined ? { site: first, message: [manager.brings, ...new Set(said)].join(' '), edits } : { site: first, because: problem };
}

/** `if [ -f requirements.txt ]; then …; fi` asks for the file that goes. */
function unguarded(text: string, { span, words }: CommandSite): readonly Edit[] {
  const name = words.map(({ value }) => value).find((value) => /\.(?:txt|in)$/.test(value ?? ''));
  const head = /if \[\[? (?:-f|-e) ([\w./-]+) \]?\]; *then +$/.exec(text.slice(Math.max(0, span.start - 120), span.start));
  const tail = /^; *fi\b/.exec(text.slice(span.end, span.end + 12));
  if (!head || !tail || head[1] !== name) return [];
  return [{ span: { start: span.start - head[0].length, end: span.start }, text: '' }, { span: { start: span.end, end: span.end + tail[0].length }, text: '' }];
}

function actionOf(step: YamlNode): string | undefined {
  return scalarAt(step, ['uses'])?.text.replace(/@.*$/s, '');
}

function childOf(node: YamlNode, name: string): YamlNode | undefined {
  return node.kind === 'mapping' ? entriesNamed(node, name).at(-1)?.value : undefined;
}

function scalarAt(node: YamlNode, names: readonly string[]): YamlScalar | undefined {
  let at: YamlNode | undefined = node;
  for (const name of names) at = at && childOf(at, name);
  return at?.kind === 'scalar' ? at : undefined;
}

function wordOf({ words }: CommandSite, arg: Arg): string {
  if (typeof arg === 'string') return arg;
  return typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text;
}

function oneLine({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
}
