import { insertText, isYamlProblem, joinPath, parseYaml, removeAt, renameKey, nodesIn, replaceText, replacement, rewriteCommands, setScalar, type CommandSite, type FileRewrite, type SourceFile, type Translation, type YamlDocument } from '#pystd';
import { outsideOfImages } from './commands.ts';
import { speaksOfUv } from './projects.ts';
import { POETRY_VERSION, type FileKind, type Surroundings } from './surroundings.ts';
import { fateOf } from './variables.ts';
import { bringsUv } from './uv-providers.ts';
import { child, isWorkflow, scalar, stepLists, together, uvCalls, type Step } from './workflow-parts.ts';

/** The action that installs Poetry. It needs a Python that is set up before. */
export const INSTALL_POETRY = 'snok/install-poetry@v1';
/** Programs of the environment are called by their bare names. */
const ON_PATH = ['- name: Put the environment on the path', '  run: echo "$PWD/.venv/bin" >> "$GITHUB_PATH"', '  shell: bash'].join('\n');
const SETUP_PYTHON = 'actions/setup-python@v5';

/** Workflows of GitHub and composite actions: Python and Poetry are set up in the place of uv. */
export const workflows: FileKind = {
  concerns: (file) => isWorkflow(file) && speaksOfUv(file.text),
  rewrite(rewrite, surroundings) {
    const read = parseYaml(rewrite.file.text);
    const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
    if (!document || more.length > 0) return;
    const lists = stepLists(rewrite.file, document);
    const gone = new Set<CommandSite>();
    for (const steps of lists) {
      const because = whyItStays(rewrite.file, document, steps);
      if (isForKept(steps, surroundings)) steps.forEach(({ node }) => rewrite.leave(node.span));
      else if (because !== undefined) stay(rewrite, steps, because);
      else if (setUp(rewrite, document, steps, surroundings)) pythonInstalls(steps).forEach((site) => gone.add(site));
    }
    if (lists.every((steps) => whyItStays(rewrite.file, document, steps) === undefined)) rewriteVariables(rewrite, document);
    const first = new Set(lists.flatMap(firstRun));
    rewriteCommands(rewrite, (site) => (gone.has(site) ? { kind: 'removed', remarks: ['Python is set up before.'] } : installing(outsideOfImages(site, surroundings), first.has(site))));
  },
};

/** Whether the commands of a list work on projects that stay with uv. */
function isForKept(steps: readonly Step[], { projectOfCommand }: Surroundings): boolean {
  return uvCalls(steps).map(projectOfCommand).some((project) => 'state' in project && project.state === 'kept');
}

/** Why Poetry cannot take the place of uv in the steps of a job; `undefined` when it can. A job follows as a whole or not at all. */
function whyItStays(file: SourceFile, document: YamlDocument, steps: readonly Step[]): string | undefined {
  const setUps = steps.filter(({ action }) => action === 'astral-sh/setup-uv');
  if (setUps.length === 0 && uvCalls(steps).length === 0) return undefined;
  for (const step of setUps) {
    const id = scalar(step.node, 'id')?.text;
    if (id !== undefined && new RegExp(`steps\\.${id.replace(/[^\w-]/g, '\\$&')}\\.`).test(file.text)) return 'the outputs of `astral-sh/setup-uv` are used';
    const at = steps.indexOf(step);
    const isPython = ({ action }: Step): boolean => action === 'actions/setup-python';
    if (!steps.slice(0, at).some(isPython) && steps.slice(at + 1).some(isPython)) return 'Python is set up behind `astral-sh/setup-uv`, and Poetry is installed into a Python that is there';
  }
  const [first] = steps;
  const job = first && first.path[0] === 'jobs' ? nodesIn(document.root).find(({ path }) => path.length === 2 && path.every((part, index) => part === first.path[index])) : undefined;
  const container = job && (scalar(job, 'container') ?? scalar(job, 'container', 'image'));
  if (container && bringsUv(container.text)) return 'its container is an image of uv';
  return steps.some(({ node, action }) => action !== 'astral-sh/setup-uv' && bringsUv(file.text.slice(node.span.start, node.span.end))) ? 'it brings uv in a way that is not put into Poetry\'s words' : undefined;
}

/** One finding for a job that goes on using uv. */
function stay(rewrite: FileRewrite, steps: readonly Step[], because: string): void {
  const first = steps.find(({ action }) => action === 'astral-sh/setup-uv');
  const span = (first && scalar(first.node, 'uses')?.span) ?? uvCalls(steps)[0]?.span;
  if (span) rewrite.flag(span, `This job stays with uv until a person changes it, as half of it would not run: ${because}.`);
  for (const { node } of steps) rewrite.leave(node.span);
}

