import { callsPoetry, commandSitesIn, isYamlProblem, nodesIn, parseYaml, partAt, poetryToUv, type SourceFile, type YamlDocument, type YamlScalar } from '#pystd';
import { bringUv, plainTranslation, rewriteTogether } from './environment.ts';
import { installersIn, pluginRemark } from './installers.ts';
import { isSimple, labelInUv, replacedIn } from './labels.ts';
import { renameLocks } from './locks.ts';
import { planFor, type YamlPlan } from './plan.ts';
import { tellRecipes } from './recipes.ts';
import { staysWhole } from './stays.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';
import { pathInUv } from '../variables/variables.ts';
import { scalarAt } from '../workflows/steps.ts';

/** Pipelines in YAML: GitLab, CircleCI, Azure, Bitbucket, Travis, AppVeyor, Buildkite, Drone, Woodpecker, Semaphore, Google Cloud Build. */
const PIPELINE = /(?:^|\/)(?:[^/]*\.?gitlab-ci[^/]*|bitbucket-pipelines|\.travis|\.?appveyor|\.?(?:drone|woodpecker)[^/]*|cloudbuild[^/]*|[^/]*azure-?pipelines?[^/]*)\.ya?ml$|(?:^|\/)\.?(?:gitlab|gitlab-ci|circleci|azure-pipelines|azure-devops|azure|pipelines|buildkite|woodpecker|semaphore)\/.*\.ya?ml$/i;

/** Keys of what is kept from run to run. */
const CACHE_KEYS = /^(?:key|keys|restore_keys|restoreKeys|restore-keys|prefix|cacheHitVar|cache_key)$/;
const CACHE_PATHS = /^(?:paths?|directories|caches?|untracked|mount)$/;

/** Pipelines other than GitHub's: uv is installed the way Poetry was, caches follow uv's lock and keep uv's folders. */
export const pipelines: FileKind = {
  concerns: (file) => namesPoetry(file.text) && isPipeline(file),
  rewrite: (rewrite, surroundings) => {
    const { file } = rewrite;
    const { projects } = surroundings;
    if (projects.length === 0 || projects.some(({ state }) => state === 'kept')) return;
    const read = parseYaml(file.text);
    if (isYamlProblem(read) || staysWhole(rewrite, 'pipeline', (site) => plainTranslation(site, surroundings))) return;
    const plan = planFor(rewrite);
    replaceInstallers(plan, file, surroundings);
    for (const document of read.documents) {
      bringUv(plan, document, file, surroundings);
      for (const node of nodesIn(document.root)) if (node.kind === 'scalar') followCache(plan, document, node);
      renameLocks(plan, document);
      followPackageManager(plan, document);
      renameSteps(plan, document, file, surroundings);
    }
    tellRecipes(plan, file, surroundings);
    renameComments(plan, read.comments);
    plan.finish();
    rewriteTogether(rewrite, surroundings);
  },
};

function isPipeline({ path }: SourceFile): boolean {
  return PIPELINE.test(path);
}

