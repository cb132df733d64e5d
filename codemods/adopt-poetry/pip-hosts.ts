import {
  applyEdits, isImageOfRequirements, isWorkflowOfRequirements, planImage, planWorkflow, rewriteImage, rewriteWorkflow,
  type CommandSite, type Edit, type FileRewrite, type ImageManager, type RequirementsProject, type SourceFile, type Task, type Translation, type WorkflowManager,
} from '#pystd';
import { foundationsOf } from './foundations.ts';
import { byPoetry } from './pip-commands.ts';
import { POETRY_VERSION } from './surroundings.ts';
import { INSTALL_POETRY } from './workflows.ts';

/** The images and workflows of the repository's own that install the requirements of projects which take up Poetry. */
export function pipHostsOf(task: Task<object>): readonly SourceFile[] {
  if (foundationsOf(task).founded.length === 0) return [];
  return [...task.repo.files.values()].filter((file) => (isImageOfRequirements(file) || isWorkflowOfRequirements(file)) && task.ownershipOf(file.path) === 'own');
}

/** Puts Poetry in the place of pip, where all of a stage or a job follows; what does not is flagged. */
export function rewritePipHost(task: Task<object>, rewrite: FileRewrite): void {
  const { projects, image, workflow } = managersOf(task);
  if (isImageOfRequirements(rewrite.file)) rewriteImage(rewrite, { view: task, projects, manager: image });
  else rewriteWorkflow(rewrite, { projects, manager: workflow });
}

/** Whether a file follows so that it needs no requirements afterwards. */
export function followsWholly(task: Task<object>, file: SourceFile): boolean {
  const { projects, image, workflow } = managersOf(task);
  const plans = isImageOfRequirements(file) ? planImage(file, { view: task, projects, manager: image }) : planWorkflow(file, { projects, manager: workflow });
  const edits = plans.map((plan): readonly Edit[] | undefined => ('edits' in plan && !('problem' in plan.edits) ? plan.edits : undefined));
  if (plans.length === 0 || !edits.every((made) => made !== undefined)) return false;
  return !/^(?!\s*#).*(?:requirements?[\w./-]*\.(?:txt|in)|pipfile)/im.test(applyEdits(file.text, edits.flat()));
}

function managersOf(task: Task<object>): { readonly projects: readonly RequirementsProject[]; readonly image: ImageManager; readonly workflow: WorkflowManager } {
  const { founded } = foundationsOf(task);
  const translate = (site: CommandSite, byUv: Translation, project: RequirementsProject): Translation | undefined => {
    const foundation = founded.find((one) => one.project.folder === project.folder);
    return foundation && (byPoetry(site, byUv, foundation) ?? { kind: 'unknown', because: byUv.kind === 'unknown' ? byUv.because : 'Poetry has no words for it.' });
  };
  return { projects: founded.map(({ project }) => project), image: { ...IMAGE, translate }, workflow: { ...WORKFLOW, translate } };
}

/** The lock is installed into an environment that comes first on `PATH`; Poetry itself stays outside of it. */
const IMAGE: Omit<ImageManager, 'translate'> = {
  title: 'Poetry',
  lock: 'poetry.lock',
  setUp: (environment, isMade) => [
    // The pip of the image, whatever environment is on the path.
    `RUN /usr/local/bin/pip install --no-cache-dir poetry==${POETRY_VERSION}${isMade ? '' : ` && python -m venv ${environment}`}`,
    `ENV VIRTUAL_ENV=${environment}${isMade ? '' : ` \\\n    PATH=${environment}/bin:$PATH`}`,
  ],
  cache: '/root/.cache/pypoetry',
  folderOption: '--directory',
};

/** Poetry makes the environment in the project, where its programs are found by their bare names. */
const WORKFLOW: Omit<WorkflowManager, 'translate'> = {
  setUp: ({ folder, isNamed }) => [
    ...(isNamed ? ['- name: Install Poetry', `  uses: ${INSTALL_POETRY}`] : [`- uses: ${INSTALL_POETRY}`]),
    '  with:', `    version: ${POETRY_VERSION}`, '    virtualenvs-create: true', '    virtualenvs-in-project: true',
    ...(isNamed ? ['- name: Put the environment on the path', `  run: ${onPath(folder)}`] : [`- run: ${onPath(folder)}`]),
    '  shell: bash',
  ],
  brings: `\`${INSTALL_POETRY}\` installs Poetry, and its environment is put on the path of all later steps.`,
  actions: /^(?:snok\/install-poetry|abatilo\/actions-poetry|gr1n\/setup-poetry|astral-sh\/setup-uv)$/,
  install: ['poetry', 'run', 'pip', 'install'],
  cacheGoes: 'The cache of pip goes: `actions/cache` may keep `.venv` by the hash of `poetry.lock`.',
  keeping: undefined,
};

function onPath(folder: string): string {
  return `echo "$GITHUB_WORKSPACE/${folder === '' ? '' : `${folder}/`}.venv/bin" >> "$GITHUB_PATH"`;
}
