import { gitUrl } from '../git-url.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { UvSource } from '../uv/sources.ts';
import type { DirectOrigin } from './entry.ts';

/** What `[tool.uv.sources]` says for a dependency that comes from a repository, a folder, a file or an address. */
export function uvSourceOf(name: string, origin: DirectOrigin, isUnpackaged: (path: string) => boolean): UvSource | Problem {
  if (origin.kind === 'git') {
    const git = gitUrl(origin.url);
    if (isProblem(git)) return { problem: `The repository of \`${name}\` cannot be given to uv: ${git.problem}` };
    return { git, ...(origin.ref && { [origin.ref.kind]: origin.ref.name }), ...(origin.subdirectory !== undefined && { subdirectory: origin.subdirectory }) };
  }
  if (origin.kind === 'url') return { url: origin.url, ...(origin.subdirectory !== undefined && { subdirectory: origin.subdirectory }) };
  if (isArchive(origin.path)) return { path: origin.path };
  // A folder that is no package gives its dependencies only.
  if (isUnpackaged(origin.path)) return { path: origin.path, package: false };
  return { path: origin.path, ...(origin.develop && { editable: true as const }) };
}

/** Whether a path is a built distribution and not a folder. */
function isArchive(path: string): boolean {
  return /\.(whl|zip|tar|tar\.(gz|bz2|xz|zst|lz|lzma)|tgz|tbz|txz|egg)$/i.test(path);
}