/** `pip install poetry` becomes `pip install uv`: images and runners of these pipelines have no action for it. */
export function replaceInstallers(plan: YamlPlan, file: SourceFile, surroundings: Surroundings): void {
  const sites = commandSitesIn(file);
  const installers = installersIn(file.text, sites);
  const calls = sites.filter(({ words }) => callsPoetry(words));
  // Where nobody knows which project any of the commands is for, they stay Poetry's.
  const isLeft = calls.length > 0 && calls.every((site) => 'problem' in surroundings.projectOfCommand(site));
  if (isLeft) return installers.forEach(({ span }) => plan.flag(span, 'Poetry is still installed here, since commands of this pipeline stay with it.'));
  for (const installer of installers) plan.change(installer.span, ['Poetry is installed here: uv takes its place.', ...installer.plugins.map(pluginRemark)].join(' '), [installer.withUv()]);
  if (installers.length === 0) return;
  // The installer of uv puts it where that of Poetry put a link.
  for (const { index, 0: path } of file.text.matchAll(/(?:\$\{?POETRY_HOME\}?|(?:\$\{?HOME\}?|~)\/\.poetry)\/bin(?=["':;\s])/g)) {
    const span = { start: index, end: index + path.length };
    if (!plan.isRewritten(span)) plan.change(span, 'The installer of uv puts it into `~/.local/bin`.', [[{ span, text: path.startsWith('~') ? '~/.local/bin' : '$HOME/.local/bin' }]]);
  }
}

/** Keys and folders of caches. What a key is called is free, so that it can follow as a whole. */
function followCache(plan: YamlPlan, document: YamlDocument, node: YamlScalar): void {
  if (plan.isRewritten(node.span) || !/poetry/i.test(node.text)) return;
  const names = node.path.filter((step) => typeof step === 'string');
  const isIn = names.some((name) => /cache/i.test(name)) || names.at(-1) === 'restoreKeys' || isCacheTask(document, node);
  if (!isIn) return;
  const name = names.at(-1) ?? '';
  if (CACHE_KEYS.test(name) || names.at(-2) === 'key') {
    const edits = replacedIn(document, node, (text) => text.replace(/(?<![\w.])poetry\.lock\b/g, 'uv.lock').replace(/(?<![\w/.$])(?:pypoetry|poetry)(?![\w./])/g, 'uv'));
    plan.change(node.span, 'The key of the cache follows uv\'s lock.', [edits]);
  } else if (CACHE_PATHS.test(name) || (names.at(-2) === 'caches' && names.at(-3) === 'definitions')) {
    plan.change(node.span, 'The cache keeps what uv downloads.', [replacedIn(document, node, pathInUv)]);
  }
}

/** Whether a value is an input of Azure's `Cache@2`. */
function isCacheTask(document: YamlDocument, { path }: YamlScalar): boolean {
  const step = path.at(-2) === 'inputs' ? partAt(document, path.slice(0, -2))?.part.value : undefined;
  return step !== undefined && /^Cache@/.test(scalarAt(step, ['task'])?.text ?? '');
}

/** What steps are called, where all of their commands become uv's. Names of jobs stay: others may ask for them. */
function renameSteps(plan: YamlPlan, document: YamlDocument, file: SourceFile, { projectOf }: Surroundings): void {
  const project = projectOf(file.path);
  for (const node of nodesIn(document.root)) {
    const isName = node.path.at(-1) === 'displayName' || (node.path.at(-1) === 'name' && node.path.at(-2) === 'run');
    const step = isName ? partAt(document, node.path.slice(0, -1))?.part : undefined;
    if (node.kind !== 'scalar' || !step || 'problem' in project || plan.isRewritten(node.span)) continue;
    const sites = commandSitesIn(file).filter(({ span, words }) => step.span.start <= span.start && span.end <= step.span.end && callsPoetry(words));
    const isUvs = sites.length > 0 && sites.every(({ words, setting }) => poetryToUv(words, project, setting).kind !== 'unknown');
    const edits = isUvs ? replacedIn(document, node, labelInUv) : [];
    if (edits.length > 0) plan.change(node.span, 'What the step is called follows what it does.', [edits]);
  }
}

/** CircleCI's orb for Python installs by Poetry when it is told so; since 3.1 it knows uv: https://github.com/CircleCI-Public/python-orb */
function followPackageManager(plan: YamlPlan, document: YamlDocument): void {
  const orb = nodesIn(document.root).flatMap((node) => (node.kind === 'scalar' && node.path[0] === 'orbs' ? [/^circleci\/python@(\d+)(?:\.(\d+))?/.exec(node.text)] : [])).find((one) => one !== null);
  const [major = 0, minor] = [orb?.[1], orb?.[2]].map((one) => (one === undefined ? undefined : Number(one)));
  const knowsUv = major > 3 || (major === 3 && (minor === undefined || minor >= 1));
  for (const node of nodesIn(document.root)) {
    if (node.kind !== 'scalar' || node.path.at(-1) !== 'pkg-manager' || node.text !== 'poetry') continue;
    const step = partAt(document, node.path.slice(0, -1))?.part.value;
    const args = step && scalarAt(step, ['args']);
    if (!knowsUv) plan.flag(node.span, 'The orb installs by uv since version 3.1: with that version, this can be `uv`.');
    else if (args) plan.flag(node.span, 'The orb gives `args` to `uv sync` when this is `uv`: they must be put into its words.');
    else plan.change(node.span, 'The orb installs by uv. Its jobs run commands by `uv run`.', [[{ span: node.span, text: 'uv' }]]);
  }
}

/** Short comments on what is done. */
export function renameComments(plan: YamlPlan, comments: readonly { readonly span: { readonly start: number; readonly end: number }; readonly text: string }[]): void {
  for (const comment of comments) {
    const now = labelInUv(comment.text);
    if (now === comment.text || !isSimple(comment.text) || plan.isRewritten(comment.span)) continue;
    plan.change(comment.span, 'The comment follows what is done.', [[{ span: comment.span, text: now }]]);
  }
}
