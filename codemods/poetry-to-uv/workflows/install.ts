import { callsPoetry, insertText, joinPath, removeAt, setScalar, SETUP_UV, type CommandSite, type SourceFile, type YamlDocument } from '#pystd';
import { startedBy } from '../commands/started.ts';
import { installersIn, isInstallScript, pluginRemark, withoutLines, type Installer } from '../pipelines/installers.ts';
import type { Planned, YamlPlan } from '../pipelines/plan.ts';
import { RAISED } from '../pipelines/uv-pins.ts';
import type { Surroundings } from '../surroundings.ts';
import { actionToUv, activatesVenv, inputsOf, isPoetryAction, isUvAction, remarksOn, scriptToUv, setupLines } from './setup.ts';
import { translationIn } from './jobs.ts';
import { folderOfStep } from './projects.ts';
import { inFolder } from './recipes.ts';
import { oldVersionOf } from './stays.ts';
import { scalarAt, type StepList, type WorkflowStep } from './steps.ts';

/** One list of steps at work. */
export interface Installation {
  readonly plan: YamlPlan;
  readonly document: YamlDocument;
  readonly file: SourceFile;
  readonly list: StepList;
  readonly surroundings: Surroundings;
  /** Steps that go for other reasons. */
  readonly going: ReadonlySet<WorkflowStep>;
}

/** Puts the action that sets up uv where Poetry is installed; once in a list of steps, or as often as there are conditions. */
export function rewriteInstallation(installation: Installation): void {
  const { list, going } = installation;
  const folder = folderOfJob(installation);
  const inputs = inputsOf(list, hasPythonVersionFile(installation, folder), folder);
  // A step that sets up uv later is soon enough: no command of Poetry stands between.
  const done = new Set<string>(list.steps.filter(isUvAction).map(({ condition }) => condition ?? ''));
  const gone: WorkflowStep[] = [];
  for (const step of list.steps) {
    if (isUvAction(step)) raiseVersion(installation, step);
    if (isUvAction(step)) done.add(step.condition ?? '');
    else if (!going.has(step) && rewriteStep(installation, step, inputs, done) === 'gone') gone.push(step);
  }
  if (list.steps.some(isPoetryAction)) followVenvVariable(installation);
  if (done.size === 0) setUpAnyway(installation, inputs, gone);
}

/** A version of uv that is older than what commands are written with. */
function raiseVersion({ plan, document, list }: Installation, step: WorkflowStep): void {
  const old = oldVersionOf(list, step);
  if (old && !plan.isRewritten(old.span)) plan.change(old.span, `uv ${old.text} does not know all that the commands are written with.`, [setScalar(document, old.path, RAISED)]);
}

/** Where commands stay Poetry's, so does what installs it. */
export function flagInstallation(plan: YamlPlan, file: SourceFile, { steps }: StepList): void {
  const message = 'Poetry is still installed here, since commands of this job stay with it.';
  for (const step of steps) {
    if (isPoetryAction(step)) plan.flag(step.item.span, message);
    for (const { span } of installersIn(file.text, step.sites)) plan.flag(span, message);
  }
}