/** Puts Python and Poetry in the place of `astral-sh/setup-uv`. Tells whether it did. */
function setUp(rewrite: FileRewrite, document: YamlDocument, steps: readonly Step[], surroundings: Surroundings): boolean {
  let isDone = false;
  for (const [index, step] of steps.entries()) {
    if (step.action !== 'astral-sh/setup-uv') continue;
    const uses = scalar(step.node, 'uses');
    if (!uses) continue;
    const hasPython = steps.slice(0, index).some(({ action }) => action === 'actions/setup-python');
    const python = hasPython ? undefined : pythonLines(rewrite.file, step, steps, surroundings);
    const inputs = ['with:', `  version: ${POETRY_VERSION}`, '  virtualenvs-create: true', '  virtualenvs-in-project: true'].join('\n');
    const name = scalar(step.node, 'name');
    const settings = child(step.node, 'with');
    const edits = together(
      ...(python === undefined ? [] : [insertText(document, { before: step.path }, python)]),
      ...(name && /\buv\b/i.test(name.text) ? [setScalar(document, [...step.path, 'name'], name.text.replace(/\buv\b/gi, 'Poetry'))] : []),
      ...(scalar(step.node, 'with', 'activate-environment')?.text === 'true' ? [insertText(document, { after: step.path }, ON_PATH)] : []),
      settings ? replaceText(document, [...step.path, 'with'], inputs) : insertText(document, { after: [...step.path, 'uses'] }, inputs),
    );
    // A comment behind a version is about that version.
    const comment = step.node.entries.find((entry) => entry.name === 'uses')?.trailing;
    const installed = 'problem' in edits ? edits : [...edits, replacement({ start: uses.span.start, end: comment?.span.end ?? uses.span.end }, INSTALL_POETRY)];
    const cached = scalar(step.node, 'with', 'enable-cache')?.text === 'true' ? ' The cache of uv goes: `actions/cache` may keep `.venv` by the hash of `poetry.lock`.' : '';
    rewrite.change(uses.span, `Poetry is installed in the place of uv${python === undefined ? '' : ', into a Python that is set up before'}.${cached}`, installed);
    if (settings) rewrite.leave(settings.span);
    isDone ||= !('problem' in edits);
  }
  return isDone;
}

/** `uv python install`, with or without a version. */
function pythonInstalls(steps: readonly Step[]): readonly CommandSite[] {
  return steps.flatMap(({ sites }) => sites).filter(({ words }) => words.slice(0, 3).map(({ value }) => value).join(' ') === 'uv python install');
}

/** A step that sets up the Python that uv was told, or found by itself. */
function pythonLines(file: SourceFile, step: Step, steps: readonly Step[], { projects, projectOf, task }: Surroundings): string {
  const said = scalar(step.node, 'with', 'python-version');
  const [installed] = pythonInstalls(steps).map(({ words }) => words.slice(3).map(({ raw }) => raw).join(' ').replace(/^(["'])(.*)\1$/, '$2'));
  const version = said?.text ?? (installed === undefined || installed === '' || installed.startsWith('-') ? undefined : installed);
  if (version !== undefined) return [`- uses: ${SETUP_PYTHON}`, '  with:', `    python-version: ${said?.style === 'single' ? `'${version}'` : `"${version}"`}`].join('\n');
  const own = projectOf(file.path);
  const folder = 'folder' in own ? own.folder : (projects[0]?.folder ?? '');
  const pinned = [joinPath(folder, '.python-version'), joinPath('', '.python-version')].find((path) => task.repo.files.has(path) || task.repo.opaque.has(path));
  return [`- uses: ${SETUP_PYTHON}`, '  with:', `    python-version-file: ${pinned ?? joinPath(folder, 'pyproject.toml')}`].join('\n');
}

/** Variables of uv in `env:`. */
function rewriteVariables(rewrite: FileRewrite, document: YamlDocument): void {
  for (const node of nodesIn(document.root)) {
    if (node.kind !== 'mapping') continue;
    for (const { name, value, key } of node.entries) {
      if (!/^UV_[A-Z0-9_]+$/.test(name) || value.kind !== 'scalar' || rewrite.isSpokenOf(key.span)) continue;
      const path = [...node.path, name];
      const fate = fateOf(name, value.text);
      if (fate === 'removed') rewrite.change(key.span, `\`${name}\` says nothing to Poetry.`, together(removeAt(document, node.entries.length === 1 && node.path.length > 0 ? node.path : path, 'drop')));
      else if ('because' in fate) rewrite.flag(key.span, `\`${name}\` stays: ${fate.because}.`);
      else if (fate.value === undefined || fate.value === value.text) rewrite.change(key.span, `\`${name}\` is \`${fate.name}\` in Poetry.`, together(renameKey(document, path, fate.name)));
      else rewrite.change(key.span, `\`${name}\` is \`${fate.name}\` in Poetry.`, together(replaceText(document, path, `${fate.name}: "${fate.value}"`)));
    }
  }
}

/** The first `uv run` of a list in which nothing is installed before: uv did so by itself. */
function firstRun(steps: readonly Step[]): readonly CommandSite[] {
  const calls = uvCalls(steps);
  const isCalled = ({ words }: CommandSite, ...names: readonly string[]): boolean => words.slice(1).some(({ value }, index) => index < 3 && value !== undefined && names.includes(value));
  const index = calls.findIndex((site) => isCalled(site, 'run'));
  const first = calls[index];
  return first && !first.isCaptured && !first.substitution && !calls.slice(0, index).some((site) => isCalled(site, 'sync')) ? [first] : [];
}

/** Lets Poetry install before it runs. */
function installing(translation: Translation | 'leave' | undefined, isFirst: boolean): Translation | 'leave' | undefined {
  if (!isFirst || translation === undefined || translation === 'leave' || translation.kind !== 'commands' || translation.commands.length !== 1) return translation;
  const [command] = translation.commands;
  if (command?.[1] !== 'run') return translation;
  return { ...translation, commands: [['poetry', 'install'], command], remarks: ['Poetry installs nothing before it runs a program, so it is told to.'] };
}
