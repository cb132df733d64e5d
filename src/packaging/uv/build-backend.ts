/**
 * What `[build-system] requires` says of uv's own build backend. The lower bound is the first version with everything written here (several
 * modules, namespaces); the upper one is the next minor version, as uv's documentation asks, since each may change what is built.
 */
export const UV_BUILD_REQUIREMENT = 'uv_build>=0.9,<0.14';
/** The module of uv's own build backend. */
export const UV_BUILD = 'uv_build';

/** The module that uv_build looks for when none is named: the normalised project name with underscores. */
export function defaultModuleName(projectName: string): string {
  return projectName.toLowerCase().replace(/[-_.]+/g, '_');
}