/** `gone`: the step only made Poetry ready, and nothing took its place. */
function rewriteStep(installation: Installation, step: WorkflowStep, inputs: readonly string[], done: Set<string>): 'gone' | undefined {
  const { plan, document, file } = installation;
  const at = step.item.span;
  const isThere = done.has('') || (step.condition !== undefined && done.has(step.condition));
  const remarks = isThere ? [] : remarksOn(inputs);
  if (isPoetryAction(step)) {
    const message = `\`${step.action ?? ''}\` installs Poetry.`;
    if (isThere) plan.change(at, `${message} uv is set up by a step of its own, so that this one goes.`, [removeAt(document, step.path, 'refuse')]);
    else plan.change(at, sentences(`${message} It becomes \`${SETUP_UV}\`.`, [...forgotten(step), ...remarks]), actionToUv(document, step, inputs));
  } else {
    const installers = installersIn(file.text, step.sites);
    if (installers.length === 0 && !(step.sites.length === 0 && isInstallScript(step.run?.text ?? ''))) return removeIfEmpty(installation, step);
    const isOnlyPlugins = installers.length > 0 && installers.every((one) => one.isOnlyPlugins);
    if (isOnlyPlugins) return void removePlugins(installation, step, installers);
    if (isOnlyInstallation(installation, step, installers)) {
      if (isThere) plan.change(at, sentences('This step installs Poetry. uv is set up by a step of its own, so that this one goes.', remarksIn(installation, step)), [removeAt(document, step.path, 'refuse')]);
      else plan.change(at, sentences(`This step installs Poetry. It becomes \`${SETUP_UV}\`.`, [...remarksIn(installation, step), ...remarks]), scriptToUv(document, step, inputs));
    } else {
      const edits = removals(file.text, step, installers);
      if (edits === undefined) return void plan.change(at, 'Poetry is installed among other commands: uv takes its place there.', installers.map((one) => one.withUv()));
      const head = [...(installation.list.steps.some(({ node }) => scalarAt(node, ['name'])) ? ['name: Install uv'] : []), ...(step.condition !== undefined && !step.condition.includes('\n') && !/cache-hit/.test(step.condition) ? [`if: ${step.condition}`] : [])];
      const lost = remarksIn(installation, { ...step, sites: installers.flatMap(({ sites }) => sites) });
      if (!isThere) plan.change(at, sentences(`Poetry is installed among other commands. \`${SETUP_UV}\` before them takes its place.`, [...lost, ...remarks]), [insertText(document, { before: step.path }, setupLines(document, inputs, head)), ...edits]);
      else plan.change(at, 'Poetry is installed among other commands. uv is set up by a step of its own.', edits);
    }
  }
  done.add(step.condition === undefined || /cache-hit/.test(step.condition) ? '' : step.condition);
  return undefined;
}

/** What was said to an action for Poetry and has no place in uv's. */
function forgotten({ node }: WorkflowStep): readonly string[] {
  const others = ['installation-arguments', 'poetry-plugins', 'plugins', 'args'].filter((name) => scalarAt(node, ['with', name]));
  return others.map((name) => `\`${name}\` has no counterpart.`);
}

/** `$VENV` is a variable that one of the actions sets; uv's puts the environment on the path, so that nothing has to be activated. */
function followVenvVariable({ plan, list }: Installation): void {
  for (const site of list.steps.flatMap(({ sites }) => sites).filter(activatesVenv)) {
    const removal = site.remove();
    const message = '`$VENV` is set by the action that goes; the environment is on the path already.';
    plan.change(site.span, message, ['problem' in removal ? [{ span: site.words[1]?.span ?? site.span, text: '.venv/bin/activate' }] : removal]);
  }
}

/** What is to be known about commands and plugins that go. */
function remarksIn({ list, surroundings, file }: Installation, { sites }: WorkflowStep): readonly string[] {
  const translations = sites.flatMap((site) => translationIn(site, list, surroundings) ?? []);
  const ofPlugins = installersIn(file.text, sites).flatMap(({ plugins }) => plugins.map(pluginRemark));
  return [...new Set([...ofPlugins, ...translations.flatMap((one) => (one.kind === 'removed' ? one.remarks : []))])];
}

