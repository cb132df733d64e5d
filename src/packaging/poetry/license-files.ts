import type { ProjectFiles } from './project-files.ts';

/** The files of a project that poetry-core puts into every distribution without being told, and hatchling too; uv_build takes only those of `license-files`. */
const PACKED = ['LICEN[SC]E*', 'COPYING*', 'NOTICE*', 'AUTHORS*', 'LICENSES/**'] as const;

/** The license files that go along by themselves with poetry-core, as globs of PEP 639: one that finds nothing would be an error. */
export function packedLicenseFiles(files: ProjectFiles): readonly string[] {
  const found = PACKED.flatMap((glob) => files.matching(glob).filter((path) => files.isFile(path)).map((path) => (/^[\w./-]+$/.test(path) ? path : glob)));
  return [...new Set(found)];
}
