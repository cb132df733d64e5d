import { insertText, removeAt, replaceText, SETUP_UV, SETUP_UV_PINNED, type CommandSite, type Edit, type YamlDocument, type YamlPath } from '#pystd';
import { BARE_COMMANDS } from '../variables/variables.ts';
import { labelEdits } from '../pipelines/labels.ts';
import type { Planned } from '../pipelines/plan.ts';
import { choosesPython, pythonForUv } from './python.ts';
import { childOf, scalarAt, type StepList, type WorkflowStep } from './steps.ts';

const POETRY_ACTIONS = /^(?:snok\/install-poetry|abatilo\/actions-poetry|Gr1N\/setup-poetry|dschep\/install-poetry-action|saleor\/setup-poetry|threeal\/setup-poetry-action|bakdata\/ci-templates\/actions\/setup-poetry|tiangolo\/install-poetry)$/i;

/** Programs that every runner has: a script that calls others needs them on its path. */
export const OF_THE_RUNNER = /^(?:echo|printf|cd|export|source|\.|set|test|\[|\[\[|git|gh|ls|mkdir|cp|mv|rm|cat|tee|curl|wget|tar|unzip|zip|docker|docker-compose|sudo|apt|apt-get|brew|npm|npx|yarn|pnpm|node|make|just|task|pip|pip3|pipx|poetry|jq|sed|awk|grep|find|chmod|sleep|true|exit|hash|which|date|bash|sh|uv|uvx|psql|aws|gcloud|az|terraform|helm|kubectl|mongo|mongosh|mysql|mysqladmin|redis-cli|pg_isready|createdb|dropdb|service|systemctl|ssh|scp|ssh-add|ssh-agent|ssh-keyscan|eval|rsync|nc|wait|head|tail|sort|wc|tr|cut|xargs|env|printenv|uname|pwd|touch|ln|chown|gpg|openssl|go|cargo|java|mvn|yum|dnf|apk|shift|read|return|local|trap|unset|pushd|popd|time|kill|perl|ruby|rustup|dpkg)$/;

/** Whether a step installs Poetry by an action made for it. */
export function isPoetryAction({ action }: WorkflowStep): boolean {
  return action !== undefined && POETRY_ACTIONS.test(action);
}

/** Whether a step installs uv by its own action. */
export function isUvAction({ action }: WorkflowStep): boolean {
  return action?.toLowerCase() === 'astral-sh/setup-uv';
}

/** Whether a command activates the environment by the variable that `snok/install-poetry` sets. */
export function activatesVenv({ words }: CommandSite): boolean {
  return words.length === 2 && /^(?:source|\.)$/.test(words[0]?.value ?? '') && /^"?\$\{?VENV\}?"?$/.test(words[1]?.raw ?? '');
}

/** What the setup of uv is told in a list of steps: the Python to use where one is chosen by a matrix, and whether programs are called by their bare names. */
export function inputsOf(list: StepList, hasPythonVersionFile: boolean, folder: string): readonly string[] {
  const isBare = isActivated(list);
  const python = pythonForUv(list);
  const isChosen = python !== undefined && (/\$\{\{/.test(python.text) || hasPythonVersionFile || isBare || choosesPython(list));
  const quote = python?.style === 'double' ? '"' : python?.style === 'single' ? "'" : '';
  return [
    ...(isChosen ? [`python-version: ${quote}${python.text}${quote}`] : []),
    ...(isBare ? ['activate-environment: true'] : []),
    ...(isBare && folder !== '' ? [`working-directory: ${folder}`] : []),
  ];
}

/** Whether the environment is put on the path of a list of steps, since programs are called by their bare names there, or may be by the jobs that call an action. */
export function isActivated(list: StepList): boolean {
  const isBare = ({ words: [program] }: CommandSite): boolean => program?.value !== undefined && !OF_THE_RUNNER.test(program.value);
  return list.steps.some(({ sites }) => sites.some(activatesVenv)) || (isWithoutEnvironment(list) && (list.path[0] === 'runs' || list.steps.some(({ sites }) => sites.some(isBare))));
}

/** What the reviewer is told about those. */
export function remarksOn(inputs: readonly string[]): readonly string[] {
  return [
    ...(inputs.some((one) => one.startsWith('python-version')) ? ['uv is told the Python of this job, as a `.python-version` file would win otherwise.'] : []),
    ...(inputs.includes('activate-environment: true') ? [`Programs are called by their bare names here. ${BARE_COMMANDS} So the environment is put on the path.`] : []),
  ];
}

/** Whether Poetry is told to install into the Python that is there. */
function isWithoutEnvironment({ steps, above }: StepList): boolean {
  const isOff = (text: string | undefined): boolean => text !== undefined && /^(?:false|0|no|off)$/i.test(text);
  const settings = [...above, ...steps.map(({ node }) => node)].map((node) => scalarAt(node, ['env', 'POETRY_VIRTUALENVS_CREATE'])?.text);
  const actions = steps.filter(isPoetryAction).map(({ node }) => scalarAt(node, ['with', 'virtualenvs-create'])?.text);
  const commands = steps.flatMap(({ sites }) => sites).some(({ words }) => words.some(({ value }) => value === 'virtualenvs.create') && isOff(words.at(-1)?.value));
  return commands || [...settings, ...actions].some(isOff);
}

/** The action, pinned as the others of a file are: to a tag or to a commit. */
function setupUv({ file: { text } }: YamlDocument): string {
  return /uses:\s*["']?[^\s"']+@[0-9a-f]{40}\b/.test(text) ? SETUP_UV_PINNED : SETUP_UV;
}

/** The lines of a step that installs uv. */
export function setupLines(document: YamlDocument, inputs: readonly string[], head: readonly string[]): string {
  const lines = [...head, `uses: ${setupUv(document)}`, ...(inputs.length > 0 ? ['with:', ...inputs.map((one) => `  ${one}`)] : [])];
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join('\n');
}

/** Makes the step of an action for Poetry one for uv: its name follows, what Poetry was told goes. */
export function actionToUv(document: YamlDocument, step: WorkflowStep, inputs: readonly string[]): readonly Planned[] {
  const uses = scalarAt(step.node, ['uses']);
  const entry = step.node.entries.find(({ name }) => name === 'uses');
  if (!uses || !entry) return [{ problem: 'The step has no `uses`.' }];
  // A comment behind a version is about that version.
  const comment = entry.trailing;
  const edit: Edit = { span: { start: uses.span.start, end: comment?.span.end ?? uses.span.end }, text: setupUv(document) };
  const path: YamlPath = [...step.path, 'with'];
  const block = ['with:', ...inputs.map((one) => `  ${one}`)].join('\n');
  const has = childOf(step.node, 'with') !== undefined;
  const settings: Planned = has ? (inputs.length > 0 ? replaceText(document, path, block) : removeAt(document, path, 'refuse')) : inputs.length > 0 ? insertText(document, { after: [...step.path, 'uses'] }, block) : [];
  return [[edit], settings, ...withoutSettings(document, step), ...labelEdits(document, step)];
}

/** Makes a step that runs an installer one for uv. */
export function scriptToUv(document: YamlDocument, step: WorkflowStep, inputs: readonly string[]): readonly Planned[] {
  const block = [`uses: ${setupUv(document)}`, ...(inputs.length > 0 ? ['with:', ...inputs.map((one) => `  ${one}`)] : [])].join('\n');
  const others = ['shell', 'working-directory'].filter((name) => childOf(step.node, name) !== undefined).map((name) => removeAt(document, [...step.path, name], 'refuse'));
  return [replaceText(document, [...step.path, 'run'], block), ...others, ...withoutSettings(document, step), ...labelEdits(document, step)];
}

/** What a step that only installs had in its environment was for Poetry. */
function withoutSettings(document: YamlDocument, { node, path }: WorkflowStep): readonly Planned[] {
  return childOf(node, 'env') === undefined ? [] : [removeAt(document, [...path, 'env'], 'refuse')];
}
