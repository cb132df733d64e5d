import { isImageOfRequirements, pipAtStart, planImage, requirementsProjects, rewriteImage, UV_IMAGE, VENV, type ImageManager, type ImageSurroundings, type Task } from '#pystd';
import type { FileKind, Surroundings } from './files.ts';

/** Images that install the requirements: uv installs the lock. */
export const images: FileKind = {
  concerns: isImageOfRequirements,
  rewrite: (rewrite, surroundings) => rewriteImage(rewrite, forUv(surroundings)),
};

/** The environment that uv makes has no pip: what calls it when the image runs works on another Python than before. Said while pip is there. */
export function flagPip(task: Task<object>): void {
  const projects = requirementsProjects(task);
  for (const file of [...task.repo.files.values()].filter((one) => isImageOfRequirements(one) && task.ownershipOf(one.path) === 'own')) {
    const isMoving = planImage(file, forUv({ task, projects })).some((plan) => 'edits' in plan && !('problem' in plan.edits) && plan.isNew);
    for (const { path, span, words } of isMoving ? pipAtStart(task, file) : []) {
      const command = words.map(({ raw }) => raw).join(' ');
      task.flag({ path, span }, `\`${command}\` may run in the image of \`${file.path}\`, whose environment is \`${VENV}\` now and has no pip: it would work on the Python of the system. \`uv pip … --python ${VENV}\` works on the environment; what is always needed belongs into the lock.`);
    }
  }
}

function forUv({ task, projects }: Surroundings): ImageSurroundings {
  return { view: task, projects, manager: UV };
}

const UV: ImageManager = {
  title: 'uv',
  lock: 'uv.lock',
  setUp: (environment, isMade) => [`COPY --from=${UV_IMAGE} /uv /uvx /bin/`, `ENV UV_PROJECT_ENVIRONMENT=${environment}${isMade ? '' : ` \\\n    PATH=${environment}/bin:$PATH`}`],
  cache: '/root/.cache/uv',
  translate: (_, byUv) => byUv,
  folderOption: '--project',
};
