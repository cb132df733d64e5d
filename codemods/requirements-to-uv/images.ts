import { isImageOfRequirements, rewriteImage, UV_IMAGE, type ImageManager } from '#pystd';
import type { FileKind } from './files.ts';

/** Images that install the requirements: uv installs the lock. */
export const images: FileKind = {
  concerns: isImageOfRequirements,
  rewriter: ({ task, projects }) => (rewrite) => rewriteImage(rewrite, { view: task, projects, manager: UV }),
};

const UV: ImageManager = {
  title: 'uv',
  lock: 'uv.lock',
  setUp: (environment, isMade) => [`COPY --from=${UV_IMAGE} /uv /uvx /bin/`, `ENV UV_PROJECT_ENVIRONMENT=${environment}${isMade ? '' : ` \\\n    PATH=${environment}/bin:$PATH`}`],
  cache: '/root/.cache/uv',
  translate: (_, byUv) => byUv,
  folderOption: '--project',
};