/** Poetry comes from somewhere else: a list of requirements, an image, a cache. A job that calls uv sets it up before. */
function setUpAnyway(installation: Installation, inputs: readonly string[], gone: readonly WorkflowStep[]): void {
  const { plan, document, list, surroundings, going } = installation;
  if (list.path[0] === 'runs' || list.steps.some((step) => setsUpElsewhere(step, surroundings))) return;
  const strange = list.steps.filter(({ action }) => action !== undefined && !action.startsWith('./') && /poetry/i.test(action));
  const message = 'What this action does for Poetry is not seen. It is to be replaced: `astral-sh/setup-uv` sets up uv, and `uv sync` with the groups and extras of the job installs.';
  for (const { item } of strange) plan.flag(item.span, message);
  if (strange.length > 0) return;
  const stays = list.steps.filter((step) => !going.has(step) && !gone.includes(step));
  const [lost] = gone;
  // What put Poetry on the path went: scripts that are called later have it from there.
  const first = stays.find((step) => step.sites.some((site) => translationIn(site, list, surroundings)?.kind === 'commands' || callsUvInside(site, list, step, surroundings))) ?? (lost && stays.find(({ run, item }) => run !== undefined && item.span.start > lost.item.span.start));
  if (!first) return;
  const head = list.steps.some(({ node }) => scalarAt(node, ['name'])) ? ['name: Install uv'] : [];
  plan.change({ start: first.item.span.start, end: first.item.span.start }, sentences('Where Poetry comes from here is not seen, so that uv is set up before its first command.', remarksOn(inputs)), [insertText(document, { before: first.path }, setupLines(document, inputs, head))]);
}

/** Whether a recipe or script that a command starts has commands of Poetry, which become uv's. */
function callsUvInside(site: CommandSite, list: StepList, step: WorkflowStep, surroundings: Surroundings): boolean {
  const { installs, runs } = startedBy(inFolder(site, list, step), surroundings);
  return installs || runs;
}

/** Whether an action of this repository, or one that is checked out by a step, may set up uv. */
function setsUpElsewhere({ action }: WorkflowStep, { task }: Surroundings): boolean {
  if (action?.startsWith('./') !== true) return false;
  const { files } = task.repo;
  const folder = action.replace(/^\.\//, '').replace(/\/$/, '');
  const found = ['action.yml', 'action.yaml'].map((name) => files.get(joinPath(folder, name))).find((one) => one !== undefined);
  return found === undefined || /poetry|setup-uv|install(?:s|ing)? uv\b|astral\.sh\/uv/i.test(found.text);
}

/** Whether a script does nothing but install Poetry and tell it how to work. */
function isOnlyInstallation(installation: Installation, step: WorkflowStep, installers: readonly Installer[]): boolean {
  return installers.every(({ isOnlyPoetry }) => isOnlyPoetry) && step.sites.every((site) => installers.some(({ sites }) => sites.includes(site)) || isNothing(installation, site));
}

/** Commands that mean nothing without Poetry. */
function isNothing({ surroundings, list, file }: Installation, site: CommandSite): boolean {
  const text = site.words.map(({ raw }) => raw).join(' ');
  if (/^(?:python[\d.]* -m )?pip[\d.]* install (?:-U|--upgrade|-q|--quiet| )*(?:(?:pip|setuptools|wheel)\s*)+(?:-U|--upgrade)?$/.test(text)) return true;
  if (/^(?:set|hash|true|:)\b/.test(text) || /^(?:sudo )?pip[\d.]* install (?:-U|--upgrade) pipx$|^(?:python[\d.]* -m )?pip[\d.]* install (?:--user )?pipx$|^(?:python[\d.]* -m )?pipx ensurepath$|^python[\d.]* -m ensurepip(?: --upgrade)?$/.test(text)) return true;
  const line = file.text.slice(site.span.start).split('\n', 1)[0] ?? '';
  if (/^echo\b.*(?:\.local\/bin|poetry\S*\/bin|POETRY_\w+=(?:\$\([^()]*\)|\S)*)["']? *>> *"?\$\{?GITHUB_(?:PATH|ENV)\b/i.test(line)) return true;
  if (/^(?:export (?:PATH=\S*(?:\.local\/bin|poetry)|POETRY_)|(?:source|\.) \S*\.poetry\/env|(?:rm|mkdir) (?:-\w+ )*\S*poetry)/i.test(line)) return true;
  if (!callsPoetry(site.words)) return false;
  // What is printed for whoever reads the log.
  if (/ (?:--version|-V|about|self show(?: plugins)?)$/.test(text)) return true;
  return translationIn(site, list, surroundings)?.kind === 'removed';
}

/** Plugins of a Poetry that comes from elsewhere go. */
function removePlugins(installation: Installation, step: WorkflowStep, installers: readonly Installer[]): void {
  const { plan, document } = installation;
  const isAll = isOnlyInstallation(installation, step, installers) && step.id === undefined;
  plan.change(isAll ? step.item.span : (installers[0]?.span ?? step.item.span), sentences('Plugins of Poetry are installed here, and uv has none.', remarksIn(installation, step)), isAll ? [removeAt(document, step.path, 'refuse')] : installers.map((one) => one.remove()));
}

/** A step that only tells Poetry how to work goes. */
function removeIfEmpty(installation: Installation, step: WorkflowStep): 'gone' | undefined {
  const { plan, document } = installation;
  const isAbout = step.sites.some(({ words, span }) => callsPoetry(words) || /poetry/i.test(document.file.text.slice(span.start, span.end)));
  const isAsked = step.sites.some(({ words }) => words.at(-1)?.value === '--version');
  // What a command is given by another one, `$(…)`, goes with it.
  const outer = step.sites.filter(({ span }) => !step.sites.some((other) => other.span !== span && other.span.start <= span.start && span.end <= other.span.end));
  if (!isAbout || isAsked || !outer.every((site) => isNothing(installation, site)) || step.id !== undefined) return undefined;
  plan.change(step.item.span, sentences('This step only tells Poetry how to work, and uv needs none of it.', remarksIn(installation, step)), [removeAt(document, step.path, 'refuse')]);
  return 'gone';
}

/** Takes installers out of a script; `undefined` when one of them cannot be. */
function removals(text: string, step: WorkflowStep, installers: readonly Installer[]): readonly Planned[] | undefined {
  const edits = [...installers.map((one) => one.remove()), ...pathLines(text, step)];
  return edits.some((one) => 'problem' in one) ? undefined : edits;
}

/** Lines that only put Poetry on the path. */
function pathLines(text: string, { sites }: WorkflowStep): readonly Planned[] {
  return sites.filter(({ words }) => words[0]?.value === 'echo' || words[0]?.value === 'export').flatMap(({ span }) => {
    const end = text.indexOf('\n', span.start);
    const line = text.slice(span.start, end < 0 ? text.length : end);
    const isPath = /^echo .*(?:\.local\/bin|poetry\S*\/bin)"? *>> *"?\$\{?GITHUB_PATH\}?"?\s*$|^export PATH=.*(?:\.local\/bin|poetry\S*\/bin)\S*\s*$/i.test(line);
    return isPath ? [withoutLines(text, { start: span.start, end: span.start + line.trimEnd().length })] : [];
  });
}

/** The folder the commands of a job work in, where one is written down. */
function folderOfJob({ list, surroundings }: Installation): string {
  const inSteps = list.steps.filter(({ sites }) => sites.some(({ words }) => callsPoetry(words))).map((step) => folderOfStep(list, step));
  const [first] = inSteps;
  if (first !== undefined && first !== '') return inSteps.every((one) => one === first) ? first : '';
  const [only, ...others] = surroundings.projects;
  return only && others.length === 0 && inSteps.length === 0 ? only.folder : '';
}

function hasPythonVersionFile({ surroundings }: Installation, folder: string): boolean {
  const { files } = surroundings.task.repo;
  return ['', folder].some((one) => !one.includes('$') && files.has(joinPath(one, '.python-version')));
}

function sentences(first: string, more: readonly string[]): string {
  return [first, ...more].join(' ');
}
